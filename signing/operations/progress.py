"""How an envelope moves on: whose turn it is, and what follows a signature. Callers hold its lock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.access import Actor
from core.background import nudge
from signing.ledger import Kinds, write
from signing.models import Envelope, SealOrder, Signatory
from signing.notices import invite, stop_inviting, tell_end, tell_signed
from signing.signables import signable_of
from signing.transitions import ENVELOPE_MOVES

Status = Signatory.Status
SEAL_TASK = "signing.tasks.seal"


def invite_next(envelope: Envelope, *, now: datetime) -> None:
    """Ask whoever's turn it is: all of them, or the first who has not signed."""
    pending = list(envelope.signatories.pending().order_by("order"))
    for signatory in pending[:1] if envelope.is_ordered else pending:
        if signatory.status != Status.WAITING:
            continue
        signatory.status, signatory.invited_at = Status.INVITED, now
        signatory.save(update_fields=["status", "invited_at"])
        write(envelope, Kinds.INVITED, now=now, signatory=signatory)
        if signatory.is_electronic:
            signatory.envelope = envelope
            invite(signatory, now=now)


def after_signature(
    envelope: Envelope,
    signatory: Signatory,
    *,
    record: Any,
    actor: Actor,
    now: datetime,
    tell_app: bool = True,
) -> None:
    """Go on after a signature: the party's, the next person's, the end."""
    stop_inviting(signatory)
    same_party = list(envelope.signatories.filter(party_key=signatory.party_key).order_by("order"))
    if tell_app and all(other.status == Status.SIGNED for other in same_party):
        signable_of(envelope).party_signed(record, envelope, same_party, now)
    if envelope.signatories.pending().exists():
        tell_signed(envelope, signatory, record=record, now=now)
        invite_next(envelope, now=now)
    else:
        complete(envelope, record=record, actor=actor, now=now, tell_app=tell_app)


def complete(envelope: Envelope, *, record: Any, actor: Actor, now: datetime, tell_app: bool = True) -> None:
    """Everybody has signed: conclude, and have the document sealed."""
    concluded = ENVELOPE_MOVES.move(
        actor=actor, pk=envelope.pk, name="complete", now=now, changes={"closed_at": now}
    )
    write(concluded, Kinds.COMPLETED, now=now, actor=actor)
    SealOrder.objects.create(envelope=concluded, ordered_at=now, next_attempt_at=now)
    nudge(SEAL_TASK)
    if tell_app:
        signable_of(concluded).all_signed(record, concluded, now)


def close(
    envelope: Envelope, *, move: str, kind: Kinds, record: Any, actor: Actor, reason: str, now: datetime
) -> Envelope:
    """End an envelope that nobody can sign any more."""
    closed = ENVELOPE_MOVES.move(
        actor=actor,
        pk=envelope.pk,
        name=move,
        now=now,
        reason=reason,
        changes={"closed_at": now, "closing_reason": reason.strip()},
    )
    write(closed, kind, now=now, actor=actor, details={"reason": reason.strip()})
    for signatory in closed.signatories.all():
        stop_inviting(signatory)
    signable_of(closed).ended(record, closed, now)
    tell_end(closed, record=record, actor=actor, now=now)
    return closed
