"""Announcements of the test world, as rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from information.models import Announcement, AnnouncementReader
from tests.world import World

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


def a_draft(world: World, **fields: Any) -> Announcement:
    said: dict[str, Any] = {
        "title": "岗位实习安全教育周",
        "text": "请于本周内完成安全教育。",
        "department": world.mechanics,
        "audience": ["staff"],
        "created_at": NOW - timedelta(days=1),
    } | fields
    return Announcement.objects.create(**said)


def announced(world: World, *people: User, **fields: Any) -> Announcement:
    """Published, and told to these people."""
    said: dict[str, Any] = {"state": "published", "published_at": NOW} | fields
    announcement = a_draft(world, **said)
    AnnouncementReader.objects.bulk_create(
        AnnouncementReader(announcement=announcement, user=one, told_at=NOW) for one in people
    )
    return announcement
