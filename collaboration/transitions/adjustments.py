"""The way of an adjustment of a curriculum: proposed, before a panel of both sides, decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from collaboration.models import AdjustmentState, CurriculumAdjustment
from core.transitions import Transition, TransitionTable

S = AdjustmentState
READ, EDIT, DECIDE = (f"curriculum.{action}" for action in ("read", "edit", "decide"))


def _are_of_both_sides(members: Any) -> bool:
    contacts = members.values_list("contact", flat=True)
    return {contact is None for contact in contacts} == {True, False}


def has_both_sides(adjustment: Any, now: datetime) -> str | None:
    if not _are_of_both_sides(adjustment.members.all()):
        return _("Name members of both sides first: of the centre and of an enterprise.")
    return None


def both_sides_have_spoken(adjustment: Any, now: datetime) -> str | None:
    if not _are_of_both_sides(adjustment.members.exclude(opinion="")):
        return _("Record at least one opinion of each side first.")
    return None


def the_panel_has_met(adjustment: Any, now: datetime) -> str | None:
    if adjustment.panel_on is not None and adjustment.panel_on > timezone.localdate(now):
        return _("The panel has not met yet.")
    return None


ADJUSTMENT_MOVES = TransitionTable(
    "adjustment",
    CurriculumAdjustment,
    AdjustmentState,
    {
        "bring": Transition(
            label=pgettext_lazy("adjustment of a curriculum", "Bring before the panel"),
            sources=frozenset({S.PROPOSED}),
            target=S.BEFORE_PANEL,
            capability=EDIT,
            guards=(has_both_sides,),
        ),
        "adopt": Transition(
            label=pgettext_lazy("adjustment of a curriculum", "Adopt"),
            sources=frozenset({S.BEFORE_PANEL}),
            target=S.ADOPTED,
            capability=DECIDE,
            guards=(the_panel_has_met, both_sides_have_spoken),
            needs_reason=True,
        ),
        "reject": Transition(
            label=pgettext_lazy("adjustment of a curriculum", "Do not adopt"),
            sources=frozenset({S.BEFORE_PANEL}),
            target=S.NOT_ADOPTED,
            capability=DECIDE,
            guards=(the_panel_has_met, both_sides_have_spoken),
            needs_reason=True,
            is_final=True,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("adjustment of a curriculum", "Withdraw"),
            sources=frozenset({S.PROPOSED, S.BEFORE_PANEL}),
            target=S.WITHDRAWN,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
