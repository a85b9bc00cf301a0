"""Staff's side of signing: send out, call off, remind, record what was signed on paper.

Locks are taken in one order: the record, its envelope, the signatories.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import THE_SYSTEM, Actor, NotVisible
from core.attachments import store_upload
from signing.ledger import Kinds, signature_of, write
from signing.links_to_sign import links_taken_back
from signing.models import CommonText, Envelope, Means, Signatory, SignatoryFile
from signing.notices import remind_by_hand
from signing.operations.progress import after_signature, close, complete, invite_next
from signing.operations.refusals import UnableToSend, UnableToSign
from signing.signables import kind_of, signable_of
from signing.subjects import fingerprint

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

Status, Way = Signatory.Status, Signatory.Way


@dataclass(frozen=True, kw_only=True)
class DocumentToSign:
    """The exact file, where it is kept, and what it is called. It is never written to.

    Attributes:
        storage_name: of the file in the default storage.
        versions: every version so far, each with its fingerprint, as plain data.
        common_text: the paragraphs that others of its kind share, for signing many at a time.
        differing: labels and values beside them; both as ``{"en": …, "zh": …}``.
    """

    title_en: str
    title_zh: str
    reference: str
    storage_name: str
    sha256: str
    pages: int
    language: str
    versions: Sequence[Mapping[str, Any]] = ()
    common_title_en: str = ""
    common_title_zh: str = ""
    common_text: Sequence[Mapping[str, Any]] = ()
    differing: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, kw_only=True)
class NewSignatory:
    """Somebody who is to sign, in the order given."""

    party_key: str
    party_en: str
    party_zh: str
    name: str
    name_latin: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    language: str = "zh-hans"
    user: User | None = None
    way: str = Way.ELECTRONIC
    means_allowed: Sequence[str] = field(default=(Means.EMAIL,))
    deputises_for: str = ""


@transaction.atomic
def send_envelope(
    *,
    actor: User,
    record: models.Model,
    document: DocumentToSign,
    signatories: Sequence[NewSignatory],
    deadline_on: date,
    now: datetime,
    is_ordered: bool = False,
    replaces: Envelope | None = None,
) -> Envelope:
    """Send a document out to be signed. The caller has authorised the actor and holds the record's lock.

    Args:
        replaces: an envelope that was declined, called off or ran out. Signatures in it stay where the
            bytes are the same and the same person still signs for the same party: nobody signs the same
            text twice.

    Raises:
        UnableToSend: it is out already, nobody signs electronically, somebody may not sign for their
            party, or the deadline is past.
    """
    if Envelope.objects.about(record).out().exists():
        raise UnableToSend(_("It is out for electronic signature already."))
    if replaces is not None and replaces.state == Envelope.State.COMPLETED:
        raise UnableToSend(_("Everybody has signed it already."))
    if not any(person.way == Way.ELECTRONIC for person in signatories):
        raise UnableToSend(_("Somebody has to sign electronically; otherwise record who signed on paper."))
    on = timezone.localdate(now)
    if deadline_on < on:
        raise UnableToSend(_("The deadline is past."))
    for person in signatories:
        _check_person(person)
    envelope = Envelope.objects.create(
        subject_type=ContentType.objects.get_for_model(record),
        subject_id=record.pk,
        title_en=document.title_en[:300],
        title_zh=document.title_zh[:300],
        reference=document.reference,
        document=document.storage_name,
        document_sha256=document.sha256,
        pages=document.pages,
        language=document.language,
        versions=[dict(version) for version in document.versions],
        common_text=_common_text(document),
        differing=[dict(line) for line in document.differing],
        is_ordered=is_ordered,
        deadline_on=deadline_on,
        created_by=actor,
        created_at=now,
        replaces=replaces,
    )
    rows = [_signatory(envelope, order, person) for order, person in enumerate(signatories, start=1)]
    for row in rows:
        if row.is_electronic and (objection := signable_of(envelope).objection(record, row, on)):
            raise UnableToSend(objection)
    Signatory.objects.bulk_create(rows)
    write(
        envelope,
        Kinds.SENT,
        now=now,
        actor=actor,
        details={
            "sha256": document.sha256,
            "pages": document.pages,
            "ordered": is_ordered,
            "deadline": deadline_on,
            "replaces": replaces.pk if replaces else None,
            "signatories": [
                {"party": person.party_key, "name": person.name, "way": str(person.way)}
                for person in signatories
            ],
        },
    )
    audit.record(
        actor=actor,
        subject=record,
        verb="envelope.send",
        now=now,
        details={"envelope": envelope.pk, "sha256": document.sha256},
        capability=signable_of(envelope).capability,
    )
    if replaces is not None and replaces.document_sha256 == envelope.document_sha256:
        _keep_signatures(envelope, replaces, record, now)
    if envelope.signatories.pending().exists():
        invite_next(envelope, now=now)
    else:
        complete(envelope, record=record, actor=actor, now=now)
    return envelope


@transaction.atomic
def void_envelope(*, actor: User, envelope_id: int, reason: str, now: datetime) -> Envelope:
    """Call the signing off. What was signed stays in the ledger and can be kept when it is sent again.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        TransitionRefused: it is not out any more, or no reason is given.
    """
    record, envelope = locked_for_staff(actor, envelope_id)
    return void_locked(envelope, record=record, actor=actor, reason=reason, now=now)


def void_locked(envelope: Envelope, *, record: Any, actor: Actor, reason: str, now: datetime) -> Envelope:
    """For the record's own app, which has authorised the actor and holds the record's lock."""
    voided = close(
        envelope, move="void", kind=Kinds.VOIDED, record=record, actor=actor, reason=reason, now=now
    )
    audit.record(
        actor=actor,
        subject=record,
        verb="envelope.void",
        now=now,
        reason=reason.strip(),
        details={"envelope": voided.pk},
        capability=signable_of(voided).capability,
    )
    return voided


@transaction.atomic
def remind_signatory(*, actor: User, envelope_id: int, signatory_id: int, now: datetime) -> bool:
    """Remind somebody whose turn it is, once a day at most; ``False`` where that has happened today.

    Raises:
        UnableToSign: it is not their turn, they sign on paper, or their link was taken back.
    """
    _record, envelope = locked_for_staff(actor, envelope_id)
    signatory = envelope.signatories.select_for_update().filter(pk=signatory_id).first()
    if signatory is None:
        raise NotVisible(f"signing.Signatory {signatory_id}")
    if (
        not envelope.is_out
        or not signatory.is_electronic
        or signatory.status
        not in {
            Status.INVITED,
            Status.OPENED,
        }
    ):
        raise UnableToSign(_("There is nothing to remind %(name)s of.") % {"name": signatory})
    if links_taken_back().filter(subject_id=signatory.pk).exists():
        raise UnableToSign(_("The link was taken back. Send a new one."))
    signatory.envelope = envelope
    if not remind_by_hand(signatory, now=now):
        return False
    write(envelope, Kinds.REMINDED, now=now, actor=actor, signatory=signatory)
    return True


@transaction.atomic
def record_on_paper(
    *,
    actor: User,
    envelope: Envelope,
    record: models.Model,
    party_key: str,
    name: str,
    title: str,
    signed_on: date,
    now: datetime,
    scan: File[bytes] | None = None,
) -> None:
    """A party has signed a printed copy of the same document. With it the envelope may be complete.

    The record's app has authorised the actor, holds the record's lock and keeps the party's signature
    by itself, as it does without an envelope.

    Raises:
        UnableToSign: the party has no part in it, or signs electronically and has begun to.
        UnacceptableFile: the scan is no picture or document.
    """
    envelope = Envelope.objects.select_for_update().get(pk=envelope.pk)
    people = list(envelope.signatories.select_for_update().filter(party_key=party_key).order_by("order"))
    if not envelope.is_out or not people:
        raise UnableToSign(_("This party is not asked to sign here."))
    if any(person.status == Status.SIGNED for person in people):
        raise UnableToSign(_("Somebody of this party has signed electronically already."))
    for person in people:
        person.way, person.status = Way.PAPER, Status.SIGNED
        person.name, person.name_latin, person.title = name.strip(), "", title.strip()
        person.signed_on = signed_on
        if scan is not None and person is people[0]:
            kept = store_upload(
                actor=actor,
                model=SignatoryFile,
                parent=person,
                upload=scan,
                now=now,
                purpose=SignatoryFile.Purpose.SCAN,
            )
            scan_sha256 = kept.sha256
        else:
            scan_sha256 = ""
        person.save(update_fields=["way", "status", "name", "name_latin", "title", "signed_on"])
        write(
            envelope,
            Kinds.SIGNED_ON_PAPER,
            now=now,
            actor=actor,
            signatory=person,
            details={"signature": signature_of(person), "scan_sha256": scan_sha256},
        )
        after_signature(envelope, person, record=record, actor=actor, now=now, tell_app=False)


def expire_envelopes(*, now: datetime) -> int:
    """End the envelopes whose deadline is past; answers how many. One transaction each.

    One that cannot be ended is logged, tried again by the next sweep, and holds up no other.
    """
    today = timezone.localdate(now)
    due = Envelope.objects.out().filter(deadline_on__lt=today).order_by("pk")
    ended = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            ended += _expire(pk, today, now)
        except Exception:
            logger.exception("Envelope %s could not be ended", pk)
    return ended


@transaction.atomic
def _expire(pk: int, today: date, now: datetime) -> bool:
    envelope = Envelope.objects.get(pk=pk)
    record = signable_of(envelope).lock(envelope.subject_id)
    envelope = Envelope.objects.select_for_update().get(pk=pk)
    if not envelope.is_out or envelope.deadline_on >= today:
        return False
    close(envelope, move="expire", kind=Kinds.EXPIRED, record=record, actor=THE_SYSTEM, reason="", now=now)
    return True


def locked_for_staff(actor: User, envelope_id: int) -> tuple[Any, Envelope]:
    """The record and its envelope, authorised and locked in this order.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
    """
    envelope = Envelope.objects.filter(pk=envelope_id).first()
    if envelope is None:
        raise NotVisible(f"signing.Envelope {envelope_id}")
    signable, model = signable_of(envelope), kind_of(envelope)
    rows: Any = model._default_manager
    if not rows.permitting(actor, signable.capability).filter(pk=envelope.subject_id).exists():
        rows.for_write(actor, envelope.subject_id, signable.capability)  # says which refusal it is
    record = signable.lock(envelope.subject_id)
    return record, Envelope.objects.select_for_update().get(pk=envelope_id)


# --- Inside -----------------------------------------------------------------------------------


def _check_person(person: NewSignatory) -> None:
    if not person.name.strip():
        raise UnableToSend(_("Say who signs for %(party)s.") % {"party": person.party_zh or person.party_en})
    if person.way == Way.PAPER:
        return
    if person.user is None and not person.email and not person.phone:
        raise UnableToSend(
            _("%(name)s has neither e-mail nor phone and cannot be asked to sign electronically.")
            % {"name": person.name}
        )
    if not person.means_allowed:
        raise UnableToSend(_("Say how %(name)s is to be identified.") % {"name": person.name})


def _signatory(envelope: Envelope, order: int, person: NewSignatory) -> Signatory:
    return Signatory(
        envelope=envelope,
        order=order,
        party_key=person.party_key,
        party_en=person.party_en,
        party_zh=person.party_zh,
        name=tidy(person.name),
        name_latin=tidy(person.name_latin),
        title=person.title.strip(),
        email=person.email or (person.user.email if person.user else "") or "",
        phone=person.phone,
        language=person.language,
        user=person.user,
        way=person.way,
        means_allowed=[] if person.way == Way.PAPER else [str(means) for means in person.means_allowed],
        deputises_for=person.deputises_for.strip(),
    )


def tidy(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()


def _common_text(document: DocumentToSign) -> CommonText | None:
    if not document.common_text:
        return None
    paragraphs = [dict(paragraph) for paragraph in document.common_text]
    text, _made = CommonText.objects.get_or_create(
        sha256=fingerprint({"language": document.language, "paragraphs": paragraphs}),
        defaults={
            "title_en": document.common_title_en,
            "title_zh": document.common_title_zh,
            "paragraphs": paragraphs,
        },
    )
    return text


KEPT = (
    "status",
    "invited_at",
    "opened_at",
    "pages_seen",
    "read_in_batch",
    "consented_at",
    "statement",
    "identified_at",
    "identified_by",
    "identified_with",
    "typed_name",
    "address",
    "user_agent",
    "signed_at",
    "signed_on",
)


def _keep_signatures(envelope: Envelope, replaced: Envelope, record: Any, now: datetime) -> None:
    """Carry over what was signed electronically under the same bytes, party by party.

    Signatures on paper are the record's own: its app notes them again.
    """
    signed = {
        (person.party_key, person.name, person.email, person.way, person.deputises_for): person
        for person in replaced.signatories.filter(status=Status.SIGNED, way=Way.ELECTRONIC)
    }
    carried: set[str] = set()
    for person in envelope.signatories.order_by("order"):
        earlier = signed.get((person.party_key, person.name, person.email, person.way, person.deputises_for))
        if earlier is None:
            continue
        for name in KEPT:
            setattr(person, name, getattr(earlier, name))
        person.carried_from = earlier.carried_from or earlier
        person.save(update_fields=[*KEPT, "carried_from"])
        write(
            envelope,
            Kinds.CARRIED,
            now=now,
            signatory=person,
            details={"signature": signature_of(person), "from": earlier.pk},
        )
        carried.add(person.party_key)
    for party_key in sorted(carried):
        people = list(envelope.signatories.filter(party_key=party_key).order_by("order"))
        if all(person.status == Status.SIGNED for person in people):
            signable_of(envelope).party_signed(record, envelope, people, now)
