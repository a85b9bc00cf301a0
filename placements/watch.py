"""Lists of exceptions: whom somebody should look after today, and why.

A part of the app offers its lists here. They stand with their counts on the board of a plan and on the
page of an instructor, and narrow the list of placements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from core.access import Text

if TYPE_CHECKING:
    from placements.querysets import PlacementQuerySet


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """Placements with which something is wrong.

    Attributes:
        name: in addresses: ``?watch=silent``.
        label: "Without a log for ten days".
        advice: what to do about it.
        placements: narrows rows to those concerned on a day; it adds conditions, and asks nothing by itself.
    """

    name: str
    label: Text
    icon: str
    advice: Text
    placements: Callable[[PlacementQuerySet, date], PlacementQuerySet]
    order: int = 50


_watches: dict[str, Watch] = {}


def register_watch(watch: Watch) -> None:
    """Offer a list. Called from ``AppConfig.ready``."""
    _watches[watch.name] = watch


def watches() -> list[Watch]:
    return sorted(_watches.values(), key=lambda watch: (watch.order, watch.name))


def watch_named(name: str) -> Watch | None:
    return _watches.get(name)


@dataclass(frozen=True, slots=True)
class Watched:
    """A list with the number of placements on it."""

    watch: Watch
    count: int


def counted(rows: PlacementQuerySet, on: date, *, among: Iterable[Watch] | None = None) -> list[Watched]:
    """How many of the rows are on each list, all in one query; lists with nobody on them are left out."""
    chosen = list(watches() if among is None else among)
    rows = rows.order_by()
    numbers = rows.aggregate(
        **{
            f"watch_{number}": Count("pk", filter=Q(pk__in=watch.placements(rows, on).values("pk")))
            for number, watch in enumerate(chosen)
        }
    )
    found = (Watched(watch, numbers[f"watch_{number}"]) for number, watch in enumerate(chosen))
    return [one for one in found if one.count]
