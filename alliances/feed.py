"""Meetings of alliances and days of tasks in people's own calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from alliances.models import AllianceTask, Meeting, MeetingState, Member
from alliances.querysets import lasting_on
from core.calendar import MOST, Deadline, Occasion
from core.dates import end_of, start_of


def occasions_of(user: Any, first: date, last: date) -> Iterator[Occasion]:
    """Meetings of alliances one looks after, or whose member one works for. One query."""
    begin, end = start_of(first), end_of(last)
    today = timezone.localdate()
    ours = Member.objects.filter(
        lasting_on(today), enterprise__contacts__user=user.pk, enterprise__contacts__left_on=None
    )
    mine = Q(alliance__organiser=user.pk) | Q(alliance__in=ours.order_by().values("alliance"))
    rows = Meeting.objects.filter(mine, starts_at__lt=end, ends_at__gt=begin).select_related("alliance")
    page = "portal:alliance" if user.is_partner else "alliances:alliance_detail"
    for meeting in rows.order_by("starts_at", "pk")[:MOST]:
        yield Occasion(
            uid=f"alliance-meeting-{meeting.pk}",
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            title=meeting.title,
            description=meeting.alliance.name,
            place=meeting.place,
            path=reverse(page, args=[meeting.alliance_id]),
            is_cancelled=meeting.state == MeetingState.CANCELLED,
        )


def deadlines_of(user: Any, first: date, last: date) -> Iterator[Deadline]:
    """One's own open tasks. One query."""
    mine = Q(owner=user.pk) | Q(contact__user=user.pk)
    rows = AllianceTask.objects.open().filter(mine, due_on__range=(first, last))
    page = "portal:alliance" if user.is_partner else "alliances:alliance_detail"
    for task in rows.select_related("meeting__alliance").order_by("due_on", "pk")[:MOST]:
        yield Deadline(
            uid=f"alliance-task-{task.pk}",
            on=task.due_on,
            title=task.text,
            description=task.meeting.alliance.name,
            path=reverse(page, args=[task.meeting.alliance_id]),
        )
