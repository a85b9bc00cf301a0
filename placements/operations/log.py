"""What students write about their days at work, and what others say to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from core.photos import without_whereabouts
from internships.me.pupil import Pupil
from internships.models import PlanTask
from placements.day_notices import tell_student_of_comment, tell_student_of_return
from placements.instructing import Witness, instructed_for_write
from placements.models import LogEntry, LogFile, Placement
from placements.own_days import days_of, own_placement_for_write
from placements.transitions.log import LOG_MOVES

MOST_FILES = 6
MOST_ON_A_DAY = 5


class UnableToWrite(Refused):
    """The log cannot be changed so; the message says why."""


@transaction.atomic
def write_entry(
    *,
    pupil: Pupil,
    placement_pk: int,
    happened_on: date,
    text: str,
    tasks: Iterable[PlanTask] = (),
    upload: File[bytes] | None = None,
    now: datetime,
) -> LogEntry:
    """Write down what one did on a day; it waits for the mentor from then on.

    Raises:
        NotVisible: the placement is another's.
        UnableToWrite: the day has enough entries already.
        UnacceptableFile, ValidationError.
    """
    placement = own_placement_for_write(pupil, placement_pk, on=timezone.localdate(now))
    if placement.log.filter(happened_on=happened_on).count() >= MOST_ON_A_DAY:
        raise UnableToWrite(_("There are enough entries of this day: change one of them."))
    entry = LogEntry(placement=placement, happened_on=happened_on, text=text.strip(), written_at=now)
    _check_day(placement, happened_on, now)
    entry.full_clean()
    entry.save(force_insert=True)
    entry.tasks.set(_of_the_plan(placement, tasks))
    _keep(pupil, entry, upload, now)
    audit.record(actor=pupil, subject=entry, verb="log.write", now=now)
    return entry


@transaction.atomic
def rewrite_entry(
    *,
    pupil: Pupil,
    pk: int,
    happened_on: date,
    text: str,
    tasks: Iterable[PlanTask] = (),
    upload: File[bytes] | None = None,
    now: datetime,
) -> LogEntry:
    """Change an entry that the mentor has not confirmed; a returned one goes to the mentor again.

    Raises:
        NotVisible: it is another's.
        TransitionRefused: it is confirmed by now.
        UnableToWrite, UnacceptableFile, ValidationError.
    """
    entry = _own_entry(pupil, pk, now)
    _check_day(entry.placement, happened_on, now)
    entry.happened_on, entry.text = happened_on, text.strip()
    entry.clean_fields()
    moved: LogEntry = LOG_MOVES.move(
        actor=pupil,
        pk=entry.pk,
        name="rewrite",
        now=now,
        changes={
            "happened_on": happened_on,
            "text": text.strip(),
            "written_at": now,
            "return_reason": "",
        },
    )
    moved.tasks.set(_of_the_plan(entry.placement, tasks))
    _keep(pupil, moved, upload, now)
    return moved


@transaction.atomic
def remove_file(*, pupil: Pupil, pk: int, now: datetime) -> LogEntry:
    """Take a file out of an entry that is not confirmed. Raises NotVisible, UnableToWrite."""
    kept = LogFile.objects.filter(pk=pk).first()
    entry = _own_entry(pupil, kept.parent_id if kept else 0, now)
    if kept is None:
        raise NotVisible(f"placements.LogFile {pk}")
    if not entry.is_editable:
        raise UnableToWrite(_("The mentor has confirmed it: it stays as it is."))
    audit.record(actor=pupil, subject=entry, verb="log.remove_file", now=now, details={"name": kept.name})
    discard(kept)
    return entry


@transaction.atomic
def confirm_entry(*, witness: Witness, pk: int, now: datetime) -> LogEntry:
    """Say that an entry is so. Raises NotVisible, TransitionRefused."""
    entry = _entry_before(witness, pk)
    return LOG_MOVES.move(
        actor=witness.actor, pk=entry.pk, name="confirm", now=now, changes=witness.signature(now)
    )


@transaction.atomic
def return_entry(*, witness: Witness, pk: int, reason: str, now: datetime) -> LogEntry:
    """Give an entry back with a reason, which the student reads. Raises NotVisible, TransitionRefused."""
    entry = _entry_before(witness, pk)
    moved: LogEntry = LOG_MOVES.move(
        actor=witness.actor,
        pk=entry.pk,
        name="return",
        reason=reason,
        now=now,
        changes={"return_reason": reason.strip()[:500]},
    )
    tell_student_of_return(moved, now=now)
    return moved


@transaction.atomic
def comment_entry(*, actor: Actor, pk: int, text: str, now: datetime) -> LogEntry:
    """What the instructor says to an entry; the student reads it. An empty text takes it back.

    Raises NotVisible, PermissionDenied.
    """
    key = LogEntry.objects.visible_to(actor).filter(pk=pk).values_list("placement", flat=True).first()
    instructed_for_write(actor, key)
    entry = LogEntry.objects.select_for_update(of=("self",)).get(pk=pk)
    entry.comment = text.strip()
    entry.commented_by_id = actor.pk if entry.comment else None
    entry.commented_at = now if entry.comment else None
    entry.clean_fields()
    entry.save(update_fields=["comment", "commented_by", "commented_at"])
    audit.record(actor=actor, subject=entry, verb="log.comment", now=now, reason=entry.comment)
    if entry.comment:
        tell_student_of_comment(entry, now=now)
    return entry


def _own_entry(pupil: Pupil, pk: int, now: datetime) -> LogEntry:
    """The student's own entry behind the lock of its placement. Raises NotVisible, also when too late."""
    found = LogEntry.objects.filter(pk=pk, placement__student=pupil.student.pk)
    key = found.values_list("placement", flat=True).first()
    if key is None:
        raise NotVisible(f"placements.LogEntry {pk}")
    placement = own_placement_for_write(pupil, key, on=timezone.localdate(now))
    entry = LogEntry.objects.select_for_update(of=("self",)).get(pk=pk)
    entry.placement = placement
    return entry


def _entry_before(witness: Witness, pk: int) -> LogEntry:
    entry = LogEntry.objects.filter(pk=pk).first()
    if entry is None:
        raise NotVisible(f"placements.LogEntry {pk}")
    witness.lock([entry.placement_id])
    return entry


def _check_day(placement: Placement, day: date, now: datetime) -> None:
    first, last = days_of(placement, on=timezone.localdate(now))
    if not first <= day <= last:
        raise ValidationError({"happened_on": _("Choose a day of your internship, at the latest today.")})


def _of_the_plan(placement: Placement, tasks: Iterable[PlanTask]) -> list[Any]:
    return [task for task in tasks if task.plan_id == placement.plan_id]


def _keep(pupil: Pupil, entry: LogEntry, upload: File[bytes] | None, now: datetime) -> None:
    if upload is None:
        return
    if entry.files.count() >= MOST_FILES:
        raise UnableToWrite(_("At most %(count)d files: take one out first.") % {"count": MOST_FILES})
    store_upload(actor=pupil, model=LogFile, parent=entry, upload=without_whereabouts(upload), now=now)
