"""The way of a part-time teacher from the proposal to the induction, and to the end.

Locks: the appointment. The check is made anew before a move that looks at it, and what it found stays also
where the move is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import store_upload
from teachers.models import (
    Appointment,
    AppointmentClause,
    AppointmentFile,
    AppointmentState,
    ClauseKind,
    NeedState,
    PartTimeNeed,
    PartTimeTeacher,
)
from teachers.operations.parttime import UnableToAppoint
from teachers.parttime_agreement import drafted_clauses
from teachers.parttime_checks import recheck
from teachers.parttime_notices import PROPOSED, VETTED, tell_holders, tell_proposer
from teachers.parttime_rules import numbers_of, rules_on
from teachers.standards import last_workday
from teachers.transitions.parttime import APPOINTMENT_MOVES, EDIT, VET

S = AppointmentState


def objection_to_vetting(actor: Actor, appointment: Any) -> str:
    """Why this person may not vet, or answer the questions of the check-list; empty where they may."""
    if actor.pk is not None and appointment.proposed_by_id == actor.pk:
        return _("Nobody vets whom they proposed: a colleague does.")
    return ""


# --- Proposed ---------------------------------------------------------------------------------


@transaction.atomic
def propose(
    *,
    actor: Actor,
    need_id: int,
    person_id: int,
    begins_on: date,
    ends_on: date,
    fee: Decimal | None,
    statement: str,
    now: datetime,
) -> Appointment:
    """Propose somebody for a published need; the check-list is made.

    Raises NotVisible, PermissionDenied, UnableToAppoint, ValidationError.
    """
    need: PartTimeNeed = PartTimeNeed.objects.for_write(actor, need_id, EDIT)
    person = PartTimeTeacher.objects.visible_to(actor).filter(pk=person_id).first()
    if person is None:
        raise NotVisible(f"teachers.PartTimeTeacher {person_id}")
    return build_proposal(
        actor=actor,
        need=need,
        person=person,
        begins_on=begins_on,
        ends_on=ends_on,
        fee=fee,
        statement=statement,
        capability=EDIT,
        now=now,
    )


def build_proposal(
    *,
    actor: Actor,
    need: PartTimeNeed,
    person: PartTimeTeacher,
    begins_on: date,
    ends_on: date,
    statement: str,
    now: datetime,
    fee: Decimal | None = None,
    by_enterprise: bool = False,
    capability: str | None = None,
) -> Appointment:
    """The need is locked, and the caller has authorised it. Raises UnableToAppoint, ValidationError."""
    if need.state != NeedState.PUBLISHED:
        raise UnableToAppoint(_("The need is not published."))
    if person.contact.left_on is not None:
        raise UnableToAppoint(_("This person has left the enterprise."))
    today = timezone.localdate(now)
    appointment = Appointment(
        person=person,
        contact=person.contact,
        need=need,
        begins_on=begins_on,
        ends_on=ends_on,
        fee=fee,
        statement=statement.strip(),
        by_enterprise=by_enterprise,
        proposed_on=today,
        proposed_by_id=actor.pk,
        waiting_since=today,
    )
    appointment.full_clean()
    appointment.save(force_insert=True)
    audit.record(actor=actor, subject=appointment, verb="part_time.propose", now=now, capability=capability)
    recheck([appointment], now=now)
    tell_holders(VET, PROPOSED, appointment, by=actor.pk, now=now)
    return appointment


@transaction.atomic
def change_proposal(
    *, actor: Actor, pk: int, begins_on: date, ends_on: date, fee: Decimal | None, now: datetime
) -> Appointment:
    """Change days and fee until it is made public. Raises NotVisible, PermissionDenied, UnableToAppoint,
    ValidationError."""
    appointment: Appointment = with_names(Appointment.objects).for_write(actor, pk, EDIT)
    if appointment.state not in {S.PROPOSED, S.VETTED}:
        raise UnableToAppoint(_("What was made public is not changed any more."))
    appointment.begins_on, appointment.ends_on, appointment.fee = begins_on, ends_on, fee
    appointment.full_clean()
    appointment.save(update_fields=["begins_on", "ends_on", "fee"])
    audit.record(actor=actor, subject=appointment, verb="part_time.change", now=now, capability=EDIT)
    recheck([appointment], now=now)
    return appointment


def check_again(*, actor: Actor, pk: int, now: datetime) -> Appointment:
    """Hold it against the rules. Raises NotVisible."""
    found = with_names(Appointment.objects.visible_to(actor)).filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"teachers.Appointment {pk}")
    appointment: Appointment = found
    with transaction.atomic():
        recheck([appointment], now=now)
    return appointment


# --- Vetted, made public ------------------------------------------------------------------------


def vet(*, actor: Actor, pk: int, vetting: str, now: datetime) -> Appointment:
    """Find somebody fit, with what was looked at. Nobody vets whom they proposed.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAppoint.
    """
    check_again(actor=actor, pk=pk, now=now)
    with transaction.atomic():
        appointment: Appointment = Appointment.objects.for_write(actor, pk, VET)
        if refusal := objection_to_vetting(actor, appointment):
            raise UnableToAppoint(refusal)
        if not vetting.strip():
            raise UnableToAppoint(_("Say what was looked at, and what came of it."))
        moved = make_move(
            *(actor, pk, "vet", now),
            vetted_on=timezone.localdate(now),
            vetted_by_id=actor.pk,
            vetting=vetting.strip(),
            answer="",
        )
        tell_holders(EDIT, VETTED, moved, by=actor.pk, now=now)
        if moved.by_enterprise:  # a colleague who proposed it keeps part-time teachers, and was told just now
            tell_proposer(moved, by=actor.pk, now=now)
    return moved


def publicise(*, actor: Actor, pk: int, now: datetime) -> Appointment:
    """Make it public from the next day on, for as many working days as the rules say, and draft the
    agreement.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    check_again(actor=actor, pk=pk, now=now)
    today = timezone.localdate(now)
    first = today + timedelta(days=1)
    last = last_workday(first, numbers_of(rules_on(today)).publicity_workdays)
    with transaction.atomic():
        moved = make_move(
            *(actor, pk, "publicise", now),
            publicised_from=first,
            publicised_until=last,
            publicised_by_id=actor.pk,
        )
        clauses = [AppointmentClause(appointment=moved, **one) for one in drafted_clauses(moved)]
        AppointmentClause.objects.bulk_create(clauses, ignore_conflicts=True)
        recheck([moved], now=now)
        tell_proposer(moved, by=actor.pk, now=now)
    return moved


