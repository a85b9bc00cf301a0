"""What the tests of plans, hosts and posts share: a plan, a vetted host, a post that can be offered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from catalogue.models import Major
from internships.models import Aspect, HostVisit, Plan, PlanState, Post, PostState, Verdict
from internships.operations import hosts, plans
from signing.models import ApprovalRoute, Reach, RouteStep
from tests.factories import BindingAgreementFactory, PlanFactory, PostFactory, TeacherFactory
from tests.world import World

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
ALL_MET = {aspect.value: (Verdict.MET.value, "") for aspect in Aspect}


def numeric_control() -> Major:
    return Major.objects.get(code="660103")


def vet(world: World, conclusion: str = "suitable", **fields: Any) -> HostVisit:
    """The coordinator went to see the partner."""
    given: dict[str, Any] = {
        "visited_on": TODAY - timedelta(days=30),
        "valid_until": TODAY + timedelta(days=300),
        "summary": "Two workshops, well kept.",
        "record_checked_on": TODAY - timedelta(days=30),
        "has_clean_credit": True,
        "has_clean_safety": True,
        "conclusion": conclusion,
        "findings": ALL_MET,
        "visitors": [world.coordinator],
    }
    return hosts.record_visit(
        actor=world.coordinator, enterprise_pk=world.partner.pk, now=NOW, **given | fields
    )


def open_plan(world: World, **fields: Any) -> Plan:
    given = {"department": world.mechanics, "owner": world.coordinator, "state": PlanState.APPROVED}
    return PlanFactory.create(**given | fields)


def a_post(world: World, state: str = PostState.DRAFT, **fields: Any) -> Post:
    """A post of the partner with everything an offer needs, its limits kept: 4 seats, 200 staff, 40 alike."""
    world.partner.staff_count = world.partner.staff_count or 200
    world.partner.save()
    plan = fields.pop("plan", None) or open_plan(world)
    agreement = fields.pop("agreement", None) or BindingAgreementFactory.create(
        department=world.mechanics, owner=world.officer, enterprise=world.partner
    )
    given: dict[str, Any] = {
        "plan": plan,
        "enterprise": world.partner,
        "agreement": agreement,
        "majors": [numeric_control()],
        "mentor": world.mentor,
        "seats": 4,
        "similar_staff": 40,
        "state": state,
    }
    return PostFactory.create(**given | fields)


def route_of_plans() -> ApprovalRoute:
    route = ApprovalRoute.objects.create(name_en="Head and director", name_zh="系主任、主任")
    for order, (name, capability, reach) in enumerate(
        [("Head", "plan.review", Reach.DEPARTMENT), ("Director", "plan.approve", Reach.CENTRE)], start=1
    ):
        RouteStep.objects.create(
            route=route, order=order, name_en=name, name_zh=name, capability=capability, reach=reach
        )
    return route


def complete_draft(world: World, **fields: Any) -> Plan:
    """A draft that lacks nothing."""
    plan = open_plan(world, state=PlanState.DRAFT, route=route_of_plans(), **fields)
    plan.responsible = TeacherFactory.create(department=world.mechanics)
    plan.save()
    plan.majors.add(numeric_control())
    plan.instructors.add(plan.responsible)
    plans.set_tasks(
        actor=world.coordinator,
        pk=plan.pk,
        lines=[{"title": "Set up a lathe", "learning_outcome": "Sets up a lathe alone."}],
        now=NOW,
    )
    plans.set_criteria(
        actor=world.coordinator,
        pk=plan.pk,
        lines=[
            {"name": "Work", "side": "enterprise", "weight": 60},
            {"name": "Report", "side": "school", "weight": 40},
        ],
        now=NOW,
    )
    return Plan.objects.get(pk=plan.pk)
