"""What a form of agreements may offer to whom. The operations decide again by themselves."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.holders import Holder, Holders
from accounts.models import Appointment, Department, User
from core.access import Actor

READ, EDIT, LEGAL_REVIEW, SIGN, END, ADMINISTER = (
    f"agreement.{action}" for action in ("read", "edit", "legal_review", "sign", "end", "administer")
)


def departments_for(actor: Actor, capability: str = EDIT) -> QuerySet[Department]:
    """The departments for which the actor holds a power over agreements."""
    scope = actor.scope_for(capability)
    departments = Department.objects.filter(is_active=True)
    return departments if scope.everywhere else departments.filter(pk__in=scope.departments)


def possible_owners(on: date) -> QuerySet[User]:
    """People whose position lets them work on agreements somewhere: whom a form offers as owner.

    Whether one of them works for the department in question is checked when it is given to them.
    """
    holding = Appointment.objects.on(on).filter(position__capabilities__contains=[EDIT])
    return User.objects.filter(pk__in=holding.values("user"), is_active=True)


def signatories_of_the_centre(department_id: int, first: date, last: date) -> dict[int, Holder]:
    """Who could sign for the centre on one of these days, by key, each with the position that lets them."""
    found: dict[int, Holder] = {}
    for holder in Holders.during(first, last).of(SIGN, department_id):
        if holder.lender is None or holder.user.pk not in found:
            found[holder.user.pk] = holder
    return found
