"""The rules of the addresses of indicators, of what was frozen of them, and of whole partnerships."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from insights.models import Snapshot
from insights.operations import freeze_indicator
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


def part(world: World) -> dict[str, Any]:
    return {"pk": snapshot(world).pk, "part": "rest"}


RULES: dict[str, Rule] = {
    "insights:enterprise_brief": row(enterprise, "enterprise.read"),
    "portal:our_partnership": portal(),
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
