"""Who places students in the demonstration, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from accounts.models import User
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work


@dataclass(frozen=True, slots=True)
class Office:
    """Whoever places students, and when."""

    staff: Staff
    on: date

    @property
    def coordinator(self) -> User:
        return self.staff.one("coordinator", "office")

    def at(self, days_ago: int, chance: Random) -> datetime:
        return at_work(self.on - timedelta(days=days_ago), chance)
