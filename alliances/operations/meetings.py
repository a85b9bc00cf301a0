"""Meetings and what they resolved.

Locks: the alliance, the meeting, its tasks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from alliances import notices
from alliances.models import Alliance, AllianceTask, Meeting, MeetingState, Member
from alliances.operations.alliances import UnableToAlly
from alliances.transitions import EDIT, MEETING_MOVES, TASK_MOVES
from core import audit
from core.access import Actor, NotVisible
from partnerships.models import Contact
from partnerships.portal.partner import Partner

FIELDS = ("title", "starts_at", "ends_at", "place", "agenda")


@transaction.atomic
def call_meeting(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Meeting:
    """Raises NotVisible, PermissionDenied, UnableToAlly, ValidationError."""
    alliance: Alliance = Alliance.objects.for_write(actor, pk, EDIT)
    if alliance.is_over:
        raise UnableToAlly(_("It was dissolved."))
    meeting = Meeting(alliance=alliance, **{name: fields[name] for name in FIELDS if name in fields})
    meeting.full_clean(exclude=["alliance"])
    meeting.save(force_insert=True)
    audit.record(actor=actor, subject=meeting, verb="alliance_meeting.call", now=now, capability=EDIT)
    if meeting.starts_at > now:
        notices.tell_of_meeting(meeting, notices.MEETING, now=now)
    return meeting


@transaction.atomic
def change_meeting(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Meeting:
    """Until it was held; members are told.

    Raises NotVisible, PermissionDenied, UnableToAlly, ValidationError.
    """
    meeting = _locked(actor, pk)
    if meeting.state != MeetingState.PLANNED:
        raise UnableToAlly(_("It is not changed any more."))
    for name in FIELDS:
        if name in fields:
            setattr(meeting, name, fields[name])
    meeting.full_clean(exclude=["alliance"])
    meeting.save()
    audit.record(actor=actor, subject=meeting, verb="alliance_meeting.change", now=now, capability=EDIT)
    if meeting.starts_at > now:
        notices.tell_of_meeting(meeting, notices.MEETING, now=now)
    return meeting


@transaction.atomic
def hold_meeting(
    *, actor: Actor, pk: int, minutes: str, attended: Iterable[Member], now: datetime
) -> Meeting:
    """Enter the minutes and who was there of those who were members on the day.

    Raises NotVisible, PermissionDenied, UnableToAlly, TransitionRefused, ValidationError.
    """
    if not minutes.strip():
        raise UnableToAlly(_("Enter the minutes."))
    seen = _locked(actor, pk)
    there = _members_on(seen, attended)
    meeting: Meeting = MEETING_MOVES.move(
        actor=actor, pk=pk, name="hold", now=now, changes={"minutes": minutes.strip()}
    )
    meeting.attended.set(there)
    return meeting


@transaction.atomic
def correct_minutes(
    *, actor: Actor, pk: int, minutes: str, attended: Iterable[Member], now: datetime
) -> Meeting:
    """Raises NotVisible, PermissionDenied, UnableToAlly, ValidationError."""
    meeting = _locked(actor, pk)
    if meeting.state != MeetingState.HELD or not minutes.strip():
        raise UnableToAlly(_("Enter the minutes."))
    there = _members_on(meeting, attended)
    meeting.minutes = minutes.strip()
    meeting.save(update_fields=["minutes"])
    meeting.attended.set(there)
    audit.record(actor=actor, subject=meeting, verb="alliance_meeting.minutes", now=now, capability=EDIT)
    return meeting


def _members_on(meeting: Meeting, attended: Iterable[Member]) -> list[Member]:
    """Raises ValidationError."""
    found, day = list(attended), timezone.localdate(meeting.starts_at)
    if any(one.alliance_id != meeting.alliance_id or not one.is_there(day) for one in found):
        raise ValidationError(_("Choose those who were members on the day."))
    return found


@transaction.atomic
def cancel_meeting(*, actor: Actor, pk: int, reason: str, now: datetime) -> Meeting:
    """Members read why. Raises NotVisible, PermissionDenied, TransitionRefused."""
    meeting: Meeting = MEETING_MOVES.move(
        actor=actor, pk=pk, name="cancel", reason=reason, now=now, changes={"reason": reason.strip()[:500]}
    )
    notices.tell_of_meeting(meeting, notices.CANCELLED, now=now)
    return meeting


def _locked(actor: Actor, pk: int) -> Meeting:
    meeting: Meeting = Meeting.objects.select_related("alliance").for_write(actor, pk, EDIT)
    return meeting


# --- Tasks --------------------------------------------------------------------------------------


@transaction.atomic
def resolve(
    *,
    actor: Actor,
    meeting_id: int,
    text: str,
    due_on: date,
    owner: User | None = None,
    contact: Contact | None = None,
    now: datetime,
) -> AllianceTask:
    """What a meeting resolved, given to somebody of the staff or of a member, who is told.

    Raises NotVisible, PermissionDenied, UnableToAlly, ValidationError.
    """
    meeting = _locked(actor, meeting_id)
    if meeting.state != MeetingState.HELD:
        raise UnableToAlly(_("A meeting resolves something once it was held."))
    if owner is not None and (owner.is_from_outside or not owner.is_active):
        raise UnableToAlly(_("Choose somebody of the staff."))
    if contact is not None:
        members = meeting.alliance.members.lasting(timezone.localdate(now))
        if not members.filter(enterprise=contact.enterprise_id).exists():
            raise UnableToAlly(_("%(name)s is of no member.") % {"name": contact})
    task = AllianceTask(meeting=meeting, text=text.strip(), due_on=due_on, owner=owner, contact=contact)
    task.full_clean(exclude=["meeting"])
    task.save(force_insert=True)
    audit.record(actor=actor, subject=task, verb="alliance_task.resolve", now=now, capability=EDIT)
    notices.tell_of_task(task, now=now, by=actor.pk)
    return task


@transaction.atomic
def finish(*, actor: Actor, pk: int, word: str, now: datetime) -> AllianceTask:
    """Its owner says what became of it, or whoever keeps the alliance does.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    task = AllianceTask.objects.visible_to(actor).select_related("meeting__alliance").filter(pk=pk).first()
    if task is None:
        raise NotVisible(f"alliances.AllianceTask {pk}")
    if task.owner_id != actor.pk and not task.permits(actor, EDIT):
        raise PermissionDenied(_("Whose task it is, or whoever keeps the alliance, says that it is done."))
    return _end(actor, pk, "finish", word, now)


@transaction.atomic
def finish_at_portal(*, partner: Partner, pk: int, word: str, now: datetime) -> AllianceTask:
    """The contact whose task it is. Outside the walls. Raises NotVisible, TransitionRefused."""
    if not AllianceTask.objects.filter(pk=pk, contact=partner.contact.pk).exists():
        raise NotVisible(f"alliances.AllianceTask {pk}")
    return _end(partner, pk, "finish", word, now)


@transaction.atomic
def drop(*, actor: Actor, pk: int, reason: str, now: datetime) -> AllianceTask:
    """Whose it was reads why. Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _end(actor, pk, "drop", reason, now)


def _end(actor: Actor, pk: int, name: str, word: str, now: datetime) -> AllianceTask:
    changes = {"word": word.strip()[:1000], "ended_by_id": actor.pk, "ended_at": now}
    moved: AllianceTask = TASK_MOVES.move(
        actor=actor, pk=pk, name=name, reason=word, now=now, changes=changes
    )
    notices.tell_of_end(moved, now=now, by=actor.pk)
    return moved
