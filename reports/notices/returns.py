"""Who is told of returns: those who can fill what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.notifications import Importance, Kind, NewNotification, cancel, notify_many
from reports.models import Return

ASKED = Kind(name="reports.asked", label=_("Values that are missing in returns"), icon="help-circle")
SUBMITTED = Kind(
    name="reports.return_submitted", label=_("Returns that I had submitted"), icon="circle-check"
)
BROKEN_OFF = Kind(
    name="reports.return_broken_off",
    label=_("Returns that could not be submitted"),
    icon="alert-triangle",
    importance=Importance.HIGH,
)
KINDS = (ASKED, SUBMITTED, BROKEN_OFF)


def ask(one: Return, missing: Mapping[int, int], *, asked_by: str, now: datetime) -> int:
    """Each person once a day, with how much they can fill. Answers how many are told anew."""
    day = timezone.localdate(now)
    return notify_many(
        [
            NewNotification(
                key=f"{ASKED.name}:{one.pk}:{person}:{day.isoformat()}",
                kind=ASKED.name,
                recipient_id=person,
                subject=one,
                data={
                    "title": {"zh": one.name_zh, "en": one.name_en},
                    "count": count,
                    "by": asked_by,
                    "url": reverse("reports:return_asked"),
                },
            )
            for person, count in sorted(missing.items())
        ],
        now=now,
    )


def stop_asking(one: Return) -> None:
    """Take back what has not gone out."""
    cancel(subject=one, kinds=[ASKED.name])


def tell(one: Return, kind: Kind, person: int | None, *, now: datetime, reason: str = "") -> None:
    """Whoever had it submitted."""
    if person is None:
        return
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{one.pk}:{now.isoformat()}:{person}",
                kind=kind.name,
                recipient_id=person,
                subject=one,
                data={
                    "title": {"zh": one.name_zh, "en": one.name_en},
                    "reason": reason,
                    "url": one.get_absolute_url(),
                },
            )
        ],
        now=now,
    )
