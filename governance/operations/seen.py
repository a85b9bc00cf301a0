"""What an inspector opened or took away, written down for the centre."""

from __future__ import annotations

from datetime import datetime

from governance.models import InspectionAccess, Inspector, SeenAct


def note_seen(
    *,
    inspector: Inspector,
    what: str,
    now: datetime,
    act: str = SeenAct.OPENED,
    kind: str = "",
    key: int | None = None,
    address: str | None = None,
) -> InspectionAccess:
    """One line of the log of an inspection; ``kind`` and ``key`` where it was one dossier."""
    return InspectionAccess.objects.create(
        inspection=inspector.inspection,
        inspector=inspector,
        at=now,
        act=act,
        what=what[:300],
        kind=kind,
        key=key,
        address=address,
    )
