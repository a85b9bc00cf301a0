"""What waits for people of what meetings of alliances resolved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from alliances.models import AllianceTask
from core.duties import MOST, Duty


def tasks(user: Any, on: date) -> Iterator[Duty]:
    """One's own open ones, the nearest day first. One query."""
    rows = AllianceTask.objects.open().filter(owner=user.pk).select_related("meeting__alliance")
    for one in rows.order_by("due_on", "pk")[:MOST]:
        yield Duty(
            title=one.text,
            url=one.get_absolute_url(),
            text=str(one.meeting.alliance),
            due_on=one.due_on,
            act_url=reverse("alliances:task_finish", args=[one.pk]),
            act_label=pgettext("task of an alliance", "Done"),
        )
