"""Activities of students: entered by them, confirmed or returned by the class teacher or an instructor.

Lock: the activity.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
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
from internships.policies import cares_for_class
from placements.activity_notices import tell_student, tell_those_who_confirm
from placements.models import ActivityFile, Placement, PlacementState, StudentActivity
from placements.transitions.activities import ACTIVITY_MOVES

MOST_FILES = 6
MOST_HOURS_A_DAY = 16
FIELDS = ("kind", "title", "starts_on", "ends_on", "hours", "enterprise", "place", "role", "outcome")


class UnableToEnter(Refused):
    """The activity cannot be entered so; the message says why."""


def may_confirm(actor: Actor, activity: StudentActivity) -> bool:
    """The class teacher, whoever keeps the students there, and instructors of the student. A query or two."""
    if cares_for_class(actor, activity.student.school_class):
        return True
    placements = Placement.objects.of_student(activity.student_id).exclude(state=PlacementState.CANCELLED)
    return actor.pk is not None and placements.filter(instructor__user=actor.pk).exists()


@transaction.atomic
def enter_activity(
    *, pupil: Pupil, now: datetime, upload: File[bytes] | None = None, **fields: Any
) -> StudentActivity:
    """Write down what one took part in; it waits to be confirmed from then on.

    Raises UnableToEnter, UnacceptableFile, ValidationError.
    """
    activity = StudentActivity(student_id=pupil.student.pk, written_at=now)
    _write(activity, fields, now)
    activity.save(force_insert=True)
    _keep(pupil, activity, upload, now)
    audit.record(actor=pupil, subject=activity, verb="activity.enter", now=now)
    tell_those_who_confirm(activity, now=now)
    return activity


@transaction.atomic
def rewrite_activity(
    *, pupil: Pupil, pk: int, now: datetime, upload: File[bytes] | None = None, **fields: Any
) -> StudentActivity:
    """Change an activity that is not confirmed; a returned one is handed in again.

    Raises NotVisible, TransitionRefused, UnableToEnter, UnacceptableFile, ValidationError.
    """
    activity = _own(pupil, pk)
    was_returned = bool(activity.answer)
    _write(activity, fields, now)
    moved: StudentActivity = ACTIVITY_MOVES.move(
        actor=pupil,
        pk=pk,
        name="rewrite",
        now=now,
        changes={name: getattr(activity, name) for name in FIELDS} | {"written_at": now, "answer": ""},
    )
    _keep(pupil, moved, upload, now)
    if was_returned:
        tell_those_who_confirm(moved, now=now)
    return moved


@transaction.atomic
def withdraw_activity(*, pupil: Pupil, pk: int, now: datetime) -> StudentActivity:
    """Raises NotVisible, TransitionRefused."""
    _own(pupil, pk)
    return ACTIVITY_MOVES.move(actor=pupil, pk=pk, name="withdraw", now=now)


@transaction.atomic
def remove_activity_file(*, pupil: Pupil, pk: int, now: datetime) -> StudentActivity:
    """Take a file out of an activity that is not confirmed. Raises NotVisible, UnableToEnter."""
    kept = ActivityFile.objects.filter(pk=pk).first()
    activity = _own(pupil, kept.parent_id if kept else 0)
    if kept is None:
        raise NotVisible(f"placements.ActivityFile {pk}")
    if not activity.is_open:
        raise UnableToEnter(_("It is confirmed: it stays as it is."))
    audit.record(
        actor=pupil, subject=activity, verb="activity.remove_file", now=now, details={"name": kept.name}
    )
    discard(kept)
    return activity


@transaction.atomic
def confirm_activity(*, actor: Actor, pk: int, now: datetime) -> StudentActivity:
    """Say that it was so: its hours count. Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _decide(actor, pk, "confirm", "", now)


@transaction.atomic
def return_activity(*, actor: Actor, pk: int, reason: str, now: datetime) -> StudentActivity:
    """Let the student write it anew, for a reason; also where it was confirmed by mistake.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    state = StudentActivity.objects.visible_to(actor).filter(pk=pk).values_list("state", flat=True).first()
    return _decide(actor, pk, "reopen" if state == "confirmed" else "return", reason, now)


def _decide(actor: Actor, pk: int, name: str, reason: str, now: datetime) -> StudentActivity:
    rows = StudentActivity.objects.visible_to(actor).with_names()
    activity = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if activity is None:
        raise NotVisible(f"placements.StudentActivity {pk}")
    if not may_confirm(actor, activity):
        raise PermissionDenied(_("The class teacher of the student does this, or an instructor."))
    moved: StudentActivity = ACTIVITY_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        reason=reason,
        now=now,
        changes={"answer": reason.strip()[:500], "decided_by_id": actor.pk, "decided_at": now},
    )
    moved.student = activity.student
    tell_student(moved, now=now)
    return moved


def _own(pupil: Pupil, pk: int) -> StudentActivity:
    """The student's own, locked. Raises NotVisible."""
    rows = StudentActivity.objects.filter(student=pupil.student.pk)
    activity = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if activity is None:
        raise NotVisible(f"placements.StudentActivity {pk}")
    return activity


def _write(activity: StudentActivity, fields: dict[str, Any], now: datetime) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not said of an activity")
        setattr(activity, name, value)
    activity.full_clean(exclude=["student"])
    if activity.ends_on > timezone.localdate(now):
        raise UnableToEnter(_("Enter it when it is over."))
    days = (activity.ends_on - activity.starts_on).days + 1
    if activity.hours > Decimal(days * MOST_HOURS_A_DAY):
        raise UnableToEnter(_("These days do not have so many hours."))


def _keep(pupil: Pupil, activity: StudentActivity, upload: File[bytes] | None, now: datetime) -> None:
    if upload is None:
        return
    if activity.files.count() >= MOST_FILES:
        raise UnableToEnter(_("At most %(count)d files: take one out first.") % {"count": MOST_FILES})
    store_upload(
        actor=pupil, model=ActivityFile, parent=activity, upload=without_whereabouts(upload), now=now
    )
