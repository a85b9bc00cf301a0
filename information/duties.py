"""What waits for people of their own tasks: on the page of everything that waits, and in their calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from core.calendar import MOST as MOST_DEADLINES
from core.calendar import Deadline
from core.duties import Duty, Rows
from information.models import Assignment


def own_tasks(user: Any, on: date) -> Rows:
    """The open ones, the nearest day first. One query."""
    rows = Assignment.objects.open().filter(owner=user.pk).select_related("giver").nearest_first()
    return Rows(
        rows.defer("details", "search_text", "search_bigrams"),
        lambda one: Duty(
            title=one.title,
            url=one.get_absolute_url(),
            text=str(one.giver) if one.giver is not None and one.giver_id != user.pk else "",
            due_on=one.due_on,
            act_url=reverse("information:assignment_finish", args=[one.pk]),
            act_label=pgettext("to-do act", "Done"),
        ),
    )


def deadlines(user: Any, first: date, last: date) -> Iterator[Deadline]:
    """Days of one's open tasks. One query."""
    rows = Assignment.objects.open().filter(owner=user.pk, due_on__range=(first, last))
    rows = rows.defer("details", "search_text", "search_bigrams").nearest_first()
    for one in rows[:MOST_DEADLINES]:
        page = one.get_absolute_url()
        yield Deadline(uid=f"task-{one.pk}", on=one.due_on or first, title=one.title, path=page)
