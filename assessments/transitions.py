"""The way of an assessment: drafted, with the enterprise for its word, approved, published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from assessments.models import Assessment, AssessmentState
from core.transitions import Transition, TransitionTable

S = AssessmentState
READ, EDIT, APPROVE, PUBLISH = (f"assessment.{name}" for name in ("read", "edit", "approve", "publish"))


def is_judged(assessment: Any, now: datetime) -> str | None:
    """Everything that people judge has points, or is left out with a reason. One query."""
    rows = assessment.results.filter(indicator__source="judged", value=None, is_left_out=False)
    if rows.exists():
        return _("Judge first what people judge, or leave it out with a reason.")
    if assessment.score is None:
        return _("There is nothing from which a score could follow.")
    return None


def has_conclusion(assessment: Any, now: datetime) -> str | None:
    return (
        None if assessment.conclusion.strip() else _("Write the conclusion first: the enterprise reads it.")
    )


def word_was_asked(assessment: Any, now: datetime) -> str | None:
    """The enterprise has said its word, or let the day for it pass; an objection was answered."""
    if assessment.is_objection and not assessment.answer.strip():
        return _("Answer the objection of the enterprise first.")
    if assessment.word_at is None and assessment.word_due_on >= timezone.localdate(now):
        return _("The enterprise has its word until the day that it was told.")
    return None


ASSESSMENT_MOVES = TransitionTable(
    "assessment",
    Assessment,
    AssessmentState,
    {
        "send": Transition(
            label=pgettext_lazy("assessment of a partnership", "Send to the enterprise"),
            sources=frozenset({S.DRAFT}),
            target=S.WITH_ENTERPRISE,
            capability=EDIT,
            guards=(is_judged, has_conclusion),
        ),
        "take_back": Transition(
            label=pgettext_lazy("assessment of a partnership", "Take back"),
            sources=frozenset({S.WITH_ENTERPRISE}),
            target=S.DRAFT,
            capability=EDIT,
            needs_reason=True,
        ),
        "approve": Transition(
            label=pgettext_lazy("assessment of a partnership", "Approve"),
            sources=frozenset({S.WITH_ENTERPRISE}),
            target=S.APPROVED,
            capability=APPROVE,
            guards=(is_judged, word_was_asked),
        ),
        "reopen": Transition(
            label=pgettext_lazy("assessment of a partnership", "Open again"),
            sources=frozenset({S.APPROVED}),
            target=S.DRAFT,
            capability=APPROVE,
            needs_reason=True,
        ),
        "publish": Transition(
            label=pgettext_lazy("assessment of a partnership", "Publish"),
            sources=frozenset({S.APPROVED}),
            target=S.PUBLISHED,
            capability=PUBLISH,
            is_final=True,
        ),
        "unpublish": Transition(
            label=pgettext_lazy("assessment of a partnership", "Withdraw from the publication"),
            sources=frozenset({S.PUBLISHED}),
            target=S.APPROVED,
            capability=PUBLISH,
            needs_reason=True,
        ),
    },
)
