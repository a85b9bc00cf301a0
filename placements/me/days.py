"""A student's hours, a week at a time, and leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalogue.calendars import work_calendar
from core.access import NotVisible
from core.registry import StudentTask
from core.views import act
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from placements.me.forms import LeaveForm
from placements.me.log import placement_now, placement_or_refuse
from placements.models import Leave, LeaveState, Placement, WorkDay
from placements.operations import attendance, leave
from placements.operations.attendance import Hours, UnableToHandIn, usual_days, usual_hours
from placements.own_days import days_of
from placements.weeks import days_of_week, monday_of, name_of_week, week_named

SHOWN_LEAVES = 20


def own_days(pupil: Pupil) -> Any:
    return WorkDay.objects.filter(placement__student=pupil.student.pk)


def own_leaves(pupil: Pupil) -> Any:
    return Leave.objects.filter(placement__student=pupil.student.pk)


def last_week_at_work(placement: Placement | None, on: date) -> list[date]:
    """The working days of last week, of a student who is at the host. Two queries, past the wall."""
    if placement is None or not placement.is_under_way:
        return []
    first, last = days_of(placement, on=on)
    monday = monday_of(on) - timedelta(days=7)
    calendar = work_calendar(monday, on)
    return [day for day in days_of_week(monday) if first <= day <= last and calendar.is_workday(day)]


def tasks_of_days(pupil: Pupil, week: list[date], on: date) -> Iterator[StudentTask]:
    """The hours of the week that is over, where nobody has said anything about it. One query."""
    if week and not own_days(pupil).filter(day__in=week).exists():
        monday = monday_of(week[0])
        yield StudentTask(
            title=_("Hand in the hours of last week"),
            text=_("Otherwise the hours of your post are taken."),
            url=f"{reverse('me:days')}?week={name_of_week(monday)}",
            icon="clock-hour-4",
        )


def _lines(pupil: Pupil, placement: Placement, monday: date) -> list[dict[str, Any]]:
    """The days of a week that can be filled in, with what is known and what is usual. Five queries."""
    first, last = days_of(placement, on=timezone.localdate())
    days = [day for day in days_of_week(monday) if first <= day <= last]
    known = {row.day: row for row in own_days(pupil).filter(placement=placement.pk, day__in=days)}
    leaves = list(own_leaves(pupil).filter(placement=placement.pk, state=LeaveState.GRANTED))
    with outside():
        calendar = work_calendar(monday, monday + timedelta(days=6))
        usual = set(usual_days(placement, days, calendar, leaves))
        hours = usual_hours(placement)
    return [
        {
            "day": day,
            "row": known.get(day),
            "usual": hours if day in usual and day not in known else None,
            "is_expected": day in usual,
            "is_rest": not calendar.is_workday(day),
            "is_leave": any(one.first_on <= day <= one.last_on for one in leaves),
        }
        for day in days
    ]


@require_safe
def days(request: PupilRequest) -> HttpResponse:
    pupil = request.pupil
    placement = placement_now(pupil)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "title": _("My hours"),
        "placement": placement,
        "leaves": list(own_leaves(pupil)[:SHOWN_LEAVES]),
        "today": today,
    }
    if placement is not None:
        first, last = days_of(placement, on=today)
        monday = week_named(request.GET.get("week", "")) or monday_of(last)
        monday = min(max(monday, monday_of(first)), monday_of(last))
        lines = _lines(pupil, placement, monday)
        context |= {
            "subtitle": str(placement.post),
            "monday": monday,
            "sunday": monday + timedelta(days=6),
            "week": name_of_week(monday),
            "before": name_of_week(monday - timedelta(days=7)) if monday > monday_of(first) else "",
            "after": name_of_week(monday + timedelta(days=7)) if monday < monday_of(last) else "",
            "lines": lines,
            "is_open": any(line["row"] is None or not line["row"].is_vouched for line in lines),
            "total": sum((line["row"].hours for line in lines if line["row"]), Decimal(0)),
        }
    return render(request, "me/days.html", context)


@act
def days_hand_in(request: PupilRequest, week: str) -> str:
    monday = week_named(week)
    placement = placement_or_refuse(request.pupil)
    if monday is None:
        raise NotVisible(f"week {week}")
    given = {
        day: _hours_of(request.POST, day)
        for day in days_of_week(monday)
        if f"hours_{day:%Y%m%d}" in request.POST
    }
    with outside():
        attendance.hand_in_days(
            pupil=request.pupil, placement_pk=placement.pk, days=given, now=timezone.now()
        )
    messages.success(request, _("Handed in. Your mentor confirms it."))
    return f"{reverse('me:days')}?week={name_of_week(monday)}"


def _hours_of(given: QueryDict, day: date) -> Hours:
    """Raises UnableToHandIn: what was typed is no number of hours, or no time."""
    stamp = f"{day:%Y%m%d}"
    text = given.get(f"hours_{stamp}", "").strip().replace(",", ".")
    try:
        hours = Decimal(text) if text else None
        begins, ends = (parse_time(given.get(f"{name}_{stamp}", "").strip()) for name in ("begins", "ends"))
    except (InvalidOperation, ValueError):
        hours = Decimal(-1)
        begins = ends = None
    if hours is not None and not (hours.is_finite() and 0 <= hours <= 24):
        raise UnableToHandIn(_("%(day)s: this is no number of hours.") % {"day": f"{day:%Y-%m-%d}"})
    return Hours(
        hours=hours,
        begins_at=begins,
        ends_at=ends,
        is_absent=f"absent_{stamp}" in given,
        note=given.get(f"note_{stamp}", ""),
    )


# --- Leave ------------------------------------------------------------------------------------


class LeaveNew(PupilFormView):
    form_class = LeaveForm
    title = gettext_lazy("Ask for leave")
    submit_label = gettext_lazy("Ask")
    success_message = gettext_lazy("Sent to your instructor, who decides. Then your mentor is told.")

    def authorise(self, **kwargs: Any) -> None:
        self.placement = placement_or_refuse(self.request.pupil)

    def perform(self, form: Any) -> str:
        with outside():
            leave.ask_for_leave(
                pupil=self.request.pupil,
                placement_pk=self.placement.pk,
                now=timezone.now(),
                **form.cleaned_data,
            )
        return reverse("me:days")

    def cancel_url(self) -> str:
        return reverse("me:days")

    def extra_context(self, form: Any) -> dict[str, Any]:
        context: dict[str, Any] = {
            "breadcrumbs": [{"label": _("My hours"), "url": reverse("me:days")}],
        }
        if self.request.pupil.student.age(timezone.localdate()) < leave.OF_AGE:
            context["form_help"] = _("You are under age: your instructor asks your guardian as well.")
        return context


@act
def leave_withdraw(request: PupilRequest, pk: int) -> str:
    if not own_leaves(request.pupil).filter(pk=pk).exists():
        raise NotVisible(f"placements.Leave {pk}")
    with outside():
        leave.withdraw_leave(pupil=request.pupil, pk=pk, now=timezone.now())
    messages.success(request, _("Withdrawn."))
    return reverse("me:days")
