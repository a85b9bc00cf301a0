"""What the tests of placements share: a running plan, a post, students placed, papers in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from compliance.models import Evaluation
from internships.facts import Facts
from internships.models import Plan, PlanState, Post, PostState, Student
from internships.operations import plans
from placements.models import Placement
from placements.operations.readiness import latest_check, recheck
from teachers.models import Teacher
from tests.factories import (
    BindingAgreementFactory,
    PlacementFactory,
    PlanFactory,
    PostFactory,
    StudentFactory,
)
from tests.internships.placing import a_post, complete_draft, numeric_control, vet
from tests.world import World

# Within the plan, whose first day is past.
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
STARTS_ON, ENDS_ON = TODAY, date(2027, 5, 1)

IN_ORDER: Facts = {
    "consents": {"student_signed_on": date(2026, 10, 1), "guardian_signed_on": date(2026, 10, 2)},
    "agreement": {
        "signed_by": ["school", "host", "student", "guardian"],
        "signed_on": date(2026, 10, 5),
        "template": "official",
    },
    "insurance": {
        "policy": "PICC-2026-1",
        "covers_from": date(2026, 8, 1),
        "covers_until": date(2027, 8, 1),
        "paid_by": "school",
        "is_deducted": False,
    },
    "training": {
        "has_passed": True,
        "passed_on": date(2026, 10, 6),
        "score": 92,
        "has_protective_gear": True,
    },
}


@dataclass
class Placed:
    """The world with an internship under way.

    Attributes:
        plan: runs, for the class of the world's student.
        post: approved, of the partner, with four seats.
        placement: the world's student in it, offered, guided by the class teacher and the mentor.
        stranger_placement: a student of the other department, at the stranger enterprise.
    """

    world: World
    plan: Plan
    post: Post
    placement: Placement
    stranger_placement: Placement
    instructor: Teacher

    def another(self, **fields: Any) -> Placement:
        """One more student of the class in the same post."""
        student = fields.pop("student", None) or a_student(self.world)
        given: dict[str, Any] = {
            "post": self.post,
            "instructor": self.instructor,
            "mentor": self.world.mentor,
            "starts_on": STARTS_ON,
            "ends_on": ENDS_ON,
            "is_host_imposed": False,
        }
        return PlacementFactory.create(student=student, **given | fields)

    def check(self, placement: Placement | None = None, *, now: datetime = NOW) -> Evaluation:
        """Check a placement anew, and answer what was found."""
        placement = placement or self.placement
        recheck([placement.pk], now=now)
        found = latest_check(placement)
        assert found is not None
        return found

    def fresh(self) -> Placement:
        return Placement.objects.get(pk=self.placement.pk)


def a_student(world: World, **fields: Any) -> Student:
    given: dict[str, Any] = {"school_class": world.school_class, "born_on": date(2008, 3, 1), "sex": "male"}
    return StudentFactory.create(**given | fields)


def a_running_plan(world: World) -> Plan:
    """A plan with everything that the law asks of it before the start."""
    plan = complete_draft(world, ends_on=date(2027, 5, 31))
    plan.classes.add(world.school_class)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.APPROVED)
    given: dict[str, Any] = {"actor": world.coordinator, "pk": plan.pk, "now": NOW}
    for kind in ("management_rules", "safety_rules", "emergency_plan"):
        plans.attach_document(upload=ContentFile(b"%PDF-1.7\n", name=f"{kind}.pdf"), kind=kind, **given)
    plans.publish_hosts(
        decided_on=TODAY - timedelta(days=90),
        published_on=TODAY - timedelta(days=88),
        address="https://centre.example/hosts",
        **given,
    )
    plans.record_filing(
        kind="before_start",
        number="2026-17",
        authority="Bureau",
        filed_on=TODAY - timedelta(days=80),
        **given,
    )
    plans.declare(is_for_profit=False, payment_to_school=Decimal(0), copies_host_standards=False, **given)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.RUNNING)
    return Plan.objects.get(pk=plan.pk)


def make_placed(world: World) -> Placed:
    vet(world)
    plan = a_running_plan(world)
    post = a_post(world, PostState.APPROVED, plan=plan)
    world.school_class.major = numeric_control()
    world.school_class.save()
    Student.objects.filter(pk=world.student.pk).update(born_on=date(2008, 3, 1), sex="male")
    world.student.refresh_from_db()
    instructor = world.school_class.class_teacher
    assert instructor is not None
    given: dict[str, Any] = {"starts_on": STARTS_ON, "ends_on": ENDS_ON, "is_host_imposed": False}
    placement = PlacementFactory.create(
        student=world.student, post=post, instructor=instructor, mentor=world.mentor, **given
    )
    elsewhere = PlanFactory.create(
        department=world.tourism, owner=world.director, state=PlanState.RUNNING, name_en="Tourism internship"
    )
    strange_post = PostFactory.create(
        plan=elsewhere,
        department=world.tourism,
        enterprise=world.stranger,
        agreement=BindingAgreementFactory.create(department=world.tourism, enterprise=world.stranger),
        name_en="Guide",
    )
    stranger = PlacementFactory.create(student=world.stranger_student, post=strange_post, **given)
    return Placed(world, plan, post, placement, stranger, instructor)


def papers_in_order(placements: Sequence[Placement]) -> dict[int, Facts]:
    """As if consents, agreement, insurance and training of everybody were there (a provider of facts)."""
    return {placement.pk: IN_ORDER for placement in placements}
