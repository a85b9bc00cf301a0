"""A student's log: today's entry at the top of the page, in under a minute, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.registry import StudentTask
from core.views import act
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from placements.me.forms import EntryForm
from placements.models import LogEntry, LogFile, LogState, Placement
from placements.operations import log as operations
from placements.own_days import own_placement, own_placements, still_written

SHOWN = 40
REMINDED_AFTER_DAYS = 2


def own_entries(pupil: Pupil) -> Any:
    """Behind the walls, which show no others."""
    return LogEntry.objects.filter(placement__student=pupil.student.pk)


def placement_now(pupil: Pupil) -> Placement | None:
    with outside():
        return own_placement(pupil, on=timezone.localdate())


def placement_or_refuse(pupil: Pupil) -> Placement:
    """Raises NotVisible: the student is at no host."""
    placement = placement_now(pupil)
    if placement is None:
        raise NotVisible("placements.Placement")
    return placement


def tasks_of_the_log(pupil: Pupil, placement: Placement | None, on: date) -> Iterator[StudentTask]:
    """What was returned and can still be changed; today's entry where some days have none. Two queries."""
    returned = own_entries(pupil).filter(still_written(on, "placement__"), state=LogState.RETURNED)
    for entry in returned[:5]:
        yield StudentTask(
            title=_("Your mentor returned an entry of your log"),
            text=entry.return_reason,
            url=reverse("me:log_edit", args=[entry.pk]),
            icon="arrow-back-up",
        )
    if placement is None or not placement.is_under_way or on > placement.ends_on:
        return
    since = max(placement.started_on or placement.starts_on, on - timedelta(days=REMINDED_AFTER_DAYS))
    if not own_entries(pupil).filter(placement=placement.pk, happened_on__gte=since).exists():
        yield StudentTask(
            title=_("Write down what you did today"),
            text=_("A few sentences and a photo are enough."),
            url=reverse("me:log"),
            icon="notebook",
        )


class Log(PupilFormView):
    """The entries written so far below the form for the next one."""

    form_class = EntryForm
    template_name = "me/log.html"
    title = gettext_lazy("My log")
    submit_label = gettext_lazy("Hand in")
    success_message = gettext_lazy("Handed in. Your mentor sees it.")

    def authorise(self, **kwargs: Any) -> None:
        self.placement = placement_now(self.request.pupil)

    def build(self, *args: Any) -> Any:
        return EntryForm(*args, user=self.request.user, placement=placement_or_refuse(self.request.pupil))

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        self.authorise(**kwargs)
        if self.placement is None:
            return render(request, self.template_name, {"title": self.title, **self.extra_context(None)})
        return self.show(self.build())

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        self.authorise(**kwargs)
        if self.placement is None:
            return redirect("me:log")
        return super().post(request, **kwargs)

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            operations.write_entry(
                pupil=self.request.pupil, placement_pk=form.placement.pk, now=timezone.now(), **fields
            )
        return reverse("me:log")

    def cancel_url(self) -> str:
        return reverse("me:today")

    def extra_context(self, form: Any) -> dict[str, Any]:
        rows = own_entries(self.request.pupil).prefetch_related("tasks", "files")
        changeable = rows.filter(still_written(timezone.localdate(), "placement__"))
        return {
            "breadcrumbs": [],
            "placement": self.placement,
            "subtitle": str(self.placement.post) if self.placement else "",
            "entries": list(rows[:SHOWN]),
            "changeable": set(changeable.values_list("pk", flat=True)),
        }


class LogEdit(PupilFormView):
    form_class = EntryForm
    template_name = "me/log_edit.html"
    title = gettext_lazy("Change the entry")
    submit_label = gettext_lazy("Hand in again")
    success_message = gettext_lazy("Handed in. Your mentor sees it.")
    entry: LogEntry

    def authorise(self, **kwargs: Any) -> None:
        pupil = self.request.pupil
        found = own_entries(pupil).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.LogEntry {kwargs['pk']}")
        self.entry = found
        with outside():
            rows = own_placements(pupil).filter(still_written(timezone.localdate()))
            placement = rows.filter(pk=found.placement_id).first()
        if placement is None:
            raise NotVisible(f"placements.LogEntry {found.pk}")
        self.placement: Placement = placement

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "placement": self.placement,
            "initial": {
                "happened_on": self.entry.happened_on,
                "text": self.entry.text,
                "tasks": [task.pk for task in self.entry.tasks.all()],
            },
        }

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            operations.rewrite_entry(pupil=self.request.pupil, pk=self.entry.pk, now=timezone.now(), **fields)
        return reverse("me:log")

    def cancel_url(self) -> str:
        return reverse("me:log")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": [{"label": _("My log"), "url": reverse("me:log")}],
            "entry": self.entry,
            "files": list(self.entry.files.all()),
        }


@require_safe
def log_file(request: PupilRequest, pk: int) -> HttpResponseBase:
    kept = LogFile.objects.filter(parent__in=own_entries(request.pupil), pk=pk).first()
    if kept is None:
        raise NotVisible(f"placements.LogFile {pk}")
    return serve(request, kept)


@act
def log_file_remove(request: PupilRequest, pk: int) -> str:
    if not LogFile.objects.filter(parent__in=own_entries(request.pupil), pk=pk).exists():
        raise NotVisible(f"placements.LogFile {pk}")
    with outside():
        entry = operations.remove_file(pupil=request.pupil, pk=pk, now=timezone.now())
    messages.success(request, _("The file is gone."))
    return reverse("me:log_edit", args=[entry.pk])
