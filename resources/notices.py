"""Who is told of bookings, of checks that are due, and of contributions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Importance, Kind, NewNotification, Readers, notify_many
from partnerships.models import Enterprise
from resources.models import Booking, Contribution, Resource
from resources.transitions.bookings import APPROVE, EDIT
from resources.transitions.contributions import CONFIRM

PARTIES = Readers.STAFF | Readers.PARTNERS
REQUESTED = Kind(
    name="resources.booking_requested",
    label=_("Bookings of resources that wait for an answer"),
    icon="send",
    can_wait=True,
    readers=PARTIES,
)
ANSWERED = Kind(
    name="resources.booking_answered",
    label=_("Answers to bookings of resources"),
    icon="message-circle",
    importance=Importance.HIGH,
    readers=PARTIES,
)
CANCELLED = Kind(
    name="resources.booking_cancelled",
    label=_("Bookings of resources that were cancelled"),
    icon="ban",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=PARTIES,
)
CHECK_DUE = Kind(
    name="resources.check_due",
    label=_("Safety checks of resources that are due"),
    icon="shield-check",
    can_wait=True,
)
TOLD = Kind(
    name="resources.contribution_told",
    label=_("Contributions that wait to be confirmed"),
    icon="package",
    can_wait=True,
    readers=PARTIES,
)
DECIDED = Kind(
    name="resources.contribution_decided",
    label=_("What becomes of contributions that we told"),
    icon="checks",
    importance=Importance.HIGH,
    readers=PARTIES,
)
PROPOSED = Kind(
    name="resources.resource_proposed",
    label=_("Resources that enterprises propose"),
    icon="tool",
    can_wait=True,
)
TAKEN_IN = Kind(
    name="resources.resource_answered",
    label=_("Answers to resources that we proposed"),
    icon="message-circle",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
KINDS = (REQUESTED, ANSWERED, CANCELLED, CHECK_DUE, TOLD, DECIDED, PROPOSED, TAKEN_IN)
# So many days before a safety check is due its keeper is reminded.
BEFORE = timedelta(days=14)


def _name(enterprise: Enterprise | None) -> Any:
    return {"zh": enterprise.name, "en": enterprise.name_en or enterprise.name} if enterprise else ""


def _liaisons(enterprise: Enterprise | None) -> set[int]:
    if enterprise is None:
        return set()
    rows = enterprise.contacts.liaisons_with_account()
    return set(rows.order_by().values_list("user", flat=True))


def _holders(capability: str, department_id: int | None, on: date) -> set[int]:
    return {one.user.pk for one in Holders.on(on).of(capability, department_id) if one.user.pk is not None}


def _tell(
    subject: models.Model, kind: Kind, people: Iterable[int | None], data: dict[str, Any], now: datetime
) -> int:
    rows = [
        NewNotification(
            key=f"{kind.name}:{subject.pk}:{data.get('state', '')}:{now.isoformat()}:u{one}",
            kind=kind.name,
            recipient_id=one,
            subject=subject,
            data=data,
        )
        for one in sorted(one for one in people if one is not None)
    ]
    return notify_many(rows, now=now)


# --- Bookings -----------------------------------------------------------------------------------


def facts_of_booking(booking: Booking) -> dict[str, Any]:
    return {
        "title": booking.resource.name,
        "purpose": booking.purpose,
        "enterprise": _name(booking.enterprise),
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "people": booking.people,
        "state": booking.state,
        "reason": booking.reason,
    }


def tell_enterprise(booking: Booking, kind: Kind, *, now: datetime, by: int | None = None) -> None:
    url = reverse("portal:booking", args=[booking.pk])
    _tell(
        booking,
        kind,
        _liaisons(booking.enterprise) - ({by} if by is not None else set()),
        facts_of_booking(booking) | {"url": url},
        now,
    )


def _staff(booking: Booking, kind: Kind, people: Iterable[int | None], now: datetime) -> None:
    _tell(booking, kind, people, facts_of_booking(booking) | {"url": booking.get_absolute_url()}, now)


def tell_approvers(booking: Booking, *, now: datetime, by: int | None = None) -> None:
    """Who looks after the resource, and whoever may approve for its department."""
    people = _holders(APPROVE, booking.resource.department_id, timezone.localdate(now))
    _staff(booking, REQUESTED, (people | {booking.resource.keeper_id or 0}) - {by, 0}, now)


def tell_keeper(booking: Booking, kind: Kind, *, now: datetime) -> None:
    """Who looks after the resource, or whoever may approve."""
    if (keeper := booking.resource.keeper_id) is not None:
        _staff(booking, kind, {keeper}, now)
    else:
        _staff(booking, kind, _holders(APPROVE, booking.resource.department_id, timezone.localdate(now)), now)


def tell_booker(booking: Booking, kind: Kind, *, now: datetime, by: int | None = None) -> None:
    """Whoever of the centre asked for it."""
    if not booking.by_enterprise and booking.booked_by_id != by:
        _staff(booking, kind, {booking.booked_by_id}, now)


# --- Resources of enterprises -------------------------------------------------------------------


def facts_of_resource(resource: Resource) -> dict[str, Any]:
    return {
        "title": resource.name,
        "kind": resource.kind,
        "place": resource.place,
        "enterprise": _name(resource.enterprise),
        "state": resource.state,
        "answer": resource.answer,
    }


def tell_of_proposal(resource: Resource, *, now: datetime) -> None:
    """Whoever keeps resources of the department."""
    data = facts_of_resource(resource) | {"url": resource.get_absolute_url()}
    _tell(resource, PROPOSED, _holders(EDIT, resource.department_id, timezone.localdate(now)), data, now)


def tell_answer(resource: Resource, *, now: datetime) -> None:
    data = facts_of_resource(resource) | {"url": reverse("portal:resource", args=[resource.pk])}
    _tell(resource, TAKEN_IN, _liaisons(resource.enterprise), data, now)


# --- Checks -------------------------------------------------------------------------------------


def remind(*, on: date, now: datetime) -> int:
    """Whoever looks after a resource, or may change it, of a safety check that is due, each day of it once.

    Answers how many were told.
    """
    rows = list(Resource.objects.in_service().check_due(on + BEFORE).order_by("pk"))
    holders = Holders.on(on) if any(one.keeper_id is None for one in rows) else None
    notes = []
    for resource in rows:
        people = {resource.keeper_id}
        if resource.keeper_id is None and holders is not None:
            people = {one.user.pk for one in holders.of(EDIT, resource.department_id)}
        data = {
            "title": resource.name,
            "place": resource.place,
            "due_on": resource.next_check_on,
            "url": resource.get_absolute_url(),
        }
        notes += [
            NewNotification(
                key=f"{CHECK_DUE.name}:{resource.pk}:{resource.next_check_on}:u{one}",
                kind=CHECK_DUE.name,
                recipient_id=one,
                subject=resource,
                data=data,
            )
            for one in sorted(pk for pk in people if pk is not None)
        ]
    return notify_many(notes, now=now)


# --- Contributions ------------------------------------------------------------------------------


def facts_of_contribution(contribution: Contribution) -> dict[str, Any]:
    return {
        "title": contribution.title,
        "enterprise": _name(contribution.enterprise),
        "given_on": contribution.given_on,
        "value": str(contribution.value),
        "giver": contribution.giver,
        "state": contribution.state,
        "is_reversal": contribution.reverses_id is not None,
        "reason": contribution.reason,
    }


def tell_other_side(contribution: Contribution, kind: Kind, *, to_enterprise: bool, now: datetime) -> None:
    """The liaisons, or whoever confirms contributions of the department and told this one."""
    data = facts_of_contribution(contribution)
    if to_enterprise:
        data["url"] = reverse("portal:contribution", args=[contribution.pk])
        _tell(contribution, kind, _liaisons(contribution.enterprise), data, now)
        return
    data["url"] = contribution.get_absolute_url()
    people = _holders(CONFIRM, contribution.department_id, timezone.localdate(now))
    if kind is DECIDED and contribution.told_by_id is not None and not contribution.by_enterprise:
        people = {contribution.told_by_id}
    _tell(contribution, kind, people, data, now)
