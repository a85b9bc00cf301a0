"""What waits for somebody, whatever app it comes from: one page shows it by its day.

An app says what of its own waits for a person with :func:`register_duty_source`; nothing here touches a
model, so that an ``apps`` module can import it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from core.access import Text
from core.look import Chip

MOST = 60
"""So many of each source are shown at most: what is due first. The rest is counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """One thing that waits for a person.

    Attributes:
        url: the page of what it is about, or where it is done.
        text: where it comes from, in a few words.
        due_on: until when, if there is such a day.
        act_url, act_label: where it can be done at once, and what that is called.
    """

    title: str
    url: str
    text: str = ""
    due_on: date | None = None
    act_url: str = ""
    act_label: str = ""
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Duties that are rows: the first :data:`MOST` are told, and where there are more all are counted.

    Attributes:
        rows: a queryset, what is due first in front.
    """

    rows: Any
    told: Callable[[Any], Duty]

    def __iter__(self) -> Iterator[Duty]:
        return (self.told(row) for row in self.rows[:MOST])

    def count(self) -> int:
        number: int = self.rows.order_by().count()
        return number


type Duties = Callable[[Any, date], Iterable[Duty]]
"""What waits for a user on a day, due first things first: :class:`Rows`, where that is possible; a constant
number of queries."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    name: str
    label: Text
    icon: str
    duties: Duties
    order: int = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A duty and where it comes from."""

    duty: Duty
    source: Source


class When(StrEnum):
    """How near a duty is, the most pressing first."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this week"
    LATER = "later"
    NO_DAY = "no day"


_sources: dict[str, Source] = {}


def register_duty_source(name: str, *, label: Text, icon: str, duties: Duties, order: int = 50) -> None:
    """Let what an app knows of stand among what waits for people. Called from ``AppConfig.ready``."""
    _sources[name] = Source(name=name, label=label, icon=icon, duties=duties, order=order)


def duty_sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.order)


@dataclass(frozen=True, slots=True)
class Everything:
    """What waits for somebody.

    Attributes:
        waiting: the nearest day first and what has none last.
        totals: by the names of sources how much there is, shown or not.
    """

    waiting: list[Waiting]
    totals: dict[str, int]


def everything_for(user: Any, on: date) -> Everything:
    """A query or two for each source, and one more where it has more than is shown."""
    waiting: list[Waiting] = []
    totals: dict[str, int] = {}
    for source in duty_sources():
        shown, totals[source.name] = _first(source.duties(user, on))
        waiting += [Waiting(duty=duty, source=source) for duty in shown]
    return Everything(sorted(waiting, key=lambda one: one.duty.due_on or date.max), totals)


def _first(duties: Iterable[Duty]) -> tuple[list[Duty], int]:
    if isinstance(duties, Rows):
        shown = list(duties)
        return shown, duties.count() if len(shown) == MOST else len(shown)
    found = list(duties)
    return found[:MOST], len(found)


def duties_of(user: Any, on: date) -> list[Waiting]:
    """What waits for somebody, the nearest day first."""
    return everything_for(user, on).waiting


def when_due(due_on: date | None, on: date) -> When:
    """How near a day is. The week ends on its Sunday."""
    if due_on is None:
        return When.NO_DAY
    if due_on < on:
        return When.OVERDUE
    if due_on == on:
        return When.TODAY
    return When.THIS_WEEK if due_on <= on + timedelta(days=6 - on.weekday()) else When.LATER


def by_nearness(waiting: Sequence[Waiting], on: date) -> list[tuple[When, list[Waiting]]]:
    """The groups that have something, the most pressing first."""
    groups: dict[When, list[Waiting]] = {when: [] for when in When}
    for one in waiting:
        groups[when_due(one.duty.due_on, on)].append(one)
    return [(when, rows) for when, rows in groups.items() if rows]
