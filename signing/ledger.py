"""The ledger of an envelope: every line names the hash of the line before it.

Whoever can write to the database could add a line; nobody can alter, take out or reorder one without
breaking the chain, or the end of it that stands in the envelope and, once sealed, in the signed
certificate, which is out of the database's reach.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from core.access import Actor
from signing.models import Envelope, EnvelopeEvent, Signatory

type Kind = EnvelopeEvent.Kind
Kinds = EnvelopeEvent.Kind
SIGNATURES = (Kinds.SIGNED, Kinds.SIGNED_ON_PAPER, Kinds.CARRIED)


def write(
    envelope: Envelope,
    kind: Kind,
    *,
    now: datetime,
    actor: Actor | None = None,
    signatory: Signatory | None = None,
    details: Mapping[str, Any] | None = None,
) -> EnvelopeEvent:
    """Add a line. The caller holds the envelope's lock, with the row as it is now."""
    event = EnvelopeEvent(
        envelope=envelope,
        sequence=envelope.events_count + 1,
        at=now,
        kind=kind,
        signatory=signatory,
        actor_id=actor.pk if actor else None,
        details=json.loads(json.dumps(dict(details or {}), cls=DjangoJSONEncoder)),
        previous_hash=envelope.events_head or beginning_of(envelope),
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    envelope.events_count, envelope.events_head = event.sequence, event.hash
    envelope.save(update_fields=["events_count", "events_head"])
    return event


def beginning_of(envelope: Envelope) -> str:
    """What the first line follows: the envelope and the bytes in it."""
    return hashlib.sha256(f"envelope:{envelope.pk}:{envelope.document_sha256}".encode()).hexdigest()


def hash_of(event: EnvelopeEvent) -> str:
    return hashlib.sha256(canonical(event).encode()).hexdigest()


def canonical(event: EnvelopeEvent) -> str:
    """The line as the one text that is hashed: JSON with sorted names, no blanks, instants in UTC."""
    return json.dumps(
        {
            "envelope": event.envelope_id,
            "sequence": event.sequence,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "kind": str(event.kind),
            "signatory": event.signatory_id,
            "actor": event.actor_id,
            "details": event.details,
            "previous": event.previous_hash,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written; ``words`` are English, for the command line."""

    envelope: Envelope
    words: str


def faults_in(envelopes: Iterable[Envelope]) -> Iterator[Fault]:
    """What was tampered with. The envelopes come with ``events`` and ``signatories`` prefetched."""
    for envelope in envelopes:
        events = sorted(envelope.events.all(), key=lambda event: event.sequence)
        yield from (Fault(envelope, words) for words in _broken_links(envelope, events))
        yield from (Fault(envelope, words) for words in _contradictions(envelope, events))


def _broken_links(envelope: Envelope, events: list[EnvelopeEvent]) -> Iterator[str]:
    before = beginning_of(envelope)
    for number, event in enumerate(events, start=1):
        if event.sequence != number:
            yield f"line {number} is missing"
            return
        if event.previous_hash != before:
            yield f"line {number} does not follow the line before it"
            return
        if hash_of(event) != event.hash:
            yield f"line {number} was changed"
            return
        before = event.hash
    if len(events) != envelope.events_count or (events and before != envelope.events_head):
        yield f"the end is missing: {envelope.events_count} lines were written, {len(events)} are there"
    if envelope.sealed_ledger and envelope.sealed_ledger not in {event.hash for event in events}:
        yield "the line that the sealed certificate names is missing"


def _contradictions(envelope: Envelope, events: list[EnvelopeEvent]) -> Iterator[str]:
    """Rows beside the ledger that say something else than it does."""
    sent = next((event for event in events if event.kind == Kinds.SENT), None)
    if sent is not None and sent.details.get("sha256") != envelope.document_sha256:
        yield "another document was sent out than the one that is kept"
    signed = {event.signatory_id: event for event in events if event.kind in SIGNATURES}
    for signatory in envelope.signatories.all():
        event = signed.get(signatory.pk)
        if (signatory.status == Signatory.Status.SIGNED) != (event is not None):
            yield f"signatory {signatory.pk} is “{signatory.status}”, which the ledger does not say"
        elif event is not None and event.details.get("signature") != signature_of(signatory):
            yield f"the signature of signatory {signatory.pk} was changed"
    sealed = next((event for event in events if event.kind == Kinds.SEALED), None)
    if (sealed.details.get("sha256") if sealed else "") != envelope.sealed_sha256:
        yield "the sealed document is not the one that was made"


def signature_of(signatory: Signatory) -> dict[str, Any]:
    """What a signature consists of, as the ledger keeps it."""

    def instant(value: datetime | None) -> str | None:
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None

    return {
        "party": signatory.party_key,
        "name": signatory.name,
        "way": str(signatory.way),
        "typed_name": signatory.typed_name,
        "deputises_for": signatory.deputises_for,
        "statement": signatory.statement,
        "consented_at": instant(signatory.consented_at),
        "identified_by": str(signatory.identified_by),
        "identified_with": signatory.identified_with,
        "identified_at": instant(signatory.identified_at),
        "address": signatory.address,
        "user_agent": signatory.user_agent,
        "signed_at": instant(signatory.signed_at),
        "signed_on": signatory.signed_on.isoformat() if signatory.signed_on else None,
    }
