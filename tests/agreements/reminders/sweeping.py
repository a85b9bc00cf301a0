"""Days on which reminders are looked for, and what they then told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from agreements.choices import State
from agreements.models import Agreement, ReminderPolicy
from agreements.operations import let_lapse
from agreements.reminders import sweep_renewals
from core.models import Notification
from tests.agreements.office import END, AgreementsOffice

NOTICE = END - timedelta(days=60)
OWNER, HEAD, PARTNER = (
    "agreements.deadline",
    "agreements.deadline_unanswered",
    "agreements.partner_deadline",
)
A_WEEK = timedelta(days=7)


def at(day: date, hour: int = 2) -> datetime:
    """An instant of that day, at the centre: its zone is eight hours ahead."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def sweep(day: date) -> list[tuple[str, str, int]]:
    """What one sweep tells: whom, for which deadline, how many days before it."""
    report = sweep_renewals(on=day, now=at(day))
    return sorted((r.kind, r.deadline, r.days) for r in report.queued.elements())


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def signed(office: AgreementsOffice, number: int = 1, **fields: Any) -> Agreement:
    """An agreement as the database holds it, for where its way there does not matter."""
    terms: dict[str, Any] = {
        "title_en": "X",
        "type": office.type,
        "department": office.world.mechanics,
        "owner": office.officer,
        "state": State.SIGNED,
        "reference": f"AG-{number}",
        "starts_on": date(2020, 1, 1),
        "ends_on": END,
        "signed_on": date(2020, 1, 1),
        "automatic_term_months": 12,
    }
    return Agreement(**terms | fields)


def told(kind: str = OWNER) -> list[tuple[date, str, int]]:
    """By day: which deadline, and how many days before."""
    rows = Notification.objects.filter(kind=kind).order_by("due_at", "pk")
    return [(row.due_at.date(), row.data["deadline"], row.data["days"]) for row in rows]


def waiting() -> list[str]:
    return sorted(Notification.objects.waiting().values_list("kind", flat=True))


def change(policy: ReminderPolicy, **fields: Any) -> None:
    ReminderPolicy.objects.filter(pk=policy.pk).update(**fields)


def let_it_lapse(office: AgreementsOffice, agreement: Agreement, now: datetime) -> None:
    let_lapse(actor=office.world.director, pk=agreement.pk, reason="They are moving away", now=now)
