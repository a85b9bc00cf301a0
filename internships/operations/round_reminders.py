"""Asking by hand those who have not ranked yet."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.access import Actor
from core.errors import Refused
from internships import round_notices as notices
from internships.models import RoundState, SelectionRound
from internships.transitions.rounds import RUN


class UnableToRemind(Refused):
    """It is not their time to rank, or others are silent by now than the person saw."""


class Silent(StrEnum):
    """Whom a coordinator reminds."""

    STUDENTS = "students"
    ENTERPRISES = "enterprises"


def silent(round: SelectionRound, whom: Silent, *, now: datetime) -> notices.Audience:
    """Those who have not ranked and were not asked by hand today.

    Raises:
        UnableToRemind: it is not their time to rank.
    """
    key = f"{round.pk}:asked:{timezone.localdate(now).isoformat()}"
    until = round.students_until if whom == Silent.STUDENTS else round.closes_at
    if round.state != RoundState.OPEN or not round.opens_at <= now < until:
        raise UnableToRemind(_("They do not rank at this time."))
    if whom == Silent.STUDENTS:
        return notices.students(round, notices.CLOSING, only_silent=True, key=key)
    return notices.liaisons(round, notices.TURN_ENDS, only_silent=True, key=key)


@transaction.atomic
def remind_silent(*, actor: Actor, pk: int, whom: Silent, expected: int, now: datetime) -> int:
    """Remind those who have not ranked, exactly as many as the actor confirmed; once a day each.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToRemind: see there; nobody was told.
    """
    round = SelectionRound.objects.for_write(actor, pk, RUN)
    told = silent(round, whom, now=now).tell(now=now)
    if told != expected:
        raise UnableToRemind(
            ngettext(
                "It would be %(count)d person by now. Please look again.",
                "It would be %(count)d people by now. Please look again.",
                told,
            )
            % {"count": told}
        )
    audit.record(
        actor=actor,
        subject=round,
        verb="round.remind",
        now=now,
        details={"whom": whom.value, "people": told},
        capability=RUN,
    )
    return told
