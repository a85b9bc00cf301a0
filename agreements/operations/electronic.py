"""Signing electronically: an agreement or an amendment in an envelope of ``signing``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.choices import AmendmentState, Language, State
from agreements.documents import store_document
from agreements.documents.envelopes import document_to_sign
from agreements.documents.printing import Paper, agreement_of, amendment_of, fingerprint_of
from agreements.models import Agreement, Amendment, PaperSignature, Party
from agreements.operations.refusals import UnableToSign
from agreements.operations.signatories import signatory_of_the_centre
from agreements.operations.succession import locked_predecessor
from core.access import THE_SYSTEM, Actor
from signing.models import Envelope, Signatory
from signing.operations import NewSignatory, record_on_paper, send_envelope, void_locked

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def send_electronically(
    *,
    actor: User,
    paper: Paper,
    language: Language,
    signatories: Sequence[NewSignatory],
    deadline_on: date,
    now: datetime,
    is_ordered: bool = False,
) -> Envelope:
    """Send the kept document of a paper to its signatories; again, where an earlier envelope was closed.

    Every party has a part in it, if only on paper. Signatures under an earlier envelope stay where the
    same person signs the same bytes for the same party.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToSign: it is not out for signature, a party is left out, or one that has
            signed on paper is asked to sign again.
        UnableToSend: see :func:`signing.operations.send_envelope`.
        NotPrintable, RenderError: the document cannot be made.
    """
    if isinstance(paper, Agreement):
        locked_predecessor(paper.pk)  # before the agreement itself: kept signatures may conclude it at once
    kept = store_document(actor=actor, paper=paper, language=language, now=now)
    paper = _locked(actor, paper)
    if kept.content_sha256 != fingerprint_of(paper):
        raise UnableToSign(_("The text was changed in the meantime. Please look at it again."))
    by_hand = {str(signature.party_id): signature for signature in _signatures(paper)}
    parties = {str(party.pk): party for party in agreement_of(paper).parties.all()}
    if missing := [party for key, party in parties.items() if key not in {s.party_key for s in signatories}]:
        raise UnableToSign(_("Say who signs for %(party)s.") % {"party": missing[0].name})
    if {person.party_key for person in signatories} - parties.keys():
        raise UnableToSign(_("Somebody is to sign for an enterprise that is no party."))
    electronic = {person.party_key for person in signatories if person.way == Signatory.Way.ELECTRONIC}
    if twice := [party for key, party in parties.items() if key in electronic & by_hand.keys()]:
        raise UnableToSign(_("%(party)s has signed already.") % {"party": twice[0]})
    replaced = last_envelope(paper)
    envelope = send_envelope(
        actor=actor,
        record=paper,
        document=document_to_sign(paper, kept),
        signatories=signatories,
        deadline_on=deadline_on,
        is_ordered=is_ordered,
        replaces=None if replaced is None or replaced.is_out else replaced,
        now=now,
    )
    by_paper = envelope.signatories.filter(way=Signatory.Way.PAPER, status__in=Signatory.PENDING)
    noted = by_hand.keys() & set(by_paper.values_list("party_key", flat=True))
    for party_key in sorted(noted, key=int):
        note_paper_in_envelope(paper, by_hand[party_key], actor=actor, scan=None, now=now)
    if noted:
        _conclude_when_all_signed(paper, actor=actor, now=now)
    return Envelope.objects.get(pk=envelope.pk)


def note_paper_in_envelope(
    paper: Paper, signature: PaperSignature, *, actor: User, scan: File[bytes] | None, now: datetime
) -> None:
    """A party has signed by hand what is out electronically as well. The caller holds the paper's lock."""
    envelope = envelope_out(paper)
    if envelope is None:
        return
    record_on_paper(
        actor=actor,
        envelope=envelope,
        record=paper,
        party_key=str(signature.party_id),
        name=signature.signatory_name,
        title=signature.signatory_title,
        signed_on=signature.signed_on,
        scan=scan,
        now=now,
    )


def call_off_envelope(paper: Paper, *, actor: Actor, reason: str, now: datetime) -> None:
    """Nobody is to sign it any more. The caller has authorised the actor and holds the paper's lock."""
    envelope = envelope_out(paper)
    if envelope is not None:
        void_locked(envelope, record=paper, actor=actor, reason=reason, now=now)


