"""Who is told of a regulation that has to be read and confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.notifications import Importance, Kind, NewNotification, notify_many
from governance.models import Acknowledgement, ReadingCall, RegulationVersion

ACKNOWLEDGE = Kind(
    name="governance.acknowledge",
    label=_("Regulations that I am asked to read and acknowledge"),
    icon="book",
    importance=Importance.HIGH,
)
ACKNOWLEDGE_DUE = Kind(
    name="governance.acknowledge_due",
    label=_("Regulations that I have not acknowledged yet"),
    icon="alarm",
)
MISSING = Kind(
    name="governance.missing",
    label=_("People who have not acknowledged a regulation in time"),
    icon="alert-triangle",
    can_wait=True,
)
KINDS = (ACKNOWLEDGE, ACKNOWLEDGE_DUE, MISSING)


def facts(version: RegulationVersion) -> dict[str, Any]:
    regulation = version.regulation
    return {
        "title": {
            "zh": regulation.name_zh or regulation.name_en,
            "en": regulation.name_en or regulation.name_zh,
        },
        "number": regulation.number,
        "url": version.get_absolute_url(),
    }


def tell(
    rows: Iterable[Acknowledgement], version: RegulationVersion, kind: Kind, *, stage: str, now: datetime
) -> int:
    """Each of them, once for a stage. One query."""
    said = facts(version)
    return notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{row.pk}:{stage}",
                kind=kind.name,
                recipient_id=row.user_id,
                subject=row,
                data=said | {"due_on": row.due_on},
            )
            for row in rows
        ],
        now=now,
    )


def tell_missing(call: ReadingCall, count: int, *, week: int, day: date, now: datetime) -> None:
    """Whoever asked, of how many have not answered."""
    notify_many(
        [
            NewNotification(
                key=f"{MISSING.name}:{call.pk}:{day.isoformat()}:{week}",
                kind=MISSING.name,
                recipient_id=call.asked_by_id,
                subject=call.version,
                data=facts(call.version)
                | {
                    "due_on": day,
                    "count": count,
                    "url": f"{call.version.get_absolute_url()}?tab=acknowledgements",
                },
            )
        ],
        now=now,
    )
