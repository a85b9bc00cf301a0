"""The attendance sheet and the closing: results, hours of trainers, orders of certificates.

Locks: the course, then its enrolments.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor
from training import notices
from training.models import Attendance, Course, CourseState, Enrolment, Result, Trainer
from training.operations.certificates import order_certificates
from training.operations.courses import UnableToTrain
from training.operations.fees import reckon
from training.transitions import COURSE_MOVES, EDIT
from training.words import plain


@transaction.atomic
def fill_sheet(
    *,
    actor: Actor,
    pk: int,
    present: Mapping[tuple[int, int], bool],
    results: Mapping[int, str],
    now: datetime,
) -> Course:
    """Say who was at which session, and with what result; what is about others is passed over.

    Args:
        present: by (key of the session, key of the enrolment); sessions that have not begun are passed over.
        results: by key of the enrolment; "" takes a result back.

    Raises:
        UnableToTrain: it is not running, or somebody passed who was never there.
        NotVisible, PermissionDenied: on the course.
    """
    course: Course = Course.objects.for_write(actor, pk, EDIT)
    if course.state != CourseState.RUNNING:
        raise UnableToTrain(_("The sheet is filled in from the beginning to the closing."))
    people = {one.pk: one for one in course.enrolments.enrolled()}
    begun = {one.pk for one in course.sessions.all() if one.has_begun(now)}
    Attendance.objects.bulk_create(
        [
            Attendance(session_id=session, enrolment_id=person, was_there=was_there)
            for (session, person), was_there in present.items()
            if session in begun and person in people
        ],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["was_there"],
    )
    there = set(
        Attendance.objects.filter(enrolment__in=people, was_there=True)
        .order_by()
        .values_list("enrolment", flat=True)
    )
    changed = []
    for key, result in results.items():
        one = people.get(key)
        if one is None or (result and result not in Result.values):
            continue
        if result in {Result.PASSED, Result.ATTENDED} and key not in there:
            raise UnableToTrain(_("%(name)s was at no session.") % {"name": one})
        one.result = result
        changed.append(one)
    Enrolment.objects.bulk_update(changed, ["result"])
    audit.record(actor=actor, subject=course, verb="training_course.sheet", now=now, capability=EDIT)
    return course


@transaction.atomic
def close(
    *, actor: Actor, pk: int, hours: Mapping[int, Decimal] | None = None, outcome: str = "", now: datetime
) -> Course:
    """Say that all is entered: from now on it counts for promises, and for the teachers who gave it.

    Who passed gets a certificate. Each employee's hours are those of the sessions attended.

    Args:
        hours: of each trainer by the key of the teacher; whoever is not named is credited all hours.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToTrain.
    """
    changes = {"outcome": outcome.strip(), "closed_by_id": actor.pk, "closed_at": now}
    course: Course = COURSE_MOVES.move(actor=actor, pk=pk, name="close", now=now, changes=changes)
    _credit(course, hours or {})
    attended = dict(
        Attendance.objects.filter(session__course=course, was_there=True)
        .order_by()
        .values_list("enrolment")
        .annotate(total=Sum("session__hours"))
        .values_list("enrolment", "total")
    )
    people = list(course.enrolments.enrolled())
    for one in people:
        one.hours = attended.get(one.pk, Decimal(0))
    Enrolment.objects.bulk_update(people, ["hours"])
    reckon(course, now=now)
    order_certificates(actor, [one for one in people if one.result == Result.PASSED], now=now)
    notices.tell_enrolled(course, notices.CLOSED, now=now)
    return course


def _credit(course: Course, hours: Mapping[int, Decimal]) -> None:
    trainers = list(course.trainers.all())
    for one in trainers:
        credited = hours.get(one.teacher_id, course.hours)
        if not 0 <= credited <= course.hours:
            raise UnableToTrain(
                _("It had %(hours)s hours: credit those, or fewer.") % {"hours": plain(course.hours)}
            )
        one.hours = credited
    Trainer.objects.bulk_update(trainers, ["hours"])
