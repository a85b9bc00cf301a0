"""The rules of the addresses of work–study alternation, and of changes that enterprises ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from placements.models import AlternationSchedule, AlternationWeek, PlacementChange
from placements.operations.alternation import enter_alternation, mark_weeks, publish_alternation
from placements.operations.changes import ask_change
from tests.access.days import at_work_with, under_way
from tests.access.posts import NOW
from tests.access.rules import Rule, holder, me, portal, row
from tests.world import World

READ, EDIT = "alternation.read", "alternation.edit"
CLASS_TEACHER = ("class_teacher",)


def draft(world: World) -> AlternationSchedule:
    found = AlternationSchedule.objects.first()
    if found is not None:
        return found
    monday = NOW.date() - timedelta(days=NOW.date().weekday() + 70)
    found = enter_alternation(
        actor=world.director,
        school_class=world.school_class,
        enterprise=world.partner,
        starts_on=monday,
        ends_on=monday + timedelta(days=60),
        now=NOW,
    )
    weeks = {monday: "school", monday + timedelta(days=7): "enterprise"}
    return mark_weeks(actor=world.director, pk=found.pk, weeks=weeks, now=NOW)


def in_force(world: World) -> AlternationSchedule:
    found = draft(world)
    if found.state == "draft":
        found = publish_alternation(actor=world.director, pk=found.pk, now=NOW)
    return found


def week_there(world: World) -> AlternationWeek:
    return in_force(world).weeks.get(place="enterprise")


def of_class(world: World) -> dict[str, int]:
    return {"class_id": world.school_class.pk, "enterprise_id": world.partner.pk}


def asked_by_enterprise(world: World) -> PlacementChange:
    found = PlacementChange.objects.filter(asked_by="enterprise").first()
    return found or ask_change(
        actor=world.liaison.user or world.director,
        placement_id=under_way(world).pk,
        kind="hours",
        asked_by="enterprise",
        reason="Less to do",
        to={"hours_per_day": 6},
        now=NOW,
    )


def of_timetable(**more: object) -> Rule:
    return row(in_force, EDIT, read=READ, seen_by=CLASS_TEACHER, **more)  # type: ignore[arg-type]


RULES: dict[str, Rule] = {
    "placements:alternation_list": replace(holder(READ), also_for=CLASS_TEACHER),
    "placements:alternation_hours": replace(holder(READ), also_for=CLASS_TEACHER),
    "placements:alternation_clashes": replace(holder(READ), also_for=CLASS_TEACHER),
    "placements:alternation_new": holder(EDIT),
    "placements:alternation_new_for": row(
        lambda world: world.school_class, EDIT, read="student.read", seen_by=CLASS_TEACHER, arguments=of_class
    ),
    "placements:alternation_detail": row(in_force, READ, also_for=CLASS_TEACHER),
    "placements:alternation_edit": of_timetable(),
    "placements:alternation_weeks": of_timetable(),
    "placements:alternation_publish": of_timetable(),
    "placements:alternation_take_back": of_timetable(),
    "placements:alternation_stop": of_timetable(),
    "placements:alternation_week": row(
        week_there,
        EDIT,
        read=READ,
        also_for=CLASS_TEACHER,
        arguments=lambda world: {"pk": week_there(world).pk},
    ),
    "portal:alternations": portal(),
    "portal:alternation": portal(in_force, arguments=lambda world: {"pk": in_force(world).pk}),
    "portal:alternation_week": replace(
        portal(week_there, arguments=lambda world: {"pk": week_there(world).pk}),
        only_for="liaison",
        seen_by=("mentor", "signatory"),
    ),
    "me:alternation": me(),
    "portal:changes": portal(),
    "portal:change_ask": at_work_with(portal(under_way, arguments=lambda world: {"pk": under_way(world).pk})),
    "portal:change_withdraw": replace(
        portal(
            asked_by_enterprise,
            method="POST",
            arguments=lambda world: {"pk": asked_by_enterprise(world).pk},
        ),
        only_for="liaison",
    ),
}