# --- Agreed, inducted ---------------------------------------------------------------------------


@transaction.atomic
def write_agreement(
    *, actor: Actor, pk: int, clauses: Mapping[str, tuple[str, str]], now: datetime
) -> Appointment:
    """Change the clauses of the agreement until it is signed.

    Args:
        clauses: Chinese and English text by kind; what is empty in Chinese is left out of the agreement.

    Raises NotVisible, PermissionDenied, UnableToAppoint.
    """
    appointment: Appointment = with_names(Appointment.objects).for_write(actor, pk, EDIT)
    if appointment.state not in {S.VETTED, S.PUBLICISED}:
        raise UnableToAppoint(_("The agreement is written between the vetting and its signature."))
    appointment.clauses.all().delete()
    AppointmentClause.objects.bulk_create(
        AppointmentClause(
            appointment=appointment,
            kind=kind,
            text_zh=clauses[kind][0].strip(),
            text_en=clauses[kind][1].strip(),
        )
        for kind in ClauseKind.values
        if clauses.get(kind, ("", ""))[0].strip()
    )
    audit.record(actor=actor, subject=appointment, verb="part_time.write", now=now, capability=EDIT)
    recheck([appointment], now=now)
    return appointment


@transaction.atomic
def agree(*, actor: Actor, pk: int, agreed_on: date, scan: File[bytes] | None, now: datetime) -> Appointment:
    """Keep the signed agreement: from here on its words stay.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAppoint, UnacceptableFile.
    """
    if scan is None:
        raise UnableToAppoint(_("Add the signed agreement as a scan or photograph."))
    if agreed_on > timezone.localdate(now):
        raise UnableToAppoint(_("It cannot be signed on a day to come."))
    moved = make_move(actor, pk, "agree", now, agreed_on=agreed_on, agreed_by_id=actor.pk)
    if moved.publicised_until is not None and agreed_on <= moved.publicised_until:
        raise UnableToAppoint(_("It is signed after the publicity period."))
    store_upload(actor=actor, model=AppointmentFile, parent=moved, upload=scan, now=now, is_agreement=True)
    recheck([moved], now=now)
    return moved


