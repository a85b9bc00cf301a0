"""Answering what was said against a decision: once, upheld or dismissed, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.access import Actor
from core.errors import Refused
from teachers.models import Answerable, Answered


def answer_once(
    row: Answerable, *, actor: Actor, outcome: str, answer: str, refused: type[Refused], now: datetime
) -> None:
    """The row is locked, and the caller has authorised it. Raises what ``refused`` names."""
    if not row.is_open:
        raise refused(_("It was answered already."))
    if outcome not in Answered.values:
        raise refused(_("Uphold or dismiss it."))
    if not answer.strip():
        raise refused(_("Please give a reason: the others will read it."))
    row.outcome, row.answer = outcome, answer.strip()
    row.answered_by_id, row.answered_at = actor.pk, now
    row.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])


def not_one_s_own(row: Answerable, *, actor: Actor, from_outside: str, refused: type[Refused]) -> None:
    """Whoever entered what somebody from outside wrote may answer it. Raises what ``refused`` names."""
    if row.made_by_id == actor.pk and not from_outside:
        raise refused(_("Nobody answers their own objection: a colleague does."))
