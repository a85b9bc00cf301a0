"""Leave: asked for by the student, decided by the instructor, told to the mentor."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import THE_SYSTEM, Actor, NotVisible
from core.errors import Refused
from internships.me.pupil import Pupil
from internships.models import Guardian
from placements.day_notices import (
    tell_of_guardians_answer,
    tell_of_leave_asked,
    tell_of_leave_decided,
)
from placements.guardian_notices import LEAVE as GUARDIANS_LEAVE
from placements.guardian_notices import tell_guardian
from placements.instructing import instructed_for_write
from placements.models import Leave, LeaveState, Placement, Source, WorkDay
from placements.own_days import own_placement_for_write
from placements.transitions.leave import LEAVE_MOVES
from placements.week_rules import check_days

OF_AGE = 18


class UnableToGiveLeave(Refused):
    """Leave cannot be asked for or granted so; the message says why."""


@transaction.atomic
def ask_for_leave(
    *, pupil: Pupil, placement_pk: int, first_on: date, last_on: date, reason: str, now: datetime
) -> Leave:
    """Ask the instructor for days off. Raises NotVisible, UnableToGiveLeave, ValidationError."""
    placement = own_placement_for_write(pupil, placement_pk, on=timezone.localdate(now))
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
    if is_under_age(placement, first_on):
        for guardian in placement.student.guardians.order_by("pk"):
            tell_guardian(guardian, kind=GUARDIANS_LEAVE, of=str(leave.pk), now=now)
    return leave


@transaction.atomic
def withdraw_leave(*, pupil: Pupil, pk: int, now: datetime) -> Leave:
    """Take it back before its first day. Raises NotVisible, UnableToGiveLeave, TransitionRefused."""
    found = Leave.objects.filter(pk=pk, placement__student=pupil.student.pk).first()
    if found is None:
        raise NotVisible(f"placements.Leave {pk}")
    on = timezone.localdate(now)
    own_placement_for_write(pupil, found.placement_id, on=on)
    if found.first_on <= on and found.state == LeaveState.GRANTED:
        raise UnableToGiveLeave(_("It has begun: talk to your instructor."))
    moved: Leave = LEAVE_MOVES.move(actor=pupil, pk=pk, name="withdraw", now=now)
    return moved


def is_under_age(placement: Placement, on: date) -> bool:
    return placement.student.age(on) < OF_AGE


@transaction.atomic
def answer_as_guardian(*, guardian: Guardian, pk: int, move: str, words: str = "", now: datetime) -> Leave:
    """A guardian agrees to the leave of a child under age, or declines it (``move``), on their own page.

    As long as the school has not decided they may say something else, and the latest counts.

    Raises:
        NotVisible: it is not about their child, or a student of age decides without them.
        UnableToGiveLeave: it was decided or withdrawn meanwhile.
    """
    if move not in {"agree", "decline"}:
        raise UnableToGiveLeave(_("Please choose one of the answers."))
    key = (
        Leave.objects.filter(pk=pk, placement__student=guardian.student_id)
        .values_list("placement", flat=True)
        .first()
    )
    if key is None:
        raise NotVisible(f"placements.Leave {pk}")
    placement = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("student", "plan__responsible__user", "instructor__user")
        .get(pk=key)
    )
    leave = Leave.objects.get(pk=pk)
    leave.placement = placement
    if not is_under_age(placement, leave.first_on):
        raise NotVisible(f"placements.Leave {pk}")
    if leave.state != LeaveState.ASKED:
        raise UnableToGiveLeave(_("The school has decided already, or nobody asks for it any more."))
    today = timezone.localdate(now)
    agrees = move == "agree"
    leave.guardian = guardian
    leave.guardian_agreed_on = today if agrees else None
    leave.guardian_declined_on = None if agrees else today
    leave.guardian_words = words.strip()[:300]
    leave.save(update_fields=["guardian", "guardian_agreed_on", "guardian_declined_on", "guardian_words"])
    audit.record(
        actor=THE_SYSTEM,
        subject=leave,
        verb="leave.guardian_agreed" if agrees else "leave.guardian_declined",
        now=now,
        reason=leave.guardian_words,
        details={"guardian": guardian.name},
    )
    tell_of_guardians_answer(leave, now=now)
    return leave


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

    Args:
        guardian, guardian_agreed_on: what the school was told; what a guardian has said on their own page
            counts without it.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused.
        UnableToGiveLeave: a student under age whose guardian has not agreed, or has declined since.
    """
    leave = _for_decision(actor, pk)
    placement = leave.placement
    if guardian is not None and guardian.student_id != placement.student_id:
        raise UnableToGiveLeave(_("This is another student's guardian."))
    if guardian is None and leave.guardian_agreed_on is not None:
        guardian, guardian_agreed_on = leave.guardian, leave.guardian_agreed_on
    if is_under_age(placement, leave.first_on) and (guardian is None or guardian_agreed_on is None):
        raise UnableToGiveLeave(_("The student is under age: say which guardian agreed to it, and when."))
    declined = leave.guardian_declined_on
    if declined is not None and (guardian_agreed_on is None or guardian_agreed_on < declined):
        raise UnableToGiveLeave(
            _("%(guardian)s has declined it on their page since. They have to agree anew.")
            % {"guardian": leave.guardian}
        )
    moved = _decide(
        actor,
        leave,
        "grant",
        now,
        answer=answer.strip()[:500],
        guardian=guardian,
        guardian_agreed_on=guardian_agreed_on if guardian else None,
        guardian_declined_on=None,
    )
    filled = WorkDay.objects.filter(
        placement=placement,
        day__range=(leave.first_on, leave.last_on),
        source=Source.POST,
        vouched_at=None,
    )
    gone = list(filled)
    filled.delete()
    check_days(gone, now=now)
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
        "guardian",
        "placement__student__user",
        "placement__mentor__user",
        "placement__instructor__user",
        "placement__plan",
    ).get(pk=pk)
