"""What waits for people of what meetings of alliances resolved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from alliances.models import AllianceTask
from core.duties import Duty, Rows


def tasks(user: Any, on: date) -> Rows:
    """One's own open ones, the nearest day first. One query."""
    rows = AllianceTask.objects.open().filter(owner=user.pk).select_related("meeting__alliance")
    return Rows(
        rows.order_by("due_on", "pk"),
        lambda one: Duty(
            title=one.text,
            url=one.get_absolute_url(),
            text=str(one.meeting.alliance),
            due_on=one.due_on,
            act_url=reverse("alliances:task_finish", args=[one.pk]),
            act_label=pgettext("task of an alliance", "Done"),
        ),
    )
