"""Who may decide on a step, and who is asked when nobody does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from accounts.holders import Holder, Holders
from core.access import NOWHERE, Scope
from signing.models import Reach

if TYPE_CHECKING:
    from accounts.models import User
    from accounts.powers import Power
    from signing.models import ApprovalStep


def place_of(step: ApprovalStep) -> int | None:
    """Where the power must be held: a department, or ``None`` for the whole centre."""
    return step.approval.department_id if step.reach == Reach.DEPARTMENT else None


def power_for(user: User, step: ApprovalStep) -> Power | None:
    """The power with which this person can decide on the step: their own before a lent one.

    Two pairs of eyes: whoever asked decides neither in person nor through somebody to whom they
    lent their powers, unless the route says so.
    """
    approval = step.approval
    if user.pk == approval.opened_by_id and not approval.allows_own_decision:
        return None
    powers = [
        power
        for power in user.powers
        if power.capability == step.capability
        and power.scope.covers(place_of(step))
        and (power.lender is None or power.lender.pk != approval.opened_by_id or approval.allows_own_decision)
    ]
    return min(powers, key=lambda power: power.lender is not None, default=None)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A step that waits, with whom, and whom to ask when it is overdue."""

    step: ApprovalStep
    deciders: list[Holder]
    superiors: list[User]


def with_whom(steps: Iterable[ApprovalStep], *, on: date) -> list[Stuck]:
    """Who can decide on each step, and their superiors; a constant number of queries for all of them."""
    holders = Holders.on(on)
    return [_stuck(step, holders) for step in steps]


def _stuck(step: ApprovalStep, holders: Holders) -> Stuck:
    approval = step.approval
    found = holders.of(step.capability, place_of(step))
    if not approval.allows_own_decision:
        asker = approval.opened_by_id
        found = [
            holder
            for holder in found
            if holder.user.pk != asker and (holder.lender is None or holder.lender.pk != asker)
        ]
    deciding = {holder.user.pk for holder in found}
    superiors = {
        user.pk: user
        for holder in found
        for user in holders.superiors_of(holder)
        if user.pk not in deciding and user.pk != approval.opened_by_id
    }
    return Stuck(step, found, list(superiors.values()))


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody without an account who came by a link to the one task of one signatory."""

    signatory_id: int
    pk: None = None

    def scope_for(self, capability: str) -> Scope:
        return NOWHERE

    def on_behalf_of(self, capability: str, department_id: int | None) -> None:
        return None
