"""Who is told of inspections and of what they found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.notifications import Importance, Kind, NewNotification, Readers, notify_many
from governance.models import Finding, Inspection

INVITED = Kind(
    name="governance.inspector_invited",
    label=_("Invitations to inspect"),
    icon="mail-opened",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.NOBODY,
)
ASSIGNED = Kind(
    name="governance.finding_assigned",
    label=_("Findings of inspections that I have to put right"),
    icon="alert-circle",
    importance=Importance.HIGH,
)
DUE = Kind(
    name="governance.finding_due",
    label=_("Findings of inspections that are due or overdue"),
    icon="alarm",
)
HANDED_IN = Kind(
    name="governance.finding_handed_in",
    label=_("Evidence that was handed in for findings"),
    icon="eye",
)
DECIDED = Kind(
    name="governance.finding_decided",
    label=_("What was decided on the evidence that I handed in"),
    icon="circle-check",
)
OVER = Kind(
    name="governance.inspection_over",
    label=_("Inspections whose access is over and that nobody has closed"),
    icon="hourglass-high",
    can_wait=True,
)
INSPECTION_KINDS = (INVITED, ASSIGNED, DUE, HANDED_IN, DECIDED, OVER)


def facts(finding: Finding) -> dict[str, Any]:
    return {
        "inspection": finding.inspection.title,
        "number": finding.number,
        "what": finding.what,
        "due_on": finding.due_on,
        "url": finding.get_absolute_url(),
    }


def tell(
    finding: Finding, kind: Kind, recipients: Iterable[int], *, stage: str, now: datetime, **more: Any
) -> None:
    """Each of them, once for a stage. One query. Data go to people of the centre only."""
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{finding.pk}:{stage}:u{pk}",
                kind=kind.name,
                recipient_id=pk,
                subject=finding,
                data=facts(finding) | more,
            )
            for pk in dict.fromkeys(recipients)
        ],
        now=now,
    )


def tell_over(inspection: Inspection, *, day: date, now: datetime) -> None:
    """Whoever answers for it, once."""
    notify_many(
        [
            NewNotification(
                key=f"{OVER.name}:{inspection.pk}:{day.isoformat()}",
                kind=OVER.name,
                recipient_id=inspection.responsible_id,
                subject=inspection,
                data={
                    "inspection": inspection.title,
                    "due_on": inspection.ends_on,
                    "url": inspection.get_absolute_url(),
                },
            )
        ],
        now=now,
    )
