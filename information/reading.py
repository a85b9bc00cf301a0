"""What somebody is told: their announcements, the important and unread first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from information.models import Announcement, AnnouncementReader

SHOWN = 200


def told_to(user_id: int, *, on: date) -> QuerySet[Announcement]:
    """What is still shown, with ``read_at`` of this person; what is important and unread comes first."""
    own = AnnouncementReader.objects.filter(user=user_id).order_by()
    rows: Any = Announcement.objects.current(on).filter(pk__in=own.values("announcement"))
    mine = own.filter(announcement=OuterRef("pk"))
    return rows.annotate(
        own_read_at=Subquery(mine.values("read_at")[:1]),
        pressing=Case(
            When(own_read_at=None, is_important=True, then=Value(0)),
            When(own_read_at=None, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
    ).order_by("pressing", F("published_at").desc(), "-pk")


def unread_by(user_id: int, *, on: date) -> QuerySet[Announcement]:
    rows: Any = told_to(user_id, on=on)
    return rows.filter(own_read_at=None)
