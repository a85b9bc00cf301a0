"""An agreement that promises something, and what happens under it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from agreements.counting import CountReport, count_promises
from agreements.models import Agreement, Obligation, ObligationPeriod
from agreements.operations import Counterparty, add_promise, adopt_existing
from partnerships.models import Enterprise, Interaction
from tests.agreements.office import NOW, AgreementsOffice

FIRST, LAST = date(2025, 9, 1), date(2028, 8, 31)


def adopted(office: AgreementsOffice, **kwargs: Any) -> Agreement:
    """One from before, in force since September 2025."""
    given = {
        "actor": office.world.director,
        "old_reference": "校企〔2025〕3号",
        "type": office.type,
        "department_id": office.world.mechanics.pk,
        "owner": office.officer,
        "counterparties": [Counterparty(office.world.partner)],
        "title_zh": "实习基地协议",
        "title_en": "Internship base",
        "language": "both",
        "starts_on": FIRST,
        "ends_on": LAST,
        "now": NOW,
    } | kwargs
    return adopt_existing(**given)


def promise(office: AgreementsOffice, agreement: Agreement, **kwargs: Any) -> Obligation:
    """Four visits a year by the centre, unless it is said otherwise."""
    given = {
        "side": "centre",
        "metric": "visits",
        "quantity": Decimal(4),
        "what_en": "Visits by the department, with minutes.",
        "what_zh": "院系走访企业并形成记录。",
        "rhythm": "yearly",
    } | kwargs
    return add_promise(actor=office.officer, pk=agreement.pk, now=NOW, **given)


def visit(enterprise: Enterprise, day: date, **kwargs: Any) -> Interaction:
    return Interaction.objects.create(
        enterprise=enterprise,
        kind="visit",
        summary="Workshop",
        happened_at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC),
        **kwargs,
    )


def count(on: date = date(2026, 3, 2), **kwargs: Any) -> CountReport:
    return count_promises(on=on, now=NOW, **kwargs)


def periods(promise: Obligation) -> list[ObligationPeriod]:
    return list(promise.periods.order_by("number"))
