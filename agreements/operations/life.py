"""A concluded agreement: suspended, resumed, terminated, renewed by itself."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.choices import State
from agreements.models import Agreement
from agreements.notices import stop_reminding
from agreements.operations.electronic import call_off_amendments
from agreements.operations.revision import revise
from agreements.operations.succession import UNDECIDED, settle_resumed
from agreements.phases import extended
from agreements.terms import effective_terms
from agreements.transitions import AGREEMENT_MOVES
from core import audit
from core.access import THE_SYSTEM
from core.transitions import TransitionRefused

if TYPE_CHECKING:
    from accounts.models import User


logger = logging.getLogger(__name__)


@transaction.atomic
def suspend_agreement(*, actor: User, pk: int, reason: str, now: datetime) -> Agreement:
    """Let an agreement rest, from today."""
    agreement = AGREEMENT_MOVES.move(
        actor=actor,
        pk=pk,
        name="suspend",
        now=now,
        reason=reason,
        changes={"suspended_on": timezone.localdate(now), "updated_at": now},
    )
    stop_reminding(agreement)
    return agreement


@transaction.atomic
def resume_agreement(*, actor: User, pk: int, now: datetime, reason: str = "") -> Agreement:
    """Go on with a suspended agreement, whose term went on as well.

    Where its successor was signed meanwhile it becomes ``renewed``; where nobody has decided what
    follows, or the successor was withdrawn, its owner is asked anew.
    """
    agreement = AGREEMENT_MOVES.move(
        actor=actor,
        pk=pk,
        name="resume",
        now=now,
        reason=reason,
        changes={"suspended_on": None, "updated_at": now},
    )
    return settle_resumed(agreement, actor=actor, now=now)


@transaction.atomic
def terminate_agreement(
    *, actor: User, pk: int, terminated_on: date, reason: str, now: datetime
) -> Agreement:
    """End an agreement before its time, from the end of a day that may lie ahead.

    Raises:
        TransitionRefused: the day lies outside the term, or no reason is given.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.end")
    if agreement.state in {State.SIGNED, State.SUSPENDED}:
        starts_on, last_day = agreement.term
        if not starts_on <= terminated_on <= last_day:
            raise TransitionRefused(
                _("It runs from %(start)s to %(end)s and can be terminated on a day in between.")
                % {"start": starts_on, "end": last_day}
            )
    agreement = AGREEMENT_MOVES.move(
        actor=actor,
        pk=pk,
        name="terminate",
        now=now,
        reason=reason,
        changes={
            "terminated_on": terminated_on,
            "termination_reason": reason.strip(),
            "suspended_on": None,
            "updated_at": now,
        },
    )
    call_off_amendments(agreement, actor=actor, reason=reason, now=now)
    stop_reminding(agreement)
    return agreement


def extend_automatic_renewals(*, now: datetime) -> list[Agreement]:
    """Prolong every agreement that renews itself and that nobody ended; one transaction each.

    Missed days are caught up: the term is prolonged until it reaches today. One that cannot be prolonged
    is logged, tried again by the next sweep, and holds up no other.
    """
    today = timezone.localdate(now)
    extended_now = []
    for pk in list(Agreement.objects.renewing_themselves(today).order_by("pk").values_list("pk", flat=True)):
        try:
            agreement = _extend(pk, today, now)
        except Exception:
            logger.exception("Agreement %s could not be prolonged", pk)
        else:
            extended_now += [agreement] if agreement is not None else []
    return extended_now


@transaction.atomic
def _extend(pk: int, today: date, now: datetime) -> Agreement | None:
    agreement = (
        Agreement.objects.renewing_themselves(today).select_for_update(of=("self",)).filter(pk=pk).first()
    )
    if agreement is None:
        return None
    before = agreement.last_day
    months = effective_terms(agreement, on=before).value("automatic_term_months")
    until = before
    while until < today:
        until = extended(until, months)
    agreement.revised_ends_on = until
    changed = UNDECIDED | revise(agreement)
    for name, value in changed.items():
        setattr(agreement, name, value)
    agreement.terms_version += 1
    agreement.updated_at = now
    agreement.save(update_fields=["revised_ends_on", "terms_version", "updated_at", *changed])
    stop_reminding(agreement)
    audit.record(
        actor=THE_SYSTEM,
        subject=agreement,
        verb="agreement.extend",
        now=now,
        details={"from": before.isoformat(), "to": until.isoformat()},
    )
    return agreement
