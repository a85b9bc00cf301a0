"""What the centre has had signed electronically since it began to, some months ago."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from accounts.models import User
from agreements.documents import languages_of
from agreements.models import Agreement, Party
from agreements.operations import send_electronically
from core.access import Actor
from insights.demonstration.stories import Story
from signing.models import IdentityCode, Means, Signatory
from signing.operations import (
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

if TYPE_CHECKING:
    from insights.demonstration.agreements import Life

BEGAN = timedelta(days=100)
# Of the agreements since then; the others are still signed by hand.
ELECTRONIC = 0.6
ALLOWED = timedelta(days=45)
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"


def is_electronic(life: Life) -> bool:
    """Whether this agreement is signed electronically; everybody who signs has a mailbox."""
    if life.today < life.office.on - BEGAN or life.chance.random() >= ELECTRONIC:
        return False
    return all(_can_be_reached(party) for party in _parties(life.agreement()))


def signed_electronically(life: Life, *, by: int) -> Story:
    """Sent out; the enterprises sign and then the centre, as many of them as ``by`` says."""
    agreement = life.agreement()
    now = life.on_day(life.today)
    yield now
    envelope = send_electronically(
        actor=life.owner,
        paper=agreement,
        language=languages_of(agreement)[0],
        signatories=[_asked(party, life.office.staff.director) for party in _parties(agreement)],
        deadline_on=life.today + ALLOWED,
        is_ordered=True,
        now=now,
    )
    for signatory in envelope.signatories.select_related("user").order_by("order")[:by]:
        yield from _sign(signatory, life)


def _parties(agreement: Agreement) -> list[Party]:
    """The enterprises first."""
    parties = agreement.parties.select_related("signatory", "contact").order_by("order")
    return sorted(parties, key=lambda party: party.role == Party.Role.CENTRE)


def _can_be_reached(party: Party) -> bool:
    return party.role == Party.Role.CENTRE or bool(party.signatory and party.signatory.email)


def _asked(party: Party, director: User) -> NewSignatory:
    person = director if party.role == Party.Role.CENTRE else party.signatory
    assert person is not None  # noqa: S101 — is_electronic has asked
    user = director if party.role == Party.Role.CENTRE else None
    return NewSignatory(
        party_key=str(party.pk),
        party_en=party.legal_name_en or party.legal_name,
        party_zh=party.legal_name,
        name=person.name,
        name_latin=person.name_latin,
        title=party.signatory_title,
        email=person.email or "",
        language=person.language,
        user=user,
        means_allowed=[Means.EMAIL, Means.TOTP] if user else [Means.EMAIL],
    )


def _sign(signatory: Signatory, life: Life) -> Story:
    """Somebody opens the document and reads it, and signs it half an hour later."""
    actor: Actor = signatory.user or Bearer(signatory.pk)
    where = Where(f"198.51.100.{life.chance.randint(2, 250)}", BROWSER)
    own: dict[str, Any] = {"actor": actor, "signatory_id": signatory.pk}
    now = life.after(1, 5)
    yield now
    open_document(**own, now=now)
    consent(**own, statement=STATEMENT.version, where=where, now=now + timedelta(minutes=1))
    for page in range(1, signatory.envelope.pages + 1):
        page_seen(**own, page=page, now=now + timedelta(minutes=1 + page))
    ask_for_code(**own, now=now + timedelta(minutes=27))
    life.now = now = now + timedelta(minutes=30)
    yield now
    code = IdentityCode.objects.filter(signatory=signatory).latest("created_at").code
    identify_by_code(actor=actor, signatory_ids=[signatory.pk], typed=code, where=where, now=now)
    sha256 = signatory.envelope.document_sha256
    sign(**own, typed_name=signatory.name, seen_sha256=sha256, where=where, now=now)
