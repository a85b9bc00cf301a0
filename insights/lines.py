"""One queue of the home page: things of one kind, each a line that leads to where it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from core.look import Chip

SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to do: what it is, since or until when, and where to do it."""

    title: str
    url: str
    text: str = ""
    due_on: date | None = None
    chip: Chip | None = None


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Things of one kind, the most urgent first; ``has_more`` where only some are shown."""

    name: str
    title: str
    icon: str
    lines: list[Line] = field(default_factory=list)
    has_more: bool = False
    more_url: str = ""


def queue_of(name: str, title: str, icon: str, lines: Iterable[Line], more_url: str = "") -> Queue:
    lines = list(lines)
    return Queue(
        name=name,
        title=title,
        icon=icon,
        lines=lines[:SHOWN],
        has_more=len(lines) > SHOWN,
        more_url=more_url,
    )
