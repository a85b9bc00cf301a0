"""A signatory's side of signing, step by step: open, read, agree, be identified, sign or decline.

``actor`` is the person who is signed in, or a :class:`signing.policies.Bearer` of a link; nobody else
reaches a signatory's row. Locks: the record where the step may conclude it, the envelope, the signatory.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import Actor, NotVisible
from core.attachments import store_upload
from core.filetypes import DOCUMENTS
from signing.ledger import Kinds, signature_of, write
from signing.links import spend
from signing.links_to_sign import links_to
from signing.models import Envelope, Signatory, SignatoryFile
from signing.operations.envelopes import tidy
from signing.operations.progress import after_signature, close
from signing.operations.refusals import UnableToSign
from signing.signables import signable_of
from signing.statements import STATEMENT

Status = Signatory.Status
IDENTITY_HOLDS = timedelta(minutes=30)
MOST_PROOFS = 5  # whoever holds a link could fill the disk


@dataclass(frozen=True, slots=True)
class Where:
    """From which address and with which browser somebody acts."""

    address: str | None = None
    user_agent: str = ""


@transaction.atomic
def open_document(*, actor: Actor, signatory_id: int, now: datetime) -> Signatory:
    """Note that the signatory has the document before them; the first time only.

    Raises:
        NotVisible: this actor is not that signatory.
        UnableToSign: it is not their turn, they are done, or the envelope is closed.
    """
    signatory = locked(actor, signatory_id, now=now)
    if signatory.status == Status.INVITED:
        signatory.status, signatory.opened_at = Status.OPENED, now
        signatory.save(update_fields=["status", "opened_at"])
        write(signatory.envelope, Kinds.OPENED, now=now, actor=actor, signatory=signatory)
    return signatory


@transaction.atomic
def consent(*, actor: Actor, signatory_id: int, statement: str, where: Where, now: datetime) -> Signatory:
    """Agree to sign electronically, in the words of a version of the statement.

    Raises:
        UnableToSign: these are not the words in force; see also :func:`open_document`.
    """
    signatory = locked(actor, signatory_id, now=now)
    if statement != STATEMENT.version:
        raise UnableToSign(_("The statement has changed. Please read it again."))
    if signatory.consented_at is None or signatory.statement != statement:
        signatory.consented_at, signatory.statement = now, statement
        signatory.save(update_fields=["consented_at", "statement"])
        write(
            signatory.envelope,
            Kinds.CONSENTED,
            now=now,
            actor=actor,
            signatory=signatory,
            details={"statement": statement, "sha256": STATEMENT.sha256, "address": where.address},
        )
    return signatory


@transaction.atomic
def page_seen(*, actor: Actor, signatory_id: int, page: int, now: datetime) -> int:
    """Note that a page was before the reader's eyes; answers how many of the pages were by now.

    Raises:
        UnableToSign: there is no such page; see also :func:`open_document`.
    """
    signatory = locked(actor, signatory_id, now=now)
    pages = signatory.envelope.pages
    if not 1 <= page <= pages:
        raise UnableToSign(_("There is no such page."))
    if page not in signatory.pages_seen:
        signatory.pages_seen = sorted({*signatory.pages_seen, page})
        signatory.save(update_fields=["pages_seen"])
        if len(signatory.pages_seen) == pages:
            write(
                signatory.envelope,
                Kinds.READ,
                now=now,
                actor=actor,
                signatory=signatory,
                details={"pages": pages, "sha256": signatory.envelope.document_sha256},
            )
    return len(signatory.pages_seen)


@transaction.atomic
def hand_in_authority(
    *, actor: Actor, signatory_id: int, upload: File[bytes], now: datetime
) -> SignatoryFile:
    """A deputy's proof that they may sign for somebody.

    Raises:
        UnableToSign: they sign in their own right, or have handed in as many files as are kept; see also
            :func:`open_document`.
        UnacceptableFile: too large, empty, of another type, or harmful.
    """
    signatory = locked(actor, signatory_id, now=now)
    if not signatory.deputises_for:
        raise UnableToSign(_("You sign in your own right: no proof of authority is needed."))
    proofs = signatory.files.filter(purpose=SignatoryFile.Purpose.AUTHORITY)
    if proofs.count() >= MOST_PROOFS:
        raise UnableToSign(
            _("%(most)d files are there already, and no more are kept.") % {"most": MOST_PROOFS}
        )
    kept = store_upload(
        actor=actor,
        model=SignatoryFile,
        parent=signatory,
        upload=upload,
        now=now,
        accepted=DOCUMENTS,
        purpose=SignatoryFile.Purpose.AUTHORITY,
    )
    write(
        signatory.envelope,
        Kinds.AUTHORISED,
        now=now,
        actor=actor,
        signatory=signatory,
        details={"for": signatory.deputises_for, "sha256": kept.sha256},
    )
    return kept


@transaction.atomic
def sign(
    *, actor: Actor, signatory_id: int, typed_name: str, seen_sha256: str, where: Where, now: datetime
) -> Signatory:
    """Sign. The last signature concludes the record and has the document sealed.

    Args:
        seen_sha256: of the document that was on the page; it is compared with the kept file.

    Raises:
        NotVisible: this actor is not that signatory.
        UnableToSign: a step is missing, they may not sign for their party (any more), the name is not
            theirs, or it is too late.
    """
    record, signatory = _locked_with_record(actor, signatory_id, now)
    envelope = signatory.envelope
    if missing := what_is_missing(signatory, now=now):
        raise UnableToSign(missing)
    if objection := signable_of(envelope).objection(record, signatory, timezone.localdate(now)):
        raise UnableToSign(objection)
    if not is_own_name(signatory, typed_name):
        raise UnableToSign(_("Please type your name as it stands here: %(name)s") % {"name": signatory.name})
    if seen_sha256 != envelope.document_sha256 or sha256_of(envelope) != envelope.document_sha256:
        raise UnableToSign(_("This is not the document that was sent to you. Nothing was signed."))
    signatory.status = Status.SIGNED
    signatory.typed_name = tidy(typed_name)
    signatory.address, signatory.user_agent = where.address, where.user_agent[:300]
    signatory.signed_at, signatory.signed_on = now, timezone.localdate(now)
    signatory.save(update_fields=["status", "typed_name", "address", "user_agent", "signed_at", "signed_on"])
    write(
        envelope,
        Kinds.SIGNED,
        now=now,
        actor=actor,
        signatory=signatory,
        details={
            "signature": signature_of(signatory),
            "sha256": envelope.document_sha256,
            "read": "batch" if signatory.read_in_batch else signatory.pages_seen,
        },
    )
    spend(links_to([signatory.pk]), now=now)
    after_signature(envelope, signatory, record=record, actor=actor, now=now)
    return signatory


@transaction.atomic
def decline(*, actor: Actor, signatory_id: int, reason: str, where: Where, now: datetime) -> Signatory:
    """Refuse to sign, and say why: everybody else will read it. Nobody can sign it any more.

    Raises:
        UnableToSign: no reason is given; see also :func:`open_document`.
    """
    record, signatory = _locked_with_record(actor, signatory_id, now)
    if not reason.strip():
        raise UnableToSign(_("Please say why: the others will read it."))
    signatory.status, signatory.declined_at = Status.DECLINED, now
    signatory.decline_reason = reason.strip()
    signatory.address, signatory.user_agent = where.address, where.user_agent[:300]
    signatory.save(update_fields=["status", "declined_at", "decline_reason", "address", "user_agent"])
    spend(links_to([signatory.pk]), now=now)
    close(
        signatory.envelope,
        move="decline",
        kind=Kinds.DECLINED,
        record=record,
        actor=actor,
        reason=reason,
        now=now,
    )
    return signatory


# --- What stands in the way -------------------------------------------------------------------


def what_is_missing(signatory: Signatory, *, now: datetime) -> str:
    """The first step that is not done yet, in words; empty where they can sign."""
    if signatory.consented_at is None or signatory.statement != STATEMENT.version:
        return _("Please agree to sign electronically first.")
    if not signatory.has_read_everything:
        return _("Please read every page first.")
    if needs_authority(signatory):
        return _("Please hand in the proof that you may sign for %(name)s.") % {
            "name": signatory.deputises_for
        }
    if not is_identified(signatory, now=now):
        return _("Please show once more that it is you.")
    return ""


def needs_authority(signatory: Signatory) -> bool:
    """Costs a query for a deputy."""
    return (
        bool(signatory.deputises_for)
        and not signatory.files.filter(purpose=SignatoryFile.Purpose.AUTHORITY).exists()
    )


def is_identified(signatory: Signatory, *, now: datetime) -> bool:
    return signatory.identified_at is not None and now - signatory.identified_at <= IDENTITY_HOLDS


def is_own_name(signatory: Signatory, typed: str) -> bool:
    """Either of the names, however spaced and capitalised."""
    names = {tidy(name).casefold() for name in (signatory.name, signatory.name_latin) if name}
    return tidy(typed).casefold() in names


def sha256_of(envelope: Envelope) -> str:
    """Of the kept file, read anew; empty where it cannot be read."""
    try:
        with envelope.document.storage.open(str(envelope.document.name), "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


# --- Inside -----------------------------------------------------------------------------------


def locked(actor: Actor, signatory_id: int, *, now: datetime) -> Signatory:
    """The signatory's own row behind its envelope's lock, where it is their turn.

    Raises:
        NotVisible, UnableToSign: see :func:`open_document`.
    """
    found = Signatory.objects.of(actor).filter(pk=signatory_id).first()
    if found is None:
        raise NotVisible(f"signing.Signatory {signatory_id}")
    envelope = Envelope.objects.select_for_update().get(pk=found.envelope_id)
    signatory = Signatory.objects.select_for_update().get(pk=signatory_id)
    signatory.envelope = envelope
    _require_turn(signatory, now)
    return signatory


def _locked_with_record(actor: Actor, signatory_id: int, now: datetime) -> tuple[Any, Signatory]:
    found = Signatory.objects.of(actor).select_related("envelope").filter(pk=signatory_id).first()
    if found is None:
        raise NotVisible(f"signing.Signatory {signatory_id}")
    record = signable_of(found.envelope).lock(found.envelope.subject_id)
    return record, locked(actor, signatory_id, now=now)


def _require_turn(signatory: Signatory, now: datetime) -> None:
    envelope = signatory.envelope
    if signatory.status == Status.SIGNED:
        raise UnableToSign(_("You have signed this document already."))
    if not envelope.is_out:
        raise UnableToSign(
            _("It cannot be signed any more: it is “%(state)s”.") % {"state": envelope.get_state_display()}
        )
    if envelope.deadline_on < timezone.localdate(now):
        raise UnableToSign(_("The deadline is past. Please ask whoever sent it to you."))
    if not signatory.is_electronic:
        raise UnableToSign(_("You are expected to sign on paper."))
    if signatory.status == Status.WAITING:
        raise UnableToSign(_("Others sign before you. You will be told when it is your turn."))
