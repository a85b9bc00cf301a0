"""What waits for people of exchanges: those that are over and not closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from collaboration.models import Exchange
from collaboration.transitions.exchanges import CLOSE
from core.duties import MOST, Duty


def to_close(user: Any, on: date) -> Iterator[Duty]:
    """The earliest first; it is due on the day after its end. One query."""
    rows = Exchange.objects.to_close_by(user, timezone.now()).select_related("enterprise")
    may_close = user.can(CLOSE)
    for one in rows.order_by("ends_at", "pk")[:MOST]:
        yield Duty(
            title=one.title,
            url=one.get_absolute_url(),
            text=f"{one.get_kind_display()} · {one.enterprise}",
            due_on=timezone.localdate(one.ends_at),
            act_url=reverse("collaboration:exchange_close", args=[one.pk]) if may_close else "",
            act_label=pgettext("exchange", "Close"),
        )
