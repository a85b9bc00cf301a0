"""What waits for instructors: the next visits of their students."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from core.duties import Duty
from placements.visits import deadlines

BACK, AHEAD = timedelta(days=180), timedelta(days=120)


def visits(user: Any, on: date) -> Iterator[Duty]:
    """One for each host and day, the nearest first. One query."""
    for one in deadlines(user, on - BACK, on + AHEAD):
        yield Duty(title=one.title, url=one.path, text=one.description, due_on=one.on)
