"""Places of an exchange: free ones go to who waits before anybody else has one.

The caller has locked the exchange.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from collaboration import exchange_notices as notices
from collaboration.models import Exchange
from collaboration.transitions.exchanges import REGISTRATION_MOVES
from core.access import THE_SYSTEM
from core.seats import free_seats


def seats_left(exchange: Exchange, *, now: datetime) -> Iterator[int]:
    """The numbers for who comes next, once those who wait have theirs.

    Two queries, and some for each who is seated.
    """
    fill_seats(exchange, now=now)
    return _free(exchange)


def fill_seats(exchange: Exchange, *, now: datetime) -> None:
    """Give free places to who waits, in the order in which they came, and tell them; not once it is over."""
    if exchange.is_over or exchange.ends_at <= now:
        return
    waiting = list(exchange.registrations.waiting().with_names())
    if not waiting:
        return
    for one, seat in zip(waiting, _free(exchange), strict=False):
        REGISTRATION_MOVES.move(actor=THE_SYSTEM, pk=one.pk, name="seat", now=now, changes={"seat": seat})
        one.exchange = exchange
        notices.tell_seated(one, now=now)


def _free(exchange: Exchange) -> Iterator[int]:
    taken = set(exchange.registrations.registered().order_by().values_list("seat", flat=True))
    return free_seats(taken, exchange.capacity)
