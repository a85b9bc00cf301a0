"""One placement along its life: declared ready, started, interrupted, ended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor
from core.errors import Refused
from partnerships.models import Contact, ContactRole
from placements.changes import is_agreed, may_change
from placements.models import ChangeKind, Placement
from placements.operations.readiness import recheck
from placements.transitions.placements import EDIT, PLACEMENT_MOVES, START
from teachers.models import Teacher


class UnableToChange(Refused):
    """The placement is over, or what was chosen does not belong to it."""


def prepare_placement(*, actor: Actor, pk: int, now: datetime) -> Placement:
    """Declare that everything is there that the law asks before the start.

    It is checked anew; what the check found stays also where it refuses, unless the caller is in a
    transaction of its own.

    Raises:
        NotVisible, PermissionDenied: see ``core.access``.
        TransitionRefused: a rule stands in the way (each is named with instrument and article), or
            somebody who guides the student is missing.
    """
    _check_anew(actor, pk, now)
    return PLACEMENT_MOVES.move(actor=actor, pk=pk, name="prepare", now=now, changes={"updated_at": now})


def reopen_placement(*, actor: Actor, pk: int, reason: str, now: datetime) -> Placement:
    """Take the declaration back. Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _move(actor, pk, "reopen", now, reason)


def start_placement(*, actor: Actor, pk: int, now: datetime) -> Placement:
    """Note that the student has begun; checked once more, on the day itself.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    _check_anew(actor, pk, now)
    changes = {"updated_at": now, "started_on": timezone.localdate(now)}
    return PLACEMENT_MOVES.move(actor=actor, pk=pk, name="start", now=now, changes=changes)


def interrupt_placement(*, actor: Actor, pk: int, reason: str, now: datetime) -> Placement:
    """The student is away for a while. Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _move(actor, pk, "interrupt", now, reason)


def resume_placement(*, actor: Actor, pk: int, now: datetime) -> Placement:
    """The student is back; nobody goes back to a host where a rule stands in the way.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    _check_anew(actor, pk, now)
    return PLACEMENT_MOVES.move(
        actor=actor, pk=pk, name="resume", now=now, changes={"updated_at": now, "reason": ""}
    )


def finish_placement(*, actor: Actor, pk: int, now: datetime) -> Placement:
    """The last day has come. Raises NotVisible, PermissionDenied, TransitionRefused."""
    with transaction.atomic():
        placement: Placement = Placement.objects.for_write(actor, pk, START)
        changes = {"updated_at": now, "ended_on": min(placement.ends_on, timezone.localdate(now))}
        return PLACEMENT_MOVES.move(actor=actor, pk=pk, name="finish", now=now, changes=changes)


def end_placement_early(
    *, actor: Actor, pk: int, reason: str, now: datetime, ended_on: date | None = None
) -> Placement:
    """End it before its last day, for a reason that student and enterprise read.

    Args:
        ended_on: the last day at the host; today where it is not given.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToChange.
    """
    today = timezone.localdate(now)
    ended = ended_on or today
    if ended > today:
        raise UnableToChange(_("The last day at the host cannot be ahead."))
    return _move(actor, pk, "end_early", now, reason, ended_on=ended)


def cancel_placement(*, actor: Actor, pk: int, reason: str, now: datetime) -> Placement:
    """Give the place up before it starts; its seat is free again.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    return _move(actor, pk, "cancel", now, reason)


def _move(actor: Actor, pk: int, name: str, now: datetime, reason: str, **changes: date | None) -> Placement:
    return PLACEMENT_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        now=now,
        reason=reason,
        changes={"updated_at": now, "reason": reason.strip(), **changes},
    )


def _check_anew(actor: Actor, pk: int, now: datetime) -> None:
    """In a transaction of its own: what was found is kept also where it refuses the move."""
    with transaction.atomic():
        Placement.objects.for_write(actor, pk, START)
        recheck([pk], now=now)


@transaction.atomic
def check_again(*, actor: Actor, pk: int, now: datetime) -> Placement:
    """Hold the placement against the rules now. Raises NotVisible, PermissionDenied."""
    placement: Placement = Placement.objects.for_write(actor, pk, EDIT)
    recheck([pk], now=now)
    return placement


@transaction.atomic
def choose_guides(
    *,
    actor: Actor,
    pk: int,
    now: datetime,
    instructor: Teacher | None = None,
    mentor: Contact | None = None,
) -> Placement:
    """Choose who guides the student: at school, at the enterprise, or both. ``None`` leaves who is there.

    Raises:
        NotVisible, PermissionDenied: see ``core.access``.
        UnableToChange: the placement is over, its agreement names who guides the student, the teacher has
            left, or the mentor is not one of the host.
    """
    placement: Placement = Placement.objects.for_write(actor, pk, EDIT)
    if is_agreed(placement):
        raise UnableToChange(_("The agreement names who guides the student: that is changed with a reason."))
    write_guides(actor=actor, placement=placement, instructor=instructor, mentor=mentor, now=now)
    return placement


def write_guides(
    *,
    actor: Actor,
    placement: Placement,
    now: datetime,
    instructor: Teacher | None = None,
    mentor: Contact | None = None,
) -> None:
    """The caller holds the placement's lock, and the actor may change it. Raises UnableToChange."""
    if not may_change(placement, ChangeKind.MENTOR if instructor is None else ChangeKind.INSTRUCTOR):
        raise UnableToChange(_("The placement is “%(state)s”.") % {"state": placement.get_state_display()})
    details: dict[str, str] = {}
    if instructor is not None:
        if instructor.left_on is not None:
            raise UnableToChange(_("%(person)s has left the school.") % {"person": instructor})
        placement.instructor = instructor
        details["instructor"] = str(instructor)
    if mentor is not None:
        require_mentor(mentor, enterprise_id=placement.enterprise_id)
        placement.mentor = mentor
        details["mentor"] = str(mentor)
    if not details:
        raise UnableToChange(_("Choose an instructor or a mentor."))
    placement.updated_at = now
    placement.save(update_fields=["instructor", "mentor", "updated_at"])
    audit.record(
        actor=actor, subject=placement, verb="placement.guides", now=now, details=details, capability=EDIT
    )
    recheck([placement.pk], now=now)


@transaction.atomic
def say_lodging(*, actor: Actor, pk: int, lodging: str, now: datetime) -> Placement:
    """Note where the student sleeps during the internship; empty means as the post offers it (INT-30).

    Raises:
        NotVisible, PermissionDenied: see ``core.access``.
        UnableToChange: the placement is over.
    """
    placement: Placement = Placement.objects.for_write(actor, pk, EDIT)
    if not placement.is_live:
        raise UnableToChange(_("The placement is “%(state)s”.") % {"state": placement.get_state_display()})
    placement.lodging = lodging
    placement.updated_at = now
    placement.full_clean(validate_constraints=False)
    placement.save(update_fields=["lodging", "updated_at"])
    audit.record(
        actor=actor,
        subject=placement,
        verb="placement.lodging",
        now=now,
        details={"lodging": str(placement.get_lodging_display())},
        capability=EDIT,
    )
    recheck([pk], now=now)
    return placement


def require_mentor(mentor: Contact, *, enterprise_id: int) -> None:
    """Raises UnableToChange where somebody is no mentor of a host, or not any more."""
    is_there = mentor.enterprise_id == enterprise_id and mentor.left_on is None
    if not is_there or ContactRole.MENTOR not in mentor.roles:
        raise UnableToChange(_("%(person)s is not a mentor of this enterprise.") % {"person": mentor})
