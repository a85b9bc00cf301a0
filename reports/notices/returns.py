"""Who is told of returns: those who can fill what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.notifications import Kind, NewNotification, notify_many
from reports.models import Return

ASKED = Kind(name="reports.asked", label=_("Values that are missing in returns"), icon="help-circle")
KINDS = (ASKED,)


def ask(one: Return, missing: Mapping[int, int], *, asked_by: str, now: datetime) -> None:
    """Each person once a day, with how much they can fill."""
    day = timezone.localdate(now)
    notify_many(
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
