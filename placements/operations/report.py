"""The internship report: handed in by the student, accepted or returned by the instructor (INT-28)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from core.access import Actor, NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from core.filetypes import DOCUMENTS
from placements.evaluation_notices import tell_report_decided, tell_report_in
from placements.models import InternshipReport, Placement, ReportFile
from placements.operations.archives import check_archives
from placements.operations.evaluation import JUDGED_STATES, judges_for_school
from placements.transitions.report import REPORT_MOVES

MOST_FILES = 20


class UnableToReport(Refused):
    """The report cannot be written or decided on now; the message says why."""


def _own_placement(student_id: int, pk: int) -> Placement:
    """Locked; every change of a report waits for its placement."""
    placement = Placement.objects.select_for_update(of=("self",)).filter(pk=pk, student=student_id).first()
    if placement is None:
        raise NotVisible(f"placements.Placement {pk}")
    return placement


def _open_report(placement: Placement, now: datetime) -> InternshipReport:
    if placement.state not in JUDGED_STATES:
        raise UnableToReport(_("You report once your internship has begun."))
    report, _is_new = InternshipReport.objects.get_or_create(placement=placement, defaults={"saved_at": now})
    if not report.is_open:
        raise UnableToReport(_("The report is handed in. It changes only where it is returned to you."))
    return report


@transaction.atomic
def save_report(
    *,
    actor: Actor,
    student_id: int,
    pk: int,
    text: str,
    summary: str,
    now: datetime,
    upload: File[bytes] | None = None,
) -> InternshipReport:
    """Keep what a student has written so far, with one more file.

    Raises NotVisible, UnableToReport, UnacceptableFile.
    """
    report = _open_report(_own_placement(student_id, pk), now)
    report.text, report.summary, report.saved_at = text.strip(), summary.strip(), now
    report.save(update_fields=["text", "summary", "saved_at"])
    if upload is not None:
        if report.files.count() >= MOST_FILES:
            raise UnableToReport(_("A report has at most %(count)d files.") % {"count": MOST_FILES})
        store_upload(actor=actor, model=ReportFile, parent=report, upload=upload, now=now, accepted=DOCUMENTS)
    return report


@transaction.atomic
def remove_file(*, actor: Actor, student_id: int, pk: int, file_id: int, now: datetime) -> None:
    """Raises NotVisible, UnableToReport."""
    report = _open_report(_own_placement(student_id, pk), now)
    kept = report.files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"placements.ReportFile {file_id}")
    discard(kept)


@transaction.atomic
def submit_report(*, actor: Actor, student_id: int, pk: int, now: datetime) -> InternshipReport:
    """Hand the report in; the instructor is told.

    Raises NotVisible, UnableToReport, TransitionRefused.
    """
    report = _open_report(_own_placement(student_id, pk), now)
    # The day on which it was first handed in counts: a returned report was not late.
    changes = {"submitted_at": report.submitted_at or now, "answer": ""}
    moved: InternshipReport = REPORT_MOVES.move(
        actor=actor, pk=report.pk, name="submit", now=now, changes=changes
    )
    tell_report_in(moved, now=now)
    return moved


def accept_report(*, actor: Actor, pk: int, reason: str = "", now: datetime) -> InternshipReport:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _decide(actor, pk, "accept", reason, now)


def return_report(*, actor: Actor, pk: int, reason: str, now: datetime) -> InternshipReport:
    """Let the student write again, for a reason. Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _decide(actor, pk, "return", reason, now)


@transaction.atomic
def _decide(actor: Actor, pk: int, name: str, reason: str, now: datetime) -> InternshipReport:
    key = InternshipReport.objects.visible_to(actor).filter(pk=pk).values_list("placement", flat=True).first()
    if key is None:
        raise NotVisible(f"placements.InternshipReport {pk}")
    placement: Any = (
        Placement.objects.select_related("instructor").select_for_update(of=("self",)).get(pk=key)
    )
    if not judges_for_school(actor, placement):
        raise PermissionDenied(_("The instructor of this student decides on the report."))
    report: InternshipReport = REPORT_MOVES.move(
        actor=actor,
        pk=pk,
        name=name,
        reason=reason,
        now=now,
        changes={"answer": reason.strip(), "decided_by_id": actor.pk, "decided_at": now},
    )
    tell_report_decided(report, is_accepted=name == "accept", now=now)
    check_archives([placement.pk], now=now)
    return report
