"""A student's own weeks of work–study alternation: where, and how many hours were credited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.registry import StudentCard
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from partnerships.models import Enterprise
from placements.models import (
    AlternationSchedule,
    AlternationState,
    AlternationWeek,
    LearningPlace,
    WeekCredit,
)

LOOKED_AHEAD = timedelta(days=21)


def own_schedules(pupil: Pupil) -> Any:
    """Behind the walls, which show no drafts."""
    return AlternationSchedule.objects.filter(school_class=pupil.student.school_class_id)


def own_credits(pupil: Pupil) -> Any:
    return WeekCredit.objects.filter(student=pupil.student.pk)


def _hosts(schedules: list[AlternationSchedule]) -> dict[int, str]:
    """Their names, past the wall. One query."""
    with outside():
        found = Enterprise.objects.in_bulk({schedule.enterprise_id for schedule in schedules})
        return {pk: str(enterprise) for pk, enterprise in found.items()}


@require_safe
def weeks(request: PupilRequest) -> HttpResponse:
    """Five queries, however many weeks."""
    pupil = request.pupil
    schedules = list(own_schedules(pupil).order_by("-starts_on", "-pk"))
    hosts = _hosts(schedules)
    credits = {
        credit.week_id: credit
        for credit in own_credits(pupil).select_related("week").order_by("week__monday")
    }
    rows = AlternationWeek.objects.filter(schedule__in=[schedule.pk for schedule in schedules])
    by_schedule: dict[int, list[AlternationWeek]] = {}
    for week in rows.order_by("monday", "pk"):
        by_schedule.setdefault(week.schedule_id, []).append(week)
    today = timezone.localdate()
    earned: dict[str, Decimal] = dict.fromkeys(LearningPlace.values, Decimal(0))
    for credit in credits.values():
        earned[credit.week.place] += credit.credited
    context = {
        "title": _("My weeks"),
        "subtitle": _("By turns at the school and at the enterprise."),
        "totals": [(LearningPlace(place).label, hours) for place, hours in earned.items()],
        "today": today,
        "groups": [
            {
                "schedule": schedule,
                "host": hosts[schedule.enterprise_id],
                "lines": [
                    {
                        "week": week,
                        "credit": credits.get(week.pk),
                        "is_now": week.monday <= today <= week.sunday,
                    }
                    for week in by_schedule.get(schedule.pk, [])
                ],
            }
            for schedule in schedules
        ],
    }
    return render(request, "me/alternation.html", context)


def cards_of_alternation(pupil: Pupil, on: date) -> Iterator[StudentCard]:
    """Where one is this week, and where the next; nothing without a timetable. Three queries."""
    rows = AlternationWeek.objects.filter(
        schedule__in=own_schedules(pupil).filter(state=AlternationState.RUNNING).order_by().values("pk"),
        monday__gt=on - timedelta(days=7),
        monday__lte=on + LOOKED_AHEAD,
    )
    found = list(rows.order_by("monday", "pk")[:2])
    if not found:
        return
    schedules = own_schedules(pupil).in_bulk({week.schedule_id for week in found})
    hosts = _hosts(list(schedules.values()))
    yield StudentCard(
        heading=_("My weeks"),
        template="me/alternation_card.html",
        context={
            "lines": [
                {
                    "week": week,
                    "place": hosts[schedules[week.schedule_id].enterprise_id]
                    if week.is_at_host
                    else week.get_place_display(),
                    "is_now": week.monday <= on,
                }
                for week in found
            ]
        },
    )
