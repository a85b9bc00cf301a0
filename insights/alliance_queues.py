"""What waits on the home page about alliances: one's own tasks from their meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.models import AllianceTask
from insights.lines import SHOWN, Line, Queue, queue_of

if TYPE_CHECKING:
    from accounts.models import User


def tasks(user: User) -> Queue:
    """This person's own open ones, the earliest first. One query."""
    rows = AllianceTask.objects.open().filter(owner=user.pk).select_related("meeting__alliance")
    return queue_of(
        "alliance_tasks",
        _("Tasks from meetings of alliances"),
        "checkbox",
        [
            Line(
                title=task.text,
                url=reverse("alliances:task_finish", args=[task.pk]),
                text=str(task.meeting.alliance),
                due_on=task.due_on,
            )
            for task in rows.order_by("due_on", "pk")[: SHOWN + 1]
        ],
    )
