"""Many documents of one kind, signed by one person in one ceremony; a record and a seal for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import Actor
from core.errors import Refused
from signing.ledger import Kinds, write
from signing.models import CommonText, Signatory
from signing.operations.ceremony import Where, consent, locked, open_document, sign
from signing.operations.refusals import UnableToSign


@dataclass(frozen=True, slots=True)
class Batch:
    """What one person is asked to sign that shares its words; ``signatories`` are their rows, in order."""

    text: CommonText
    signatories: list[Signatory]

    @property
    def labels(self) -> list[dict[str, str]]:
        """The columns of the table: what differs, in the order in which it first occurs."""
        found: dict[str, dict[str, str]] = {}
        for signatory in self.signatories:
            for line in signatory.envelope.differing:
                found.setdefault(line["label"]["en"], line["label"])
        return list(found.values())

    @property
    def rows(self) -> list[tuple[Signatory, list[Any]]]:
        labels = [label["en"] for label in self.labels]
        return [
            (signatory, [values.get(label) for label in labels])
            for signatory in self.signatories
            for values in [{line["label"]["en"]: line["value"] for line in signatory.envelope.differing}]
        ]


def batches_for(actor: Actor, *, at_least: int = 2) -> list[Batch]:
    """What waits for this person and can be signed together; two queries."""
    waiting = (
        Signatory.objects.of(actor)
        .asked()
        .filter(way=Signatory.Way.ELECTRONIC, deputises_for="", envelope__common_text__isnull=False)
        .select_related("envelope__common_text")
        .order_by("envelope__reference", "pk")
    )
    found: dict[int, Batch] = {}
    for signatory in waiting:
        text: Any = signatory.envelope.common_text
        found.setdefault(text.pk, Batch(text, [])).signatories.append(signatory)
    return [batch for batch in found.values() if len(batch.signatories) >= at_least]


def batch_of(actor: Actor, text_id: int) -> Batch | None:
    return next((batch for batch in batches_for(actor, at_least=1) if batch.text.pk == text_id), None)


@dataclass(slots=True)
class Signed:
    """What became of each document."""

    done: list[Signatory] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def read_together(
    *, actor: Actor, text_id: int, signatory_ids: Iterable[int], statement: str, where: Where, now: datetime
) -> list[Signatory]:
    """Note that the common text and the table of what differs were read, and agree to sign electronically.

    Raises:
        UnableToSign: one of them does not belong to this text; see also ``open_document`` and ``consent``.
    """
    chosen = Signatory.objects.of(actor).filter(pk__in=signatory_ids, envelope__common_text=text_id)
    people = []
    for pk in chosen.order_by("envelope_id").values_list("pk", flat=True):
        open_document(actor=actor, signatory_id=pk, now=now)
        consent(actor=actor, signatory_id=pk, statement=statement, where=where, now=now)
        signatory = locked(actor, pk, now=now)
        if not signatory.has_read_everything:
            signatory.read_in_batch = True
            signatory.save(update_fields=["read_in_batch"])
            text: Any = signatory.envelope.common_text
            write(
                signatory.envelope,
                Kinds.READ,
                now=now,
                actor=actor,
                signatory=signatory,
                details={
                    "common_text": text.sha256,
                    "differing": signatory.envelope.differing,
                    "sha256": signatory.envelope.document_sha256,
                },
            )
        people.append(signatory)
    if not people:
        raise UnableToSign(_("Nothing is chosen."))
    return people


def sign_together(
    *, actor: Actor, signatory_ids: Sequence[int], typed_name: str, where: Where, now: datetime
) -> Signed:
    """Sign each of the documents, in a transaction of its own: one that is refused does not hold up the rest.

    Inside another transaction, as at the portal, each is a savepoint of it.
    """
    result = Signed()
    chosen = Signatory.objects.of(actor).filter(pk__in=signatory_ids).select_related("envelope")
    for signatory in chosen.order_by("envelope_id"):
        try:
            result.done.append(
                sign(
                    actor=actor,
                    signatory_id=signatory.pk,
                    typed_name=typed_name,
                    seen_sha256=signatory.envelope.document_sha256,
                    where=where,
                    now=now,
                )
            )
        except Refused as refusal:
            result.refused.append((signatory.pk, str(refusal)))
    return result
