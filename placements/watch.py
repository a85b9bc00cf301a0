"""Lists of exceptions: whom somebody should look after today, and why.

A part of the app offers its lists here. They stand with their counts on the board of a plan and on the
page of an instructor, and narrow the list of placements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from core.access import Text

if TYPE_CHECKING:
    from placements.querysets import PlacementQuerySet


type Narrowing = Callable[[PlacementQuerySet, date], PlacementQuerySet]


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
    placements: Narrowing
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
    sql, params = _statement(rows, on, [watch.placements for watch in chosen])
    return _run(chosen, sql, params)


def counted_in_plan(plan_id: int, on: date) -> list[Watched]:
    """:func:`counted` for the placements of a plan, of which the largest has thousands.

    To put so many lists into SQL takes longer than to count them, so it is done once a day and process.
    """
    chosen = watches()
    sql, params = _of_any_plan(on, tuple(watch.placements for watch in chosen))
    return _run(chosen, sql, [plan_id if param == ANY_PLAN else param for param in params])


ANY_PLAN = -(2**31)


@lru_cache(maxsize=2)
def _of_any_plan(on: date, lists: tuple[Narrowing, ...]) -> tuple[str, list[Any]]:
    from placements.models import Placement

    return _statement(Placement.objects.filter(plan=ANY_PLAN), on, lists)


def _statement(rows: PlacementQuerySet, on: date, lists: Iterable[Narrowing]) -> tuple[str, list[Any]]:
    counts: list[str] = []
    params: list[Any] = []
    for narrowed in lists:
        found = narrowed(rows, on).order_by().values("pk").distinct()
        try:
            sql, given = found.query.sql_with_params()
        except EmptyResultSet:
            counts.append("0")
        else:
            counts.append(f"(SELECT count(*) FROM ({sql}) AS found)")  # noqa: S608 — Django's own words
            params += given
    return f"SELECT {', '.join(counts)}", params


def _run(chosen: Sequence[Watch], sql: str, params: Sequence[Any]) -> list[Watched]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        numbers = cursor.fetchone()
    return [Watched(watch, count) for watch, count in zip(chosen, numbers, strict=True) if count]
