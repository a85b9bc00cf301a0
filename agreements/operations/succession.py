"""An agreement and the one that renews it: what becomes of one when something happens to the other."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from agreements.choices import CONCLUDED_STATES, RenewalDecision, State
from agreements.models import Agreement
from agreements.notices import remind_anew
from agreements.phases import EXPIRING_DAYS
from agreements.transitions import AGREEMENT_MOVES
from core.access import Actor

UNDECIDED = {
    "acknowledged_at": None,
    "acknowledged_by": None,
    "snoozed_until": None,
    "renewal_decision": "",
    "renewal_reason": "",
    "renewal_decided_at": None,
    "renewal_decided_by": None,
}


def locked_predecessor(pk: int) -> Agreement | None:
    """The agreement that this one renews, locked before it: it is the older row."""
    return Agreement.objects.filter(successors=pk).select_for_update(of=("self",)).first()


def living_successor(agreement: Agreement) -> Agreement | None:
    """The agreement that renews this one, unless it was given up."""
    return agreement.successors.exclude(state=State.WITHDRAWN).first()


def reopen_renewal(agreement: Agreement, *, now: datetime) -> None:
    """What follows is undecided again. The caller holds the lock.

    Earlier reminders are void; where the end is near, the owner hears of it today.
    """
    today = timezone.localdate(now)
    ahead = max([EXPIRING_DAYS, *agreement.type.reminder_policy.offsets])
    is_near = agreement.notice_on is not None and agreement.notice_on <= today + timedelta(days=ahead)
    changes = UNDECIDED | {"reminders_from": today, "snoozed_until": today if is_near else None}
    for name, value in changes.items():
        setattr(agreement, name, value)
    agreement.save(update_fields=list(changes))
    remind_anew(agreement)


def successor_given_up(predecessor: Agreement, *, now: datetime) -> None:
    """What follows is open again, also where the agreement rests meanwhile."""
    if predecessor.state in {State.SIGNED, State.SUSPENDED}:
        reopen_renewal(predecessor, now=now)


def successor_signed(predecessor: Agreement, *, actor: Actor, now: datetime) -> None:
    """It is replaced; one that is suspended when it resumes."""
    if predecessor.state == State.SIGNED:
        AGREEMENT_MOVES.move(
            actor=actor, pk=predecessor.pk, name="succeed", now=now, changes={"updated_at": now}
        )


def settle_resumed(agreement: Agreement, *, actor: Actor, now: datetime) -> Agreement:
    """Catch up with what became of the successor meanwhile. The caller holds the agreement's lock,
    without which no successor is signed or withdrawn."""
    successor = living_successor(agreement)
    if successor is not None and successor.state in CONCLUDED_STATES:
        return AGREEMENT_MOVES.move(
            actor=actor, pk=agreement.pk, name="succeed", now=now, changes={"updated_at": now}
        )
    if successor is None and agreement.renewal_decision != RenewalDecision.LAPSE:
        reopen_renewal(agreement, now=now)
    return agreement
