"""Courses of the test world: rows as they stand at every step, and the operations with what they need."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from partnerships.models import Enterprise
from teachers.models import Teacher
from tests.factories import TeacherFactory
from tests.world import World
from training.models import Course, Enrolment, Session, Trainer
from training.operations import closing, courses

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday, nine in the morning at the centre
FIRST = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
AFTERWARDS = FIRST + timedelta(days=9)


def a_course(world: World, **fields: Any) -> Course:
    """An offered one with two sessions of four hours, as rows."""
    said: dict[str, Any] = {
        "state": "offered",
        "title": "数控编程技能提升班",
        "aims": "掌握宏程序与多轴编程。",
        "department": world.mechanics,
        "place": "实训楼 301",
        "fee": Decimal(300),
        "capacity": 20,
        "minimum": 1,
        "enrol_until": date(2026, 11, 24),
        "organiser": world.officer,
        "first_at": FIRST,
        "last_at": FIRST + timedelta(days=7, hours=4),
        "hours": 8,
        "created_at": NOW,
        "offered_at": NOW,
    } | fields
    course = Course.objects.create(**said)
    for days in (0, 7):
        Session.objects.create(course=course, starts_at=FIRST + timedelta(days=days), hours=4)
    Trainer.objects.create(course=course, teacher=a_teacher(world))
    return course


def a_teacher(world: World) -> Teacher:
    return Teacher.objects.filter(user=None).first() or TeacherFactory.create(department=world.mechanics)


def enrolled(course: Course, enterprise: Enterprise, name: str = "马建军", **fields: Any) -> Enrolment:
    """A row with the next seat."""
    seat = course.enrolments.enrolled().count() + 1
    said: dict[str, Any] = {"state": "enrolled", "seat": seat, "enrolled_at": NOW, "job": "操作工"} | fields
    return Enrolment.objects.create(course=course, enterprise=enterprise, name=name, **said)


def running(world: World, *people: tuple[Enterprise, str], **fields: Any) -> Course:
    """Begun through the operation, with these people in it."""
    course = a_course(world, **fields)
    for enterprise, name in people:
        enrolled(course, enterprise, name)
    return courses.begin(actor=world.director, pk=course.pk, now=FIRST)


def marked(world: World, course: Course, results: dict[str, str], missed: tuple[str, ...] = ()) -> Course:
    """Results by name; who ``missed`` was at the first session only."""
    people = {one.name: one.pk for one in course.enrolments.enrolled()}
    first, second = course.sessions.values_list("pk", flat=True)
    present = {(first, pk): True for name, pk in people.items() if name in results}
    present |= {(second, pk): name not in missed for name, pk in people.items() if name in results}
    return closing.fill_sheet(
        actor=world.director,
        pk=course.pk,
        present=present,
        results={people[name]: result for name, result in results.items()},
        now=AFTERWARDS,
    )


def closed(world: World, **fields: Any) -> Course:
    """One that is over: somebody of our partner passed, somebody of the stranger took half of it."""
    course = running(world, (world.partner, "马建军"), (world.stranger, "罗小燕"), **fields)
    marked(world, course, {"马建军": "passed", "罗小燕": "attended"}, missed=("罗小燕",))
    return closing.close(actor=world.director, pk=course.pk, now=AFTERWARDS)
