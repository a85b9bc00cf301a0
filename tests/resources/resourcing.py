"""Resources, bookings and contributions of the test world: rows as they stand, and who works with them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from partnerships.models import Contact, Enterprise
from partnerships.portal.partner import Partner, partner_of
from resources.models import (
    Booking,
    BookingState,
    Contribution,
    ContributionKind,
    ContributionState,
    Maintenance,
    MaintenanceKind,
    OpeningHours,
    Ownership,
    Resource,
    ResourceKind,
    Side,
)
from tests.teachers.recognising import a_position
from tests.world import World, join

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday, nine in the morning at the centre
BEGINS = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # Wednesday at nine
ENDS = BEGINS + timedelta(hours=3)
AFTERWARDS = ENDS + timedelta(hours=2)
POWERS = [
    *("enterprise.read", "agreement.read", "resource.read", "resource.edit", "resource.book"),
    *("resource.approve", "contribution.read", "contribution.edit", "contribution.confirm"),
]


def an_office(world: World) -> User:
    """Whoever keeps resources and contributions, for the whole centre."""
    return a_position(world, "Resources office", POWERS)


def a_booker(world: World) -> User:
    """Whoever books and answers for nothing."""
    return a_position(world, "Booker", ["enterprise.read", "resource.read", "resource.book"])


def a_resource(world: World, **fields: Any) -> Resource:
    """A workshop of the mechanics department that enterprises may book."""
    said: dict[str, Any] = {
        "name": "数控加工实训车间",
        "kind": ResourceKind.WORKSHOP,
        "department": world.mechanics,
        "place": "实训楼 301",
        "capacity": 40,
        "is_shared": True,
        "created_at": NOW,
    } | fields
    made: Resource = Resource.objects.create(**said)
    return made


def opening(resource: Resource, days: range = range(1, 6)) -> None:
    """Open from eight to five."""
    for day in days:
        OpeningHours.objects.create(resource=resource, weekday=day, opens=time(8), closes=time(17))


def a_booking(resource: Resource, **fields: Any) -> Booking:
    """An approved one, as a row."""
    said: dict[str, Any] = {
        "resource": resource,
        "enterprise": resource.enterprise,
        "state": BookingState.APPROVED,
        "starts_at": BEGINS,
        "ends_at": ENDS,
        "purpose": "数控2401 实训",
        "people": 30,
        "booked_at": NOW,
    } | fields
    if said["state"] in {BookingState.DECLINED, BookingState.CANCELLED}:
        said.setdefault("reason", "场地另有安排。")
    if said["state"] == BookingState.USED:
        said = {"used_people": 28, "used_hours": Decimal("2.5")} | said
    made: Booking = Booking.objects.create(**said)
    return made


def a_maintenance(resource: Resource, **fields: Any) -> Maintenance:
    said: dict[str, Any] = {
        "resource": resource,
        "kind": MaintenanceKind.SERVICE,
        "cause": "更换主轴",
        "starts_at": BEGINS,
        "ends_at": ENDS,
        "planned_at": NOW,
    } | fields
    made: Maintenance = Maintenance.objects.create(**said)
    return made


def a_contribution(enterprise: Enterprise, **fields: Any) -> Contribution:
    """Two machines given by the enterprise, told by the centre, as a row."""
    said: dict[str, Any] = {
        "enterprise": enterprise,
        "department_id": enterprise.department_id,
        "giver": Side.ENTERPRISE,
        "kind": ContributionKind.EQUIPMENT,
        "title": "加工中心 VMC850 两台",
        "given_on": date(2026, 5, 11),
        "value": Decimal("480000.00"),
        "told_at": NOW,
    } | fields
    if said["kind"] in {"equipment", "venue", "hours"}:
        said.setdefault("extent", Decimal(2))
    if said["kind"] == ContributionKind.EQUIPMENT:
        said.setdefault("ownership", Ownership.DONATED)
    if said.get("state") in {ContributionState.REFUSED, ContributionState.WITHDRAWN}:
        said.setdefault("reason", "金额与发票不符。")
    made: Contribution = Contribution.objects.create(**said)
    return made


def said_of(**fields: Any) -> dict[str, Any]:
    """What is said of a contribution."""
    return {
        "giver": Side.ENTERPRISE,
        "kind": ContributionKind.EQUIPMENT,
        "title": "加工中心 VMC850 两台",
        "given_on": date(2026, 5, 11),
        "value": Decimal("480000.00"),
        "extent": Decimal(2),
        "ownership": Ownership.DONATED,
    } | fields


def partner(contact: Contact) -> Partner:
    user = contact.user or join(contact)
    found = partner_of(user, contact.pk)
    assert found is not None
    return found
