"""What waits for people of the rules of the centre: what they have to read and confirm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from core.duties import MOST, Duty
from governance.models import Acknowledgement


def acknowledgements(user: Any, on: date) -> Iterator[Duty]:
    """Regulations not confirmed yet, the nearest day first. One query."""
    rows = Acknowledgement.objects.filter(user=user.pk).open(on).select_related("version__regulation")
    for one in rows.order_by("due_on", "pk")[:MOST]:
        yield Duty(
            title=one.version.regulation.name,
            url=one.get_absolute_url(),
            text=f"{one.version.regulation.number} · {one.version.label}",
            due_on=one.due_on,
        )
