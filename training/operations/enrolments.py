"""Enrolling employees within the places there are, the waiting list, withdrawing.

Locks: the course, then its enrolments. Whoever enrols holds the course meanwhile, so that the last place goes
to one; that a seat is taken once the database keeps as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner
from training import notices
from training.models import (
    OPEN_TO_STAFF,
    Course,
    CourseState,
    Enrolment,
    EnrolmentState,
)
from training.operations.courses import UnableToTrain
from training.operations.fees import reckon
from training.operations.seats import fill_seats, seats_left
from training.transitions import EDIT, ENROLMENT_MOVES

E = EnrolmentState
MOST_AT_ONCE = 200
PHONES_KEPT = timedelta(days=365)


class UnableToEnrol(UnableToTrain):
    """There is no enrolling in it so or now; the message says why."""


class Person(NamedTuple):
    """An employee as a list names them."""

    name: str
    job: str = ""
    phone: str = ""


class Enrolled(NamedTuple):
    """What came of a list: who is new, and who was in already."""

    made: list[Enrolment]
    known: list[Person]

    @property
    def waiting(self) -> int:
        return sum(1 for one in self.made if one.seat is None)


@transaction.atomic
def enrol_at_portal(*, partner: Partner, pk: int, people: Iterable[Person], now: datetime) -> Enrolled:
    """A liaison enrols employees, until the day that is said. Who is in already is passed over.

    Outside the walls. Raises NotVisible, UnableToEnrol.
    """
    course = _locked(open_to(partner.enterprise.pk), pk)
    if course.state != CourseState.OFFERED:
        raise UnableToEnrol(_("It has begun already: ask the school."))
    if timezone.localdate(now) > course.enrol_until:
        raise UnableToEnrol(_("The day until which one enrols is over."))
    found = _enrol(partner, course, partner.enterprise.pk, people, now)
    if found.made:
        notices.tell_centre(course, now=now)
    return found


@transaction.atomic
def enrol(*, actor: Actor, pk: int, enterprise_id: int, people: Iterable[Person], now: datetime) -> Enrolled:
    """Whoever keeps the course enrols employees of an enterprise, as long as it is not over.

    Raises NotVisible, PermissionDenied, UnableToEnrol.
    """
    course: Course = Course.objects.for_write(actor, pk, EDIT)
    if course.state not in OPEN_TO_STAFF:
        raise UnableToEnrol(_("One enrols from the offer to the closing."))
    if not Enterprise.objects.visible_to(actor).filter(pk=enterprise_id).exists():
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    found = _enrol(actor, course, enterprise_id, people, now)
    if course.state == CourseState.RUNNING:
        reckon(course, now=now)
    return found


def open_to(enterprise_id: int) -> Any:
    """Courses that an enterprise may send people to, or has people in."""
    chosen = Course.objects.filter(partners=enterprise_id).order_by().values("pk")
    sent = Enrolment.objects.filter(enterprise=enterprise_id).order_by().values("course")
    rows = Course.objects.exclude(state=CourseState.DRAFT)
    return rows.filter(is_for_all=True) | rows.filter(pk__in=chosen) | rows.filter(pk__in=sent)


def _enrol(
    actor: Actor, course: Course, enterprise_id: int, people: Iterable[Person], now: datetime
) -> Enrolled:
    """The course is locked. Whoever comes when all seats are taken waits, and nobody passes who waits."""
    people = list(dict.fromkeys(people))
    if len(people) > MOST_AT_ONCE:
        raise UnableToEnrol(_("At most %(count)d at once.") % {"count": MOST_AT_ONCE})
    seats = seats_left(course, now=now)
    before = {(one.name, one.job): one for one in course.enrolments.filter(enterprise=enterprise_id)}
    made: list[Enrolment] = []
    known: list[Person] = []
    for person in people:
        one = before.get((person.name, person.job))
        if one is not None and one.is_alive:
            known.append(person)
            continue
        if one is None:
            one = Enrolment(course=course, enterprise_id=enterprise_id, name=person.name, job=person.job)
        said = {
            "phone": person.phone,
            "seat": next(seats, None),
            "enrolled_by_id": actor.pk,
            "enrolled_at": now,
        }
        before[person.name, person.job] = kept = _kept(actor, one, said, now)
        made.append(kept)
    return Enrolled(made, known)


def _kept(actor: Actor, one: Enrolment, said: dict[str, Any], now: datetime) -> Enrolment:
    if one.pk is not None:
        name = "seat" if said["seat"] else "queue"
        moved: Enrolment = ENROLMENT_MOVES.move(actor=actor, pk=one.pk, name=name, now=now, changes=said)
        return moved
    first = E.ENROLLED if said["seat"] else E.WAITING
    made = Enrolment(
        course_id=one.course_id,
        enterprise_id=one.enterprise_id,
        name=one.name,
        job=one.job,
        state=first,
        **said,
    )
    made.full_clean(exclude=["course", "enterprise", "enrolled_by"])
    made.save(force_insert=True)
    details = {"state": made.state}
    audit.record(actor=actor, subject=made, verb="training_enrolment.enrol", now=now, details=details)
    return made


# --- Withdrawing --------------------------------------------------------------------------------


@transaction.atomic
def withdraw_at_portal(*, partner: Partner, pk: int, enrolment_id: int, now: datetime) -> Enrolment:
    """Until the course begins. Outside the walls. Raises NotVisible, UnableToEnrol."""
    course = _locked(Course.objects.all(), pk)
    found = _found(course, enrolment_id, enterprise=partner.enterprise.pk)
    if course.state != CourseState.OFFERED:
        raise UnableToEnrol(_("It has begun already: ask the school."))
    return _withdraw(partner, course, found, "", now)


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, enrolment_id: int, reason: str, now: datetime) -> Enrolment:
    """Whoever keeps the course takes somebody out; the enterprise reads why.

    Raises NotVisible, PermissionDenied, UnableToEnrol, TransitionRefused.
    """
    course: Course = Course.objects.for_write(actor, pk, EDIT)
    found = _found(course, enrolment_id)
    if course.state not in OPEN_TO_STAFF:
        raise UnableToEnrol(_("It is over."))
    if not reason.strip():
        raise UnableToEnrol(_("Please give a reason: the others will read it."))
    if found.attendance.filter(was_there=True).exists():
        raise UnableToEnrol(_("%(name)s was at a session already.") % {"name": found})
    moved = _withdraw(actor, course, found, reason, now)
    notices.tell_withdrawn(moved, reason=reason, now=now)
    return moved


def _found(course: Course, enrolment_id: int, **more: Any) -> Enrolment:
    found = course.enrolments.filter(pk=enrolment_id, **more).select_related("enterprise").first()
    if found is None:
        raise NotVisible(f"training.Enrolment {enrolment_id}")
    return found


def _withdraw(actor: Actor, course: Course, found: Enrolment, reason: str, now: datetime) -> Enrolment:
    moved: Enrolment = ENROLMENT_MOVES.move(
        actor=actor,
        pk=found.pk,
        name="withdraw",
        reason=reason,
        now=now,
        changes={"seat": None, "result": "", "phone": ""},
    )
    fill_seats(course, now=now)
    if course.state == CourseState.RUNNING:
        reckon(course, now=now)
    return moved


def _locked(rows: Any, pk: int) -> Course:
    found = rows.filter(pk=pk).values_list("pk", flat=True).first()
    if found is None:
        raise NotVisible(f"training.Course {pk}")
    course: Course = Course.objects.select_for_update(of=("self",)).get(pk=pk)
    return course


# --- Forgetting ---------------------------------------------------------------------------------


def forget_phones(*, now: datetime) -> int:
    """Phone numbers of employees go a year after their course was over, and of those who withdrew at once.

    Answers how many (docs/personal-data.md).
    """
    rows = Enrolment.objects.filter(course__last_at__lt=now - PHONES_KEPT).exclude(phone="")
    return rows.update(phone="")
