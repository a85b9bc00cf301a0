"""Part-time teachers of the test world: rows as they stand after every step, for what is counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Department
from partnerships.models import Contact, ContactRole
from teachers.models import (
    Appointment,
    AppointmentState,
    Employment,
    Engagement,
    NeedState,
    PartTimeNeed,
    PartTimeTeacher,
    Rank,
    Teacher,
)
from tests.factories import ContactFactory
from tests.teachers.samples import NOW, TODAY

YEAR = 2026
AUTUMN = (date(2026, 9, 1), date(2027, 1, 31))


def a_need(department: Department, **fields: Any) -> PartTimeNeed:
    """A published one."""
    said: dict[str, Any] = {
        "title": "数控技术兼职教师",
        "courses": "数控加工工艺",
        "hours_per_term": 64,
        "sought": "中级职称或高级工以上",
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 8, 31),
        "state": NeedState.PUBLISHED,
        "published_on": date(2026, 6, 1),
        "created_at": NOW,
    }
    return PartTimeNeed.objects.create(department=department, **{**said, **fields})


def a_technician(department: Department, contact: Contact | None = None, **fields: Any) -> PartTimeTeacher:
    person = contact or ContactFactory.create(roles=[ContactRole.TECHNICIAN])
    said: dict[str, Any] = {"title": "工程师", "rank": Rank.INTERMEDIATE, "created_at": NOW}
    made = PartTimeTeacher.objects.create(contact=person, department=department, **{**said, **fields})
    Employment.objects.create(person=made, contact=person)
    return made


def serving(
    person: PartTimeTeacher,
    need: PartTimeNeed,
    first: date = AUTUMN[0],
    last: date = AUTUMN[1],
    **fields: Any,
) -> Appointment:
    """An appointment that has taken every step; inducted on its first day unless told otherwise."""
    said: dict[str, Any] = {
        "state": AppointmentState.INDUCTED,
        "waiting_since": first,
        "proposed_on": date(2020, 1, 1),
        "vetted_on": date(2020, 1, 2),
        "publicised_from": date(2020, 1, 3),
        "publicised_until": date(2020, 1, 9),
        "agreed_on": date(2020, 1, 10),
        "inducted_on": first,
    }
    return Appointment.objects.create(
        person=person, contact=person.contact, need=need, begins_on=first, ends_on=last, **{**said, **fields}
    )


def taught(appointment: Appointment, hours: int | None, **fields: Any) -> Engagement:
    said: dict[str, Any] = {
        "study_year": YEAR,
        "term": 1,
        "course": "数控加工工艺",
        "hours_planned": hours or 40,
        "hours_taught": hours,
        "confirmed_on": None if hours is None else TODAY,
        "fee": Decimal(150),
    }
    return Engagement.objects.create(appointment=appointment, **{**said, **fields})


def also_in_the_record(person: PartTimeTeacher, teacher: Teacher) -> None:
    person.teacher = teacher
    person.save()
