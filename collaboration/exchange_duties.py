"""What waits for people of exchanges: those that are over and not closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from collaboration.models import Exchange
from collaboration.transitions.exchanges import CLOSE
from core.duties import Duty, Rows


def to_close(user: Any, on: date) -> Rows:
    """The earliest first; due on the day of its end. One query."""
    rows = Exchange.objects.to_close_by(user, timezone.now()).select_related("enterprise")
    may_close = user.can(CLOSE)
    return Rows(
        rows.defer("about", "outcome", "search_text", "search_bigrams").order_by("ends_at", "pk"),
        lambda one: Duty(
            title=one.title,
            url=one.get_absolute_url(),
            text=f"{one.get_kind_display()} · {one.enterprise}",
            due_on=timezone.localdate(one.ends_at),
            act_url=reverse("collaboration:exchange_close", args=[one.pk]) if may_close else "",
            act_label=pgettext("exchange", "Close"),
        ),
    )
