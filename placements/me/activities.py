"""A student's own activities: projects and innovation, entrepreneurship, professional ethics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.registry import StudentTask
from core.views import act
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from partnerships.models import Enterprise
from placements.forms.activities import ActivityForm
from placements.models import (
    OPEN_ACTIVITY_STATES,
    ActivityFile,
    ActivityKind,
    ActivityState,
    AlternationSchedule,
    Placement,
    StudentActivity,
)
from placements.operations import activities as operations

SHOWN = 200
SHOWN_TASKS = 5


def own_activities(pupil: Pupil) -> Any:
    """Behind the walls, which show no others."""
    return StudentActivity.objects.filter(student=pupil.student.pk)


def own_hosts(pupil: Pupil) -> dict[int, Enterprise]:
    """The enterprises that somebody has to do with, alone or with the class. One query past the wall."""
    with outside():
        placed = Placement.objects.of_student(pupil.student.pk).order_by().values("enterprise")
        alternating = AlternationSchedule.objects.filter(school_class=pupil.student.school_class_id)
        rows = Enterprise.objects.filter(pk__in=placed) | Enterprise.objects.filter(
            pk__in=alternating.exclude(state="draft").order_by().values("enterprise")
        )
        return {row.pk: row for row in rows.order_by("name", "pk")}


def totals_in_words(hours: dict[str, Decimal]) -> list[tuple[Any, Decimal]]:
    return [(ActivityKind(kind).label, hours.get(kind, Decimal(0))) for kind in ActivityKind.values]


@require_safe
def activity_list(request: PupilRequest) -> HttpResponse:
    pupil = request.pupil
    rows = own_activities(pupil).prefetch_related("files").order_by("-ends_on", "-pk")
    activities = list(rows[:SHOWN])
    with outside():
        names = {
            pk: str(one)
            for pk, one in Enterprise.objects.in_bulk(
                {row.enterprise_id for row in activities if row.enterprise_id}
            ).items()
        }
    hours = StudentActivity.objects.hours_by_kind([pupil.student.pk]).get(pupil.student.pk, {})
    context = {
        "title": pgettext("of a student", "My activities"),
        "subtitle": _("Hours count once your class teacher or instructor has confirmed them."),
        "totals": totals_in_words(hours),
        "lines": [{"activity": row, "host": names.get(row.enterprise_id, "")} for row in activities],
    }
    return render(request, "me/activities.html", context)


class ActivityNew(PupilFormView):
    form_class = ActivityForm
    title = gettext_lazy("Enter an activity")
    submit_label = gettext_lazy("Hand in")
    success_message = gettext_lazy("Handed in. Your class teacher or instructor confirms it.")

    def form_kwargs(self) -> dict[str, Any]:
        self.hosts = own_hosts(self.request.pupil)
        return {"hosts": [(pk, str(host)) for pk, host in self.hosts.items()]}

    def entered(self, form: Any) -> dict[str, Any]:
        given = dict(form.cleaned_data)
        host = given.pop("host", None)
        return {**given, "enterprise": self.hosts.get(host) if host else None}

    def perform(self, form: Any) -> str:
        given = self.entered(form)
        with outside():
            operations.enter_activity(pupil=self.request.pupil, now=timezone.now(), **given)
        return reverse("me:activities")

    def cancel_url(self) -> str:
        return reverse("me:activities")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": [{"label": pgettext("of a student", "My activities"), "url": self.cancel_url()}]
        }


class ActivityEdit(ActivityNew):
    title = gettext_lazy("Change the activity")
    submit_label = gettext_lazy("Hand in again")
    record: StudentActivity

    def authorise(self, **kwargs: Any) -> None:
        rows = own_activities(self.request.pupil).filter(state__in=sorted(OPEN_ACTIVITY_STATES))
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.StudentActivity {kwargs['pk']}")
        self.record = found

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "instance": self.record}

    def perform(self, form: Any) -> str:
        given = self.entered(form)
        with outside():
            operations.rewrite_activity(
                pupil=self.request.pupil, pk=self.record.pk, now=timezone.now(), **given
            )
        return reverse("me:activities")


@require_safe
def activity_file(request: PupilRequest, pk: int) -> HttpResponseBase:
    kept = ActivityFile.objects.filter(parent__in=own_activities(request.pupil), pk=pk).first()
    if kept is None:
        raise NotVisible(f"placements.ActivityFile {pk}")
    return serve(request, kept)


@act
def activity_file_remove(request: PupilRequest, pk: int) -> str:
    if not ActivityFile.objects.filter(parent__in=own_activities(request.pupil), pk=pk).exists():
        raise NotVisible(f"placements.ActivityFile {pk}")
    with outside():
        operations.remove_activity_file(pupil=request.pupil, pk=pk, now=timezone.now())
    messages.success(request, _("The file is gone."))
    return reverse("me:activities")


@act
def activity_withdraw(request: PupilRequest, pk: int) -> str:
    if not own_activities(request.pupil).filter(pk=pk).exists():
        raise NotVisible(f"placements.StudentActivity {pk}")
    with outside():
        operations.withdraw_activity(pupil=request.pupil, pk=pk, now=timezone.now())
    return reverse("me:activities")


def tasks_of_activities(pupil: Any, on: date) -> Iterator[StudentTask]:
    """What was returned. One query."""
    for activity in own_activities(pupil).filter(state=ActivityState.RETURNED)[:SHOWN_TASKS]:
        yield StudentTask(
            title=_("An activity was returned to you: %(title)s") % {"title": activity.title},
            text=activity.answer,
            url=reverse("me:activity_edit", args=[activity.pk]),
            icon="arrow-back-up",
        )
