"""An agreement of the named world on its way through an envelope, and shortcuts for its signatories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from agreements.choices import Language
from agreements.models import Agreement
from agreements.operations import send_electronically
from core.access import Actor
from signing.models import Envelope, IdentityCode, Means, Signatory
from signing.operations import (
    Identity,
    NewSignatory,
    Where,
    ask_for_code,
    consent,
    identify_by_code,
    open_document,
    page_seen,
    sign,
)
from signing.policies import Bearer
from signing.statements import STATEMENT
from tests.agreements.office import NOW, AgreementsOffice

DEADLINE = date(2026, 3, 31)
HERE = Where("203.0.113.7", "Mozilla/5.0 (a test)")


@dataclass
class SigningOffice:
    office: AgreementsOffice

    @property
    def world(self):
        return self.office.world

    def centre_signs(self, agreement: Agreement, **more: Any) -> NewSignatory:
        party = agreement.parties.get(role="centre")
        given: dict[str, Any] = {
            "party_key": str(party.pk),
            "party_en": party.legal_name_en,
            "party_zh": party.legal_name,
            "name": self.world.director.name,
            "name_latin": self.world.director.name_latin,
            "title": "主任",
            "user": self.world.director,
            "means_allowed": [Means.EMAIL, Means.TOTP],
        }
        return NewSignatory(**(given | more))

    def partner_signs(self, agreement: Agreement, contact: Any = None, **more: Any) -> NewSignatory:
        party = agreement.parties.get(role="enterprise")
        contact = contact or self.world.signatory
        given: dict[str, Any] = {
            "party_key": str(party.pk),
            "party_en": party.legal_name_en or party.legal_name,
            "party_zh": party.legal_name,
            "name": contact.name,
            "name_latin": contact.name_latin,
            "email": contact.email,
        }
        return NewSignatory(**(given | more))

    def out(self, agreement: Agreement | None = None, **more: Any) -> Envelope:
        agreement = agreement or self.office.sent()
        people = more.pop("signatories", None) or [
            self.partner_signs(agreement),
            self.centre_signs(agreement),
        ]
        return send_electronically(
            actor=self.office.officer,
            paper=agreement,
            language=more.pop("language", Language.ENGLISH),
            signatories=people,
            deadline_on=more.pop("deadline_on", DEADLINE),
            now=more.pop("now", NOW),
            **more,
        )


def who(signatory: Signatory) -> Actor:
    return signatory.user or Bearer(signatory.pk)


def read(signatory: Signatory, now: datetime = NOW) -> None:
    """Everything up to the identity step."""
    actor = who(signatory)
    open_document(actor=actor, signatory_id=signatory.pk, now=now)
    consent(actor=actor, signatory_id=signatory.pk, statement=STATEMENT.version, where=HERE, now=now)
    for page in range(1, signatory.envelope.pages + 1):
        page_seen(actor=actor, signatory_id=signatory.pk, page=page, now=now)


def identify(signatory: Signatory, now: datetime = NOW) -> None:
    actor = who(signatory)
    ask_for_code(actor=actor, signatory_id=signatory.pk, now=now)
    answer = identify_by_code(
        actor=actor,
        signatory_ids=[signatory.pk],
        typed=code_sent_to(signatory),
        where=HERE,
        now=now + timedelta(minutes=1),
    )
    assert answer is Identity.CONFIRMED


def put_name(signatory: Signatory, now: datetime = NOW + timedelta(minutes=2), **more: Any) -> Signatory:
    return sign(
        actor=who(signatory),
        signatory_id=signatory.pk,
        typed_name=more.pop("typed_name", signatory.name),
        seen_sha256=more.pop("seen_sha256", signatory.envelope.document_sha256),
        where=HERE,
        now=now,
    )


def sign_all_the_way(signatory: Signatory, now: datetime = NOW) -> Signatory:
    read(signatory, now)
    identify(signatory, now)
    return put_name(signatory, now + timedelta(minutes=2))


def code_sent_to(signatory: Signatory) -> str:
    return IdentityCode.objects.filter(signatory=signatory).first().code


def people_of(envelope: Envelope) -> list[Signatory]:
    return list(envelope.signatories.select_related("envelope", "user").order_by("order"))


def kinds_of(envelope: Envelope) -> list[str]:
    return list(envelope.events.order_by("sequence").values_list("kind", flat=True))
