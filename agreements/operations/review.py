"""From draft to approved, and back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.choices import State
from agreements.cooperation_rules import check
from agreements.documents import order_document
from agreements.models import Agreement
from agreements.operations.editing import ask_for_approval, require_complete
from agreements.operations.electronic import call_off_envelope
from agreements.operations.references import next_reference
from agreements.operations.succession import locked_predecessor, successor_given_up
from agreements.transitions import AGREEMENT_MOVES
from signing.operations import cancel_approval

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def submit_agreement(*, actor: User, pk: int, now: datetime) -> Agreement:
    """Send a draft for review. The first time, it receives its number.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused: see ``TransitionTable.move``.
        Incomplete: something is missing; all of it is said.
        UnableToDecide: the type's approval route has no steps.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    changes: dict[str, object] = {"updated_at": now}
    if agreement.state == State.DRAFT:
        require_complete(agreement, now)
        if agreement.reference is None:
            changes |= {"reference": next_reference(now=now), "submitted_at": now}
    agreement = AGREEMENT_MOVES.move(actor=actor, pk=pk, name="submit", now=now, changes=changes)
    check(agreement, now=now)
    ask_for_approval(agreement, actor, now)
    return agreement


@transaction.atomic
def recall_agreement(*, actor: User, pk: int, now: datetime, reason: str = "") -> Agreement:
    """Take an agreement back from review, to work on it quietly."""
    agreement = AGREEMENT_MOVES.move(
        actor=actor, pk=pk, name="recall", now=now, reason=reason, changes={"updated_at": now}
    )
    cancel_approval(subject=agreement, now=now, reason=reason or _("Taken back by its author."))
    return agreement


@transaction.atomic
def withdraw_agreement(*, actor: User, pk: int, reason: str, now: datetime) -> Agreement:
    """Give an agreement up before it is concluded. Its number stays its own.

    Where it was to renew another, that one's end is open again and its owner is reminded.
    """
    predecessor = locked_predecessor(pk)
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    call_off_envelope(agreement, actor=actor, reason=reason, now=now)
    agreement = AGREEMENT_MOVES.move(
        actor=actor, pk=pk, name="withdraw", now=now, reason=reason, changes={"updated_at": now}
    )
    cancel_approval(subject=agreement, now=now, reason=reason)
    if predecessor is not None:
        successor_given_up(predecessor, now=now)
    return agreement


# --- What the approval's outcome does ---------------------------------------------------------


def locked_agreement(pk: int) -> Agreement:
    return Agreement.objects.select_for_update(of=("self",)).get(pk=pk)


def agreement_approved(agreement: Agreement, actor: User, now: datetime) -> None:
    AGREEMENT_MOVES.move(actor=actor, pk=agreement.pk, name="approve", now=now, changes={"updated_at": now})
    order_document(agreement, now=now)


def agreement_returned(agreement: Agreement, actor: User, now: datetime, reason: str) -> None:
    AGREEMENT_MOVES.move(
        actor=actor, pk=agreement.pk, name="return", now=now, reason=reason, changes={"updated_at": now}
    )
