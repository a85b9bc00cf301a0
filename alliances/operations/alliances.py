"""Alliances, their members, supply links and shared documents.

Locks: the alliance, its meetings, then what belongs to it; a supply link by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department
from alliances import notices
from alliances.models import (
    Alliance,
    AllianceDocument,
    Meeting,
    MeetingState,
    Member,
    SupplyLink,
)
from alliances.transitions import ALLIANCE_MOVES, EDIT, MEETING_MOVES
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from partnerships.models import Enterprise

FIELDS = (*("kind", "name", "aims", "founded_on", "legal_form", "entity", "industry", "region", "organiser"),)
MEMBER_FIELDS = ("enterprise", "organisation", "outside_kind", "role", "leads", "starts_on", "ends_on")
MOST_MEMBERS = 500
MOST_DOCUMENTS = 200


class UnableToAlly(Refused):
    """Not so, or not now; the message says why."""


@transaction.atomic
def prepare(*, actor: Actor, department: Department, now: datetime, **fields: Any) -> Alliance:
    """Raises PermissionDenied, ValidationError."""
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not keep alliances of this department."))
    fields.setdefault("organiser_id", actor.pk)
    alliance = Alliance(department=department, created_by_id=actor.pk, created_at=now)
    _write(alliance, fields)
    alliance.full_clean(exclude=["created_by", "department"])
    alliance.save(force_insert=True)
    audit.record(actor=actor, subject=alliance, verb="alliance.prepare", now=now, capability=EDIT)
    return alliance


@transaction.atomic
def change(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Alliance:
    """Raises NotVisible, PermissionDenied, UnableToAlly, ValidationError."""
    alliance = _alive(actor, pk)
    _write(alliance, fields)
    alliance.full_clean(exclude=["created_by", "department"])
    alliance.save()
    audit.record(actor=actor, subject=alliance, verb="alliance.change", now=now, capability=EDIT)
    return alliance


def _write(alliance: Alliance, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name.removesuffix("_id") not in FIELDS:
            raise TypeError(f"{name} is not said of an alliance")
        setattr(alliance, name, value)


def _alive(actor: Actor, pk: int) -> Alliance:
    """Locked. Raises NotVisible, PermissionDenied, UnableToAlly."""
    alliance: Alliance = Alliance.objects.for_write(actor, pk, EDIT)
    if alliance.is_over:
        raise UnableToAlly(_("It was dissolved."))
    return alliance


@transaction.atomic
def activate(*, actor: Actor, pk: int, now: datetime) -> Alliance:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    moved: Alliance = ALLIANCE_MOVES.move(actor=actor, pk=pk, name="activate", now=now)
    return moved


@transaction.atomic
def dissolve(*, actor: Actor, pk: int, reason: str, now: datetime) -> Alliance:
    """All its memberships end that day, those that would begin later are none, and what it meets for later is
    cancelled, which members are told. One that was not founded yet is given up.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    today = timezone.localdate(now)
    changes: dict[str, Any] = {"reason": reason.strip()[:500], "dissolved_on": today}
    alliance: Alliance = Alliance.objects.for_write(actor, pk, EDIT)
    if alliance.founded_on is not None and alliance.founded_on > today:
        changes["founded_on"] = None
    moved: Alliance = ALLIANCE_MOVES.move(
        actor=actor, pk=pk, name="dissolve", reason=reason, now=now, changes=changes
    )
    for meeting in moved.meetings.filter(state=MeetingState.PLANNED, starts_at__gt=now).order_by("pk"):
        cancelled: Meeting = MEETING_MOVES.move(
            actor=actor,
            pk=meeting.pk,
            name="cancel",
            reason=reason,
            now=now,
            changes={"reason": changes["reason"]},
        )
        notices.tell_of_meeting(cancelled, notices.CANCELLED, now=now)
    moved.members.filter(starts_on__gt=today).delete()
    moved.members.exclude(ends_on__lte=today).update(ends_on=today)
    return moved


# --- Members ------------------------------------------------------------------------------------


