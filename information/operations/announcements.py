"""Writing, publishing, reading and withdrawing announcements.

Locks: the announcement, then its readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department
from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from information.models import Announcement, AnnouncementFile, AnnouncementReader, AnnouncementState
from information.notices import announcements as notices
from information.reach import reached_by
from information.transitions.announcements import ANNOUNCEMENT_MOVES, EDIT
from internships.models import Plan
from partnerships.models import Enterprise

FIELDS = ("title", "text", "is_important", "audience", "shown_until")
NARROWINGS = ("departments", "enterprises", "plans")
MOST_FILES = 20


class UnableToAnnounce(Refused):
    """Not so, or not now; the message says why."""


@transaction.atomic
def write(*, actor: Actor, department: Department, now: datetime, **fields: Any) -> Announcement:
    """A draft, which nobody is told of yet. Raises NotVisible, PermissionDenied."""
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not announce anything for this department."))
    announcement = Announcement(department=department, created_by_id=actor.pk, created_at=now)
    _fill(announcement, fields)
    announcement.save(force_insert=True)
    _narrow(actor, announcement, fields)
    audit.record(actor=actor, subject=announcement, verb="announcement.write", now=now, capability=EDIT)
    return announcement


@transaction.atomic
def change(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Announcement:
    """Its words, or until when it is shown; whom it is for only as long as nobody was told.

    Raises NotVisible, PermissionDenied, UnableToAnnounce, ValidationError.
    """
    announcement = _locked(actor, pk)
    if announcement.state == AnnouncementState.WITHDRAWN:
        raise UnableToAnnounce(_("It was withdrawn: write a new one."))
    if announcement.state == AnnouncementState.PUBLISHED:
        fields = {name: value for name, value in fields.items() if name not in (*NARROWINGS, "audience")}
    _fill(announcement, fields)
    announcement.save()
    _narrow(actor, announcement, fields)
    audit.record(actor=actor, subject=announcement, verb="announcement.change", now=now, capability=EDIT)
    return announcement


def _fill(announcement: Announcement, fields: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(announcement, name, fields[name])
    announcement.full_clean(exclude=["department", "created_by"])


def _narrow(actor: Actor, announcement: Announcement, fields: dict[str, Any]) -> None:
    """Enterprises and plans are those that the actor sees. Raises NotVisible."""
    for name, model in (("enterprises", Enterprise), ("plans", Plan)):
        if name in fields:
            keys = {one.pk for one in fields[name]}
            if model.objects.visible_to(actor).filter(pk__in=keys).count() != len(keys):
                raise NotVisible(model._meta.label)
    for name in NARROWINGS:
        if name in fields:
            getattr(announcement, name).set(fields[name])


@transaction.atomic
def discard_draft(*, actor: Actor, pk: int, now: datetime) -> None:
    """Raises NotVisible, PermissionDenied, UnableToAnnounce."""
    announcement = _locked(actor, pk)
    if announcement.state != AnnouncementState.DRAFT:
        raise UnableToAnnounce(_("People were told already: withdraw it instead."))
    audit.record(
        actor=actor,
        subject=announcement,
        verb="announcement.discard",
        now=now,
        details={"title": announcement.title},
        capability=EDIT,
    )
    for kept in announcement.files.all():
        discard(kept)
    announcement.delete()


@transaction.atomic
def publish(*, actor: Actor, pk: int, now: datetime) -> Announcement:
    """Everybody it is for is told, at once.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToAnnounce.
    """
    today = timezone.localdate(now)
    announcement: Announcement = ANNOUNCEMENT_MOVES.move(
        actor=actor,
        pk=pk,
        name="publish",
        now=now,
        changes={"published_by_id": actor.pk, "published_at": now},
    )
    if not announcement.is_shown(today):
        raise UnableToAnnounce(_("The day until which it is shown is over."))
    if not spread(announcement, on=today, now=now):
        raise UnableToAnnounce(_("There is nobody whom it would reach: widen whom it is for."))
    return announcement


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> Announcement:
    """Nobody is shown it any more; those who read it are told why.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    announcement: Announcement = ANNOUNCEMENT_MOVES.move(
        actor=actor,
        pk=pk,
        name="withdraw",
        reason=reason,
        now=now,
        changes={"reason": reason.strip()[:500]},
    )
    read = announcement.readers.exclude(read_at=None).values_list("user", flat=True)
    notices.tell_of_withdrawal(announcement, list(read), now=now)
    return announcement


def spread(announcement: Announcement, *, on: date, now: datetime) -> int:
    """Tell whoever it is for today and was not told before. Answers how many are told now."""
    reached = reached_by(announcement, on)
    told = set(announcement.readers.filter(user__in=reached).values_list("user", flat=True))
    people = {user: audience for user, audience in reached.items() if user not in told}
    AnnouncementReader.objects.bulk_create(
        (AnnouncementReader(announcement=announcement, user_id=user, told_at=now) for user in people),
        ignore_conflicts=True,
    )
    notices.tell(announcement, people, now=now)
    return len(people)


@transaction.atomic
def spread_to_newcomers(*, on: date, now: datetime) -> int:
    """Who has come since is told what is still shown. Answers how many times somebody was told."""
    rows = Announcement.objects.filter(pk__in=Announcement.objects.current(on).values("pk"))
    return sum(spread(one, on=on, now=now) for one in rows.select_for_update(skip_locked=True))


def mark_read(*, user_id: int, pk: int, now: datetime) -> bool:
    """Whether it was new to them. One statement."""
    rows = AnnouncementReader.objects.filter(announcement=pk, user=user_id, read_at=None)
    return rows.update(read_at=now) == 1


# --- Files --------------------------------------------------------------------------------------


@transaction.atomic
def attach(*, actor: Actor, pk: int, uploads: Iterable[File[bytes]], now: datetime) -> Announcement:
    """Raises NotVisible, PermissionDenied, UnableToAnnounce, UnacceptableFile."""
    announcement = _locked(actor, pk)
    uploads = list(uploads)
    if announcement.files.count() + len(uploads) > MOST_FILES:
        raise UnableToAnnounce(_("At most %(count)d files: take one out first.") % {"count": MOST_FILES})
    for upload in uploads:
        kept = store_upload(actor=actor, model=AnnouncementFile, parent=announcement, upload=upload, now=now)
        _note(actor, announcement, "attach", kept, now)
    return announcement


@transaction.atomic
def remove_file(*, actor: Actor, pk: int, file_id: int, now: datetime) -> Announcement:
    """Raises NotVisible, PermissionDenied."""
    announcement = _locked(actor, pk)
    kept = announcement.files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"information.AnnouncementFile {file_id}")
    _note(actor, announcement, "detach", kept, now)
    discard(kept)
    return announcement


def _note(actor: Actor, announcement: Announcement, act: str, kept: AnnouncementFile, now: datetime) -> None:
    audit.record(
        actor=actor,
        subject=announcement,
        verb=f"announcement.{act}",
        now=now,
        details={"name": kept.name},
        capability=EDIT,
    )


def _locked(actor: Actor, pk: int) -> Announcement:
    announcement: Announcement = Announcement.objects.for_write(actor, pk, EDIT)
    return announcement
