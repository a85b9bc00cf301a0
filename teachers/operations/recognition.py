"""An application to be recognised as dual-qualified, from its draft to what the department says.

Locks: the recognition. The check is made anew before every move, and what it found stays also where the
move is refused.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import store_upload
from core.errors import Refused
from teachers.models import (
    Recognition,
    RecognitionAppeal,
    RecognitionFile,
    RecognitionState,
    RecognitionTerm,
    Teacher,
)
from teachers.policies import is_own
from teachers.recognition_notices import (
    APPLIED,
    APPROVED,
    DECIDED,
    RETURNED,
    tell_holders,
    tell_teacher,
)
from teachers.standards import recheck
from teachers.transitions.recognition import APPLY, PUBLISH, RECOGNITION_MOVES, REVIEW


class UnableToRecognise(Refused):
    """Not in this state, or not by this person; the message says why."""


class ApplicationFields(TypedDict, total=False):
    """What is said in an application; a field that is not given stays as it is."""

    level: str
    stage: str
    body: str
    statement: str


def may_apply(actor: Actor, teacher: Teacher) -> bool:
    """The teacher, and whoever applies for teachers of the department."""
    return is_own(actor, teacher) or teacher.permits(actor, APPLY)


def not_for_oneself(actor: Actor, recognition: Recognition) -> None:
    """Raises UnableToRecognise: nobody decides about themselves."""
    if is_own(actor, recognition.teacher):
        raise UnableToRecognise(_("Nobody decides about themselves: a colleague does."))


def objection_to_decider(actor: Actor, recognition: Any) -> str:
    """For the questions of the check-list: why this person may not answer them."""
    if is_own(actor, recognition.teacher):
        return _("Nobody decides about themselves: a colleague does.")
    return ""


@transaction.atomic
def draft_application(
    *, actor: Actor, teacher_id: int, now: datetime, **fields: Unpack[ApplicationFields]
) -> Recognition:
    """Begin an application of a teacher, with its check-list.

    Raises:
        NotVisible, PermissionDenied.
        UnableToRecognise: an appeal for the stage waits for its answer.
        ValidationError: there is an open one for the stage of schooling already.
    """
    teacher = Teacher.objects.visible_to(actor).filter(pk=teacher_id).first()
    if teacher is None:
        raise NotVisible(f"teachers.Teacher {teacher_id}")
    if not may_apply(actor, teacher):
        raise PermissionDenied
    recognition = Recognition(teacher=teacher, waiting_since=timezone.localdate(now), **fields)
    recognition.full_clean()
    _no_appeal_waits(recognition)
    recognition.save(force_insert=True)
    audit.record(actor=actor, subject=recognition, verb="recognition.draft", now=now)
    recheck([recognition], now=now)
    return recognition


@transaction.atomic
def change_application(
    *, actor: Actor, pk: int, now: datetime, **fields: Unpack[ApplicationFields]
) -> Recognition:
    """Change a draft. Raises NotVisible, PermissionDenied, UnableToRecognise, ValidationError."""
    recognition = applicants(actor, pk)
    if recognition.state != RecognitionState.DRAFT:
        raise UnableToRecognise(
            _("What was handed in is not changed any more. Withdraw it, or ask for it back.")
        )
    for name, value in fields.items():
        setattr(recognition, name, value)
    recognition.full_clean()
    _no_appeal_waits(recognition)
    recognition.save()
    audit.record(
        actor=actor,
        subject=recognition,
        verb="recognition.change",
        now=now,
        details={"fields": sorted(fields)},
    )
    recheck([recognition], now=now)
    return recognition


def appeal_waits(teacher_id: int, stage: str) -> bool:
    """Whether an appeal of a teacher for a stage of schooling waits for its answer. One query."""
    appeals = RecognitionAppeal.objects.filter(recognition__teacher=teacher_id, recognition__stage=stage)
    return appeals.filter(outcome="").exists()


def _no_appeal_waits(recognition: Recognition) -> None:
    """One that is upheld opens the refused application again, or gives back what was revoked. Raises
    UnableToRecognise."""
    if appeal_waits(recognition.teacher_id, recognition.stage):
        raise UnableToRecognise(_("An appeal for this stage of schooling waits for its answer."))


def applicants(actor: Actor, pk: int) -> Recognition:
    """An application, locked, for whoever may act for its teacher. Raises NotVisible, PermissionDenied."""
    rows = Recognition.objects.visible_to(actor).select_related("teacher")
    recognition = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if recognition is None:
        raise NotVisible(f"teachers.Recognition {pk}")
    if not may_apply(actor, recognition.teacher):
        raise PermissionDenied
    return recognition


def checked_anew(recognition: Recognition, now: datetime) -> None:
    """In a transaction of its own, so that what was found stays where the move is refused."""
    with transaction.atomic():
        recheck([recognition], now=now)


def apply(*, actor: Actor, pk: int, now: datetime) -> Recognition:
    """Hand the application in: nothing may be missing but what people decide.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    with transaction.atomic():
        recognition = applicants(actor, pk)
        today = timezone.localdate(now)
        recognition.applied_on = today
        recheck([recognition], now=now)
        moved: Recognition = RECOGNITION_MOVES.move(
            actor=actor, pk=pk, name="apply", now=now, changes={"applied_on": today, "waiting_since": today}
        )
        tell_holders(REVIEW, APPLIED, moved, by=actor.pk, now=now)
    return moved


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, now: datetime) -> Recognition:
    """Give the application up. Raises NotVisible, PermissionDenied, TransitionRefused."""
    applicants(actor, pk)
    return _moved(actor, pk, "withdraw", now)


