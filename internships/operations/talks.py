"""What class teachers write down of talks with parents, and answers to what students ask for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.models import DetailsRequest, Guardian, GuardianTalk, Student
from internships.policies import EDIT, student_cared_for, student_for_write


class UnableToAnswer(Refused):
    """There is nothing to answer or to do any more; the message says why."""


class TalkFields(TypedDict, total=False):
    guardian: Guardian | None
    happened_on: date
    way: str
    about: str
    next_step: str
    next_on: date | None


@transaction.atomic
def record_talk(
    *, actor: Actor, student_pk: Any, now: datetime, **fields: Unpack[TalkFields]
) -> GuardianTalk:
    """Raises NotVisible, PermissionDenied, ValidationError."""
    student = student_cared_for(actor, student_pk)
    talk = GuardianTalk(student=student, recorded_by_id=actor.pk, recorded_at=now, **fields)
    if talk.guardian is not None and talk.guardian.student_id != student.pk:
        raise ValidationError({"guardian": _("This is another student's guardian.")})
    if talk.happened_on > timezone.localdate(now):
        raise ValidationError({"happened_on": _("This day has not come yet.")})
    talk.full_clean()
    talk.save(force_insert=True)
    audit.record(actor=actor, subject=student, verb="student.talk_recorded", now=now)
    return talk


@transaction.atomic
def finish_next_step(*, actor: Actor, pk: Any, now: datetime) -> GuardianTalk:
    """Note that what was to be done after a talk is done.

    Raises NotVisible, PermissionDenied, UnableToAnswer.
    """
    talk = GuardianTalk.objects.visible_to(actor).filter(pk=pk).first()
    if talk is None:
        raise NotVisible(f"internships.GuardianTalk {pk}")
    student = student_cared_for(actor, talk.student_id)
    if not talk.next_step or talk.done_at is not None:
        raise UnableToAnswer(_("Nothing is left to be done."))
    talk.done_at = now
    talk.save(update_fields=["done_at"])
    audit.record(actor=actor, subject=student, verb="student.talk_step_done", now=now)
    return talk


@transaction.atomic
def answer_request(*, actor: Actor, pk: Any, answer: str, now: datetime) -> Student:
    """Tell a student what became of the record that they say is wrong.

    Raises NotVisible, PermissionDenied, UnableToAnswer.
    """
    student_id = DetailsRequest.objects.filter(pk=pk).values_list("student_id", flat=True).first()
    student = student_for_write(actor, student_id)
    asked = student.details_requests.get(pk=pk)
    if asked.answered_at is not None:
        raise UnableToAnswer(_("This was answered already."))
    asked.answer, asked.answered_at, asked.answered_by_id = answer.strip(), now, actor.pk
    asked.full_clean()
    asked.save()
    audit.record(actor=actor, subject=student, verb="student.correction_answered", now=now, capability=EDIT)
    return student
