"""What waits for people of annual reports: chapters they answer for, reports they decide on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.duties import Duty, Rows
from reports.models import AnnualReport, Chapter, ChapterKind, ReportState
from reports.transitions.annual import APPROVE

FILLS_ITSELF = Q(kind=ChapterKind.TABLE, elsewhere=[]) & ~Q(codes=[])


def chapters(user: Any, on: date) -> Rows:
    """Of drafts, not finished yet. One query."""
    rows = Chapter.objects.filter(responsible=user.pk, is_finished=False, report__state=ReportState.DRAFT)
    rows = rows.exclude(FILLS_ITSELF).select_related("report")
    return Rows(rows.order_by("-report__year", "report", "order"), _to_write)


def _to_write(chapter: Chapter) -> Duty:
    return Duty(title=chapter.title, url=chapter.get_absolute_url(), text=str(chapter.report))


def decisions(user: Any, on: date) -> Rows:
    """Reports in review that they may publish or return. One query."""
    rows = AnnualReport.objects.permitting(user, APPROVE).filter(state=ReportState.IN_REVIEW)
    return Rows(rows.order_by("-year", "pk"), _to_decide)


def _to_decide(report: AnnualReport) -> Duty:
    text = _("Publish this report, or return it.")
    return Duty(title=str(report), url=report.get_absolute_url(), text=text)
