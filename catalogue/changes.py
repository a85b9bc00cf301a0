"""Who looks again when a year of the working calendar was entered, corrected or confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from catalogue.models import CalendarYear

type Listener = Callable[[CalendarYear, datetime], object]

_listeners: list[Listener] = []


def on_calendar_changed(listener: Listener) -> None:
    """Called from ``AppConfig.ready``."""
    _listeners.append(listener)


def calendar_changed(year: CalendarYear, *, now: datetime) -> None:
    """Called within the change, with the days as they are now."""
    for listener in _listeners:
        listener(year, now)
