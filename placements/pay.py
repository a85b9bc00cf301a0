"""What was agreed for a month, beside what the pay sheet says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from placements.models import OPEN_STATES, OVER_STATES, Payment, Placement
from placements.querysets import PlacementQuerySet
from placements.weeks import end_of_month

CENT = Decimal("0.01")


def at_work_in(month: date) -> Q:
    """Placements with a day of work in a month."""
    over = Q(state__in=OVER_STATES, ended_on__gte=month)
    return (Q(state__in=OPEN_STATES, ends_on__gte=month) | over) & Q(started_on__lte=end_of_month(month))


def paid_in(rows: PlacementQuerySet, month: date) -> PlacementQuerySet:
    """Those of the rows for whom pay of a month is agreed."""
    return rows.filter(at_work_in(month), post__pay_per_month__gt=0)


def days_in(placement: Placement, month: date) -> tuple[date, date]:
    """The part of a month that belongs to a placement."""
    last = end_of_month(month)
    first = max(placement.started_on or placement.starts_on, month)
    return first, min(placement.ended_on or placement.ends_on, last)


def agreed_for(placement: Placement, first: date, last: date) -> Decimal | None:
    """The agreed pay of a post for some days of a month, by calendar days. Reads the post."""
    monthly = placement.post.pay_per_month
    if monthly is None:
        return None
    month = first.replace(day=1)
    share = Decimal((last - first).days + 1) / Decimal((end_of_month(month) - month).days + 1)
    return (monthly * min(share, Decimal(1))).quantize(CENT)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One person's month: what was agreed, and what was paid, if anything."""

    placement: Placement
    agreed: Decimal | None
    payment: Payment | None

    @property
    def is_missing(self) -> bool:
        return self.payment is None

    @property
    def gap(self) -> Decimal:
        """How much less than agreed was paid out, with what was kept back."""
        if self.payment is None or self.agreed is None:
            return Decimal(0)
        return max(self.agreed - self.payment.amount, Decimal(0))

    @property
    def is_exception(self) -> bool:
        return self.is_missing or self.gap > 0 or self.payment is None or bool(self.payment.disputed_at)


def reconcile(placements: Sequence[Placement], month: date) -> list[Reconciled]:
    """Person by person, those with something to look at first. One query beside the rows and their posts."""
    paid = {row.placement_id: row for row in Payment.objects.filter(placement__in=placements, month=month)}
    lines = []
    for placement in placements:
        payment = paid.get(placement.pk)
        first, last = (payment.period_from, payment.period_until) if payment else days_in(placement, month)
        lines.append(Reconciled(placement, agreed_for(placement, first, last), payment))
    return sorted(lines, key=lambda line: (not line.is_exception, line.placement.pk))
