"""The rules of the addresses of alliances."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alliances.models import Alliance, AllianceDocument, AllianceTask, Meeting, Member, SupplyLink
from tests.access.posts import kept
from tests.access.rules import Rule, holder, portal, row
from tests.alliances.allying import FOUNDED, a_meeting, a_task, an_alliance
from tests.factories import EnterpriseFactory
from tests.world import World

READ, EDIT = "alliance.read", "alliance.edit"


def alliance(world: World) -> Alliance:
    return Alliance.objects.first() or an_alliance(world)


def preparing(world: World) -> Alliance:
    return Alliance.objects.first() or an_alliance(world, state="preparing")


def member(world: World) -> Member:
    return alliance(world).members.get(enterprise=world.partner)


def link(world: World) -> SupplyLink:
    return SupplyLink.objects.first() or SupplyLink.objects.create(
        supplier=world.partner,
        customer=EnterpriseFactory.create(department=world.mechanics),
        goods="铸件",
        starts_on=FOUNDED,
    )


def planned(world: World) -> Meeting:
    return Meeting.objects.first() or a_meeting(alliance(world), days=3)


def held(world: World) -> Meeting:
    return Meeting.objects.first() or a_meeting(alliance(world))


def task(world: World) -> AllianceTask:
    return AllianceTask.objects.first() or a_task(held(world), contact=world.liaison)


def file(world: World) -> dict[str, Any]:
    one = alliance(world)
    return {"pk": one.pk, "file_id": kept(AllianceDocument, one).pk}


RULES: dict[str, Rule] = {
    "alliances:alliance_list": holder(READ),
    "alliances:alliance_new": holder(EDIT),
    "alliances:alliance_detail": row(alliance, READ),
    "alliances:alliance_figures": row(alliance, READ),
    "alliances:alliance_activate": row(preparing, EDIT),
    **{
        f"alliances:{name}": row(alliance, EDIT)
        for name in (
            *("alliance_edit", "alliance_dissolve", "member_new", "supply_new", "meeting_new"),
            "document_new",
        )
    },
    "alliances:member_role": row(member, EDIT),
    "alliances:member_end": row(member, EDIT),
    "alliances:supply_end": row(link, EDIT),
    "alliances:meeting_edit": row(planned, EDIT),
    "alliances:meeting_cancel": row(planned, EDIT),
    "alliances:meeting_minutes": row(held, EDIT),
    "alliances:task_new": row(held, EDIT),
    "alliances:task_finish": row(task, EDIT),
    "alliances:task_drop": row(task, EDIT),
    "alliances:document": row(alliance, READ, arguments=file),
    "alliances:document_remove": row(alliance, EDIT, arguments=file, method="POST"),
    "portal:alliances": portal(),
    "portal:alliance": portal(alliance, arguments=lambda world: {"pk": alliance(world).pk}),
    "portal:alliance_document": portal(alliance, arguments=file),
    "portal:alliance_task_finish": replace(
        portal(task, arguments=lambda world: {"pk": task(world).pk}), only_for="liaison"
    ),
}
