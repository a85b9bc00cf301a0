"""What is told about days at work: to students, their mentors and their instructors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.emails import headline
from core.models import Notification
from core.notifications import (
    Importance,
    Kind,
    NewNotification,
    Readers,
    notify,
    notify_many,
    report_refusal,
)
from placements.models import Leave, LogEntry, MentorWeek, Payment, Placement

LOG_RETURNED = Kind(
    name="placements.log_returned",
    label=_("Entries of my log that the mentor returned"),
    icon="arrow-back-up",
    readers=Readers.STUDENTS,
)
LOG_COMMENTED = Kind(
    name="placements.log_commented",
    label=_("Comments of my instructor on my log"),
    icon="message-circle",
    readers=Readers.STUDENTS,
)
LOG_MISSING = Kind(
    name="placements.log_missing",
    label=_("Reminders to write my log"),
    icon="notebook",
    readers=Readers.STUDENTS,
)
LEAVE_ASKED = Kind(
    name="placements.leave_asked",
    label=_("Students who ask for leave"),
    icon="calendar-off",
    importance=Importance.HIGH,
)
LEAVE_ANSWERED = Kind(
    name="placements.leave_answered",
    label=_("What guardians say to leave that students ask for"),
    icon="calendar-off",
)
LEAVE_DECIDED = Kind(
    name="placements.leave_decided",
    label=_("What became of leave that I asked for"),
    icon="calendar-off",
    readers=Readers.STUDENTS,
)
LEAVE_GRANTED = Kind(
    name="placements.leave_granted",
    label=_("Interns of ours who are on leave"),
    icon="calendar-off",
    readers=Readers.PARTNERS,
)
WEEK = Kind(
    name="placements.week",
    label=_("Weekly confirmations of mentors, by link"),
    icon="checklist",
    can_be_off=False,
    readers=Readers.NOBODY,
)
WEEK_SILENT = Kind(
    name="placements.week_silent",
    label=_("Mentors who do not answer"),
    icon="alarm",
    can_wait=True,
)
PAY_DISPUTED = Kind(
    name="placements.pay_disputed",
    label=_("Students who did not receive their pay"),
    icon="alert-octagon",
    importance=Importance.HIGH,
)
KINDS = (
    LOG_RETURNED,
    LOG_COMMENTED,
    LOG_MISSING,
    LEAVE_ASKED,
    LEAVE_ANSWERED,
    LEAVE_DECIDED,
    LEAVE_GRANTED,
    WEEK,
    WEEK_SILENT,
    PAY_DISPUTED,
)


def looking_after(placement: Placement) -> list[User]:
    """The instructor, and where there is none with an account, who looks after the plan. Reads both."""
    instructor = placement.instructor
    if instructor is not None and instructor.user is not None:
        return [instructor.user]
    return [placement.plan.owner]


def tell_student_of_return(entry: LogEntry, *, now: datetime) -> None:
    _tell_student(
        entry,
        LOG_RETURNED,
        {"day_on": entry.happened_on, "reason": entry.return_reason, "url": _log_page(entry)},
        now,
    )


def tell_student_of_comment(entry: LogEntry, *, now: datetime) -> None:
    _tell_student(
        entry,
        LOG_COMMENTED,
        {"day_on": entry.happened_on, "comment": entry.comment, "url": reverse("me:log")},
        now,
    )


def tell_of_leave_asked(leave: Leave, *, now: datetime) -> None:
    _tell_school(leave, LEAVE_ASKED, _leave_data(leave), now)


def tell_of_guardians_answer(leave: Leave, *, now: datetime) -> None:
    data = _leave_data(leave) | {
        "guardian": leave.guardian.name if leave.guardian else "",
        "agrees": leave.guardian_agreed_on is not None,
        "words": leave.guardian_words,
    }
    _tell_school(leave, LEAVE_ANSWERED, data, now)


def tell_of_leave_decided(leave: Leave, *, now: datetime) -> None:
    """The student, and of what was granted the mentor, where they can be reached."""
    data = _leave_data(leave) | {"is_granted": leave.state == "granted", "answer": leave.answer}
    _tell_student(leave, LEAVE_DECIDED, data | {"url": reverse("me:days")}, now)
    mentor = leave.placement.mentor
    if leave.state != "granted" or mentor is None or mentor.left_on is not None:
        return
    reached: dict[str, Any] = {}
    if mentor.user is not None:
        reached = {"recipient": mentor.user}
    elif mentor.email:
        reached = {"email": mentor.email, "name": mentor.name, "language": mentor.language}
    if reached:
        address = reverse("portal:intern", args=[leave.placement_id]) if mentor.user else ""
        notify(
            key=f"{LEAVE_GRANTED.name}:{leave.pk}:c{mentor.pk}",
            kind=LEAVE_GRANTED.name,
            subject=leave,
            data=data | {"url": address},
            now=now,
            **reached,
        )


def tell_of_dispute(payment: Payment, *, now: datetime) -> None:
    _tell_school(
        payment,
        PAY_DISPUTED,
        {
            "student": names_of(payment.placement),
            "month": f"{payment.month:%Y-%m}",
            "dispute": payment.dispute,
        },
        now,
    )


def tell_of_refusal(refused: Notification, now: datetime) -> None:
    """The mail to a mentor came back: whoever they could ask finds out the right address."""
    link = refused.subject
    week = MentorWeek.objects.filter(pk=link.subject_id).select_related("asked_by").first() if link else None
    if week is not None:
        with translation.override(week.asked_by.language):
            report_refusal(refused, about=headline(refused), owner=week.asked_by, now=now)


def names_of(placement: Placement) -> dict[str, str]:
    student = placement.student
    return {"zh": student.name, "en": student.name_latin or student.name}


def _leave_data(leave: Leave) -> dict[str, Any]:
    return {
        "student": names_of(leave.placement),
        "first_on": leave.first_on,
        "last_on": leave.last_on,
        "reason": leave.reason,
    }


def _log_page(entry: LogEntry) -> str:
    return reverse("me:log_edit", args=[entry.pk])


def _tell_student(record: Any, kind: Kind, data: Mapping[str, Any], now: datetime) -> None:
    student = record.placement.student
    if student.user is None:
        return  # whoever has no account has written nothing here
    notify(
        key=f"{kind.name}:{record.pk}:{now.isoformat()}",
        kind=kind.name,
        recipient=student.user,
        subject=record,
        data=data,
        now=now,
    )


def _tell_school(record: Any, kind: Kind, data: Mapping[str, Any], now: datetime) -> None:
    people: Iterable[User] = looking_after(record.placement)
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{record.pk}:{now.isoformat()}:u{person.pk}",
                kind=kind.name,
                recipient_id=person.pk,
                subject=record,
                data=dict(data) | {"url": record.get_absolute_url()},
            )
            for person in people
        ],
        now=now,
    )
