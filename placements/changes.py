"""Changes of placements, for those who keep the tripartite agreements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from placements.change_walls import EARLY_END_COLUMNS
from placements.guardian_links import GuardianSection
from placements.models import (
    ChangeKind,
    ChangeState,
    GuardianPage,
    Placement,
    PlacementChange,
    PlacementState,
    TripartiteState,
)
from placements.models.placements import OVER_STATES

AGREED = (TripartiteState.OUT, TripartiteState.SIGNED)


def amendments_due(placement_ids: Iterable[int]) -> Any:
    """Changes that were made and of which the tripartite agreement knows nothing yet, the oldest first."""
    rows = PlacementChange.objects.filter(placement__in=list(placement_ids), amendment_due=True)
    return rows.order_by("decided_at", "pk")


def amendment_made(placement_id: int, *, made_at: datetime) -> int:
    """A paper that was made then says now what holds; what was changed later is still to be amended. Call it
    in the transaction that concludes the paper. Answers how many changes it covers."""
    covered = amendments_due([placement_id]).filter(decided_at__lte=made_at)
    return covered.order_by().update(amendment_due=False)


def is_agreed(placement: Placement) -> bool:
    """Whether an agreement names what holds for a placement, or is out to be signed. One query at most.

    From then on whatever it names is changed with a reason, and amends it.
    """
    if placement.state != PlacementState.OFFERED:
        return True
    return placement.tripartites.filter(amendment_no=0, state__in=AGREED).exists()


def may_change(placement: Placement, kind: str) -> bool:
    """Everything as long as it is live; afterwards the mentor, who judges for the enterprise, until there is
    a result. One query at most.
    """
    if placement.is_live:
        return True
    is_open = kind == ChangeKind.MENTOR and placement.state in OVER_STATES
    return is_open and not placement.results.exists()


def to_amend(placements: Any, on: date) -> Any:
    """Those of the placements of which the agreement does not say yet what was changed."""
    due = PlacementChange.objects.filter(placement=OuterRef("pk"), amendment_due=True)
    return placements.live().filter(Exists(due))


def waiting(placements: Any) -> Any:
    """Changes of these placements that wait for a decision."""
    return PlacementChange.objects.filter(
        placement__in=placements.order_by().values("pk"), state=ChangeState.ASKED
    )


def asked_for(placements: Any, on: date) -> Any:
    """Those of the placements about which somebody waits for a decision."""
    asked = PlacementChange.objects.filter(placement=OuterRef("pk"), state=ChangeState.ASKED)
    return placements.filter(Exists(asked))


def _early_end_shown(request: Any, page: GuardianPage, placement: Placement) -> dict[str, Any] | None:
    """That the child asks for an early end, behind the walls of the link: neither why, nor the answer."""
    rows = PlacementChange.objects.filter(placement=placement.pk, kind=ChangeKind.EARLY_END)
    change = rows.only(*EARLY_END_COLUMNS).order_by("-asked_at", "-pk").first()
    return {"change": change} if change is not None and change.state != ChangeState.WITHDRAWN else None


EARLY_END = GuardianSection(
    name="early_end", template="placements/guardian_early_end.html", context=_early_end_shown, order=20
)
