"""Leave: asked for by the student, decided by the instructor, told to the mentor."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.me.pupil import Pupil
from internships.models import Guardian
from placements.day_notices import tell_of_leave_asked, tell_of_leave_decided
from placements.instructing import instructed_for_write
from placements.models import Leave, LeaveState, Placement, Source, WorkDay
from placements.own_days import own_placement_for_write
from placements.transitions.leave import LEAVE_MOVES
from placements.week_rules import check_weeks
from placements.weeks import monday_of

OF_AGE = 18


class UnableToGiveLeave(Refused):
    """Leave cannot be asked for or granted so; the message says why."""


@transaction.atomic
def ask_for_leave(
    *, pupil: Pupil, placement_pk: int, first_on: date, last_on: date, reason: str, now: datetime
) -> Leave:
    """Ask the instructor for days off. Raises NotVisible, UnableToGiveLeave, ValidationError."""
    placement = own_placement_for_write(pupil, placement_pk)
    leave = Leave(
        placement=placement, first_on=first_on, last_on=last_on, reason=reason.strip(), asked_at=now
    )
    leave.full_clean()
    if not placement.starts_on <= first_on <= last_on <= (placement.ended_on or placement.ends_on):
        raise ValidationError({"first_on": _("These days are not in your internship.")})
    held = placement.leaves.filter(
        state__in=[LeaveState.ASKED, LeaveState.GRANTED], first_on__lte=last_on, last_on__gte=first_on
    )
    if held.exists():
        raise UnableToGiveLeave(_("You have asked for some of these days already."))
    leave.save(force_insert=True)
    audit.record(actor=pupil, subject=leave, verb="leave.ask", now=now, reason=leave.reason)
    tell_of_leave_asked(leave, now=now)
    return leave


@transaction.atomic
def withdraw_leave(*, pupil: Pupil, pk: int, now: datetime) -> Leave:
    """Take it back before its first day. Raises NotVisible, UnableToGiveLeave, TransitionRefused."""
    found = Leave.objects.filter(pk=pk, placement__student=pupil.student.pk).first()
    if found is None:
        raise NotVisible(f"placements.Leave {pk}")
    own_placement_for_write(pupil, found.placement_id)
    if found.first_on <= timezone.localdate(now) and found.state == LeaveState.GRANTED:
        raise UnableToGiveLeave(_("It has begun: talk to your instructor."))
    moved: Leave = LEAVE_MOVES.move(actor=pupil, pk=pk, name="withdraw", now=now)
    return moved


def is_under_age(placement: Placement, on: date) -> bool:
    return placement.student.age(on) < OF_AGE


@transaction.atomic
def grant_leave(
    *,
    actor: Actor,
    pk: int,
    answer: str = "",
    guardian: Guardian | None = None,
    guardian_agreed_on: date | None = None,
    now: datetime,
) -> Leave:
    """Let the student stay away. Hours that were filled in for these days go.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused.
        UnableToGiveLeave: a student under age whose guardian has not agreed.
    """
    leave = _for_decision(actor, pk)
    placement = leave.placement
    if guardian is not None and guardian.student_id != placement.student_id:
        raise UnableToGiveLeave(_("This is another student's guardian."))
    if is_under_age(placement, leave.first_on) and (guardian is None or guardian_agreed_on is None):
        raise UnableToGiveLeave(_("The student is under age: say which guardian agreed to it, and when."))
    moved = _decide(
        actor,
        leave,
        "grant",
        now,
        answer=answer.strip()[:500],
        guardian=guardian,
        guardian_agreed_on=guardian_agreed_on if guardian else None,
    )
    WorkDay.objects.filter(
        placement=placement,
        day__range=(leave.first_on, leave.last_on),
        source=Source.POST,
        vouched_at=None,
    ).delete()
    check_weeks(
        {(placement.pk, monday_of(leave.first_on)), (placement.pk, monday_of(leave.last_on))}, now=now
    )
    return moved


@transaction.atomic
def refuse_leave(*, actor: Actor, pk: int, answer: str, now: datetime) -> Leave:
    """Raises NotVisible, PermissionDenied, TransitionRefused: no reason was given."""
    leave = _for_decision(actor, pk)
    return _decide(actor, leave, "refuse", now, reason=answer, answer=answer.strip()[:500])


def _decide(
    actor: Actor, leave: Leave, move: str, now: datetime, *, reason: str = "", **changes: Any
) -> Leave:
    moved: Leave = LEAVE_MOVES.move(
        actor=actor,
        pk=leave.pk,
        name=move,
        now=now,
        reason=reason,
        changes={"decided_by_id": actor.pk, "decided_at": now, **changes},
    )
    moved.placement = leave.placement
    tell_of_leave_decided(moved, now=now)
    return moved


def _for_decision(actor: Actor, pk: int) -> Leave:
    """The leave behind the lock of its placement. Raises NotVisible, PermissionDenied."""
    key = Leave.objects.visible_to(actor).filter(pk=pk).values_list("placement", flat=True).first()
    if key is None:
        raise NotVisible(f"placements.Leave {pk}")
    instructed_for_write(actor, key)
    return Leave.objects.select_related(
        "placement__student__user",
        "placement__mentor__user",
        "placement__instructor__user",
        "placement__plan",
    ).get(pk=pk)
