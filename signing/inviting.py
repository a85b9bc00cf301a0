"""Reminding of what waits to be signed, until it is signed or its deadline is past.

Whoever's turn it is hears of it every week, three days before the deadline and on its last day. After a
standstill each person hears only what holds now.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation

from core.emails import headline
from core.models import Notification
from core.notifications import notify_many, report_refusal
from signing.links_to_sign import links_taken_back, signatory_of
from signing.models import IdentityCode, Signatory, TaskLink
from signing.notices import invitation

EVERY_DAYS = 7
SOON_DAYS = 3


def sweep_signatories(*, on: date, now: datetime) -> int:
    """Remind everybody whose turn it is and who has not been reminded at this stage; answers how many."""
    waiting = (
        Signatory.objects.asked()
        .filter(way=Signatory.Way.ELECTRONIC)
        .exclude(pk__in=links_taken_back().values("subject_id"))
        .select_related("envelope__created_by")
        .order_by("pk")
    )
    rows = [
        invitation(signatory, notice, now=now)
        for signatory in waiting
        if (notice := notice_on(on, signatory)) is not None
    ]
    return notify_many(rows, now=now)


def notice_on(on: date, signatory: Signatory) -> str | None:
    """The latest notice that is due on a day, beside the invitation itself."""
    left = (signatory.envelope.deadline_on - on).days
    if left < 0 or signatory.invited_at is None:
        return None
    asked_on = timezone.localdate(signatory.invited_at)
    if on == asked_on:
        return None
    if left == 0:
        return "last"
    if left <= SOON_DAYS:
        return "soon"
    weeks = (on - asked_on).days // EVERY_DAYS
    return f"week:{weeks}" if weeks else None


def tell_of_refusal(refused: Notification, now: datetime) -> None:
    """A message to a signatory came back: whoever sent the document finds out the right address."""
    subject = refused.subject
    signatory: Any = subject
    if isinstance(subject, IdentityCode):
        signatory = subject.signatory
    elif isinstance(subject, TaskLink):
        signatory = signatory_of(subject)
    if not isinstance(signatory, Signatory):
        return
    sender = signatory.envelope.created_by
    with translation.override(sender.language):
        report_refusal(refused, about=headline(refused), owner=sender, now=now)
