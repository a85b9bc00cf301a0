"""The log of a practice. Where single days are counted, the days are those with an entry.

Locks: the teacher, then the practice. Single days change what counts as coming, so that it is reckoned anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.photos import without_whereabouts
from teachers.models import Practice, PracticeDay, PracticeEntry, PracticeFile, PracticeState
from teachers.operations.practice import UnableToPractise, planned_for_write
from teachers.owed import hold_teacher_of, reckon
from teachers.transitions.practice import PRACTICE_MOVES

MOST_FILES = 10


@transaction.atomic
def write_entry(
    *,
    actor: Actor,
    pk: int,
    happened_on: date,
    text: str,
    now: datetime,
    uploads: Sequence[File[bytes]] = (),
) -> PracticeEntry:
    """Write down a day; the first entry of an approved practice begins it.

    Raises:
        NotVisible, PermissionDenied, UnableToPractise, UnacceptableFile, ValidationError.
    """
    practice = _logged(actor, pk)
    _check_day(practice, happened_on, now)
    if practice.state == PracticeState.APPROVED:
        PRACTICE_MOVES.move(actor=actor, pk=pk, name="begin", now=now)
    entry = PracticeEntry(practice=practice, happened_on=happened_on, text=text.strip(), written_at=now)
    entry.full_clean(exclude=["practice"])
    entry.save(force_insert=True)
    _keep(actor, entry, uploads, now)
    _count_days(practice, now)
    audit.record(
        actor=actor,
        subject=practice,
        verb="practice.log",
        now=now,
        details={"on": happened_on.isoformat()},
    )
    return entry


@transaction.atomic
def rewrite_entry(
    *,
    actor: Actor,
    pk: int,
    happened_on: date,
    text: str,
    now: datetime,
    uploads: Sequence[File[bytes]] = (),
) -> PracticeEntry:
    """Raises NotVisible, PermissionDenied, UnableToPractise, UnacceptableFile, ValidationError."""
    entry = _entry(actor, pk)
    practice = _logged(actor, entry.practice_id)
    _check_day(practice, happened_on, now)
    entry.happened_on, entry.text, entry.written_at = happened_on, text.strip(), now
    entry.full_clean(exclude=["practice"])
    entry.save()
    _keep(actor, entry, uploads, now)
    _count_days(practice, now)
    return entry


@transaction.atomic
def remove_entry(*, actor: Actor, pk: int, now: datetime) -> Practice:
    """Take an entry out with its files. Raises NotVisible, PermissionDenied, UnableToPractise."""
    entry = _entry(actor, pk)
    practice = _logged(actor, entry.practice_id)
    for kept in entry.files.all():
        discard(kept)
    day = entry.happened_on.isoformat()
    entry.delete()
    _count_days(practice, now)
    audit.record(actor=actor, subject=practice, verb="practice.unlog", now=now, details={"on": day})
    return practice


def _entry(actor: Actor, pk: int) -> PracticeEntry:
    entry: PracticeEntry | None = PracticeEntry.objects.visible_to(actor).filter(pk=pk).first()
    if entry is None:
        raise NotVisible(f"teachers.PracticeEntry {pk}")
    return entry


def _logged(actor: Actor, pk: int) -> Practice:
    hold_teacher_of(pk)
    practice = planned_for_write(actor, pk)
    if not practice.takes_entries:
        raise UnableToPractise(_("The log is closed: the practice is not under way."))
    return practice


def _check_day(practice: Practice, day: date, now: datetime) -> None:
    if not practice.starts_on <= day <= practice.ends_on:
        raise UnableToPractise(_("The day lies outside the practice."))
    if day > timezone.localdate(now):
        raise UnableToPractise(_("The day lies in the future."))


def _count_days(practice: Practice, now: datetime) -> None:
    """Where single days count, exactly those with an entry do."""
    if not practice.is_by_days:
        return
    wanted = set(practice.entries.values_list("happened_on", flat=True))
    counted = set(practice.days.values_list("on", flat=True))
    if counted == wanted:
        return
    practice.days.filter(on__in=counted - wanted).delete()
    PracticeDay.objects.bulk_create(
        PracticeDay(practice=practice, on=day) for day in sorted(wanted - counted)
    )
    reckon(on=timezone.localdate(now), teachers=[practice.teacher_id])


def _keep(actor: Actor, entry: PracticeEntry, uploads: Sequence[File[bytes]], now: datetime) -> None:
    if entry.files.count() + len(uploads) > MOST_FILES:
        raise UnableToPractise(_("At most %(count)d files beside an entry.") % {"count": MOST_FILES})
    for upload in uploads:
        photo = without_whereabouts(upload)
        store_upload(actor=actor, model=PracticeFile, parent=entry, upload=photo, now=now)
