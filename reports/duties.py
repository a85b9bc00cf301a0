"""What waits for people of annual reports: chapters they answer for, reports they decide on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.duties import MOST, Duty
from reports.models import AnnualReport, Chapter, ReportState
from reports.transitions.annual import APPROVE


def chapters_and_decisions(user: Any, on: date) -> Iterator[Duty]:
    """Chapters of drafts that nobody has finished, then reports in review. Two queries."""
    chapters = Chapter.objects.filter(responsible=user.pk, is_finished=False, report__state=ReportState.DRAFT)
    for chapter in chapters.select_related("report").order_by("-report__year", "report", "order")[:MOST]:
        if not chapter.fills_itself:
            yield Duty(title=chapter.title, url=chapter.get_absolute_url(), text=str(chapter.report))
    reports = AnnualReport.objects.permitting(user, APPROVE).filter(state=ReportState.IN_REVIEW)
    for report in reports.order_by("-year", "pk")[:MOST]:
        yield Duty(
            title=str(report), url=report.get_absolute_url(), text=_("Publish this report, or return it.")
        )
