"""Evidence of teachers: entered by them or for them, confirmed or returned by the teacher affairs office.

Lock: the piece of evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import models, transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from core.models import AuditEvent
from core.photos import without_whereabouts
from teachers.evidence_notices import tell_teacher
from teachers.models import Evidence, EvidenceFile, Teacher
from teachers.policies import CONFIRM, is_own, may_keep
from teachers.transitions.evidence import EVIDENCE_MOVES

MOST_FILES = 6


class UnableToEnter(Refused):
    """The evidence cannot be entered or changed so; the message says why."""


class UnableToConfirm(Refused):
    """This person may not decide on this evidence; the message says why."""


@transaction.atomic
def enter_evidence(
    *,
    actor: Actor,
    model: type[Evidence],
    teacher_id: int,
    now: datetime,
    uploads: Iterable[File[bytes]] = (),
    **fields: Any,
) -> Evidence:
    """Enter something that a teacher has, did or was given.

    What a teacher enters waits for the office; what the office enters for somebody is confirmed with that.

    Raises NotVisible, PermissionDenied, UnableToEnter, UnacceptableFile, ValidationError.
    """
    teacher = Teacher.objects.visible_to(actor).filter(pk=teacher_id).first()
    if teacher is None:
        raise NotVisible(f"teachers.Teacher {teacher_id}")
    _require_keeper(actor, teacher)
    row = cast("Any", model)(teacher=teacher, entered_by_id=actor.pk, entered_at=now)
    _write(row, fields)
    row.save(force_insert=True)
    _keep(actor, row, uploads, now)
    audit.record(actor=actor, subject=row, verb="teacher_evidence.enter", now=now)
    return _confirm(actor, row, now) if _confirms_at_once(actor, teacher) else row


@transaction.atomic
def change_evidence(
    *,
    actor: Actor,
    model: type[Evidence],
    pk: int,
    now: datetime,
    uploads: Iterable[File[bytes]] = (),
    **fields: Any,
) -> Evidence:
    """Change what is said, or add scans.

    By the teacher: what was confirmed waits to be confirmed anew, and counts no more until then; its
    earlier wording stays in the history. By the office: a correction, which is confirmed with that.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToEnter, UnacceptableFile, ValidationError.
    """
    row = _kept_by(actor, model, pk)
    uploads = list(uploads)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if not changed and not uploads and not row.is_returned:
        return row
    _write(row, fields)
    changes = {name: getattr(row, name) for name in changed} | {"answer": ""}
    if _confirms_at_once(actor, row.teacher):
        name, changes = "correct", changes | {"confirmed_by_id": actor.pk, "confirmed_at": now}
    else:
        name = "reopen" if row.is_confirmed else "change"
        changes |= {"confirmed_by_id": None, "confirmed_at": None, "entered_at": now}
    moved: Evidence = EVIDENCE_MOVES[model.slug].move(actor=actor, pk=pk, name=name, now=now, changes=changes)
    _keep(actor, moved, uploads, now)
    return moved


@transaction.atomic
def confirm_evidence(*, actor: Actor, model: type[Evidence], pk: int, now: datetime) -> Evidence:
    """Say that it is so: it counts. Nobody confirms their own.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToConfirm.
    """
    row = _confirm(actor, _to_decide(actor, model, pk), now)
    tell_teacher(row, now=now)
    return row


@transaction.atomic
def return_evidence(*, actor: Actor, model: type[Evidence], pk: int, reason: str, now: datetime) -> Evidence:
    """Let the teacher put it right, for a reason; also where it was confirmed by mistake.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToConfirm.
    """
    _to_decide(actor, model, pk)
    moved: Evidence = EVIDENCE_MOVES[model.slug].move(
        actor=actor,
        pk=pk,
        name="return",
        reason=reason,
        now=now,
        changes={"answer": reason.strip()[:500], "confirmed_by_id": None, "confirmed_at": None},
    )
    tell_teacher(moved, now=now)
    return moved


@transaction.atomic
def withdraw_evidence(*, actor: Actor, model: type[Evidence], pk: int, now: datetime) -> Evidence:
    """Take back what is not confirmed. Raises NotVisible, PermissionDenied, TransitionRefused."""
    _kept_by(actor, model, pk)
    moved: Evidence = EVIDENCE_MOVES[model.slug].move(actor=actor, pk=pk, name="withdraw", now=now)
    return moved


@transaction.atomic
def remove_file(*, actor: Actor, model: type[Evidence], pk: int, file_id: int, now: datetime) -> Evidence:
    """Take a scan out of what is not confirmed, and was not confirmed with it unless it was returned since.

    Raises NotVisible, PermissionDenied, UnableToEnter.
    """
    row = _kept_by(actor, model, pk)
    kept = row.files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"file {file_id} of teachers.{model.__name__} {pk}")
    if row.is_confirmed:
        raise UnableToEnter(_("It is confirmed with this scan: change what it says first, or add another."))
    if rests_on(row, kept):
        raise UnableToEnter(_("It was confirmed with this scan, which stays: add another."))
    audit.record(
        actor=actor, subject=row, verb="teacher_evidence.remove_file", now=now, details={"name": kept.name}
    )
    discard(kept)
    return row


def rests_on(row: Evidence, kept: EvidenceFile) -> bool:
    """Whether the office has confirmed it with this scan, and has not returned it since. One query."""
    decided = [f"teacher_evidence.{name}" for name in ("confirm", "correct", "return")]
    acts = AuditEvent.objects.filter(
        subject_type=ContentType.objects.get_for_model(cast("models.Model", row)),
        subject_id=row.pk,
        verb__in=decided,
        at__gte=kept.added_at,
    )
    last = acts.order_by("-at", "-pk").values_list("verb", flat=True).first()
    return last is not None and last != "teacher_evidence.return"


def file_model(model: type[Evidence]) -> type[EvidenceFile]:
    """Where the scans of a kind of evidence are kept."""
    found: Any = cast("Any", model)._meta.get_field("files").related_model
    return cast("type[EvidenceFile]", found)


def _confirm(actor: Actor, row: Evidence, now: datetime) -> Evidence:
    moved: Evidence = EVIDENCE_MOVES[row.slug].move(
        actor=actor,
        pk=row.pk,
        name="confirm",
        now=now,
        changes={"confirmed_by_id": actor.pk, "confirmed_at": now, "answer": ""},
    )
    return moved


def _to_decide(actor: Actor, model: type[Evidence], pk: int) -> Evidence:
    """The piece, locked, for somebody who decides on it and is not the teacher."""
    rows: Any = cast("Any", model).objects.select_related("teacher")
    row: Evidence = rows.for_write(actor, pk, CONFIRM)
    if is_own(actor, row.teacher):
        raise UnableToConfirm(_("Nobody decides on evidence of their own: a colleague does."))
    return row


def _kept_by(actor: Actor, model: type[Evidence], pk: int) -> Evidence:
    """The piece, locked, for the teacher or whoever keeps the record."""
    rows: Any = cast("Any", model).objects.visible_to(actor).standing().select_related("teacher")
    row: Evidence | None = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotVisible(f"teachers.{model.__name__} {pk}")
    _require_keeper(actor, row.teacher)
    return row


def _require_keeper(actor: Actor, teacher: Teacher) -> None:
    if not may_keep(actor, teacher):
        raise PermissionDenied(_("The teacher does this, or whoever keeps the records of teachers there."))


def _confirms_at_once(actor: Actor, teacher: Teacher) -> bool:
    return not is_own(actor, teacher) and teacher.permits(actor, CONFIRM)


def _write(row: Evidence, fields: dict[str, Any]) -> None:
    said = {field.name for field in row._meta.fields if field.editable} - {"id", "teacher"}
    for name, value in fields.items():
        if name not in said:
            raise TypeError(f"{name} is not said of {row._meta.verbose_name}")
        setattr(row, name, value)
    row.full_clean(exclude=["teacher"])


def _keep(actor: Actor, row: Evidence, uploads: Iterable[File[bytes]], now: datetime) -> None:
    uploads = list(uploads)
    if uploads and row.files.count() + len(uploads) > MOST_FILES:
        raise UnableToEnter(_("At most %(count)d files: take one out first.") % {"count": MOST_FILES})
    for upload in uploads:
        store_upload(
            actor=actor,
            model=file_model(type(row)),
            parent=cast("models.Model", row),
            upload=without_whereabouts(upload),
            now=now,
        )
