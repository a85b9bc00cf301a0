"""The rules of the addresses of placements."""

from __future__ import annotations

from typing import Any

from compliance.models import Evaluation
from internships.models import Plan
from placements.models import PlaceApplication, Placement
from placements.operations.readiness import latest_check, recheck
from tests.access.posts import NOW, plan, post
from tests.access.rounds import round
from tests.access.rules import Rule, holder, me, row, signed_in
from tests.factories import PlacementFactory
from tests.world import World

READ, EDIT, START = (f"placement.{name}" for name in ("read", "edit", "start"))
# Sees the students of the class, and changes nothing of their placements.
LOOKS_ON = ("class_teacher",)


def placement(world: World) -> Placement:
    return Placement.objects.filter(student=world.student).first() or PlacementFactory.create(
        student=world.student, post=post(world), plan=plan(world)
    )


def check(world: World) -> Evaluation:
    found = latest_check(placement(world))
    if found is None:
        recheck([placement(world).pk], now=NOW)
        found = latest_check(placement(world))
    assert found is not None
    return found


def open_to_students(world: World) -> Plan:
    """A plan for the class of the world's student."""
    found = plan(world)
    found.classes.set([world.school_class])
    return found


def application(world: World) -> PlaceApplication:
    return PlaceApplication.objects.first() or PlaceApplication.objects.create(
        plan=open_to_students(world),
        student=world.student,
        enterprise_name="Uncle's workshop",
        address="Suzhou",
        contact_name="Uncle",
        contact_phone="1",
        work="Turner",
        duties="Turns",
        reason="Near home",
        starts_on=plan(world).starts_on,
        ends_on=plan(world).ends_on,
    )


def of_placement(capability: str = EDIT, **more: Any) -> Rule:
    if capability == READ:
        return row(placement, READ, also_for=LOOKS_ON, **more)
    return row(placement, capability, read=READ, seen_by=LOOKS_ON, **more)


RULES: dict[str, Rule] = {
    "placements:placement_list": holder(READ),
    "placements:mine": signed_in(),
    "placements:application_list": holder(READ),
    "placements:application_detail": row(application, READ, also_for=LOOKS_ON),
    **{
        f"placements:application_{act}": row(application, EDIT, read=READ, seen_by=LOOKS_ON)
        for act in ("approve", "refuse")
    },
    "me:own_places": me(),
    "me:own_place_new": me(open_to_students, arguments=lambda world: {"plan_id": open_to_students(world).pk}),
    "me:own_place_withdraw": me(
        application, method="POST", arguments=lambda world: {"pk": application(world).pk}
    ),
    "placements:place": row(
        plan, EDIT, read="plan.read", arguments=lambda world: {"plan_id": plan(world).pk}
    ),
    "placements:round_place": row(round, EDIT, read="round.read"),
    "placements:board": row(plan, READ, read="plan.read"),
    "placements:placement_detail": of_placement(READ),
    "placements:placement_check": of_placement(method="POST"),
    "placements:placement_guides": of_placement(),
    "placements:placement_lodging": of_placement(),
    "placements:placement_cancel": of_placement(),
    **{f"placements:placement_{act}": of_placement(START, method="POST") for act in ("prepare", "start")},
    "placements:placement_resume": of_placement(START, method="POST"),
    **{
        f"placements:placement_{act}": of_placement(START)
        for act in ("reopen", "interrupt", "finish", "end_early")
    },
    "compliance:decide": row(
        check,
        "rule.decide",
        arguments=lambda world: {"pk": check(world).pk, "code": check(world).asking[0]},
    ),
    "compliance:waiver_new": row(
        post,
        "rule.waive",
        read="post.read",
        arguments=lambda world: {"kind": "post", "pk": post(world).pk},
    ),
}
