"""What stands in the way of a time of a resource."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from resources.hours import AHEAD, Opening, Span, next_free
from resources.models import Booking, Maintenance, OpeningHours


def opening_of(resource_id: int) -> Opening:
    """One query."""
    rows = OpeningHours.objects.filter(resource=resource_id)
    return {one.weekday: (one.opens, one.closes) for one in rows}


def taken(resource_id: int, first: datetime, last: datetime, *, but: int | None = None) -> Iterator[Span]:
    """What holds a resource between two instants. Two queries."""
    bookings = (
        Booking.objects.filter(resource=resource_id).holding().between(first, last).exclude(pk=but or 0)
    )
    works = Maintenance.objects.filter(resource=resource_id).closing().between(first, last)
    for rows in (bookings, works):
        for starts_at, ends_at in rows.order_by().values_list("starts_at", "ends_at"):
            yield Span(starts_at, ends_at)


def in_the_way(resource_id: int, span: Span, *, but: int | None = None) -> Any | None:
    """The first booking or maintenance that overlaps with a time. Two queries at most."""
    rows: Any = Booking.objects.filter(resource=resource_id).holding().between(*span).exclude(pk=but or 0)
    if (booking := rows.select_related("enterprise").order_by("starts_at").first()) is not None:
        return booking
    works = Maintenance.objects.filter(resource=resource_id).closing().between(*span)
    return works.order_by("starts_at").first()


def free_after(resource_id: int, span: Span, *, now: datetime) -> Span | None:
    """The next time of the same length that is free, not before now. Three queries."""
    lasting: timedelta = span.ends_at - span.starts_at
    after = max(span.starts_at, now)
    busy = taken(resource_id, after, after + AHEAD + lasting)
    found = next_free(opening_of(resource_id), busy, after=after, lasting=lasting)
    return Span(found, found + lasting) if found is not None else None
