"""What waits for people of what was agreed to be better."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from assessments.models import Action
from core.duties import MOST, Duty


def actions(user: Any, on: date) -> Iterator[Duty]:
    """Improvement actions that one looks after, the nearest day first. One query."""
    rows = Action.objects.open().filter(owner=user.pk, enterprise__merged_into=None)
    for one in rows.select_related("enterprise").order_by("due_on", "pk")[:MOST]:
        yield Duty(
            title=one.title,
            url=one.get_absolute_url(),
            text=f"{one.get_side_display()} · {one.enterprise}",
            due_on=one.due_on,
        )
