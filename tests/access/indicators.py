"""The rules of the addresses of indicators, of what was frozen of them, and of whole partnerships."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.school_years import YearKind
from insights.boards import BOARDS
from insights.freezing import freeze_board
from insights.models import BoardSnapshot, Snapshot, Target
from insights.operations import freeze_indicator
from insights.targets import SET, set_target
from tests.access.partnerships import enterprise
from tests.access.rules import Rule, holder, portal, row
from tests.world import World

READ, FREEZE = "indicator.read", "indicator.freeze"
CODE = {"code": "dual_qualified_share"}
DAY = {**CODE, "day": "2025-09-01"}


def snapshot(world: World) -> Snapshot:
    """Of the mechanics department alone has somebody who is counted."""
    found = Snapshot.objects.first()
    return found or freeze_indicator(
        actor=world.director, day=date(2025, 9, 1), occasion="Matrix", now=timezone.now(), **CODE
    )


def target(world: World) -> Target:
    """Of the mechanics department."""
    found = Target.objects.first()
    return found or set_target(
        actor=world.director,
        year_kind="school",
        year=2025,
        department=world.mechanics,
        value=Decimal(60),
        now=timezone.now(),
        **CODE,
    )


def board(world: World) -> BoardSnapshot:
    """Of the mechanics department."""
    found = BoardSnapshot.objects.first()
    return found or freeze_board(
        actor=world.director,
        board=BOARDS[1],
        day=date(2025, 9, 1),
        year_kind=YearKind.SCHOOL,
        department=world.mechanics.pk,
        occasion="Matrix",
        now=timezone.now(),
    )


def part(world: World) -> dict[str, Any]:
    return {"pk": snapshot(world).pk, "part": "rest"}


RULES: dict[str, Rule] = {
    "insights:enterprise_brief": row(enterprise, "enterprise.read"),
    "portal:our_partnership": portal(),
    "insights:board_first": holder(READ),
    "insights:board": holder(READ, name="director"),
    "insights:board_freeze": holder(FREEZE, name="director"),
    "insights:board_snapshot_list": holder(READ),
    "insights:board_snapshot": row(board, READ),
    "insights:target_list": holder(READ),
    "insights:target_new": holder(SET),
    "insights:target_detail": row(target, READ),
    "insights:target_change": row(target, SET),
    "insights:indicator_list": holder(READ),
    "insights:indicator_detail": holder(READ, **CODE),
    "insights:indicator_rows": holder(READ, **DAY, part="rest"),
    "insights:indicator_paper": holder(READ, **DAY),
    "insights:indicator_freeze": holder(FREEZE, **CODE),
    "insights:snapshot_list": holder(READ),
    "insights:snapshot_detail": row(snapshot, READ),
    "insights:snapshot_paper": row(snapshot, READ),
    "insights:snapshot_rows": row(snapshot, READ, arguments=part),
}
