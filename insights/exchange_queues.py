"""What waits on the home page about exchanges: proposals to answer, and what is over and not closed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Exchange
from collaboration.transitions.exchanges import EDIT
from insights.lines import SHOWN, Line, Queue, queue_of

if TYPE_CHECKING:
    from accounts.models import User


def to_answer(user: User) -> Queue:
    """What enterprises propose where this person keeps exchanges, the earliest first."""
    rows = Exchange.objects.permitting(user, EDIT).waiting_for_centre()
    return queue_of(
        "exchanges",
        _("Exchanges that enterprises propose"),
        "send",
        _lines(rows),
        reverse("collaboration:exchange_list") + "?unanswered=on",
    )


def to_close(user: User, *, now: datetime) -> Queue:
    """What this person looks after, or nobody does where they keep exchanges, and is over."""
    rows = Exchange.objects.to_close_by(user, now)
    return queue_of(
        "exchanges_to_close",
        _("Exchanges that are over and not closed"),
        "checks",
        _lines(rows),
        reverse("collaboration:exchange_list") + "?unclosed=on",
    )


def _lines(rows: Any) -> list[Line]:
    return [
        Line(
            title=one.title,
            url=one.get_absolute_url(),
            text=f"{one.get_kind_display()} · {one.enterprise}",
            due_on=timezone.localdate(one.starts_at),
        )
        for one in rows.select_related("enterprise").order_by("starts_at", "pk")[: SHOWN + 1]
    ]
