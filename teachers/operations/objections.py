"""Objections to a part-time teacher in the publicity period (PT-05), and what follows them.

Locks: the appointment, then the objection.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core import audit
from core.access import Actor, NotVisible
from teachers.models import Answered, Appointment, AppointmentObjection, AppointmentState
from teachers.operations.answers import answer_once, not_one_s_own
from teachers.operations.appointments import make_move, objection_to_vetting
from teachers.operations.parttime import UnableToAppoint
from teachers.parttime_checks import recheck
from teachers.parttime_notices import OBJECTED, PROPOSED, tell_holders, tell_objector, tell_proposer
from teachers.transitions.parttime import VET


class Consequence(models.TextChoices):
    """What follows an objection that is upheld."""

    REFUSED = "reject", pgettext_lazy("of an objection", "The appointment is refused")
    SENT_BACK = "send_back", pgettext_lazy("of an objection", "It goes back, to be vetted anew")


def consequences_of(objection: AppointmentObjection) -> list[Consequence]:
    """What may follow where it is upheld: nothing where the period in which it counts is over and decided.

    Costs a query where the appointment is not fetched along.
    """
    if not objection.counts:
        return []
    state = objection.appointment.state
    if state == AppointmentState.PUBLICISED:
        return [*Consequence]
    return [Consequence.REFUSED] if state == AppointmentState.AGREED else []


@transaction.atomic
def object_to(
    *,
    actor: Actor,
    pk: int,
    reason: str,
    now: datetime,
    from_outside: str = "",
    objected_on: date | None = None,
) -> AppointmentObjection:
    """Object in the publicity period: everybody of the centre may, and enter what somebody from outside said.
    What came in until its last day is entered by the office until the induction.

    Args:
        from_outside: who objected, in words; empty where one objects oneself.
        objected_on: when somebody from outside did; today unless told.

    Raises:
        NotVisible: it is not public today, and it is not the office that enters it.
        UnableToAppoint: no reason is given, it lies outside the period, or it is about oneself.
    """
    today = timezone.localdate(now)
    rows = Appointment.objects.open_to_objection(actor, today).with_names()
    appointment: Any = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if appointment is None:
        raise NotVisible(f"teachers.Appointment {pk}")
    if is_about(actor, appointment):
        raise UnableToAppoint(_("Nobody objects to themselves."))
    if not reason.strip():
        raise UnableToAppoint(_("Please give a reason: the others will read it."))
    day = objected_on or today if from_outside.strip() else today
    if day > today:
        raise UnableToAppoint(_("It cannot have been made on a day to come."))
    if not appointment.publicised_from <= day <= appointment.publicised_until:
        words = _("It counts in the publicity period only: from %(start)s to %(end)s.")
        days = {
            "start": date_format(appointment.publicised_from),
            "end": date_format(appointment.publicised_until),
        }
        raise UnableToAppoint(words % days)
    objection = AppointmentObjection.objects.create(
        appointment=appointment,
        reason=reason.strip(),
        from_outside=from_outside.strip(),
        objected_on=day,
        made_by_id=actor.pk,
        made_at=now,
    )
    # The objection is the subject: many read the history of the appointment.
    audit.record(actor=actor, subject=objection, verb="part_time.object", now=now)
    tell_holders(VET, OBJECTED, appointment, by=actor.pk, now=now)
    return objection


def is_about(actor: Actor, appointment: Appointment) -> bool:
    """Whether this person teaches part-time and is a teacher of the centre as well. Costs a query."""
    teacher = appointment.person.teacher
    return actor.pk is not None and teacher is not None and teacher.user_id == actor.pk


@transaction.atomic
def answer_objection(
    *, actor: Actor, pk: int, outcome: str, answer: str, now: datetime, consequence: str = ""
) -> AppointmentObjection:
    """Dismiss an objection, or uphold it with what follows: the appointment is refused, or goes back to the
    vetting. Nobody answers their own, nor one to somebody whom they proposed.

    Args:
        answer: read by whoever objected, and, where something follows, by whoever proposed.
        consequence: of :class:`Consequence`, where it is upheld while its period is not decided on.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAppoint.
    """
    key = AppointmentObjection.objects.visible_to(actor).filter(pk=pk).values_list("appointment", flat=True)
    found = key.first()
    if found is None:
        raise NotVisible(f"teachers.AppointmentObjection {pk}")
    appointment: Appointment = Appointment.objects.for_write(actor, found, VET)
    if refusal := objection_to_vetting(actor, appointment):
        raise UnableToAppoint(refusal)
    rows = AppointmentObjection.objects.select_related("appointment__contact__enterprise", "made_by")
    objection: AppointmentObjection = rows.select_for_update(of=("self",)).get(pk=pk)
    not_one_s_own(objection, actor=actor, from_outside=objection.from_outside, refused=UnableToAppoint)
    answer_once(objection, actor=actor, outcome=outcome, answer=answer, refused=UnableToAppoint, now=now)
    audit.record(
        actor=actor,
        subject=objection,
        verb="part_time.answer_objection",
        now=now,
        reason=objection.answer,
        details={"outcome": outcome},
        capability=VET,
    )
    if outcome == Answered.UPHELD:
        _follow(actor, objection, consequence, now)
    tell_objector(objection, by=actor.pk, now=now)
    return objection


def _follow(actor: Actor, objection: AppointmentObjection, consequence: str, now: datetime) -> None:
    possible = consequences_of(objection)
    if not possible:
        return
    if consequence not in possible:
        raise UnableToAppoint(_("Say what follows from the objection."))
    pk, reason = objection.appointment_id, objection.answer
    if consequence == Consequence.REFUSED:
        moved = make_move(actor, pk, consequence, now, reason=reason, answer=reason)
    else:
        moved = make_move(
            *(actor, pk, consequence, now),
            reason=reason,
            answer=reason,
            vetted_on=None,
            vetted_by_id=None,
            vetting="",
            publicised_from=None,
            publicised_until=None,
            publicised_by_id=None,
        )
        recheck([moved], now=now)
        tell_holders(VET, PROPOSED, moved, by=actor.pk, now=now)
    tell_proposer(moved, by=actor.pk, now=now)
