"""The rules of the addresses of adjustments of curricula, and of courses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from collaboration.models import AdjustmentFile, AdjustmentState, CurriculumAdjustment
from tests.access.posts import kept
from tests.access.rules import Rule, holder, portal, row
from tests.collaboration.adjusting import an_adjustment
from tests.collaboration.needing import a_major, a_need
from tests.world import World

READ, EDIT, DECIDE = (f"curriculum.{name}" for name in ("read", "edit", "decide"))
S = AdjustmentState


def adjustment_in(state: str) -> Any:
    def find(world: World) -> CurriculumAdjustment:
        found = CurriculumAdjustment.objects.filter(state=state).first()
        return found or an_adjustment(a_need(world.partner), world.coordinator, world.mentor, state=state)

    return find


proposed, before_panel = adjustment_in(S.PROPOSED), adjustment_in(S.BEFORE_PANEL)


def member(world: World) -> dict[str, Any]:
    one = before_panel(world)
    return {"pk": one.pk, "member_id": one.members.exclude(contact=None).first().pk}


def paper(world: World) -> dict[str, Any]:
    one = proposed(world)
    return {"pk": one.pk, "file_id": kept(AdjustmentFile, one).pk}


# Whoever sits on the panel sees what it advises on.
SEEN = {"seen_by": ("coordinator",)}
RULES: dict[str, Rule] = {
    "collaboration:adjustment_list": holder(READ),
    "collaboration:adjustment_new": holder(EDIT),
    "collaboration:adjustment_detail": row(proposed, READ, also_for=("coordinator",)),
    "collaboration:adjustment_edit": row(proposed, EDIT, **SEEN),
    "collaboration:adjustment_panel": row(proposed, EDIT, **SEEN),
    "collaboration:adjustment_bring": row(proposed, EDIT, **SEEN),
    "collaboration:adjustment_opinion": row(before_panel, EDIT, arguments=member, **SEEN),
    "collaboration:adjustment_adopt": row(before_panel, DECIDE, **SEEN),
    "collaboration:adjustment_reject": row(before_panel, DECIDE, **SEEN),
    "collaboration:adjustment_withdraw": row(proposed, EDIT, **SEEN),
    "collaboration:adjustment_paper": row(proposed, EDIT, **SEEN),
    "collaboration:adjustment_file": row(proposed, READ, arguments=paper, also_for=("coordinator",)),
    "collaboration:course_list": holder(READ),
    "collaboration:course_major": Rule(
        access="holder", capability=READ, arguments=lambda world: {"pk": a_major().pk}
    ),
    "portal:adjustments": portal(),
    "portal:adjustment_opinion": replace(
        portal(before_panel, arguments=lambda world: {"pk": before_panel(world).pk}),
        only_for="mentor",
        seen_by=("liaison", "signatory"),
    ),
    "portal:adjustment": portal(proposed, arguments=lambda world: {"pk": proposed(world).pk}),
}
