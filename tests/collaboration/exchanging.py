"""Exchanges of the test world: rows as they stand at every step, and the operations with what they need."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from agreements.choices import State
from agreements.models import Agreement, AgreementType, ReminderPolicy
from collaboration.models import Exchange, ExchangeKind, Registration, direction_of
from collaboration.operations import closing, exchanges
from internships.me.pupil import Pupil, pupil_of
from internships.models import Student
from partnerships.models import Contact, Enterprise
from partnerships.portal.partner import Partner, partner_of
from signing.models import ApprovalRoute
from tests.world import World, come_in, join

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday, nine in the morning at the centre
BEGINS = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=2)
AFTERWARDS = ENDS + timedelta(hours=3)
EVERYBODY = ["students", "teachers", "employees"]


def an_exchange(world: World, **fields: Any) -> Exchange:
    """An announced one of our partner, by invitation, as a row."""
    said: dict[str, Any] = {
        "kind": ExchangeKind.LECTURE,
        "state": "announced",
        "title": "数控工艺前沿讲座",
        "enterprise": world.partner,
        "department": world.mechanics,
        "audience": EVERYBODY,
        "starts_at": BEGINS,
        "ends_at": ENDS,
        "place": "报告厅",
        "is_public": False,
        "proposed_at": NOW,
        "code": "482915",
    } | fields
    return Exchange.objects.create(direction=direction_of(said["kind"]), **said)


def an_agreement(world: World, enterprise: Enterprise, **fields: Any) -> Agreement:
    """One in force with an enterprise, as a row."""
    route, _new = ApprovalRoute.objects.get_or_create(name_en="Nobody", name_zh="无")
    policy, _new = ReminderPolicy.objects.get_or_create(name_en="Usual", name_zh="常规")
    kind, _new = AgreementType.objects.get_or_create(
        code="exchanges-under-test",
        defaults={"name_en": "Framework", "name_zh": "框架协议", "route": route, "reminder_policy": policy},
    )
    said: dict[str, Any] = {
        "title_en": "Framework",
        "type": kind,
        "department": world.mechanics,
        "owner": world.officer,
        "state": State.DRAFT,
        "reference": f"AG-{Agreement.objects.count() + 1}",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2028, 12, 31),
        "signed_on": date(2026, 1, 1),
    }
    agreement = Agreement.objects.create(**said | fields)
    agreement.parties.create(role="enterprise", enterprise=enterprise, order=2, legal_name=enterprise.name)
    Agreement.objects.filter(pk=agreement.pk).update(state=State.SIGNED)
    return agreement


def partner(contact: Contact) -> Partner:
    user = contact.user or join(contact)
    found = partner_of(user, contact.pk)
    assert found is not None
    return found


def pupil(student: Student) -> Pupil:
    found = pupil_of(student.user or come_in(student))
    assert found is not None
    return found


def propose(world: World, **fields: Any) -> Exchange:
    """By the director, to our partner."""
    said: dict[str, Any] = {
        "actor": world.director,
        "enterprise_id": world.partner.pk,
        "department": world.mechanics,
        "kind": ExchangeKind.LECTURE,
        "title": "数控工艺前沿讲座",
        "audience": EVERYBODY,
        "starts_at": BEGINS,
        "ends_at": ENDS,
        "now": NOW,
    }
    return exchanges.propose_exchange(**said | fields)


def agreed(world: World, **fields: Any) -> Exchange:
    made = propose(world, **fields)
    return exchanges.answer_at_portal(partner=partner(world.liaison), pk=made.pk, agrees=True, now=NOW)


def announced(world: World, **fields: Any) -> Exchange:
    return exchanges.announce(actor=world.director, pk=agreed(world, **fields).pk, now=NOW)


def closed(world: World, exchange: Exchange, hours: str = "2", **fields: Any) -> Exchange:
    if exchange.state == "announced":
        exchanges.hold(actor=world.director, pk=exchange.pk, now=AFTERWARDS)
    said: dict[str, Any] = {"actor": world.director, "hours": Decimal(hours), "now": AFTERWARDS}
    return closing.close(pk=exchange.pk, **said | fields)


def registered(exchange: Exchange, **who: Any) -> Registration:
    """A row with the next seat."""
    seat = exchange.registrations.registered().count() + 1
    said: dict[str, Any] = {"state": "registered", "seat": seat, "registered_at": NOW}
    return Registration.objects.create(exchange=exchange, **said | who)
