"""Teachers in enterprises: what the tests of practice share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from accounts.models import User
from teachers.models import (
    CountedAs,
    Opening,
    Practice,
    PracticeDay,
    PracticeEntry,
    PracticeState,
    Teacher,
)
from teachers.operations import practice as operations
from tests.factories import AppointmentFactory, PositionFactory, TeacherFactory, UserFactory
from tests.world import World

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
BEGAN = date(2015, 9, 1)
SUMMER = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 8, 29)}
PLAN: dict[str, Any] = {
    "form": "post_held",
    "contents": ["process", "technology"],
    "objectives": "Five-axis milling as it is done today.",
    "counted_as": CountedAs.PERIOD,
    **SUMMER,
}


@dataclass
class Practising:
    """The teacher of the world with a record, the head who approves, and the office that accepts."""

    world: World
    teacher: Teacher
    head: User
    office: User

    @property
    def user(self) -> User:
        return self.world.teacher

    def plan(self, **fields: Any) -> Practice:
        return operations.plan_practice(
            actor=self.user,
            teacher_id=self.teacher.pk,
            now=NOW,
            **{"enterprise": self.world.partner, **PLAN, **fields},
        )

    def approved(self, **fields: Any) -> Practice:
        return operations.approve_practice(actor=self.head, pk=self.plan(**fields).pk, now=NOW)

    def under_way(self, **fields: Any) -> Practice:
        return operations.begin_practice(actor=self.user, pk=self.approved(**fields).pk, now=NOW)

    def submitted(self, **fields: Any) -> Practice:
        practice = self.under_way(**fields)
        PracticeEntry.objects.create(
            practice=practice, happened_on=practice.starts_on, text="Milled a housing.", written_at=NOW
        )
        return operations.submit_practice(
            actor=self.user, pk=practice.pk, outcome="A new exercise for the second year.", now=NOW
        )

    def accepted(self, **fields: Any) -> Practice:
        practice = self.submitted(**fields)
        return operations.accept_practice(actor=self.office, pk=practice.pk, grade="good", remark="", now=NOW)


def make_practising(world: World) -> Practising:
    teacher = TeacherFactory.create(
        staff_number="T-ZL",
        name="赵老师",
        name_latin="Zhao Lei",
        department=world.mechanics,
        user=world.teacher,
        hired_on=BEGAN,
    )
    office = UserFactory.create(name="魏老师", name_latin="Wei Hua", email="affairs@centre.example")
    AppointmentFactory.create(
        user=office,
        position=PositionFactory.create(
            department=world.centre,
            title_en="Teacher affairs officer",
            reach="centre",
            capabilities=[
                *("teacher.read", "enterprise.read"),
                *("practice.read", "practice.plan", "practice.accept"),
            ],
        ),
    )
    return Practising(world=world, teacher=teacher, head=world.head, office=office)


def practised(
    teacher: Teacher,
    enterprise: Any,
    first: date,
    last: date,
    *,
    state: str = PracticeState.ACCEPTED,
    days: Iterable[date] = (),
) -> Practice:
    """Practice as it stands in the database, however it came there."""
    singles = sorted(set(days))
    practice = Practice.objects.create(
        teacher=teacher,
        enterprise=enterprise,
        state=state,
        form="post_held",
        contents=["process"],
        objectives="As before.",
        outcome="An exercise.",
        counted_as=CountedAs.DAY if singles else CountedAs.PERIOD,
        planned_days=len(singles) or None,
        starts_on=first,
        ends_on=last,
        planned_at=NOW,
        submitted_at=NOW,
        decided_at=NOW,
    )
    PracticeDay.objects.bulk_create(PracticeDay(practice=practice, on=day) for day in singles)
    return practice


def an_opening(world: World, **fields: Any) -> Opening:
    given: dict[str, Any] = {
        "enterprise": world.partner,
        "title": "Five-axis milling",
        "seats": 1,
        "starts_on": date(2027, 1, 11),
        "ends_on": date(2027, 2, 5),
        "tasks": "Set up and run five-axis machines.",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Opening.objects.create(**{**given, **fields})