def induct(
    *, actor: Actor, pk: int, inducted_on: date, induction: str, induction_hours: int | None, now: datetime
) -> Appointment:
    """Record the induction: from then on, and from the first day on, they teach.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAppoint.
    """
    if inducted_on > timezone.localdate(now):
        raise UnableToAppoint(_("It cannot have happened on a day to come."))
    if not induction.strip():
        raise UnableToAppoint(_("Say what the induction covered."))
    before = check_again(actor=actor, pk=pk, now=now)
    if before.agreed_on is not None and inducted_on < before.agreed_on:
        raise UnableToAppoint(_("The induction follows the agreement."))
    if inducted_on > before.ends_on:
        raise UnableToAppoint(
            _("The appointment was to end on %(day)s: propose them anew.")
            % {"day": date_format(before.ends_on)}
        )
    if before.person.trained_on is not None and inducted_on < before.person.trained_on:
        raise UnableToAppoint(_("The training in teaching comes before the induction."))
    with transaction.atomic():
        return make_move(
            *(actor, pk, "induct", now),
            inducted_on=inducted_on,
            inducted_by_id=actor.pk,
            induction=induction.strip(),
            induction_hours=induction_hours,
        )


# --- Given up -----------------------------------------------------------------------------------


@transaction.atomic
def end(*, actor: Actor, pk: int, ended_on: date, reason: str, now: datetime) -> Appointment:
    """End it before its last day; what was taught until then stays.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAppoint.
    """
    moved = make_move(
        *(actor, pk, "end", now),
        reason=reason,
        ended_on=ended_on,
        ended_by_id=actor.pk,
        answer=reason.strip(),
    )
    if not moved.begins_on <= ended_on <= moved.ends_on:
        raise UnableToAppoint(_("The day lies between the first and the last day of the appointment."))
    if moved.inducted_on is not None and ended_on < moved.inducted_on:
        raise UnableToAppoint(
            _("They teach since the induction on %(day)s: it ends on that day or later.")
            % {"day": date_format(moved.inducted_on)}
        )
    tell_proposer(moved, by=actor.pk, now=now)
    return moved


@transaction.atomic
def refuse(*, actor: Actor, pk: int, reason: str, now: datetime) -> Appointment:
    """Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAppoint."""
    appointment: Appointment = Appointment.objects.for_write(actor, pk, VET)
    if refusal := objection_to_vetting(actor, appointment):
        raise UnableToAppoint(refusal)
    moved = make_move(actor, pk, "refuse", now, reason=reason, answer=reason.strip())
    tell_proposer(moved, by=actor.pk, now=now)
    return moved


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> Appointment:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    moved = make_move(actor, pk, "withdraw", now, reason=reason, answer=reason.strip())
    tell_proposer(moved, by=actor.pk, now=now)
    return moved


def with_names(rows: Any) -> Any:
    return rows.select_related("person", "contact__enterprise", "need__department")


def make_move(
    actor: Actor, pk: int, name: str, now: datetime, *, reason: str = "", **changes: Any
) -> Appointment:
    """With the fields that change along. Raises NotVisible, PermissionDenied, TransitionRefused."""
    APPOINTMENT_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        now=now,
        reason=reason,
        changes={**changes, "waiting_since": timezone.localdate(now)},
    )
    moved: Appointment = with_names(Appointment.objects).get(pk=pk)
    return moved
