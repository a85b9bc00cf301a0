from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import DetailView, FormView, ListView, Tab
from partnerships import operations
from partnerships.filters import RegisterFilters
from partnerships.forms import HintedEnterpriseForm
from partnerships.hints import duplicate_hints
from partnerships.models import Enterprise, RegisterEntry
from partnerships.operations.register import suggested_fields
from partnerships.policies import EDIT, IMPORT, READ, seen
from partnerships.tables import RegisterTable
from partnerships.views.enterprises import import_action


def crumbs(entry: RegisterEntry | None = None) -> list[dict[str, Any]]:
    trail = [{"label": _("Look-up register"), "url": reverse("partnerships:register_list")}]
    if entry is not None:
        trail.append({"label": str(entry), "url": entry.get_absolute_url()})
    return trail


class RegisterList(ListView):
    title = gettext_lazy("Look-up register")
    capability = READ
    list_name = "partnerships:register"
    table_class = RegisterTable
    filterset_class = RegisterFilters
    sorts = {"registered_on": "registered_on", "imported": "pk"}
    default_sort = "imported"
    search_placeholder = gettext_lazy("Name or code")
    empty_title = gettext_lazy("The register is empty")
    empty_text = gettext_lazy(
        "Import a public register of companies: its lines help to find and enter enterprises, and become "
        "enterprises of the centre only when somebody takes them over."
    )
    empty_icon = "books"

    def primary_action(self) -> dict[str, Any] | None:
        return import_action("partnerships.register") if self.request.user.can(IMPORT) else None

    def get_queryset(self) -> QuerySet:
        return (
            RegisterEntry.objects.visible_to(self.request.user)
            .select_related("adopted_as")
            .defer("extra", "search_text", "search_bigrams")
        )


def _entry(request: HttpRequest, entry: Any) -> dict[str, Any]:
    return {"entry": entry}


class RegisterDetail(DetailView):
    tabs = [
        Tab(
            name="entry",
            label=gettext_lazy("Entry"),
            template="partnerships/register_entry.html",
            context=_entry,
            order=10,
        )
    ]
    record: RegisterEntry

    def get_queryset(self) -> QuerySet:
        if not self.request.user.can(READ):
            raise PermissionDenied
        return RegisterEntry.objects.visible_to(self.request.user).select_related("adopted_as")

    def context(self) -> dict[str, Any]:
        entry, user = self.record, self.request.user
        may_adopt = entry.adopted_as is None and user.can(EDIT)
        adopted = entry.adopted_as
        is_seen = adopted is not None and adopted.permits(user, READ)
        return {
            "title": entry.name,
            "subtitle": entry.code,
            "breadcrumbs": crumbs(),
            "primary_action": {
                "label": _("Make it an enterprise of ours"),
                "url": reverse("partnerships:register_adopt", args=[entry.pk]),
                "icon": "building-factory-2",
            }
            if may_adopt
            else None,
            "next_step": {
                "text": _("It is an enterprise of ours already."),
                "url": adopted.get_absolute_url() if adopted and is_seen else "",
                "label": _("Open"),
                "meaning": "good",
            }
            if adopted is not None
            else None,
            "facts": [
                {"label": _("Register"), "value": entry.get_scheme_display()},
                {"label": _("Source"), "value": entry.source},
                {"label": _("Imported"), "value": timezone.localdate(entry.imported_at)},
            ],
        }


class Adopt(FormView):
    form_class = HintedEnterpriseForm
    template_name = "partnerships/enterprise_form.html"
    success_message = gettext_lazy("The enterprise is entered as a prospect.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied
        self.entry: RegisterEntry = seen(RegisterEntry.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def get_title(self) -> str:
        return _("Take over %(name)s") % {"name": self.entry}

    def form_kwargs(self) -> dict[str, Any]:
        known: Any = suggested_fields(self.entry)
        return {
            "hints_url": reverse("partnerships:enterprise_hints"),
            "initial": {**known, "owner": self.request.user.pk},
        }

    def perform(self, form: Any) -> Enterprise:
        return operations.adopt(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )

    def cancel_url(self) -> str:
        return self.entry.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        hints = duplicate_hints(
            actor=self.request.user, name=self.entry.name, scheme=self.entry.scheme, code=self.entry.code
        )
        return {
            "breadcrumbs": crumbs(self.entry),
            "hints": [hint for hint in hints if hint.record != self.entry],
        }
