"""The log of a practice: writing, changing and taking out entries; their files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.views import FormView, act
from teachers.forms.practice import EntryForm
from teachers.models import Practice, PracticeEntry, PracticeFile
from teachers.operations import practice_log as operations
from teachers.operations.practice import may_plan
from teachers.views.practice import crumbs


class OfLog(FormView):
    form_class = EntryForm
    success_message = gettext_lazy("Written down.")
    practice: Practice

    def find(self, pk: int) -> Practice:
        """Raises NotVisible, PermissionDenied."""
        rows = Practice.objects.visible_to(self.request.user).with_names()
        found = rows.select_related("teacher__user").filter(pk=pk).first()
        if found is None:
            raise NotVisible(f"teachers.Practice {pk}")
        if not may_plan(self.request.user, found):
            raise PermissionDenied(_("The teacher does this, or whoever plans practice there."))
        return found

    def cancel_url(self) -> str:
        return f"{self.practice.get_absolute_url()}?tab=log"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.practice),
            "breadcrumbs": [
                *crumbs(self.request.user),
                {"label": str(self.practice), "url": self.practice.get_absolute_url()},
            ],
        }


class EntryNew(OfLog):
    title = gettext_lazy("Write in the log")

    def authorise(self, **kwargs: Any) -> None:
        self.practice = self.find(kwargs["pk"])

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"happened_on": min(timezone.localdate(), self.practice.ends_on)}}

    def perform(self, form: Any) -> str:
        operations.write_entry(
            actor=self.request.user, pk=self.practice.pk, now=timezone.now(), **form.entered()
        )
        return self.cancel_url()


class EntryEdit(OfLog):
    title = gettext_lazy("Change the entry")
    entry: PracticeEntry

    def authorise(self, **kwargs: Any) -> None:
        found = PracticeEntry.objects.visible_to(self.request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"teachers.PracticeEntry {kwargs['pk']}")
        self.entry, self.practice = found, self.find(found.practice_id)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"happened_on": self.entry.happened_on, "text": self.entry.text}}

    def perform(self, form: Any) -> str:
        operations.rewrite_entry(
            actor=self.request.user, pk=self.entry.pk, now=timezone.now(), **form.entered()
        )
        return self.cancel_url()


@act
def entry_remove(request: PersonRequest, pk: int) -> str:
    practice = operations.remove_entry(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("The entry is gone."))
    return f"{practice.get_absolute_url()}?tab=log"


@require_safe
def practice_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    rows = PracticeEntry.objects.visible_to(request.user)
    kept = PracticeFile.objects.filter(parent__in=rows.values("pk"), pk=pk).first()
    if kept is None:
        raise NotVisible(f"teachers.PracticeFile {pk}")
    return serve(request, kept)
