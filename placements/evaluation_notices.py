"""What is told of results, appeals and reports: to the student, and to whoever decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from accounts.models import User
from core.notifications import Importance, Kind, Readers, notify
from placements.models import Appeal, EvaluationResult, InternshipReport, Placement

RESULT = Kind(
    name="placements.result_confirmed",
    label=_("The result of my internship"),
    icon="certificate",
    importance=Importance.HIGH,
    readers=Readers.STUDENTS,
)
APPEALED = Kind(
    name="placements.appeal_made",
    label=_("Appeals of students against results"),
    icon="scale",
    importance=Importance.HIGH,
)
ANSWERED = Kind(
    name="placements.appeal_answered",
    label=_("Answers to my appeal"),
    icon="scale",
    readers=Readers.STUDENTS,
)
REPORT_IN = Kind(
    name="placements.report_submitted",
    label=_("Internship reports handed in to me"),
    icon="file-text",
    can_wait=True,
)
REPORT_DECIDED = Kind(
    name="placements.report_decided",
    label=_("Decisions on my internship report"),
    icon="file-text",
    readers=Readers.STUDENTS,
)
ASKED = Kind(
    name="placements.evaluation_asked",
    label=_("Evaluations of mentors, by link"),
    icon="certificate",
    can_be_off=False,
    readers=Readers.NOBODY,
)
KINDS = (ASKED, RESULT, APPEALED, ANSWERED, REPORT_IN, REPORT_DECIDED)


def tell_confirmed(result: EvaluationResult, *, now: datetime) -> None:
    """The student reads the result on their own page; the mail does not name the grade."""
    _tell_student(
        result.placement,
        RESULT,
        f"{result.placement_id}:{result.version}",
        now,
        {"is_correction": result.version > 1, "reason": result.reason, "url": reverse("me:result")},
    )


def tell_appealed(appeal: Appeal, *, now: datetime) -> None:
    placement = appeal.placement
    holders = Holders.on(timezone.localdate(now)).of("evaluation.confirm", placement.department_id)
    for person in {holder.user.pk: holder.user for holder in holders}.values():
        _tell(
            placement,
            APPEALED,
            f"{appeal.pk}:u{person.pk}",
            person,
            now=now,
            data={
                "student": placement.student.name,
                "reason": appeal.reason,
                "url": f"{placement.get_absolute_url()}?tab=evaluation",
            },
        )


def tell_answered(appeal: Appeal, *, now: datetime) -> None:
    _tell_student(
        appeal.placement,
        ANSWERED,
        str(appeal.pk),
        now,
        {"answer": appeal.answer, "url": reverse("me:result")},
    )


def tell_report_in(report: InternshipReport, *, now: datetime) -> None:
    placement = report.placement
    user = placement.instructor.user if placement.instructor else None
    if user is not None:
        _tell(
            placement,
            REPORT_IN,
            f"{report.pk}:{now.isoformat()}",
            user,
            now=now,
            data={"student": placement.student.name, "url": f"{placement.get_absolute_url()}?tab=report"},
        )


def tell_report_decided(report: InternshipReport, *, is_accepted: bool, now: datetime) -> None:
    _tell_student(
        report.placement,
        REPORT_DECIDED,
        f"{report.pk}:{now.isoformat()}",
        now,
        {"is_accepted": is_accepted, "answer": report.answer, "url": reverse("me:report")},
    )


def _tell_student(placement: Placement, kind: Kind, key: str, now: datetime, data: dict[str, Any]) -> None:
    user = placement.student.user
    if user is not None:
        _tell(placement, kind, key, user, now=now, data=data)


def _tell(
    placement: Placement, kind: Kind, key: str, person: User, *, now: datetime, data: dict[str, Any]
) -> None:
    notify(key=f"{kind.name}:{key}", kind=kind.name, recipient=person, subject=placement, data=data, now=now)
