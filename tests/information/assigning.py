"""Tasks of the test world, as rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from information.models import Assignment
from tests.world import World

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
TODAY = timezone.localdate(NOW)


def a_task(world: World, **fields: Any) -> Assignment:
    """The director gave it to the teacher, for mechanics."""
    said: dict[str, Any] = {
        "title": "整理实习基地名单",
        "owner": world.teacher,
        "giver": world.director,
        "given_at": NOW - timedelta(days=5),
        "department": world.mechanics,
        "due_on": TODAY + timedelta(days=10),
    } | fields
    return Assignment.objects.create(**said)
