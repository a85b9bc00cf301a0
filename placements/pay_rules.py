"""The pay of months before the rules of law (INT-25, INT-26, INT-27): each is checked when it is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from catalogue.wages import minimum_wages
from compliance.choices import Stage
from compliance.models import Evaluation
from compliance.operations import CheckOf, store_many
from internships.rule_checks import rules_in_force
from placements.models import Payment
from placements.weeks import end_of_month, name_of_month

# What a sheet calls the fees that nobody may take (INT-27).
FEES = {
    "deposit": ("押金", "保证金", "deposit"),
    "training": ("培训", "training"),
    "commission": ("提成", "commission"),
    "management": ("管理费", "management"),
    "material": ("材料费", "工本费", "material"),
    "job_service": ("就业服务", "中介", "介绍费", "job service", "agency"),
}


def fees_in(words: str) -> list[str] | None:
    """The fees for which something was kept back; ``None`` where the words name none that we know."""
    told = words.casefold()
    return sorted(fee for fee, names in FEES.items() if any(name in told for name in names)) or None


def check_payments(keys: Iterable[int], *, now: datetime) -> list[Evaluation]:
    """Check payments and keep what came of it, a check for each month of a placement.

    About eleven queries for each month, however many payments.

    Raises:
        NoSuchPack: there are no rules for the month.
    """
    by_month: dict[date, list[Payment]] = defaultdict(list)
    rows = Payment.objects.filter(pk__in=list(keys)).select_related(
        "placement__post__region", "placement__plan", "placement__enterprise"
    )
    for row in rows.order_by("pk"):
        by_month[row.month].append(row)
    kept = []
    for month, payments in sorted(by_month.items()):
        last = end_of_month(month)
        wages = minimum_wages(row.placement.post.region for row in payments)
        checks = [
            CheckOf(
                subject=row.placement,
                facts=facts_of_payment(row, minimum_wage=wages.at(row.placement.post.region, last)),
                department_id=row.placement.department_id,
                occasion=name_of_month(month),
                covered_by=(row.placement.post, row.placement.plan, row.placement.enterprise),
            )
            for row in payments
        ]
        kept += store_many(checks=checks, version=rules_in_force(last), stage=Stage.PAY, on=last, now=now)
    return kept


def facts_of_payment(row: Payment, *, minimum_wage: Decimal | None) -> dict[str, Any]:
    """As ``compliance.facts`` names it. Pay for a part of a month counts as what it is for a whole one."""
    post, plan = row.placement.post, row.placement.plan
    payment = {
        "paid_on": row.paid_on,
        "period_from": row.period_from,
        "period_until": row.period_until,
        "monthly_amount": float(_monthly(row)),
        "form": row.form,
        "payee": row.payee,
        "deducted": float(row.deducted),
        "fees": fees_in(row.deducted_for) if row.deducted else [],
    }
    wages = {
        "wage": post.same_post_wage,
        "lowest_wage_tier": post.lowest_tier_wage,
        "local_minimum_wage": minimum_wage,
    }
    return {
        "placement": {"type": plan.kind, "is_independent": post.works_independently},
        "post": {name: float(amount) for name, amount in wages.items() if amount is not None},
        "payments": [{name: value for name, value in payment.items() if value is not None}],
    }


def _monthly(row: Payment) -> Decimal:
    days = (row.period_until - row.period_from).days + 1
    of_month = (end_of_month(row.month) - row.month).days + 1
    return (row.amount + row.deducted) * of_month / days if days < of_month else row.amount + row.deducted
