"""The other direction of powers: who, on a day, may do this there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Appointment, Delegation, Department, Position, User


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a power through a position, or to whom ``lender`` lent it."""

    user: User
    position: Position
    lender: User | None = None


class Holders:
    """Everybody's positions and loans on one day: three queries, however much is asked then."""

    def __init__(
        self,
        appointments: list[Appointment],
        delegations: list[Delegation],
        parents: dict[int, int | None],
    ) -> None:
        self._appointments = appointments
        self._delegations = delegations
        self._parents = parents

    @classmethod
    def on(cls, day: date) -> Holders:
        return cls(
            list(
                Appointment.objects.on(day)
                .filter(user__is_active=True)
                .select_related("user", "position__department")
                .order_by("pk")
            ),
            list(
                Delegation.objects.on(day)
                .filter(delegate__is_active=True, delegator__is_active=True)
                .select_related("delegate", "delegator")
                .order_by("pk")
            ),
            dict(Department.objects.values_list("pk", "parent_id")),
        )

    @classmethod
    def during(cls, first: date, last: date) -> Holders:
        """Everybody's positions and loans on any of these days, of those who have left since as well."""
        return cls(
            list(
                Appointment.objects.during(first, last)
                .select_related("user", "position__department")
                .order_by("pk")
            ),
            list(
                Delegation.objects.during(first, last)
                .filter(Q(revoked_at=None) | Q(revoked_at__date__gt=last))
                .select_related("delegate", "delegator")
                .order_by("pk")
            ),
            dict(Department.objects.values_list("pk", "parent_id")),
        )

    def of(self, capability: str, department_id: int | None) -> list[Holder]:
        """Who holds the power in a department, or over the whole centre where that is ``None``."""
        own = [
            Holder(appointment.user, appointment.position)
            for appointment in self._appointments
            if capability in appointment.position.capabilities
            and self._reaches(appointment.position, department_id)
        ]
        lent = [
            Holder(delegation.delegate, holder.position, delegation.delegator)
            for holder in own
            for delegation in self._delegations
            if delegation.delegator_id == holder.user.pk
        ]
        holders: dict[tuple[int, int | None], Holder] = {}
        for holder in own + lent:
            key = (holder.user.pk, holder.lender.pk if holder.lender else None)
            holders.setdefault(key, holder)
        return list(holders.values())

    def superiors_of(self, holder: Holder) -> list[User]:
        """Who is appointed to the position above, on that day."""
        return [
            appointment.user
            for appointment in self._appointments
            if appointment.position_id == holder.position.superior_id
        ]

    def superiors_of_person(self, user: User) -> list[User]:
        """Who is appointed above any of a person's own positions, on that day."""
        above = {
            appointment.position.superior_id
            for appointment in self._appointments
            if appointment.user_id == user.pk and appointment.position.superior_id is not None
        }
        found = {
            appointment.user_id: appointment.user
            for appointment in self._appointments
            if appointment.position_id in above and appointment.user_id != user.pk
        }
        return list(found.values())

    def distance(self, holder: Holder, department_id: int) -> int:
        """How many steps up the tree the holder's own department lies; a small number is a close head."""
        steps = 0
        parent: int | None = department_id
        while parent is not None and parent != holder.position.department_id and steps < len(self._parents):
            parent = self._parents.get(parent)
            steps += 1
        return steps if parent is not None else len(self._parents)

    def _reaches(self, position: Position, department_id: int | None) -> bool:
        if position.reach == Position.Reach.CENTRE:
            return True
        above: set[int] = set()
        while department_id is not None and department_id not in above:
            above.add(department_id)
            department_id = self._parents.get(department_id)
        return position.department_id in above
