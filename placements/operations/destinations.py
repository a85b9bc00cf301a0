"""What became of graduates: reported by the class teacher or the graduate, confirmed with proof."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import store_upload
from core.errors import Refused
from internships.models import Student
from placements.models import Destination, DestinationFile
from placements.models.destinations import ALWAYS_MATCHED, HIRED, DestinationKind

READ, EDIT, CONFIRM = "destination.read", "destination.edit", "destination.confirm"
STUDY = DestinationKind.STUDY
SELF_EMPLOYED = DestinationKind.SELF_EMPLOYED


class UnableToReport(Refused):
    """It cannot be reported or confirmed so; the message says why."""


def is_class_teacher(actor: Actor, student: Student) -> bool:
    """Costs queries where class and class teacher are not fetched along."""
    teacher = student.school_class.class_teacher
    return teacher is not None and actor.pk is not None and teacher.user_id == actor.pk


def keeps_destination(actor: Actor, student: Student) -> bool:
    """Whether somebody reports for a student: the class teacher, or whoever holds the power there."""
    return is_class_teacher(actor, student) or actor.scope_for(EDIT).covers(student.department_id)


def student_to_report(actor: Actor, pk: int, *, lock: bool = False) -> Student:
    """Raises NotVisible, PermissionDenied."""
    rows = Student.objects.visible_to(actor).select_related("school_class__class_teacher")
    student = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if student is None:
        raise NotVisible(f"internships.Student {pk}")
    if not keeps_destination(actor, student):
        raise PermissionDenied(_("The class teacher reports what became of this graduate."))
    return student


@transaction.atomic
def report_destination(*, actor: Actor, pk: int, now: datetime, **said: Any) -> Destination:
    """Report, or change, what became of a student. What was confirmed is open again by that.

    Raises NotVisible, PermissionDenied, UnableToReport, ValidationError.
    """
    return _report(actor, student_to_report(actor, pk, lock=True), now, **said)


@transaction.atomic
def report_own(*, actor: Actor, student_id: int, now: datetime, **said: Any) -> Destination:
    """A graduate says it of themselves. What the school has confirmed stays.

    Raises UnableToReport, ValidationError, UnacceptableFile.
    """
    student = (
        Student.objects.select_related("school_class").select_for_update(of=("self",)).get(pk=student_id)
    )
    known = Destination.objects.filter(student=student).first()
    if known is not None and known.is_confirmed:
        raise UnableToReport(_("The school has confirmed it. Tell your class teacher what has changed."))
    return _report(actor, student, now, **said)


def _report(
    actor: Actor,
    student: Student,
    now: datetime,
    *,
    kind: str,
    where: str = "",
    is_matched: bool = False,
    since_on: date | None = None,
    proof: str = "",
    upload: File[bytes] | None = None,
) -> Destination:
    destination = Destination.objects.filter(student=student).first() or Destination(student=student)
    is_new = destination.pk is None
    destination.kind = kind
    destination.where = where.strip() if kind in HIRED | {STUDY, SELF_EMPLOYED} else ""
    destination.is_matched = kind in ALWAYS_MATCHED or (is_matched and kind == SELF_EMPLOYED)
    destination.since_on, destination.proof = since_on, proof.strip()
    destination.confirmed_by, destination.confirmed_at = None, None
    destination.reported_by_id, destination.reported_at = actor.pk, now
    destination.full_clean(exclude=["student"])
    destination.save()
    if upload is not None:
        store_upload(actor=actor, model=DestinationFile, parent=destination, upload=upload, now=now)
    audit.record(
        actor=actor,
        subject=student,
        verb="destination.reported",
        now=now,
        details={"kind": kind, "again": not is_new},
    )
    return destination


@transaction.atomic
def confirm_destination(*, actor: Actor, pk: int, proof: str = "", now: datetime) -> Destination:
    """Confirm what was reported, by what shows it: words for it, or a file beside it.

    Raises NotVisible, PermissionDenied, UnableToReport.
    """
    destination: Destination = Destination.objects.for_write(actor, pk, CONFIRM)
    if destination.is_confirmed:
        raise UnableToReport(_("It is confirmed already."))
    if proof.strip():
        destination.proof = proof.strip()
    if not destination.proof:
        names = destination.files.order_by("pk").values_list("name", flat=True)
        destination.proof = ", ".join(names)[:300]
    if not destination.proof:
        raise UnableToReport(
            _("Say what shows it: a contract, a letter of admission, a call, with its date.")
        )
    destination.confirmed_by_id, destination.confirmed_at = actor.pk, now
    destination.save(update_fields=["proof", "confirmed_by", "confirmed_at"])
    audit.record(
        actor=actor,
        subject=destination.student,
        verb="destination.confirmed",
        now=now,
        details={"kind": destination.kind},
        capability=CONFIRM,
    )
    return destination
