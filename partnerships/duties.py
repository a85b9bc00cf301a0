"""What waits for people of what they promised after a visit, a call or a meeting."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.duties import Duty, Rows
from partnerships.models import Interaction


def next_actions(user: Any, on: date) -> Rows:
    """The nearest day first. One query."""
    rows = Interaction.objects.visible_to(user).with_open_action().filter(next_action_owner=user.pk)
    return Rows(
        rows.select_related("enterprise").order_by("next_action_on", "pk"),
        lambda one: Duty(
            title=one.next_action,
            url=one.get_absolute_url(),
            text=one.enterprise.display_name,
            due_on=one.next_action_on,
        ),
    )