@transaction.atomic
def add_member(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Member:
    """Raises NotVisible, PermissionDenied, UnableToAlly, ValidationError."""
    alliance = _alive(actor, pk)
    if alliance.members.count() >= MOST_MEMBERS:
        raise UnableToAlly(_("At most %(count)d members.") % {"count": MOST_MEMBERS})
    enterprise = fields.get("enterprise")
    if enterprise and not Enterprise.objects.visible_to(actor).filter(pk=enterprise.pk).exists():
        raise NotVisible(f"partnerships.Enterprise {enterprise.pk}")
    member = Member(alliance=alliance, **{name: fields[name] for name in MEMBER_FIELDS if name in fields})
    member.organisation = member.organisation.strip()
    member.full_clean()
    member.save(force_insert=True)
    _note(actor, alliance, "member", member, now)
    return member


@transaction.atomic
def change_role(
    *, actor: Actor, member_id: int, role: str, leads: bool, starts_on: date, now: datetime
) -> Member:
    """In another role from a day on: the old one ends the day before.

    Raises NotVisible, PermissionDenied, UnableToAlly, ValidationError.
    """
    member = _member(actor, member_id)
    if starts_on <= member.starts_on:
        raise UnableToAlly(_("The new role begins after the old one."))
    ends_on, member.ends_on = member.ends_on, starts_on - timedelta(days=1)
    if ends_on is not None and ends_on < starts_on:
        raise UnableToAlly(_("It was no member any more by then."))
    member.full_clean()
    member.save(update_fields=["ends_on"])
    following = Member(
        alliance=member.alliance,
        enterprise=member.enterprise,
        organisation=member.organisation,
        outside_kind=member.outside_kind,
        role=role,
        leads=leads,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    following.full_clean()
    following.save(force_insert=True)
    _note(actor, member.alliance, "role", following, now)
    return following


@transaction.atomic
def end_membership(*, actor: Actor, member_id: int, ends_on: date, now: datetime) -> Member:
    """Raises NotVisible, PermissionDenied, UnableToAlly, ValidationError."""
    member = _member(actor, member_id)
    member.ends_on = ends_on
    member.full_clean()
    member.save(update_fields=["ends_on"])
    _note(actor, member.alliance, "member_left", member, now)
    return member


def _member(actor: Actor, member_id: int) -> Member:
    """Locked after its alliance."""
    seen = Member.objects.visible_to(actor).filter(pk=member_id).values_list("alliance", flat=True).first()
    if seen is None:
        raise NotVisible(f"alliances.Member {member_id}")
    _alive(actor, seen)
    member: Member = Member.objects.select_related("alliance", "enterprise").for_write(actor, member_id, EDIT)
    return member


def _note(actor: Actor, alliance: Alliance, act: str, about: Any, now: datetime) -> None:
    details = {"name": str(about)}
    audit.record(
        actor=actor, subject=alliance, verb=f"alliance.{act}", now=now, details=details, capability=EDIT
    )


# --- Supply links -------------------------------------------------------------------------------


@transaction.atomic
def link_supply(
    *,
    actor: Actor,
    supplier: Enterprise,
    customer: Enterprise,
    goods: str,
    starts_on: date,
    ends_on: date | None = None,
    now: datetime,
) -> SupplyLink:
    """Who supplies whom; the actor sees both and keeps alliances where one of them belongs.

    Raises NotVisible, PermissionDenied, ValidationError.
    """
    rows = Enterprise.objects.visible_to(actor).filter(pk__in=[supplier.pk, customer.pk])
    found = set(rows.values_list("pk", flat=True))
    if found != {supplier.pk, customer.pk}:
        raise NotVisible("partnerships.Enterprise")
    link = SupplyLink(
        supplier=supplier, customer=customer, goods=goods.strip(), starts_on=starts_on, ends_on=ends_on
    )
    if not link.permits(actor, EDIT):
        raise PermissionDenied(_("You keep alliances of neither side."))
    link.full_clean()
    link.save(force_insert=True)
    audit.record(actor=actor, subject=link, verb="supply.link", now=now, capability=EDIT)
    return link


@transaction.atomic
def end_supply(*, actor: Actor, pk: int, ends_on: date, now: datetime) -> SupplyLink:
    """Raises NotVisible, PermissionDenied, ValidationError."""
    link: SupplyLink = SupplyLink.objects.select_related("supplier", "customer").for_write(actor, pk, EDIT)
    link.ends_on = ends_on
    link.full_clean()
    link.save(update_fields=["ends_on"])
    audit.record(actor=actor, subject=link, verb="supply.end", now=now, capability=EDIT)
    return link


# --- Documents ----------------------------------------------------------------------------------


@transaction.atomic
def share_document(
    *,
    actor: Actor,
    pk: int,
    upload: File[bytes],
    is_charter: bool = False,
    readers: Iterable[Member] = (),
    now: datetime,
) -> AllianceDocument:
    """For all members, or for those named. A new charter takes the place of the old one, which stays.

    Raises NotVisible, PermissionDenied, UnableToAlly, UnacceptableFile.
    """
    alliance = _alive(actor, pk)
    readers = list(readers)
    if alliance.documents.count() >= MOST_DOCUMENTS:
        raise UnableToAlly(_("At most %(count)d files: take one out first.") % {"count": MOST_DOCUMENTS})
    if any(one.alliance_id != alliance.pk for one in readers):
        raise ValidationError(_("Choose members of this alliance."))
    if is_charter:
        alliance.documents.filter(is_charter=True).update(is_charter=False)
    kept = store_upload(
        actor=actor,
        model=AllianceDocument,
        parent=alliance,
        upload=upload,
        now=now,
        is_charter=is_charter,
        for_all=not readers,
    )
    kept.readers.set(readers)
    _note(actor, alliance, "share", kept, now)
    notices.tell_of_document(kept, now=now)
    return kept


@transaction.atomic
def remove_document(*, actor: Actor, pk: int, file_id: int, now: datetime) -> Alliance:
    """Raises NotVisible, PermissionDenied, UnableToAlly."""
    alliance = _alive(actor, pk)
    kept = alliance.documents.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"alliances.AllianceDocument {file_id}")
    _note(actor, alliance, "unshare", kept, now)
    discard(kept)
    return alliance
