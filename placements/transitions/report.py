"""From a student's first words to an accepted report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.transitions import Transition, TransitionTable
from placements.models import InternshipReport, ReportState


def _says_something(report: Any, now: datetime) -> str | None:
    if not report.text.strip() and not report.files.exists():
        return _("Write the report, or add the file in which it stands.")
    if not report.summary.strip():
        return _("Write the summary: what you have learned, in your own words.")
    return None


REPORT_MOVES = TransitionTable(
    "report",
    InternshipReport,
    ReportState,
    {
        # Who hands in is checked by the operation: the student, on their own page.
        "submit": Transition(
            label=gettext_lazy("Hand in"),
            sources=frozenset({ReportState.DRAFT, ReportState.RETURNED}),
            target=ReportState.SUBMITTED,
            capability=None,
            guards=(_says_something,),
        ),
        # Who decides as well: the instructor, or whoever may judge for the school.
        "accept": Transition(
            label=gettext_lazy("Accept"),
            sources=frozenset({ReportState.SUBMITTED}),
            target=ReportState.ACCEPTED,
            capability=None,
        ),
        "return": Transition(
            label=gettext_lazy("Return"),
            sources=frozenset({ReportState.SUBMITTED}),
            target=ReportState.RETURNED,
            capability=None,
            needs_reason=True,
        ),
    },
)