def call_off_amendments(agreement: Agreement, *, actor: Actor, reason: str, now: datetime) -> None:
    """Nobody is to sign its amendments any more: it has ended or is replaced. The caller holds its lock."""
    sent = agreement.amendments.filter(state=AmendmentState.OUT_FOR_SIGNATURE)
    for amendment in sent.select_for_update(of=("self",)).order_by("pk"):
        call_off_envelope(amendment, actor=actor, reason=reason, now=now)


def require_nobody_signed_electronically(paper: Paper) -> None:
    """
    Raises:
        UnableToSign: somebody has.
    """
    envelope = envelope_out(paper)
    if envelope is not None and envelope.signatories.filter(status=Signatory.Status.SIGNED).exists():
        raise UnableToSign(_("Somebody has signed electronically. Call the electronic signing off first."))


def envelope_out(paper: Paper) -> Envelope | None:
    return Envelope.objects.about(paper).out().first()


def last_envelope(paper: Paper) -> Envelope | None:
    return Envelope.objects.about(paper).order_by("-created_at", "-pk").first()


# --- What signing does here: see signing.signables ---------------------------------------------


def lock_agreement(pk: int) -> Agreement:
    locked_predecessor(pk)
    return Agreement.objects.select_for_update(of=("self",)).get(pk=pk)


def lock_amendment(pk: int) -> Amendment:
    agreement_id = Amendment.objects.values_list("agreement_id", flat=True).get(pk=pk)
    Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
    return Amendment.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=pk)


def objection(paper: Paper, signatory: Signatory, on: date) -> str:
    """Why somebody may not sign for the centre (any more); an enterprise chooses its people by itself."""
    agreement = agreement_of(paper)
    party = agreement.parties.get(pk=int(signatory.party_key))
    if party.role != Party.Role.CENTRE:
        return ""
    try:
        signatory_of_the_centre(agreement, signatory.user, on)
    except UnableToSign as refusal:
        return str(refusal)
    return ""


def party_signed(paper: Paper, envelope: Envelope, people: Sequence[Signatory], now: datetime) -> None:
    """All who sign for one party have done so."""
    party = agreement_of(paper).parties.get(pk=int(people[0].party_key))
    PaperSignature.objects.create(
        party=party,
        amendment=amendment_of(paper),
        signatory_name="、".join(person.name for person in people)[:150],
        signatory_title="、".join(filter(None, (person.title for person in people)))[:150],
        signed_by=people[0].user if party.role == Party.Role.CENTRE else None,
        signed_on=max(person.signed_on for person in people if person.signed_on),
        envelope=envelope,
        recorded_at=now,
    )


def all_signed(paper: Paper, envelope: Envelope, now: datetime) -> None:
    _conclude_when_all_signed(paper, actor=THE_SYSTEM, now=now)


def ended(paper: Paper, envelope: Envelope, now: datetime) -> None:
    """What was gathered does not count; signatures by hand stay."""
    _signatures(paper).filter(envelope=envelope).delete()


def require_out_for_signature(paper: Paper) -> None:
    """Whether signatures are taken, on paper too.

    Raises:
        UnableToSign: not yet, or not any more.
    """
    if paper.state not in {State.OUT_FOR_SIGNATURE, AmendmentState.OUT_FOR_SIGNATURE}:
        raise UnableToSign(
            _("It is not out for signature: it is “%(state)s”.") % {"state": paper.get_state_display()}
        )


# --- Inside -----------------------------------------------------------------------------------


def _signatures(paper: Paper):
    return PaperSignature.objects.filter(party__agreement=agreement_of(paper), amendment=amendment_of(paper))


def _conclude_when_all_signed(paper: Paper, *, actor: Actor, now: datetime) -> None:
    from agreements.operations.amendments import conclude_amendment_when_all_signed
    from agreements.operations.paper import conclude_when_all_signed

    if isinstance(paper, Amendment):
        conclude_amendment_when_all_signed(paper, actor=actor, now=now)
    else:
        conclude_when_all_signed(paper, actor=actor, now=now)


def _locked(actor: User, paper: Paper) -> Paper:
    locked: Paper = Agreement.objects.for_write(actor, agreement_of(paper).pk, "agreement.edit")
    if isinstance(paper, Amendment):
        locked = Amendment.objects.for_write(actor, paper.pk, "agreement.edit")
    require_out_for_signature(locked)
    return locked
