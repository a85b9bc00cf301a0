"""Changes of placements, for those who keep the tripartite agreements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from placements.models import ChangeState, PlacementChange


def amendments_due(placement_ids: Iterable[int]) -> Any:
    """Changes that were made and of which the tripartite agreement knows nothing yet, the oldest first."""
    rows = PlacementChange.objects.filter(placement__in=list(placement_ids), amendment_due=True)
    return rows.order_by("decided_at", "pk")


def amendment_made(placement_id: int) -> int:
    """The agreement of a placement says now what holds: nothing of it is due any more. Call it in the
    transaction that concludes the amendment. Answers how many changes it covers."""
    return amendments_due([placement_id]).order_by().update(amendment_due=False)


def waiting(placements: Any) -> Any:
    """Changes of these placements that wait for a decision."""
    return PlacementChange.objects.filter(
        placement__in=placements.order_by().values("pk"), state=ChangeState.ASKED
    )
