"""Courses: planned, offered, begun, cancelled, and their sessions.

Locks: the course.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Department
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from teachers.models import Teacher
from training import notices
from training.models import CHANGEABLE, Course, CourseState, Session, Trainer
from training.operations.fees import reckon, waive_all
from training.operations.seats import fill_seats
from training.transitions import COURSE_MOVES, EDIT, is_planned

FIELDS = (
    *("title", "aims", "occupation", "place", "fee", "capacity", "minimum", "is_for_all", "enrol_until"),
    "organiser",
)
MANY = ("majors", "partners")
MOST_TRAINERS = 12
MOST_SESSIONS = 60
LONGEST_AGO = timedelta(days=20 * 366)


class UnableToTrain(Refused):
    """Not so, not now, or not by this person; the message says why."""


# --- Planning -----------------------------------------------------------------------------------


@transaction.atomic
def plan_course(
    *,
    actor: Actor,
    department: Department,
    teachers: Iterable[Teacher] = (),
    now: datetime,
    **fields: Any,
) -> Course:
    """A draft, which nobody outside the centre sees.

    Raises PermissionDenied, UnableToTrain, ValidationError.
    """
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not keep courses of this department."))
    many = {name: fields.pop(name, ()) for name in MANY}
    course = Course(department=department, created_by_id=actor.pk, created_at=now)
    fields.setdefault("organiser_id", actor.pk)
    _write(course, fields)
    course.full_clean(exclude=["created_by", "department"])
    course.save(force_insert=True)
    for name, rows in many.items():
        getattr(course, name).set(rows)
    _set_trainers(course, teachers)
    audit.record(actor=actor, subject=course, verb="training_course.plan", now=now, capability=EDIT)
    return course


@transaction.atomic
def change_course(
    *, actor: Actor, pk: int, teachers: Iterable[Teacher] | None = None, now: datetime, **fields: Any
) -> Course:
    """Change what has not begun; whoever is enrolled is told of another place, fee or day to enrol.

    Raises NotVisible, PermissionDenied, UnableToTrain, ValidationError.
    """
    course: Course = Course.objects.for_write(actor, pk, EDIT)
    _require_changeable(course)
    many = {name: fields.pop(name) for name in MANY if name in fields}
    before = (course.place, course.fee, course.enrol_until)
    _write(course, fields)
    taken = course.enrolments.enrolled().count()
    if taken > course.capacity:
        raise UnableToTrain(_("%(count)d people have a place already.") % {"count": taken})
    course.full_clean(exclude=["created_by", "department"])
    course.save()
    for name, rows in many.items():
        getattr(course, name).set(rows)
    if teachers is not None:
        _set_trainers(course, teachers)
    _require_in_order(course, now)
    audit.record(actor=actor, subject=course, verb="training_course.change", now=now, capability=EDIT)
    fill_seats(course, now=now)
    if course.state == CourseState.OFFERED and before != (course.place, course.fee, course.enrol_until):
        notices.tell_enrolled(course, notices.CHANGED, now=now)
    return course


def _write(course: Course, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name.removesuffix("_id") not in FIELDS:
            raise TypeError(f"{name} is not said of a course")
        setattr(course, name, value)


def _require_changeable(course: Course) -> None:
    if course.state not in CHANGEABLE:
        raise UnableToTrain(_("It is not changed any more."))


def _require_in_order(course: Course, now: datetime) -> None:
    """An offered course stays one that could be offered."""
    if course.state == CourseState.OFFERED and (refusal := is_planned(course, now)):
        raise UnableToTrain(refusal)


def _set_trainers(course: Course, teachers: Iterable[Teacher]) -> None:
    teachers = list(teachers)
    if len(teachers) > MOST_TRAINERS:
        raise UnableToTrain(_("At most %(count)d people hold it.") % {"count": MOST_TRAINERS})
    if course.state == CourseState.OFFERED and not teachers:
        raise UnableToTrain(_("Somebody gives it: leave at least one teacher."))
    course.trainers.exclude(teacher__in=teachers).delete()
    there = set(course.trainers.values_list("teacher", flat=True))
    Trainer.objects.bulk_create(
        Trainer(course=course, teacher=one) for one in teachers if one.pk not in there
    )


# --- Sessions -----------------------------------------------------------------------------------


@transaction.atomic
def add_sessions(
    *,
    actor: Actor,
    pk: int,
    starts_at: datetime,
    hours: Decimal,
    topic: str = "",
    times: int = 1,
    every_days: int = 7,
    now: datetime,
) -> list[Session]:
    """One session, or several of the same length so many days apart. Those of a draft may be over, where it
    was held before it was written down.

    Raises NotVisible, PermissionDenied, UnableToTrain, ValidationError.
    """
    course: Course = Course.objects.for_write(actor, pk, EDIT)
    _require_changeable(course)
    if starts_at <= now and course.state != CourseState.DRAFT:
        raise UnableToTrain(_("A session is planned before it begins."))
    if starts_at < now - LONGEST_AGO:
        raise UnableToTrain(_("No more than twenty years ago."))
    if course.sessions.count() + times > MOST_SESSIONS:
        raise UnableToTrain(_("At most %(count)d sessions.") % {"count": MOST_SESSIONS})
    made = []
    for number in range(times):
        begins = starts_at + timedelta(days=every_days * number)
        session = Session(course=course, starts_at=begins, hours=hours, topic=topic)
        session.full_clean()
        session.save(force_insert=True)
        made.append(session)
    _keep_in_step(course)
    _require_in_order(course, now)
    audit.record(actor=actor, subject=course, verb="training_course.sessions", now=now, capability=EDIT)
    if course.state == CourseState.OFFERED:
        notices.tell_enrolled(course, notices.CHANGED, now=now)
    return made


@transaction.atomic
def remove_session(*, actor: Actor, pk: int, session_id: int, now: datetime) -> Course:
    """Raises NotVisible, PermissionDenied, UnableToTrain."""
    course: Course = Course.objects.for_write(actor, pk, EDIT)
    _require_changeable(course)
    session = course.sessions.filter(pk=session_id).first()
    if session is None:
        raise NotVisible(f"training.Session {session_id}")
    if course.state == CourseState.OFFERED and course.sessions.count() == 1:
        raise UnableToTrain(_("An offered course has a session: enter another one first."))
    session.delete()
    _keep_in_step(course)
    audit.record(actor=actor, subject=course, verb="training_course.sessions", now=now, capability=EDIT)
    if course.state == CourseState.OFFERED:
        notices.tell_enrolled(course, notices.CHANGED, now=now)
    return course


def _keep_in_step(course: Course) -> None:
    """The first beginning, the last end and the hours of its sessions. Two queries."""
    rows = list(course.sessions.order_by("starts_at"))
    ends = [one.starts_at + timedelta(hours=float(one.hours)) for one in rows]
    course.first_at = rows[0].starts_at if rows else None
    course.last_at = max(ends) if ends else None
    course.hours = sum((one.hours for one in rows), Decimal(0))
    course.save(update_fields=["first_at", "last_at", "hours"])


# --- Moves --------------------------------------------------------------------------------------


@transaction.atomic
def offer(*, actor: Actor, pk: int, now: datetime) -> Course:
    """Open it to enterprises, whose liaisons are told.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    course: Course = COURSE_MOVES.move(actor=actor, pk=pk, name="offer", now=now, changes={"offered_at": now})
    notices.tell_partners(course, now=now)
    return course


@transaction.atomic
def record(*, actor: Actor, pk: int, now: datetime) -> Course:
    """Record a course that was over before it was written down: who came, results and fees are entered next,
    and then it is closed.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    moved: Course = COURSE_MOVES.move(actor=actor, pk=pk, name="record", now=now, changes={"offered_at": now})
    return moved


@transaction.atomic
def begin(*, actor: Actor, pk: int, now: datetime) -> Course:
    """Say that it takes place: from now on fees are owed.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    course: Course = COURSE_MOVES.move(actor=actor, pk=pk, name="begin", now=now)
    reckon(course, now=now)
    notices.tell_enrolled(course, notices.BEGUN, now=now)
    return course


@transaction.atomic
def cancel(*, actor: Actor, pk: int, reason: str, now: datetime) -> Course:
    """Call it off; enterprises with people in it read why, and owe nothing for it any more. What was paid
    stays as paid until somebody takes it back.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    course: Course = COURSE_MOVES.move(
        actor=actor, pk=pk, name="cancel", reason=reason, now=now, changes={"reason": reason.strip()[:500]}
    )
    waive_all(course, reason=reason, now=now)
    notices.tell_enrolled(course, notices.CANCELLED, now=now)
    return course
