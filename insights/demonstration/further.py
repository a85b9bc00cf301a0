"""What apps above this one add to the demonstration, told last and from the day backwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from insights.demonstration.people import Staff

type Teller = Callable[[Staff, date], None]

_tellers: dict[str, Teller] = {}


def register_teller(name: str, teller: Teller) -> None:
    """Called from ``AppConfig.ready``; told in the order of the names."""
    _tellers[name] = teller


def tell_further(staff: Staff, on: date) -> None:
    for _name, teller in sorted(_tellers.items()):
        teller(staff, on)
