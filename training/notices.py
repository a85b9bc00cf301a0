"""Who is told of courses: liaisons of enterprises, and who looks after one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Importance, Kind, NewNotification, Readers, notify_many
from partnerships.models import Contact
from partnerships.models.enterprise import Stage
from training.models import Course, CourseState, Enrolment, EnrolmentState, Fee
from training.words import plain

PARTNERS = Readers.PARTNERS
OFFERED = Kind(
    name="training.course_offered",
    label=_("Courses offered to our employees"),
    icon="speakerphone",
    can_wait=True,
    readers=PARTNERS,
)
CHANGED = Kind(
    name="training.course_changed",
    label=_("Courses of our employees with other times, place or fee"),
    icon="clock",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=PARTNERS,
)
BEGUN = Kind(
    name="training.course_begun",
    label=_("Courses of our employees that begin"),
    icon="player-play",
    readers=PARTNERS,
)
SEATED = Kind(
    name="training.course_seated",
    label=_("Places in courses that we waited for"),
    icon="circle-check",
    readers=PARTNERS,
)
WITHDRAWN = Kind(
    name="training.course_withdrawn",
    label=_("Employees of ours whom the school took out of a course"),
    icon="circle-x",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=PARTNERS,
)
CANCELLED = Kind(
    name="training.course_cancelled",
    label=_("Courses of our employees that were cancelled"),
    icon="ban",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=PARTNERS,
)
CLOSED = Kind(
    name="training.course_closed",
    label=_("Results of courses of our employees"),
    icon="certificate",
    readers=PARTNERS,
)
FEE = Kind(
    name="training.course_fee",
    label=_("Fees for courses that were waived or taken back"),
    icon="coin",
    can_be_off=False,
    readers=PARTNERS,
)
ENROLLED = Kind(
    name="training.course_enrolled",
    label=_("Enrolments in courses that I look after"),
    icon="user-plus",
    can_wait=True,
)
TO_CLOSE = Kind(
    name="training.course_to_close",
    label=_("Courses for employees that are over and not closed"),
    icon="checks",
    can_wait=True,
)
KINDS = (OFFERED, CHANGED, BEGUN, SEATED, WITHDRAWN, CANCELLED, CLOSED, FEE, ENROLLED, TO_CLOSE)
# How long after its end somebody is reminded, and how far back a sweep looks after an outage.
AFTER, BACK = timedelta(days=1), timedelta(days=60)


def facts(course: Course) -> dict[str, Any]:
    """What every mail says of it."""
    return {
        "title": course.title,
        "first_at": course.first_at,
        "last_at": course.last_at,
        "hours": plain(course.hours),
        "place": course.place,
        "fee": plain(course.fee),
        "enrol_until": course.enrol_until,
        "reason": course.reason,
    }


def _note(
    course: Course, kind: Kind, user_id: int, where: str, *, at: datetime | str, **more: Any
) -> NewNotification:
    stamp = at if isinstance(at, str) else at.isoformat()
    page = "training:course_detail" if where == "staff" else "portal:course"
    return NewNotification(
        key=f"{kind.name}:{course.pk}:{stamp}:u{user_id}",
        kind=kind.name,
        recipient_id=user_id,
        subject=course,
        data=facts(course) | {"url": reverse(page, args=[course.pk])} | more,
    )


def liaisons_of(enterprises: Any) -> list[int]:
    """Their accounts. One query."""
    rows = Contact.objects.liaisons_with_account()
    rows = rows.filter(enterprise__in=enterprises).order_by()
    return sorted(set(rows.values_list("user", flat=True)))


def tell_partners(course: Course, *, now: datetime) -> None:
    """The liaisons of those it is for: of all partners, or of the chosen ones."""
    contacts = Contact.objects.liaisons_with_account()
    if course.is_for_all:
        contacts = contacts.filter(enterprise__state=Stage.PARTNER)
    else:
        contacts = contacts.filter(enterprise__in=course.partners.all())
    people = sorted(set(contacts.order_by().values_list("user", flat=True)))
    notify_many([_note(course, OFFERED, one, "portal", at=now) for one in people], now=now)


def tell_enrolled(course: Course, kind: Kind, *, now: datetime) -> None:
    """The liaisons of every enterprise with somebody enrolled or waiting."""
    rows = course.enrolments.exclude(state=EnrolmentState.WITHDRAWN).order_by().values("enterprise")
    notify_many([_note(course, kind, one, "portal", at=now) for one in liaisons_of(rows)], now=now)


def tell_seated(enrolment: Enrolment, *, now: datetime) -> None:
    """The liaisons of who waited and has a place now."""
    _tell_of(enrolment, SEATED, now, "")


def tell_withdrawn(enrolment: Enrolment, *, reason: str, now: datetime) -> None:
    _tell_of(enrolment, WITHDRAWN, now, reason)


def _tell_of(enrolment: Enrolment, kind: Kind, now: datetime, reason: str) -> None:
    course = enrolment.course
    stamp = f"{enrolment.pk}:{now.isoformat()}"
    notes = [
        _note(course, kind, one, "portal", at=stamp, name=enrolment.name, reason=reason)
        for one in liaisons_of([enrolment.enterprise_id])
    ]
    notify_many(notes, now=now)


def tell_of_fee(fee: Fee, *, now: datetime) -> None:
    """What became of it, with the reason."""
    said = {"state": fee.state, "amount": f"{fee.amount:.2f}", "reason": fee.reason}
    url = reverse("portal:course_fees")
    notes = [
        _note(fee.course, FEE, one, "portal", at=f"{fee.pk}:{now.isoformat()}", **said | {"url": url})
        for one in liaisons_of([fee.enterprise_id])
    ]
    notify_many(notes, now=now)


def keepers(course: Course, *, on: date) -> list[int]:
    """Who looks after it, or whoever keeps courses of the department."""
    if course.organiser_id is not None:
        return [course.organiser_id]
    holders = Holders.on(on).of("training.edit", course.department_id)
    return sorted({holder.user.pk for holder in holders})


def tell_centre(course: Course, *, now: datetime) -> None:
    people = keepers(course, on=timezone.localdate(now))
    notify_many([_note(course, ENROLLED, one, "staff", at=now) for one in people], now=now)


def remind(*, on: date, now: datetime) -> int:
    """Who has to close a course, a day after its end, once. Answers how many were told."""
    return notify_many(list(_to_close(on, now)), now=now)


def _to_close(on: date, now: datetime) -> Iterator[NewNotification]:
    span = Q(last_at__lte=now - AFTER, last_at__gt=now - BACK)
    courses: Iterable[Course] = Course.objects.filter(span, state=CourseState.RUNNING)
    for course in courses:
        for one in keepers(course, on=on):
            yield _note(course, TO_CLOSE, one, "staff", at="once")
