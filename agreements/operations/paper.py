"""Signing: sent out, signed party by party, concluded with the last one. Electronically: ``electronic``."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.choices import Language, State
from agreements.models import Agreement, AgreementClause, PaperSignature, Party
from agreements.operations.editing import require_complete
from agreements.operations.electronic import (
    call_off_amendments,
    call_off_envelope,
    envelope_out,
    note_paper_in_envelope,
    require_nobody_signed_electronically,
    require_out_for_signature,
)
from agreements.operations.refusals import UnableToSign
from agreements.operations.signatories import name_and_position, signatory_of_the_centre
from agreements.operations.succession import locked_predecessor, successor_signed
from agreements.transitions import AGREEMENT_MOVES
from agreements.variables import agreement_values, clause_values, fill
from core import audit
from core.access import Actor

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def send_for_signature(*, actor: User, pk: int, now: datetime) -> Agreement:
    """Fix the text, every variable filled in, and let the parties sign it.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused: see ``TransitionTable.move``.
        Incomplete: something is missing.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    if agreement.state == State.APPROVED:
        require_complete(agreement, now)
        _fix_texts(agreement)
    return AGREEMENT_MOVES.move(actor=actor, pk=pk, name="send", now=now, changes={"updated_at": now})


@transaction.atomic
def call_back(*, actor: User, pk: int, reason: str, now: datetime) -> Agreement:
    """Take an agreement back that nobody has signed yet; its text can then change and be reviewed again.

    Raises:
        UnableToSign: somebody has signed electronically.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    require_nobody_signed_electronically(agreement)
    call_off_envelope(agreement, actor=actor, reason=reason, now=now)
    agreement = AGREEMENT_MOVES.move(
        actor=actor, pk=pk, name="call_back", now=now, reason=reason, changes={"updated_at": now}
    )
    agreement.clauses.update(sent_text_en="", sent_text_zh="")
    return agreement


@transaction.atomic
def record_paper_signature(
    *,
    actor: User,
    pk: int,
    party_id: int,
    signed_on: date,
    now: datetime,
    signatory: User | None = None,
    signatory_name: str = "",
    signatory_title: str = "",
    scan: File[bytes] | None = None,
) -> PaperSignature:
    """Write down who signed for a party by hand, and when. With the last party the agreement is concluded.

    For the centre that is a ``signatory`` who held the power to sign for it on that day, for an
    enterprise whoever's ``signatory_name`` stands on the paper. Where it is out for electronic
    signature as well, the party signs that on paper, with its ``scan``.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToSign: it is not out for signature, the party has signed, the day is in the future, or
            nobody who may sign for the centre is named.
    """
    locked_predecessor(pk)
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    require_out_for_signature(agreement)
    signature = write_signature(
        agreement,
        actor=actor,
        party_id=party_id,
        signatory=signatory,
        signatory_name=signatory_name,
        signatory_title=signatory_title,
        signed_on=signed_on,
        now=now,
    )
    note_paper_in_envelope(agreement, signature, actor=actor, scan=scan, now=now)
    conclude_when_all_signed(agreement, actor=actor, now=now)
    return signature


def conclude_when_all_signed(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The agreement is signed with its last party. The caller holds its lock and its predecessor's.

    The agreement that it renews then becomes ``renewed``: its successor is certain from this day
    on, so nobody need be reminded of its end, but it stays in force until its own last day.
    """
    signatures = PaperSignature.objects.filter(party__agreement=agreement, amendment=None)
    if signatures.count() < agreement.parties.count():
        return
    last = max(signatures.values_list("signed_on", flat=True))
    AGREEMENT_MOVES.move(
        actor=actor, pk=agreement.pk, name="sign", now=now, changes={"signed_on": last, "updated_at": now}
    )
    predecessor = locked_predecessor(agreement.pk)
    if predecessor is not None:
        successor_signed(predecessor, actor=actor, now=now)
        call_off_amendments(predecessor, actor=actor, reason=_("The agreement was renewed."), now=now)


@transaction.atomic
def remove_paper_signature(*, actor: User, pk: int, signature_id: int, reason: str, now: datetime) -> None:
    """Take out a signature that was recorded by mistake, while others are still to come.

    Raises:
        UnableToSign: the agreement is concluded, or no reason is given.
    """
    agreement = Agreement.objects.for_write(actor, pk, "agreement.edit")
    require_out_for_signature(agreement)
    if not reason.strip():
        raise UnableToSign(_("Please give a reason: the others will read it."))
    signature = PaperSignature.objects.get(pk=signature_id, party__agreement=agreement, amendment=None)
    if signature.envelope_id or envelope_out(agreement) is not None:
        raise UnableToSign(_("It is out for electronic signature: call that off first."))
    audit.record(
        actor=actor,
        subject=agreement,
        verb="agreement.signature_removed",
        now=now,
        reason=reason.strip(),
        details={"party": signature.party_id, "signatory": signature.signatory_name},
        capability="agreement.edit",
    )
    signature.delete()


def write_signature(
    agreement: Agreement,
    *,
    actor: User,
    party_id: int,
    signatory: User | None,
    signatory_name: str,
    signatory_title: str,
    signed_on: date,
    now: datetime,
    amendment_id: int | None = None,
) -> PaperSignature:
    """One party's signature under the agreement or an amendment. The caller holds the agreement's lock."""
    party = agreement.parties.get(pk=party_id)
    if signed_on > timezone.localdate(now):
        raise UnableToSign(_("Nobody can have signed in the future."))
    if PaperSignature.objects.filter(party=party, amendment=amendment_id).exists():
        raise UnableToSign(_("%(party)s has signed already.") % {"party": party})
    details: dict[str, object] = {"party": party.pk, "amendment": amendment_id}
    if party.role == Party.Role.CENTRE:
        holder = signatory_of_the_centre(agreement, signatory, signed_on)
        signatory_name, signatory_title = name_and_position(agreement, holder)
        details |= {"signed_by": holder.user.pk, "lender": holder.lender and holder.lender.pk}
    elif signatory is not None or not signatory_name.strip():
        raise UnableToSign(_("Say who signed."))
    signature = PaperSignature.objects.create(
        party=party,
        amendment_id=amendment_id,
        signatory_name=signatory_name.strip(),
        signatory_title=signatory_title.strip(),
        signed_by=signatory,
        signed_on=signed_on,
        recorded_by=actor,
        recorded_at=now,
    )
    audit.record(
        actor=actor,
        subject=agreement,
        verb="agreement.signature",
        now=now,
        details=details | {"signatory": signature.signatory_name},
        capability="agreement.edit",
    )
    return signature


def _fix_texts(agreement: Agreement) -> None:
    clauses = list(agreement.clauses.select_related("source"))
    for language in Language(agreement.language).codes:
        values = agreement_values(agreement, language)
        for clause in clauses:
            text = fill(getattr(clause, f"text_{language}"), values | clause_values(clause, language))
            setattr(clause, f"sent_text_{language}", text)
    AgreementClause.objects.bulk_update(clauses, ["sent_text_en", "sent_text_zh"])
