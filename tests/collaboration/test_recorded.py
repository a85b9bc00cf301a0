"""What was held before it was written down: recorded, confirmed by the enterprise, then counted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from collaboration import exchange_notices as notices
from collaboration.models import Exchange, Place, Registration
from collaboration.operations import closing, exchanges, registrations
from collaboration.operations.exchanges import UnableToExchange
from core.access import NotVisible
from core.metrics import metric_of
from core.models import Notification
from core.transitions import TransitionRefused
from tests.collaboration.exchanging import BEGINS, NOW, an_agreement, an_exchange, partner
from tests.factories import TeacherFactory
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
HELD = BEGINS - timedelta(days=200)


def record(world, **fields: Any) -> Exchange:
    said: dict[str, Any] = {
        "actor": world.director,
        "enterprise_id": world.partner.pk,
        "department": world.mechanics,
        "kind": "lecture",
        "title": "春季讲座",
        "audience": ["students"],
        "starts_at": HELD,
        "ends_at": HELD + timedelta(hours=2),
        "now": NOW,
    }
    return exchanges.record_exchange(**said | fields)


def lectures(world) -> int:
    metric = metric_of("exchange_lectures")
    assert metric is not None
    return metric.occurrences().count()


def close(world, exchange: Exchange) -> None:
    closing.close(actor=world.director, pk=exchange.pk, hours=Decimal(2), now=NOW)


def test_what_was_held_counts_once_the_enterprise_has_confirmed_it_and_it_is_closed(world):
    us = partner(world.liaison)
    agreement = an_agreement(world, world.partner)
    made = record(world, agreement=agreement, contacts=[world.mentor])
    teacher = TeacherFactory.create(department=world.mechanics)
    there = {"students": [world.student], "teachers": [teacher], "employees": [("马师傅", "钳工")]}
    assert registrations.register_others(actor=world.director, pk=made.pk, now=NOW, **there) == 3

    assert (made.state, made.was_held, made.is_public) == ("proposed", True, False)
    assert set(Registration.objects.values_list("state", "attended")) == {("registered", True)}
    assert Notification.objects.get().kind == notices.RECORDED.name
    with pytest.raises(TransitionRefused, match="not possible"):
        close(world, made)
    with pytest.raises(TransitionRefused, match="day is over"):
        exchanges.agree(
            actor=world.director,
            pk=an_exchange(world, state="proposed", by_enterprise=True).pk,
            now=BEGINS + timedelta(days=1),
        )
    with pytest.raises(TransitionRefused, match="at the portal"):
        exchanges.confirm(actor=world.director, pk=made.pk, reason="电话确认", now=NOW)
    assert lectures(world) == 0

    exchanges.answer_at_portal(partner=us, pk=made.pk, agrees=True, now=NOW)
    assert lectures(world) == 0
    close(world, made)

    assert lectures(world) == 1
    made.refresh_from_db()
    assert (made.state, made.answered_by_id) == ("closed", us.pk)


def test_of_an_enterprise_that_has_nobody_at_the_portal_the_centre_writes_down_who_confirmed_it(world):
    made = record(world)
    with pytest.raises(NotVisible):
        exchanges.confirm(actor=world.officer, pk=made.pk, reason="电话确认", now=NOW)
    with pytest.raises(TransitionRefused, match="reason"):
        exchanges.confirm(actor=world.director, pk=made.pk, reason=" ", now=NOW)

    exchanges.confirm(actor=world.director, pk=made.pk, reason="陈经理电话确认", now=NOW)
    close(world, made)

    assert Exchange.objects.get().state == "closed"


def test_what_did_not_take_place_the_enterprise_declines_and_the_centre_withdraws(world):
    us = partner(world.liaison)
    one, other = record(world), record(world, title="另一场")
    registrations.register_others(actor=world.director, pk=other.pk, employees=[("马师傅", "")], now=NOW)
    exchanges.answer_at_portal(partner=us, pk=one.pk, agrees=False, reason="当天取消了", now=NOW)
    exchanges.cancel(actor=world.director, pk=other.pk, reason="录入错误", now=NOW)

    assert set(Exchange.objects.values_list("state", flat=True)) == {"declined", "cancelled"}


@pytest.mark.parametrize("days", [0, -21 * 366])
def test_what_is_still_to_come_or_long_ago_is_not_recorded(world, days):
    begins = BEGINS + timedelta(days=days)
    with pytest.raises(UnableToExchange, match="is over"):
        record(world, starts_at=begins, ends_at=begins + timedelta(hours=1))
    with pytest.raises(UnableToExchange, match="not in force"):
        record(world, agreement=an_agreement(world, world.partner, starts_on=date(2026, 9, 1)))
    with pytest.raises(PermissionDenied):
        record(world, actor=world.officer)
    assert not Exchange.objects.exists()


def test_what_the_enterprise_proposes_or_is_still_agreed_was_not_held_in_the_database(world):
    for fields in ({"state": "proposed", "by_enterprise": True}, {"state": "announced"}):
        with (
            pytest.raises(IntegrityError, match="what_was_held_is_recorded_by_the_centre"),
            transaction.atomic(),
        ):
            an_exchange(world, was_held=True, **fields)


@time_machine.travel(NOW, tick=False)
def test_it_is_recorded_and_confirmed_on_the_pages(world):
    director, liaison = signed_in(world.director), signed_in(join(world.liaison))
    address = reverse("collaboration:exchange_record_with", args=[world.partner.pk])
    given = {
        "kind": "lecture",
        "title": "春季讲座",
        "department": world.mechanics.pk,
        "audience": ["students"],
        "starts_at": "2026-05-08T14:00",
        "ends_at": "2026-05-08T16:00",
        "place_kind": Place.SCHOOL,
        "employees": "马师傅，钳工",
        "students": [world.student.pk],
    }
    assert director.get(address).status_code == 200
    assert director.post(address, given | {"ends_at": "2099-05-08T16:00"}).status_code == 422
    assert not Exchange.objects.exists()
    assert director.post(address, given).status_code == 302
    made = Exchange.objects.get()
    assert made.registrations.filter(attended=True).count() == 2
    for tab in ("overview", "people"):
        assert director.get(f"{made.get_absolute_url()}?tab={tab}").status_code == 200

    confirm = reverse("portal:exchange_confirm", args=[made.pk])
    page = liaison.get(reverse("portal:exchange", args=[made.pk]))
    assert f"{confirm}?seen={page.context['seen']}" in page.text
    assert liaison.post(confirm, {"seen": page.context["seen"]}).status_code == 302

    made.refresh_from_db()
    assert made.state == "held"


@time_machine.travel(NOW, tick=False)
def test_what_was_changed_since_it_was_read_is_neither_confirmed_nor_left_untold(world):
    liaison = signed_in(join(world.liaison))
    made = record(world)
    read = liaison.get(reverse("portal:exchange", args=[made.pk])).context["seen"]

    exchanges.change_exchange(
        actor=world.director, pk=made.pk, ends_at=HELD + timedelta(hours=6), now=NOW + timedelta(minutes=1)
    )
    answer = liaison.post(reverse("portal:exchange_confirm", args=[made.pk]), {"seen": read})

    assert answer.status_code == 422
    assert "read it again" in answer.text
    made.refresh_from_db()
    assert made.state == "proposed"
    assert Notification.objects.filter(kind=notices.RECORDED.name).count() == 2


def test_what_stays_as_it_was_told_tells_nobody(world):
    join(world.liaison)
    made = record(world)
    exchanges.change_exchange(
        actor=world.director, pk=made.pk, organiser_id=world.director.pk, now=NOW + timedelta(minutes=1)
    )

    assert Notification.objects.filter(kind=notices.RECORDED.name).count() == 1
