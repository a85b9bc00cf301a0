"""What a person may do on a day, from their appointments and from powers lent to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.access import EVERYWHERE, NOWHERE, Scope

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Power:
    """One capability over one scope, lent by ``lender`` or, where that is ``None``, one's own."""

    capability: str
    scope: Scope
    lender: User | None


class Powers:
    """Everything a person may do on one day."""

    def __init__(self, powers: list[Power]) -> None:
        self._powers = powers
        self._scopes: dict[str, Scope] = {}
        for power in powers:
            self._scopes[power.capability] = self.scope_for(power.capability) | power.scope

    def __iter__(self):
        return iter(self._powers)

    def scope_for(self, capability: str) -> Scope:
        return self._scopes.get(capability, NOWHERE)

    def on_behalf_of(self, capability: str, department_id: int | None) -> User | None:
        """Whose power it is, where the person has it here only by delegation."""
        here = [p for p in self._powers if p.capability == capability and p.scope.covers(department_id)]
        if not here or any(power.lender is None for power in here):
            return None
        return here[0].lender


def powers_of(user: User, *, on: date) -> Powers:
    """The powers of a user on a day, in three queries at most; none for who may not sign in, or inspects."""
    from accounts.models import Appointment, Delegation, Position, subtrees

    if not user.is_active or user.is_inspector:
        return Powers([])
    lenders = {
        delegation.delegator_id: delegation.delegator
        for delegation in Delegation.objects.on(on)
        .filter(delegate=user, delegator__is_active=True)
        .select_related("delegator")
    }
    appointments = list(
        Appointment.objects.on(on).filter(user_id__in=[user.pk, *lenders]).select_related("position")
    )
    reached = subtrees(
        a.position.department_id for a in appointments if a.position.reach == Position.Reach.DEPARTMENT
    )
    return Powers(
        [
            Power(
                capability,
                EVERYWHERE
                if appointment.position.reach == Position.Reach.CENTRE
                else Scope(departments=reached[appointment.position.department_id]),
                lenders.get(appointment.user_id) if appointment.user_id != user.pk else None,
            )
            for appointment in appointments
            for capability in appointment.position.capabilities
        ]
    )
