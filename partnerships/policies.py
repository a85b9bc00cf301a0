"""Who may do what with enterprises, and the rows a change holds.

A change locks its enterprise first and the rows below it second; a merge locks its two enterprises
in the order of their keys.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Appointment, Department, User
from core.access import Actor, NotVisible, capability_label
from partnerships.models import Contact, Enterprise, Interaction

READ, EDIT, MERGE, IMPORT, BAR = (
    f"enterprise.{action}" for action in ("read", "edit", "merge", "import", "bar")
)


def enterprise_for_write(actor: Actor, pk: Any, capability: str = EDIT) -> Enterprise:
    return Enterprise.objects.for_write(actor, pk, capability)


def contact_for_write(actor: Actor, pk: Any, capability: str = EDIT) -> Contact:
    return _below_enterprise(Contact.objects.all(), actor, pk, capability)


def interaction_for_write(actor: Actor, pk: Any, capability: str = EDIT) -> Interaction:
    return _below_enterprise(Interaction.objects.all(), actor, pk, capability)


def _below_enterprise(rows: Any, actor: Actor, pk: Any, capability: str) -> Any:
    enterprise_id = rows.visible_to(actor).filter(pk=pk).values_list("enterprise_id", flat=True).first()
    if enterprise_id is not None:
        enterprise_for_write(actor, enterprise_id, capability)
    return rows.select_related("enterprise").for_write(actor, pk, capability)


def seen(rows: Any, actor: Actor, pk: Any, capability: str) -> Any:
    """The row whose form is to be shown, not locked. Raises NotVisible, PermissionDenied."""
    row = rows.visible_to(actor).filter(pk=pk).first()
    if row is None:
        raise NotVisible(f"{rows.model._meta.label} {pk}")
    if not row.permits(actor, capability):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(capability)}
        )
    return row


def require(actor: Actor, capability: str, department: Department) -> None:
    """Raises PermissionDenied where the actor does not hold the capability in the department."""
    if not actor.scope_for(capability).covers(department.pk):
        raise PermissionDenied(
            _("This needs the power “%(power)s” in %(department)s.")
            % {"power": capability_label(capability), "department": department}
        )


def departments_for(actor: Actor, capability: str = EDIT) -> QuerySet[Department]:
    """The departments in which the actor may enter or edit enterprises."""
    scope = actor.scope_for(capability)
    departments = Department.objects.filter(is_active=True)
    return departments if scope.everywhere else departments.filter(pk__in=scope.departments)


def possible_owners(on: date) -> QuerySet[User]:
    """People whose position lets them see enterprises somewhere: whom a form offers as owner.

    Whether one of them sees the enterprise in question is checked when it is given to them.
    """
    holding = Appointment.objects.on(on).filter(position__capabilities__contains=[READ])
    return User.objects.filter(Q(is_active=True), pk__in=holding.values("user"))
