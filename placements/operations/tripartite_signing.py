"""Signing the papers of placements: electronically in an envelope of ``signing``, or by hand.

Locks: the placement, the paper, its envelope, the signatory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from agreements.choices import Language
from agreements.policies import signatories_of_the_centre
from core import audit, sms
from core.access import THE_SYSTEM, Actor, NotVisible
from core.attachments import store_upload
from partnerships.models import Contact, ContactRole
from placements.changes import amendment_made
from placements.models import (
    ConsentMeans,
    ConsentParty,
    Placement,
    Tripartite,
    TripartiteParty,
    TripartiteScan,
    TripartiteSignature,
    TripartiteState,
)
from placements.operations.consents import consent_by_signature, consents_fall_away
from placements.operations.readiness import recheck
from placements.transitions.papers import EDIT, TRIPARTITE_MOVES
from placements.tripartite_document import differing_words, shared_words
from signing.models import Envelope, Means, Signatory
from signing.operations import (
    DocumentToSign,
    NewSignatory,
    UnableToSign,
    means_by,
    record_on_paper,
    send_envelope,
)

if TYPE_CHECKING:
    from accounts.holders import Holder
    from accounts.models import User

PARTY = TripartiteParty
# A party that also consents by its signature, where the text says so.
CONSENTING = {PARTY.STUDENT: ConsentParty.STUDENT, PARTY.GUARDIAN: ConsentParty.GUARDIAN}


@dataclass(frozen=True, slots=True)
class SignedByHand:
    """Who signed for one party on paper."""

    name: str
    title: str = ""


@transaction.atomic
def send_tripartite(*, actor: User, pk: int, signatory: User, due_on: date, now: datetime) -> Envelope:
    """Send a paper to school, enterprise, student and guardian, all at the same time.

    Where an earlier envelope was declined, called off or ran out, signatures under the same bytes stay.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused: the paper, see ``TransitionTable.move``.
        UnableToSign: somebody cannot be reached, or may not sign for the school.
        UnableToSend: see :func:`signing.operations.send_envelope`.
    """
    paper = locked_paper(actor, pk)
    TRIPARTITE_MOVES.move(actor=actor, pk=pk, name="send", now=now, changes={"due_on": due_on})
    earlier = Envelope.objects.about(paper).order_by("-created_at", "-pk").first()
    envelope = send_envelope(
        actor=actor,
        record=paper,
        document=document_to_sign(paper),
        signatories=signatories_of(paper, signatory, on=timezone.localdate(now)),
        deadline_on=due_on,
        replaces=earlier,
        now=now,
    )
    _note_those_by_hand(paper, envelope, actor=actor, now=now)
    recheck([paper.placement_id], now=now)
    return envelope


def _note_those_by_hand(paper: Tripartite, envelope: Envelope, *, actor: User, now: datetime) -> None:
    """Who signed a printed copy of an envelope that came back has signed this one as well."""
    pending = envelope.signatories.filter(way=Signatory.Way.PAPER, status__in=Signatory.PENDING)
    keys = set(pending.values_list("party_key", flat=True))
    for one in paper.signatures.filter(party__in=keys).order_by("pk"):
        record_on_paper(
            actor=actor,
            envelope=envelope,
            record=paper,
            party_key=one.party,
            name=one.signatory_name,
            title=one.signatory_title,
            signed_on=one.signed_on,
            now=now,
        )


def document_to_sign(paper: Tripartite) -> DocumentToSign:
    title = paper.contents["title"]
    shared: dict[str, Any] = {}
    if not paper.amendment_no:
        shared = {
            "common_title_en": title["en"],
            "common_title_zh": title["zh"],
            "common_text": shared_words(paper.template),
            "differing": differing_words(paper.contents),
        }
    versions = Tripartite.objects.filter(number=paper.number, amendment_no=paper.amendment_no)
    student = next(party for party in paper.contents["parties"] if party["key"] == PARTY.STUDENT)["name"]
    return DocumentToSign(
        title_en=f"{title['en']}: {student['en']}",
        title_zh=f"{title['zh']}：{student['zh']}",
        reference=paper.reference,
        storage_name=str(paper.file.name),
        sha256=paper.sha256,
        pages=paper.pages,
        language=paper.language,
        versions=[
            {
                "version": one.version,
                "language": one.language,
                "sha256": one.sha256,
                "made_at": one.created_at.isoformat(),
            }
            for one in versions.order_by("version")
        ],
        **shared,
    )


def signatories_of(paper: Tripartite, signatory: User, *, on: date) -> list[NewSignatory]:
    """Who signs for each party.

    Raises:
        UnableToSign: somebody is not on record, cannot be reached, or lacks the power to sign.
    """
    placement = paper.placement
    parties = {party["key"]: party["name"] for party in paper.contents["parties"]}
    guardian = placement.student.guardians.order_by("-is_first", "pk").first()
    if guardian is None:
        raise UnableToSign(_("No guardian is on record: enter one first."))
    holder = power_to_sign(placement, signatory, on)
    contact = signatory_of_the_host(placement)
    student = placement.student
    user = student.user if student.user and student.user.is_active else None
    asked = [
        _asked(PARTY.STUDENT, parties, student, user=user),
        _asked(PARTY.GUARDIAN, parties, guardian, title=guardian.get_relationship_display()),
        _asked(PARTY.HOST, parties, contact, user=_portal_user(contact), title=contact.title),
        _asked(PARTY.SCHOOL, parties, holder.user, user=holder.user, title=position_in(paper, holder)),
    ]
    by_hand = {one.party: one for one in paper.signatures.filter(envelope=None)}
    return [
        _signed(person, by_hand[person.party_key]) if person.party_key in by_hand else person
        for person in asked
    ]


def _signed(person: NewSignatory, signature: TripartiteSignature) -> NewSignatory:
    """The party has signed a printed copy already, and is asked no more."""
    return replace(
        person,
        name=signature.signatory_name,
        name_latin="",
        title=signature.signatory_title,
        user=None,
        email="",
        phone="",
        means_allowed=[],
        way=Signatory.Way.PAPER,
    )


def _asked(
    party: str, parties: Mapping[str, Any], person: Any, *, user: User | None = None, title: str = ""
) -> NewSignatory:
    email, phone = person.email or "", getattr(person, "phone", "")
    means = means_by(email=email, phone=phone)
    if not means:
        raise UnableToSign(
            _("%(name)s has neither mailbox nor telephone on record: nobody could tell that it is them.")
            % {"name": person}
        )
    is_staff = party == PARTY.SCHOOL
    return NewSignatory(
        party_key=str(party),
        party_en=parties[party]["en"],
        party_zh=parties[party]["zh"],
        name=person.name,
        name_latin=getattr(person, "name_latin", ""),
        title=title,
        email=email,
        phone=phone,
        language=getattr(person, "language", "zh-hans"),
        user=user,
        means_allowed=[*means, *([Means.TOTP] if is_staff else [])],
    )


def power_to_sign(placement: Placement, person: User, on: date) -> Holder:
    """The position, or the loan, through which somebody signs for the school on a day.

    Raises:
        UnableToSign: no position gives them that power.
    """
    holder = signatories_of_the_centre(placement.department_id, on, on).get(person.pk)
    if holder is None:
        raise UnableToSign(
            _("%(person)s could not sign for the centre on %(day)s: no position gave them that power.")
            % {"person": person, "day": formats.date_format(on, "DATE_FORMAT")}
        )
    return holder


def signatory_of_the_host(placement: Placement) -> Contact:
    """Who signs for the enterprise: with an account at the portal before one without.

    Raises:
        UnableToSign: nobody with that role is on record who can be reached.
    """
    rows = Contact.objects.filter(
        enterprise=placement.enterprise_id, left_on=None, roles__contains=[ContactRole.SIGNATORY]
    )
    rows = rows.exclude(email="", phone="") if sms.is_available() else rows.exclude(email="")
    contact = (
        rows.select_related("user").order_by(F("user").asc(nulls_last=True), "-is_primary", "pk").first()
    )
    if contact is None:
        raise UnableToSign(
            _("%(enterprise)s has no signatory on record who can be reached: enter one first.")
            % {"enterprise": placement.enterprise}
        )
    return contact


def _portal_user(contact: Contact) -> User | None:
    in_portal = Contact.objects.in_portal().filter(pk=contact.pk, user__is_active=True).exists()
    return contact.user if in_portal else None


def position_in(paper: Tripartite, holder: Holder) -> str:
    with translation.override("en" if paper.language == Language.ENGLISH else "zh-hans"):
        return holder.position.title


# --- What signing does here: see signing.signables ---------------------------------------------


def lock_tripartite(pk: int) -> Tripartite:
    placement_pk = Tripartite.objects.values_list("placement_id", flat=True).get(pk=pk)
    Placement.objects.select_for_update(of=("self",)).get(pk=placement_pk)
    return _with_people(Tripartite.objects.select_for_update(of=("self",))).get(pk=pk)


def owner_of(paper: Tripartite) -> User:
    return paper.created_by or paper.placement.plan.owner


def objection(paper: Tripartite, signatory: Signatory, on: date) -> str:
    """Why somebody may not sign for the school (any more); the others sign for themselves."""
    if signatory.party_key != PARTY.SCHOOL:
        return ""
    if signatory.user is None:
        return _("Say who signed for the centre.")
    try:
        power_to_sign(paper.placement, signatory.user, on)
    except UnableToSign as refusal:
        return str(refusal)
    return ""


def party_signed(paper: Tripartite, envelope: Envelope, people: Sequence[Signatory], now: datetime) -> None:
    party, person = PARTY(people[0].party_key), people[0]
    signed_on = max(one.signed_on for one in people if one.signed_on)
    TripartiteSignature.objects.create(
        tripartite=paper,
        party=party,
        signatory_name=person.name,
        signatory_title=person.title,
        signed_by=person.user if party == PARTY.SCHOOL else None,
        signed_on=signed_on,
        envelope=envelope,
        recorded_at=now,
    )
    consent_with(
        paper, party, person.name, signed_on, means=ConsentMeans.AGREEMENT, recorded_by=None, now=now
    )
    recheck([paper.placement_id], now=now)


def all_signed(paper: Tripartite, envelope: Envelope, now: datetime) -> None:
    conclude_when_all_signed(paper, actor=THE_SYSTEM, now=now)


def ended(paper: Tripartite, envelope: Envelope, now: datetime) -> None:
    """What was gathered does not count. Sent again, whoever signed the same bytes need not sign again."""
    paper.signatures.filter(envelope=envelope).delete()
    if not paper.amendment_no:  # an amendment asks for no consent
        consents_fall_away(paper, now=now)
    TRIPARTITE_MOVES.move(actor=THE_SYSTEM, pk=paper.pk, name="come_back", now=now, changes={"due_on": None})
    recheck([paper.placement_id], now=now)


def conclude_when_all_signed(paper: Tripartite, *, actor: Actor, now: datetime) -> None:
    """The caller holds the locks of placement and paper."""
    days = list(paper.signatures.values_list("signed_on", flat=True))
    if len(days) < len(PARTY):
        return
    TRIPARTITE_MOVES.move(
        actor=actor, pk=paper.pk, name="sign", now=now, changes={"signed_on": max(days), "due_on": None}
    )
    amendment_made(paper.placement_id, made_at=paper.created_at)
    recheck([paper.placement_id], now=now)


# --- By hand ----------------------------------------------------------------------------------


@transaction.atomic
def record_signed_on_paper(
    *,
    actor: User,
    pk: int,
    signed_on: date,
    signatory: User,
    others: Mapping[str, SignedByHand],
    scan: File[bytes],
    now: datetime,
) -> Tripartite:
    """Write down that everybody has signed the printed paper, with its scan.

    Args:
        signatory: who signed for the school, and held the power to on that day.
        others: who signed for the enterprise, the student and the guardian.

    Raises:
        NotVisible, PermissionDenied: the paper.
        UnableToSign: it is out electronically or signed, somebody is not named, or the day is in the future.
        UnacceptableFile: the scan is no picture or document.
    """
    paper = locked_paper(actor, pk)
    if paper.state != TripartiteState.MADE:
        raise UnableToSign(
            _("It is “%(state)s”: call the electronic signing off first.")
            % {"state": paper.get_state_display()}
            if paper.state == TripartiteState.OUT
            else _("It cannot be signed any more: it is “%(state)s”.") % {"state": paper.get_state_display()}
        )
    if signed_on > timezone.localdate(now):
        raise UnableToSign(_("The day lies in the future."))
    holder = power_to_sign(paper.placement, signatory, signed_on)
    school = SignedByHand(name=holder.user.name, title=position_in(paper, holder))
    for party in PARTY:
        person = school if party == PARTY.SCHOOL else others.get(party)
        if person is None or not person.name.strip():
            raise UnableToSign(_("Say who signed for %(party)s.") % {"party": party.label})
        TripartiteSignature.objects.create(
            tripartite=paper,
            party=party,
            signatory_name=person.name.strip(),
            signatory_title=person.title.strip(),
            signed_by=signatory if party == PARTY.SCHOOL else None,
            signed_on=signed_on,
            recorded_by=actor,
            recorded_at=now,
        )
        consent_with(
            paper, party, person.name, signed_on, means=ConsentMeans.PAPER, recorded_by=actor, now=now
        )
    store_upload(actor=actor, model=TripartiteScan, parent=paper, upload=scan, now=now)
    audit.record(
        actor=actor,
        subject=paper.placement,
        verb="tripartite.on_paper",
        now=now,
        details={"reference": paper.reference, "signed_on": signed_on.isoformat()},
        capability=EDIT,
    )
    conclude_when_all_signed(paper, actor=actor, now=now)
    return Tripartite.objects.get(pk=pk)


def usual_signatories(paper: Tripartite) -> dict[str, SignedByHand]:
    """Who would sign for the enterprise, the student and the guardian; blank where nobody is on record."""
    placement = paper.placement
    guardian = placement.student.guardians.order_by("-is_first", "pk").first()
    try:
        contact = signatory_of_the_host(placement)
        host = SignedByHand(name=contact.name, title=contact.title)
    except UnableToSign:
        host = SignedByHand(name="")
    return {
        PARTY.HOST: host,
        PARTY.STUDENT: SignedByHand(name=placement.student.name),
        PARTY.GUARDIAN: SignedByHand(name=guardian.name if guardian else ""),
    }


# --- Inside -----------------------------------------------------------------------------------


def consent_with(
    paper: Tripartite, party: str, name: str, on: date, *, means: str, recorded_by: Any, now: datetime
) -> None:
    if party in CONSENTING and paper.template.asks_consent and not paper.amendment_no:
        consent_by_signature(
            paper,
            party=CONSENTING[PARTY(party)],
            name=name,
            on=on,
            means=means,
            recorded_by=recorded_by,
            now=now,
        )


def locked_paper(actor: User, pk: int) -> Tripartite:
    paper = Tripartite.objects.visible_to(actor).filter(pk=pk).first()
    if paper is None:
        raise NotVisible(f"placements.Tripartite {pk}")
    Placement.objects.for_write(actor, paper.placement_id, EDIT)
    return _with_people(Tripartite.objects.all()).for_write(actor, pk, EDIT)


def _with_people(rows: Any) -> Any:
    return rows.select_related(
        "template",
        "created_by",
        "placement__student__user",
        "placement__enterprise",
        "placement__plan__owner",
    ).prefetch_related("template__clauses")
