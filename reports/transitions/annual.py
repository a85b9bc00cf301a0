"""How an annual report moves: written, reviewed, published."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext, pgettext_lazy

from core.transitions import Transition, TransitionTable
from reports.models import BY_PEOPLE, AnnualReport, ReportState

READ, EDIT, APPROVE = (f"annual_report.{name}" for name in ("read", "edit", "approve"))
S = ReportState


def every_chapter_is_finished(report: AnnualReport, now: datetime) -> str | None:
    missing = report.chapters.filter(BY_PEOPLE, is_finished=False).count()
    if not missing:
        return None
    return ngettext(
        "%(count)d chapter is not finished yet.", "%(count)d chapters are not finished yet.", missing
    ) % {"count": missing}


REPORT_MOVES = TransitionTable(
    "annual_report",
    AnnualReport,
    ReportState,
    {
        "submit": Transition(
            label=pgettext_lazy("annual report", "submit for review"),
            sources=frozenset({S.DRAFT}),
            target=S.IN_REVIEW,
            capability=EDIT,
            guards=(every_chapter_is_finished,),
        ),
        "recall": Transition(
            label=pgettext_lazy("annual report", "take back from review"),
            sources=frozenset({S.IN_REVIEW}),
            target=S.DRAFT,
            capability=EDIT,
        ),
        "return": Transition(
            label=pgettext_lazy("annual report", "return"),
            sources=frozenset({S.IN_REVIEW}),
            target=S.DRAFT,
            capability=APPROVE,
            needs_reason=True,
        ),
        "publish": Transition(
            label=pgettext_lazy("annual report", "publish"),
            sources=frozenset({S.IN_REVIEW}),
            target=S.PUBLISHING,
            capability=APPROVE,
            guards=(every_chapter_is_finished,),
            is_final=True,
        ),
        "complete": Transition(
            label=pgettext_lazy("annual report", "complete the publication"),
            sources=frozenset({S.PUBLISHING}),
            target=S.PUBLISHED,
            capability=None,
        ),
        "break_off": Transition(
            label=pgettext_lazy("annual report", "break the publication off"),
            sources=frozenset({S.PUBLISHING}),
            target=S.IN_REVIEW,
            capability=None,
        ),
    },
)
