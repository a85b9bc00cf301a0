"""Targets of indicators: the list, one with its number and its history, setting and changing them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.access import NotVisible
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from insights.filters import TargetFilters
from insights.forms import ChangeTargetForm, TargetForm
from insights.models import Target
from insights.operations import READ
from insights.reading import standing_of
from insights.tables import TargetTable
from insights.targets import SET, change_target, set_target
from insights.views.indicators import address_on, crumbs


def target_crumbs() -> list[dict[str, Any]]:
    return [
        *crumbs(),
        {"label": pgettext("of indicators", "Targets"), "url": reverse("insights:target_list")},
    ]


class TargetList(ListView):
    capability = READ
    title = pgettext_lazy("of indicators", "Targets")
    list_name = "insights:targets"
    table_class = TargetTable
    filterset_class = TargetFilters
    sorts = {"year": "year", "set_at": "set_at"}
    default_sort = "-year"
    search_placeholder = gettext_lazy("Indicator")
    empty_title = gettext_lazy("No targets yet")
    empty_text = gettext_lazy(
        "Say what a number should be at the end of a year, of a department or the centre."
    )
    empty_icon = "target"

    def get_queryset(self) -> QuerySet[Target]:
        return Target.objects.visible_to(self.request.user).with_names()

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.scope_for(SET):
            return None
        return {"label": _("Set a target"), "url": reverse("insights:target_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


def _against(request: HttpRequest, target: Any) -> dict[str, Any]:
    """The number of today, or of the last day of a year that is over."""
    on = min(max(timezone.localdate(), target.first_day), target.last_day)
    begun = target.first_day <= timezone.localdate()
    now, state = standing_of(target, on) if begun else (None, None)
    indicator = target.indicator
    query = f"&year={target.year_kind}" if indicator and indicator.adds_up else ""
    return {
        "target": target,
        "on": on,
        "now": now,
        "standing": state.chip if state else None,
        "indicator": indicator,
        "indicator_url": address_on(indicator, on, query) if indicator and begun else "",
    }


class TargetDetail(DetailView):
    record: Target
    tabs = [
        Tab(
            name="target",
            label=gettext_lazy("Target and number"),
            template="insights/target.html",
            context=_against,
            order=10,
        )
    ]

    def get_queryset(self) -> QuerySet[Target]:
        return Target.objects.visible_to(self.request.user).with_names()

    def context(self) -> dict[str, Any]:
        target = self.record
        scope = self.request.user.scope_for(SET)
        may_change = scope.everywhere or (target.department_id and scope.covers(target.department_id))
        return {
            "title": target.label,
            "subtitle": f"{target.year_in_words} · {target.department or _('The whole centre')}",
            "breadcrumbs": target_crumbs(),
            "primary_action": {
                "label": _("Change"),
                "url": reverse("insights:target_change", args=[target.pk]),
                "icon": "pencil",
            }
            if may_change
            else None,
            "facts": [
                {"label": pgettext("of an indicator", "Target"), "value": target.in_words},
                {"label": _("Year"), "value": target.year_in_words},
                {"label": _("To be reached by"), "value": date_format(target.last_day, "DATE_FORMAT")},
                {"label": _("Department"), "value": target.department or _("The whole centre")},
                {
                    "label": _("Set at"),
                    "value": date_format(timezone.localtime(target.set_at), "DATETIME_FORMAT"),
                },
                {"label": pgettext("of a target", "Set by"), "value": target.set_by},
            ],
        }


class NewTarget(FormView):
    form_class = TargetForm
    title = gettext_lazy("Set a target")
    success_message = gettext_lazy("The target is set.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.scope_for(SET):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"code": self.request.GET.get("code", "")}}

    def perform(self, form: Any) -> Target:
        return set_target(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("insights:target_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": target_crumbs()}


class ChangeTarget(FormView):
    form_class = ChangeTargetForm
    title = gettext_lazy("Change the target")
    success_message = gettext_lazy("The target is changed; what it was before stays in its history.")
    target: Target

    def authorise(self, **kwargs: Any) -> None:
        found = Target.objects.visible_to(self.request.user).with_names().filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"insights.Target {kwargs['pk']}")
        scope = self.request.user.scope_for(SET)
        if not (scope.everywhere or (found.department_id and scope.covers(found.department_id))):
            raise PermissionDenied
        self.target = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"value": self.target.value}}

    def perform(self, form: Any) -> Target:
        return change_target(
            actor=self.request.user, pk=self.target.pk, now=timezone.now(), **form.cleaned_data
        )

    def cancel_url(self) -> str:
        return self.target.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.target),
            "breadcrumbs": [*target_crumbs(), {"label": str(self.target), "url": self.cancel_url()}],
        }
