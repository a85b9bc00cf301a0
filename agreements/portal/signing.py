"""What an enterprise sees of the electronic signing of its agreements.

Its people's own ceremonies are behind the walls (``partnerships.portal.signing``); who else signs, and the
sealed file, belong to a record that was fetched there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from agreements.models import Agreement, Amendment
from core.walls import outside
from partnerships.portal.partner import Partner
from signing.chips import envelope_chip, signatory_chip
from signing.desk import for_me_to_sign
from signing.models import Envelope, Signatory
from signing.operations import batches_for


@dataclass(frozen=True, slots=True)
class Signing:
    """The last envelope of an agreement: who signs, and which of it is this person's.

    Attributes:
        own: what this person is asked to sign now, with the page on which they do.
    """

    envelope: Envelope
    chip: Any
    people: list[tuple[Signatory, Any]]
    own: list[tuple[Signatory, str]]


def signing_of(partner: Partner, agreement: Agreement) -> Signing | None:
    """Of an agreement that was fetched behind the wall."""
    with outside():
        envelope = Envelope.objects.about(agreement).order_by("-created_at", "-pk").first()
        if envelope is None:
            return None
        shown = ("name", "name_latin", "party_en", "party_zh", "way", "status", "signed_on")
        people = list(envelope.signatories.only(*shown).order_by("order"))
    own = Signatory.objects.of(partner.user).asked().filter(envelope=envelope.pk)
    return Signing(
        envelope=envelope,
        chip=envelope_chip(envelope),
        people=[(person, signatory_chip(person)) for person in people],
        own=[(row, address_of(row)) for row in own],
    )


def sealed_of(record: Agreement | Amendment) -> Envelope | None:
    """Where every party has signed electronically: the envelope with the sealed file."""
    with outside():
        return Envelope.objects.about(record).filter(state=Envelope.State.COMPLETED).first()


def waiting_for(partner: Partner) -> dict[str, Any]:
    """What this person is asked to sign, for home: one by one, and what can be signed together."""
    return {
        "to_sign": [(row, address_of(row)) for row in for_me_to_sign(partner.user)],
        "batches": [
            (batch, reverse("portal:signing:batch", args=[batch.text.pk]))
            for batch in batches_for(partner.user)
        ],
    }


def address_of(signatory: Signatory) -> str:
    return reverse("portal:signing:ceremony", args=[signatory.pk])
