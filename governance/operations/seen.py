"""What an inspector opened or took away, written down for the centre."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from governance.dossiers import Dossier
from governance.models import InspectionAccess, Inspector, SeenAct, SeenPage

KEPT_AT_LEAST = timedelta(days=184)
"""The database deletes nothing that is younger than six months."""


def note_seen(
    *,
    inspector: Inspector,
    page: str,
    now: datetime,
    act: str = SeenAct.OPENED,
    dossiers: Iterable[Dossier] = (),
    kind: str = "",
    part: str = "",
    address: str | None = None,
) -> InspectionAccess:
    """One line of the log of an inspection: keys and numbers, no names.

    Args:
        dossiers: what was shown; of one dossier alone its kind and key are kept.
        kind: of a list.
        part: the name of a part of a dossier; of a list its page.
    """
    shown = list(dossiers)
    one = shown[0] if page in {SeenPage.DOSSIER, SeenPage.PART} else None
    return InspectionAccess.objects.create(
        inspection=inspector.inspection,
        inspector=inspector,
        at=now,
        act=act,
        page=page,
        kind=one.kind.name if one else kind,
        key=one.key if one else None,
        part=part,
        standings=Counter(item.standing.value for each in shown for item in each.items),
        address=address,
    )


def forget_seen(*, now: datetime) -> int:
    """Delete what is older than the log of access to personal data is kept; answers how many lines."""
    term = max(timedelta(days=settings.ACCESS_LOG_DAYS), KEPT_AT_LEAST)
    gone, _by_model = InspectionAccess.objects.filter(at__lt=now - term).delete()
    return gone