@transaction.atomic
def return_application(*, actor: Actor, pk: int, reason: str, now: datetime) -> Recognition:
    """Give it back to the teacher. Raises NotVisible, PermissionDenied, TransitionRefused."""
    moved = _moved(actor, pk, "return", now, reason=reason, answer=reason.strip(), applied_on=None)
    tell_teacher(RETURNED, moved, now=now, reason=reason.strip())
    recheck([moved], now=now)
    return moved


def approve_application(*, actor: Actor, pk: int, now: datetime) -> Recognition:
    """The department agrees. Raises NotVisible, PermissionDenied, TransitionRefused, UnableToRecognise."""
    checked_anew(_readable(actor, pk), now)
    with transaction.atomic():
        recognition: Recognition = Recognition.objects.select_related("teacher").for_write(actor, pk, REVIEW)
        not_for_oneself(actor, recognition)
        moved = _moved(actor, pk, "approve", now, answer="")
        tell_holders(PUBLISH, APPROVED, moved, by=actor.pk, now=now)
    return moved


def check_again(*, actor: Actor, pk: int, now: datetime) -> Recognition:
    """Hold an open application against the standard. Raises NotVisible."""
    recognition = _readable(actor, pk)
    checked_anew(recognition, now)
    return recognition


def _readable(actor: Actor, pk: int) -> Recognition:
    recognition = Recognition.objects.visible_to(actor).select_related("teacher").filter(pk=pk).first()
    if recognition is None:
        raise NotVisible(f"teachers.Recognition {pk}")
    return recognition


def _moved(
    actor: Actor, pk: int, name: str, now: datetime, *, reason: str = "", **changes: Any
) -> Recognition:
    moved: Recognition = RECOGNITION_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        now=now,
        reason=reason,
        changes={**changes, "waiting_since": timezone.localdate(now)},
    )
    return moved


# --- Where an outside body recognises -----------------------------------------------------------


def send_out(*, actor: Actor, pk: int, outside_body: str, now: datetime) -> Recognition:
    """Note that the dossier went to the body that recognises.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToRecognise.
    """
    if not outside_body.strip():
        raise UnableToRecognise(_("Say which body recognises."))
    checked_anew(_readable(actor, pk), now)
    with transaction.atomic():
        return _moved(actor, pk, "send_out", now, outside_body=outside_body.strip())


@transaction.atomic
def record_outside_decision(
    *,
    actor: Actor,
    pk: int,
    is_recognised: bool,
    number: str,
    decided_on: date,
    review_due: date | None,
    reason: str,
    scan: File[bytes] | None,
    now: datetime,
) -> Recognition:
    """Record what the outside body decided, with its number and scan. There is no certificate of ours then.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToRecognise, UnacceptableFile,
    ValidationError.
    """
    if not number.strip() or scan is None:
        raise UnableToRecognise(_("Give the number of the decision and its scan."))
    if decided_on > timezone.localdate(now):
        raise UnableToRecognise(_("The decision cannot be of a day to come."))
    changes: dict[str, Any] = {"outside_number": number.strip()}
    if is_recognised:
        if review_due is None:
            raise UnableToRecognise(_("Say until when it is valid."))
        changes |= {"recognised_on": decided_on, "review_due": review_due, "answer": ""}
        moved = _moved(actor, pk, "recognised_outside", now, **changes)
        add_term(moved, starts_on=decided_on, ends_on=review_due)
    else:
        moved = _moved(actor, pk, "refused_outside", now, reason=reason, answer=reason.strip(), **changes)
    store_upload(actor=actor, model=RecognitionFile, parent=moved, upload=scan, now=now)
    tell_teacher(DECIDED, moved, now=now, reason=reason.strip())
    return moved


def add_term(
    recognition: Recognition, *, starts_on: date, ends_on: date, review: Any = None
) -> RecognitionTerm:
    """Let it be valid for so long. Raises ValidationError: it would be longer than the law allows."""
    term = RecognitionTerm(recognition=recognition, starts_on=starts_on, ends_on=ends_on, review=review)
    term.full_clean()
    term.save(force_insert=True)
    return term
