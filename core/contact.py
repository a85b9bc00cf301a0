"""What contact with an enterprise is: each day on which both sides met, talked or worked together.

An app registers from ``AppConfig.ready`` what of its own is contact; whoever asks when an enterprise was last
heard of, or how often, asks here. Nothing here touches a model.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """One way of being in contact.

    Attributes:
        name: never changed.
        days: a queryset of what took place, with ``of``, the key of the enterprise, and ``day``, the day at
            the centre; what is only planned is not in it, unless its day lies ahead.
    """

    name: str
    days: Callable[[], Any]


_ways: dict[str, Contact] = {}


def register_contact(name: str, days: Callable[[], Any]) -> None:
    """Let it be contact. Called from ``AppConfig.ready``."""
    _ways[name] = Contact(name=name, days=days)


def ways_of_contact() -> list[Contact]:
    return [_ways[name] for name in sorted(_ways)]


def _rows(enterprises: Collection[int] | None) -> Iterator[Any]:
    for way in ways_of_contact():
        rows = way.days().order_by().filter(of__isnull=False)
        yield rows if enterprises is None else rows.filter(of__in=list(enterprises))


def last_contacts(on: date, enterprises: Collection[int] | None = None) -> dict[int, date]:
    """The last day up to a day, of these enterprises or of all; those that were never met are left out. One
    query for each way, however many enterprises there are."""
    found: dict[int, date] = {}
    for rows in _rows(enterprises):
        for enterprise, day in rows.filter(day__lte=on).values_list("of").annotate(last=Max("day")):
            found[enterprise] = max(found.get(enterprise, day), day)
    return found


def contacts_between(first: date, last: date, enterprise: int) -> int:
    """On how many occasions in these days, both included; one that is counted in two ways is two. One query
    for each way."""
    return sum(
        rows.filter(day__range=(first, last)).aggregate(number=Count("pk", distinct=True))["number"]
        for rows in _rows([enterprise])
    )
