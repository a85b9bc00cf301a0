"""Consent of student and guardian to a placement: asked for, given or refused, once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, sms
from core.access import THE_SYSTEM, Actor, NotVisible
from core.attachments import store_upload
from core.dates import end_of
from core.errors import Refused
from core.notifications import cancel, notify
from internships.models import Guardian
from placements.consents_by_link import NAME, links_to
from placements.models import (
    Consent,
    ConsentMeans,
    ConsentParty,
    ConsentScan,
    ConsentState,
    Placement,
    Tripartite,
)
from placements.operations.readiness import recheck
from placements.paper_notices import CONSENT_ANSWERED, CONSENT_ASKED
from placements.transitions.papers import CONSENT_MOVES, EDIT
from signing.links import spend
from signing.models import TaskLink

if TYPE_CHECKING:
    from accounts.models import User
    from internships.me.pupil import Pupil

Channel = TaskLink.Channel


class UnableToAsk(Refused):
    """Nobody can be asked this way; the message says why."""


class UnableToRecord(Refused):
    """This cannot be written down so; the message says why."""


@transaction.atomic
def ask_consent(*, actor: User, placement_pk: int, party: str, due_on: date, now: datetime) -> Consent:
    """Ask the student, or the guardian who is asked first: on the student's own pages, or by link.

    Raises:
        NotVisible, PermissionDenied: the placement.
        UnableToAsk: they are asked already, cannot be reached, or there is no day left to answer.
    """
    placement = _locked(actor, placement_pk)
    if not placement.is_live:
        raise UnableToAsk(_("The placement is over: there is nothing left to consent to."))
    if due_on < timezone.localdate(now):
        raise UnableToAsk(_("The last day to answer lies in the past."))
    if placement.consents.filter(party=party, state=ConsentState.ASKED).exists():
        raise UnableToAsk(_("They are asked already, and have not answered yet."))
    guardian = first_guardian(placement) if party == ConsentParty.GUARDIAN else None
    person: Any = guardian or placement.student
    consent = Consent.objects.create(
        placement=placement,
        party=party,
        guardian=guardian,
        name=person.name,
        state=ConsentState.ASKED,
        asked_by=actor,
        asked_at=now,
        due_on=due_on,
        recorded_at=now,
    )
    user = placement.student.user if party == ConsentParty.STUDENT else None
    if user is not None:
        _tell(consent, now=now, recipient=user)
    else:
        link = TaskLink.objects.create(
            task=NAME,
            subject_id=consent.pk,
            name=person.name,
            name_latin=getattr(person, "name_latin", ""),
            email=person.email,
            phone=person.phone,
            language=getattr(person, "language", "zh-hans"),
            channel=_channel(person),
            created_at=now,
            sent_at=now,
            expires_at=end_of(due_on),
        )
        _tell(consent, now=now, link=link)
    _note(actor, consent, "consent.asked", now)
    return consent


@transaction.atomic
def answer_consent(
    *, actor: Actor, pk: int, move: str, means: str, now: datetime, reason: str = ""
) -> Consent:
    """Give consent or object (``move``), once. The caller has made sure that they were asked.

    Raises:
        TransitionRefused: it was answered or taken back meanwhile, or an objection has no words.
    """
    if move not in {"give", "object"}:
        raise UnableToRecord(_("Please choose one of the answers."))
    placement_pk = Consent.objects.values_list("placement_id", flat=True).get(pk=pk)
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_pk)
    consent = CONSENT_MOVES.move(
        actor=actor,
        pk=pk,
        name=move,
        now=now,
        reason=reason,
        changes={
            "means": means,
            "reason": reason.strip() if move == "object" else "",
            "decided_on": timezone.localdate(now),
            "recorded_at": now,
        },
    )
    _close(consent, now=now)
    _tell_the_school(consent, placement, now=now)
    recheck([placement.pk], now=now)
    return consent


def answer_by_link(*, link: TaskLink, move: str, reason: str, now: datetime) -> Consent:
    """Whoever holds the link answers. Raises as :func:`answer_consent`.

    Raises:
        NotVisible: the link leads to another kind of task.
    """
    if link.task != NAME:
        raise NotVisible(f"signing.TaskLink {link.pk}")
    return answer_consent(
        actor=THE_SYSTEM, pk=link.subject_id, move=move, means=ConsentMeans.LINK, reason=reason, now=now
    )


def answer_as_guardian(*, guardian: Guardian, pk: int, move: str, reason: str, now: datetime) -> Consent:
    """A guardian answers on their own page what was asked of them; the link sent for it is done with.

    Raises:
        NotVisible: it is not asked of this guardian. See also :func:`answer_consent`.
    """
    if not Consent.objects.filter(pk=pk, party=ConsentParty.GUARDIAN, guardian=guardian).exists():
        raise NotVisible(f"placements.Consent {pk}")
    return answer_consent(actor=THE_SYSTEM, pk=pk, move=move, means=ConsentMeans.LINK, reason=reason, now=now)


def answer_own(*, pupil: Pupil, pk: int, move: str, reason: str, now: datetime) -> Consent:
    """The student answers on their own pages; what is asked of a guardian is not theirs to answer.

    Raises:
        NotVisible: it is not asked of this student. See also :func:`answer_consent`.
    """
    asked = Consent.objects.filter(
        pk=pk, party=ConsentParty.STUDENT, placement__student=pupil.student.pk
    ).exists()
    if not asked:
        raise NotVisible(f"placements.Consent {pk}")
    return answer_consent(actor=pupil, pk=pk, move=move, means=ConsentMeans.ACCOUNT, reason=reason, now=now)


@transaction.atomic
def record_consent(
    *,
    actor: User,
    placement_pk: int,
    party: str,
    is_given: bool,
    decided_on: date,
    now: datetime,
    reason: str = "",
    scan: File[bytes] | None = None,
) -> Consent:
    """Write down what was signed by hand, with its scan.

    Raises:
        NotVisible, PermissionDenied: the placement.
        UnableToRecord: no scan of a consent, no reason for an objection, a day in the future, no guardian.
        UnacceptableFile: the scan is no picture or document.
    """
    placement = _locked(actor, placement_pk)
    if decided_on > timezone.localdate(now):
        raise UnableToRecord(_("The day lies in the future."))
    if is_given and scan is None:
        raise UnableToRecord(_("Add a scan of the signed form."))
    if not is_given and not reason.strip():
        raise UnableToRecord(_("Say why: the school reads it."))
    guardian = first_guardian(placement) if party == ConsentParty.GUARDIAN else None
    for asked in placement.consents.select_for_update().filter(party=party, state=ConsentState.ASKED):
        _close(CONSENT_MOVES.move(actor=actor, pk=asked.pk, name="take_back", now=now), now=now)
    consent = Consent.objects.create(
        placement=placement,
        party=party,
        guardian=guardian,
        name=(guardian or placement.student).name,
        state=ConsentState.GIVEN if is_given else ConsentState.OBJECTED,
        means=ConsentMeans.PAPER,
        decided_on=decided_on,
        reason="" if is_given else reason.strip(),
        recorded_by=actor,
        recorded_at=now,
    )
    if scan is not None:
        store_upload(actor=actor, model=ConsentScan, parent=consent, upload=scan, now=now)
    _note(actor, consent, "consent.recorded", now)
    recheck([placement.pk], now=now)
    return consent


@transaction.atomic
def take_consent_back(*, actor: User, pk: int, now: datetime) -> Consent:
    """Do not ask any more; the link says so.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused: see ``TransitionTable.move``.
    """
    asked = Consent.objects.visible_to(actor).filter(pk=pk).first()
    if asked is None:
        raise NotVisible(f"placements.Consent {pk}")
    _locked(actor, asked.placement_id)
    consent = CONSENT_MOVES.move(actor=actor, pk=pk, name="take_back", now=now)
    _close(consent, now=now)
    return consent


def consent_by_signature(
    paper: Tripartite, *, party: str, name: str, on: date, means: str, recorded_by: Any, now: datetime
) -> None:
    """A signature under a paper that contains the consent. The caller holds the placement's lock."""
    placement = paper.placement
    guardian = placement.student.guardians.order_by("-is_first", "pk").first()
    for asked in placement.consents.select_for_update().filter(party=party, state=ConsentState.ASKED):
        _close(
            CONSENT_MOVES.move(
                actor=THE_SYSTEM,
                pk=asked.pk,
                name="give",
                now=now,
                changes={"means": means, "decided_on": on, "recorded_at": now},
            ),
            now=now,
        )
        return
    Consent.objects.create(
        placement=placement,
        party=party,
        guardian=guardian if party == ConsentParty.GUARDIAN else None,
        name=name[:100],
        state=ConsentState.GIVEN,
        means=means,
        decided_on=on,
        recorded_by=recorded_by,
        recorded_at=now,
    )


