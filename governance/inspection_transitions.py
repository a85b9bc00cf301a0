"""How inspections and their findings move."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from governance.models import Finding, FindingState, Inspection, InspectionState

READ, EDIT, OPEN = (f"inspection.{name}" for name in ("read", "edit", "open"))
IS, FS = InspectionState, FindingState


def somebody_inspects(inspection: Inspection, now: datetime) -> str | None:
    if not inspection.inspectors.filter(revoked_at=None).exists():
        return _("Name the people who inspect first.")
    return None


def is_not_over(inspection: Inspection, now: datetime) -> str | None:
    if inspection.ends_on < timezone.localdate(now):
        return _("The last day of access has passed: change the days first.")
    return None


def has_a_sample(inspection: Inspection, now: datetime) -> str | None:
    if inspection.only_sample and not inspection.draws.exists():
        return _("Only the sample is to be seen: draw it first.")
    return None


INSPECTION_MOVES = TransitionTable(
    "inspection",
    Inspection,
    InspectionState,
    {
        "open": Transition(
            label=pgettext_lazy("inspection", "let the inspectors in"),
            sources=frozenset({IS.PREPARED}),
            target=IS.OPEN,
            capability=OPEN,
            guards=(somebody_inspects, is_not_over, has_a_sample),
        ),
        "close": Transition(
            label=pgettext_lazy("inspection", "close"),
            sources=frozenset({IS.OPEN}),
            target=IS.CLOSED,
            capability=OPEN,
            is_final=True,
        ),
        "end_early": Transition(
            label=pgettext_lazy("inspection", "end early"),
            sources=frozenset({IS.PREPARED, IS.OPEN}),
            target=IS.ENDED_EARLY,
            capability=OPEN,
            needs_reason=True,
            is_final=True,
        ),
    },
)


def says_what_was_done(finding: Finding, now: datetime) -> str | None:
    return None if finding.answer.strip() else _("Say what was done.")


# Who has to put something right does so without a power: their name on the finding is enough.
FINDING_MOVES = TransitionTable(
    "finding",
    Finding,
    FindingState,
    {
        "take_up": Transition(
            label=pgettext_lazy("finding", "take up"),
            sources=frozenset({FS.OPEN, FS.RETURNED}),
            target=FS.BEING_RECTIFIED,
            capability=None,
        ),
        "hand_in": Transition(
            label=pgettext_lazy("finding", "hand in the evidence"),
            sources=frozenset({FS.OPEN, FS.BEING_RECTIFIED, FS.RETURNED}),
            target=FS.HANDED_IN,
            capability=None,
            guards=(says_what_was_done,),
        ),
        "accept": Transition(
            label=pgettext_lazy("finding", "accept"),
            sources=frozenset({FS.HANDED_IN}),
            target=FS.ACCEPTED,
            capability=EDIT,
        ),
        "return": Transition(
            label=pgettext_lazy("finding", "return"),
            sources=frozenset({FS.HANDED_IN}),
            target=FS.RETURNED,
            capability=EDIT,
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("finding", "withdraw"),
            sources=frozenset({FS.OPEN, FS.BEING_RECTIFIED, FS.RETURNED, FS.HANDED_IN}),
            target=FS.WITHDRAWN,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
