from placements.models.placements import (
    LIVE_STATES,
    OPEN_STATES,
    Arrangement,
    OfPlacement,
    Placement,
    PlacementState,
)

__all__ = [
    "LIVE_STATES",
    "OPEN_STATES",
    "Arrangement",
    "OfPlacement",
    "Placement",
    "PlacementState",
]
