"""What stands on the tabs of a course, and of enterprises and teachers about courses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from django.utils import timezone

from core.models import AccessLog
from core.personal import note_reading
from training.models import Course, EnrolmentState, FeeState, Trainer
from training.transitions import CLOSE, EDIT

SHOWN = 500
E = EnrolmentState


def overview(request: HttpRequest, course: Any) -> dict[str, Any]:
    """Five queries."""
    return {
        "course": course,
        "sessions": list(course.sessions.all()),
        "trainers": list(course.trainers.select_related("teacher")),
        "majors": list(course.majors.all()),
        "partners": [] if course.is_for_all else list(course.partners.all()),
        "may_edit": course.is_changeable and course.permits(request.user, EDIT),
    }


def people(request: HttpRequest, course: Any) -> dict[str, Any]:
    """Two queries; who reads the names is noted."""
    rows = list(
        course.enrolments.exclude(state=E.WITHDRAWN)
        .select_related("enterprise", "certificate")
        .order_by("enterprise__pinyin_key", "enterprise", "enrolled_at", "pk")[:SHOWN]
    )
    note_reading(request, rows, data=AccessLog.Data.CONTACT)  # type: ignore[arg-type]
    return {
        "course": course,
        "groups": [
            (label, found)
            for state, label in E.choices
            if (found := [row for row in rows if row.state == state])
        ],
        "may_edit": not course.is_over and course.permits(request.user, EDIT),
    }


def fees(request: HttpRequest, course: Any) -> dict[str, Any]:
    """One query."""
    rows = list(course.fees.select_related("enterprise").order_by("pk"))
    user: Any = request.user
    return {
        "course": course,
        "fees": rows,
        "sums": {
            state: sum((row.amount for row in rows if row.state == state), Decimal(0)) for state in FeeState
        },
        "paid": sum((row.amount for row in rows if row.state == FeeState.PAID), Decimal(0)),
        "due": sum((row.amount for row in rows if row.state == FeeState.DUE), Decimal(0)),
        "may_edit": course.permits(user, EDIT),
        "may_decide": course.permits(user, CLOSE),
    }


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """Its courses with how many of its people are in them; two queries."""
    mine = Q(enrolments__enterprise=enterprise.pk) & ~Q(enrolments__state=E.WITHDRAWN)
    seen: Any = Course.objects.visible_to(request.user)  # type: ignore[arg-type]
    rows = Course.objects.filter(mine, pk__in=seen.order_by().values("pk"))
    rows = rows.annotate(people=Count("enrolments", filter=mine)).order_by("-first_at", "-pk")
    owed = enterprise.fees_of_courses.filter(course__in=seen.order_by().values("pk"))
    return {
        "courses": list(rows[:100]),
        "sums": owed.aggregate(
            due=Sum("amount", filter=Q(state=FeeState.DUE)), paid=Sum("amount", filter=Q(state=FeeState.PAID))
        ),
    }


def of_teacher(request: HttpRequest, teacher: Any) -> dict[str, Any]:
    """What a teacher gave to employees, and the hours credited. One query."""
    rows = Trainer.objects.filter(teacher=teacher.pk, course__state__in=["running", "closed"])
    found = list(rows.select_related("course").order_by("-course__first_at", "-pk")[:200])
    return {"trainings": found, "total": sum((one.hours or Decimal(0) for one in found), Decimal(0))}


def sheet(course: Course) -> dict[str, Any]:
    """The attendance sheet: a line for each person, a column for each session. Three queries."""
    now = timezone.now()
    sessions = list(course.sessions.all())
    rows = list(course.enrolments.enrolled().select_related("enterprise").prefetch_related("attendance"))
    lines = []
    for row in rows:
        there = {one.session_id: one.was_there for one in row.attendance.all()}
        cells = [(session, there.get(session.pk), session.has_begun(now)) for session in sessions]
        lines.append((row, cells))
    return {"sessions": sessions, "lines": lines}
