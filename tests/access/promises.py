"""The rules of the addresses of promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from agreements.models import Agreement, Obligation, ObligationPeriod
from tests.access.agreements import draft
from tests.access.rules import Rule, holder, portal, row
from tests.agreements.office import furnish
from tests.agreements.promising import adopted
from tests.agreements.promising import promise as a_promise
from tests.world import World

READ, EDIT = "agreement.read", "agreement.edit"


def entered(world: World) -> Obligation:
    """One of a paper from before, which the enterprise has not confirmed; made once for a world."""
    found = Obligation.objects.filter(is_taken_over=True).select_related("agreement").first()
    if found is None:
        office = furnish(world)
        found = a_promise(office, adopted(office))
    return found


def from_before(world: World) -> Agreement:
    return entered(world).agreement


def period(world: World) -> ObligationPeriod:
    return entered(world).periods.order_by("number")[0]


def written(world: World) -> dict[str, Any]:
    agreement = draft(world)
    found = agreement.obligations.first() or Obligation.objects.create(
        agreement=agreement,
        order=1,
        side="centre",
        enterprise=world.partner,
        metric="visits",
        quantity=Decimal(4),
        what_en="Visits",
        what_zh="走访",
    )
    return {"pk": agreement.pk, "promise_id": found.pk}


RULES: dict[str, Rule] = {
    "agreements:promise_list": holder(READ),
    "agreements:promise_detail": row(period, READ),
    "agreements:promise_confirm": row(period, EDIT, read=READ),
    "agreements:agreement_promises": row(draft, EDIT, read=READ),
    "agreements:promise_new": row(draft, EDIT, read=READ),
    "agreements:promises_count": row(from_before, EDIT, read=READ, method="POST"),
    "agreements:promise_edit": row(draft, EDIT, read=READ, arguments=written),
    "agreements:promise_move": row(draft, EDIT, read=READ, arguments=written, method="POST"),
    "agreements:promise_remove": row(draft, EDIT, read=READ, arguments=written),
    "agreements:renewal_pack": row(from_before, READ),
    "portal:promises": portal(),
    "portal:promise": portal(period, arguments=lambda world: {"pk": period(world).pk}),
    "portal:promise_confirm": portal(period, arguments=lambda world: {"pk": period(world).pk}),
    "portal:promise_check": portal(entered, arguments=lambda world: {"pk": entered(world).pk}),
}