def consents_fall_away(paper: Tripartite, *, now: datetime) -> None:
    """What was signed together with a paper that nobody signs any more does not count."""
    given = paper.placement.consents.filter(state=ConsentState.GIVEN, means=ConsentMeans.AGREEMENT)
    for pk in list(given.order_by("pk").values_list("pk", flat=True)):
        CONSENT_MOVES.move(actor=THE_SYSTEM, pk=pk, name="fall_away", now=now)


def first_guardian(placement: Placement) -> Guardian:
    """The guardian who is asked first.

    Raises:
        UnableToAsk: none is on record.
    """
    guardian = placement.student.guardians.order_by("-is_first", "pk").first()
    if guardian is None:
        raise UnableToAsk(_("No guardian is on record: enter one first."))
    return guardian


def _locked(actor: User, placement_pk: int) -> Placement:
    return Placement.objects.select_related("student__user", "plan").for_write(actor, placement_pk, EDIT)


def _channel(person: Any) -> str:
    if person.email:
        return Channel.EMAIL
    if person.phone and sms.is_available():
        return Channel.SMS
    raise UnableToAsk(
        _("%(name)s has no address on record that we can write to: enter one first.") % {"name": person}
    )


def _tell(consent: Consent, *, now: datetime, recipient: Any = None, link: TaskLink | None = None) -> None:
    placement = consent.placement
    is_text_message = link is not None and link.channel == Channel.SMS
    reached: dict[str, Any] = {"recipient": recipient}
    if link is not None:
        reached = {
            "email": "" if is_text_message else link.email,
            "phone": link.phone if is_text_message else "",
            "name": link.name,
            "language": link.language,
        }
    notify(
        key=f"{CONSENT_ASKED.name}:{consent.pk}",
        kind=CONSENT_ASKED.name,
        subject=link or consent,
        data={
            "student": _both(placement.student),
            "enterprise": {
                "zh": placement.enterprise.name,
                "en": placement.enterprise.name_en or placement.enterprise.name,
            },
            "starts_on": placement.starts_on,
            "ends_on": placement.ends_on,
            "due_on": consent.due_on,
            **({"url": "/me/papers/"} if link is None else {}),
        },
        now=now,
        **reached,
    )


def _tell_the_school(consent: Consent, placement: Placement, *, now: datetime) -> None:
    if consent.asked_by is None:
        return
    notify(
        key=f"{CONSENT_ANSWERED.name}:{consent.pk}",
        kind=CONSENT_ANSWERED.name,
        recipient=consent.asked_by,
        subject=placement,
        data={
            "who": {"zh": consent.name, "en": consent.name},
            "student": _both(placement.student),
            "is_given": consent.state == ConsentState.GIVEN,
            "reason": consent.reason,
            "url": f"{placement.get_absolute_url()}?tab=papers",
        },
        now=now,
    )


def _both(person: Any) -> dict[str, str]:
    return {"zh": person.name, "en": person.name_latin or person.name}


def _close(consent: Consent, *, now: datetime) -> None:
    links = links_to(consent)
    for link in links:
        cancel(subject=link)
    cancel(subject=consent)
    spend(links, now=now)


def _note(actor: Actor, consent: Consent, verb: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        subject=consent.placement,
        verb=verb,
        now=now,
        reason=consent.reason,
        details={"consent": consent.pk, "party": consent.party, "name": consent.name},
        capability=EDIT,
    )
