"""What waits for people of what was agreed to be better."""

from __future__ import annotations

from datetime import date
from typing import Any

from assessments.models import Action
from core.duties import Duty, Rows


def actions(user: Any, on: date) -> Rows:
    """Improvement actions that one looks after, the nearest day first. One query."""
    rows = Action.objects.open().filter(owner=user.pk, enterprise__merged_into=None)
    return Rows(
        rows.select_related("enterprise").order_by("due_on", "pk"),
        lambda one: Duty(
            title=one.title,
            url=one.get_absolute_url(),
            text=f"{one.get_side_display()} · {one.enterprise}",
            due_on=one.due_on,
        ),
    )
