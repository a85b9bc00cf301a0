"""Alliances of the test world, as rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from alliances.models import Alliance, AllianceTask, Meeting, Member
from tests.world import World

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
FOUNDED = date(2025, 3, 1)


def an_alliance(world: World, **fields: Any) -> Alliance:
    """An active one of the mechanics department that our partner and a school belong to."""
    said: dict[str, Any] = {
        "kind": "community",
        "state": "active",
        "name": "苏州智能制造行业产教融合共同体",
        "founded_on": FOUNDED,
        "department": world.mechanics,
        "organiser": None,
        "created_at": NOW,
    } | fields
    alliance = Alliance.objects.create(**said)
    a_member(alliance, world.partner, role="vice_chair")
    Member.objects.create(
        alliance=alliance,
        organisation="苏州职业大学",
        outside_kind="school",
        role="chair",
        leads=True,
        starts_on=FOUNDED,
    )
    return alliance


def a_member(alliance: Alliance, enterprise: Any, **fields: Any) -> Member:
    said: dict[str, Any] = {"starts_on": FOUNDED} | fields
    return Member.objects.create(alliance=alliance, enterprise=enterprise, **said)


def a_meeting(alliance: Alliance, *, days: int = -10, **fields: Any) -> Meeting:
    """Held so many days from now, or planned where they are to come."""
    starts_at = NOW + timedelta(days=days)
    said: dict[str, Any] = {
        "title": "年度理事会",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "place": "报告厅",
        "state": "held" if days < 0 else "planned",
        "minutes": "审议通过年度计划。" if days < 0 else "",
    }
    return Meeting.objects.create(alliance=alliance, **said | fields)


def a_task(meeting: Meeting, **fields: Any) -> AllianceTask:
    said: dict[str, Any] = {"text": "提交岗位需求清单", "due_on": date(2026, 12, 1)} | fields
    return AllianceTask.objects.create(meeting=meeting, **said)
