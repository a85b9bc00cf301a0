"""What waits for people of joint projects: the milestones of those they lead."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.duties import Duty, Rows
from projects.models import Milestone, Project


def milestones(user: Any, on: date) -> Rows:
    """Those that are open, the nearest day first. One query."""
    led = Project.objects.filter(Project.objects.all().led_by(user)).order_by().values("pk")
    rows = Milestone.objects.open().filter(project__in=led).select_related("project")
    return Rows(
        rows.order_by("due_on", "pk"),
        lambda one: Duty(
            title=one.title, url=one.get_absolute_url(), text=one.project.title, due_on=one.due_on
        ),
    )
