"""What the tests of the end share: a plan with criteria of both sides, and placements at their end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from internships.models import AssessmentCriterion, Plan, PlanState, Side
from placements.models import EvaluationResult, Placement, PlacementState
from placements.operations import evaluation
from placements.operations.evaluation import Given
from teachers.models import Teacher
from tests.factories import PlacementFactory, PlanFactory, PostFactory, StudentFactory
from tests.world import World

NOW = datetime(2027, 2, 26, 9, 0, tzinfo=UTC)
LAST_DAY = date(2027, 2, 26)
# Work 40, teamwork 20 by the enterprise; report 25, visits 15 by the school.
CRITERIA = (
    ("Work", Side.ENTERPRISE, 40),
    ("Teamwork", Side.ENTERPRISE, 20),
    ("Report", Side.SCHOOL, 25),
    ("Visits", Side.SCHOOL, 15),
)


def a_plan(world: World, **fields: Any) -> Plan:
    given = {
        "department": world.mechanics,
        "owner": world.coordinator,
        "state": PlanState.RUNNING,
        "name_en": "Post internship",
        "name_zh": "岗位实习",
    }
    plan = PlanFactory.create(**given | fields)
    plan.classes.add(world.school_class)
    for order, (name, side, weight) in enumerate(CRITERIA, start=1):
        AssessmentCriterion.objects.create(plan=plan, order=order, name=name, side=side, weight=weight)
    return plan


def an_ended_placement(world: World, **fields: Any) -> Placement:
    """The world's student at the partner, over, with the class teacher as instructor and the mentor."""
    plan = fields.pop("plan", None) or a_plan(world)
    post = fields.pop("post", None) or PostFactory.create(
        plan=plan,
        enterprise=world.partner,
        mentor=world.mentor,
        name_en="Machine operator",
        name_zh="数控操作员",
    )
    given: dict[str, Any] = {
        "student": world.student,
        "post": post,
        "plan": plan,
        "state": PlacementState.FINISHED,
        "started_on": plan.starts_on,
        "ended_on": LAST_DAY,
        "mentor": world.mentor,
        "instructor": Teacher.objects.get(user=world.class_teacher),
    }
    return PlacementFactory.create(**given | fields)


def another_student(world: World, **fields: Any) -> Any:
    return StudentFactory.create(**{"school_class": world.school_class} | fields)


def scores(placement: Placement, side: Side, *given: int) -> dict[int, Given]:
    criteria = AssessmentCriterion.objects.filter(plan=placement.plan_id, side=side).order_by("order")
    return {
        criterion.pk: Given(score, f"{criterion.name}: seen")
        for criterion, score in zip(criteria, given, strict=True)
    }


def judged_by_enterprise(world: World, placement: Placement, *given: int, remark: str = "Careful.") -> None:
    evaluation.evaluate_for_enterprise(
        actor=world.director,
        contact_id=world.mentor.pk,
        name="吴师傅",
        pk=placement.pk,
        scores=scores(placement, Side.ENTERPRISE, *(given or (90, 80))),
        remark=remark,
        now=NOW,
    )


def judged_by_school(world: World, placement: Placement, *given: int, remark: str = "Diligent.") -> None:
    evaluation.evaluate_for_school(
        actor=world.class_teacher,
        pk=placement.pk,
        scores=scores(placement, Side.SCHOOL, *(given or (80, 100))),
        remark=remark,
        now=NOW,
    )


def confirmed(world: World, placement: Placement) -> EvaluationResult:
    """87 of 100: 40 % of 90, 20 % of 80, 25 % of 80, 15 % of 100."""
    judged_by_enterprise(world, placement)
    judged_by_school(world, placement)
    return evaluation.confirm_result(actor=world.director, pk=placement.pk, now=NOW)
