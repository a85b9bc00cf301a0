"""What the home page of the portal counts: only what is on record, and only the enterprise's own."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from agreements.operations import let_lapse
from agreements.portal import home as home_of_agreements
from agreements.portal.home import deadlines
from core.registry import Direction, partner_deadlines, partner_figures
from partnerships.models import InteractionKind
from partnerships.portal.partner import Partner, partner_of
from tests.agreements.office import END, NOW, START
from tests.factories import InteractionFactory

pytestmark = pytest.mark.django_db
IN_FORCE = START + timedelta(days=400)


def partner(portal) -> Partner:
    found = partner_of(portal.liaison, None)
    assert found is not None
    return found


def counted(portal, *, on: date = IN_FORCE) -> dict[str, str]:
    lines = partner_figures(partner(portal), on).get(Direction.TOGETHER, [])
    return {str(line.label): line.value for line in lines}


def test_an_enterprise_sees_since_when_and_how_much_both_work_together(portal):
    portal.office.signed(title_en="Second", value_amount=Decimal(120000), starts_on=date(2026, 5, 1))

    assert counted(portal) == {
        "Together since": "2026",
        "Agreements in force": "2",
        "Declared value": "CNY 120,000",
        "Forms of cooperation": "1",
    }


def test_before_anything_is_in_force_nothing_is_claimed(portal):
    assert counted(portal, on=START - timedelta(days=1)) == {}


def test_visits_and_meetings_are_counted_and_the_strangers_are_not(portal):
    for kind in (InteractionKind.VISIT, InteractionKind.VISIT, InteractionKind.MEETING, InteractionKind.CALL):
        InteractionFactory.create(enterprise=portal.world.partner, kind=kind)
    InteractionFactory.create(enterprise=portal.world.stranger, kind=InteractionKind.VISIT)

    found = counted(portal)

    assert (found["Visits"], found["Meetings"]) == ("2", "1")
    assert "Calls" not in found


def test_the_last_days_and_the_days_for_notice_are_deadlines_until_somebody_decides(portal):
    def found() -> list[tuple[date, str]]:
        return [(one.on, one.text) for one in deadlines(partner(portal), IN_FORCE, END)]

    notice_on = END - timedelta(days=60)
    assert found() == [(notice_on, "Notice possible until"), (END, "Last day")]
    let_lapse(actor=portal.world.director, pk=portal.ours.pk, reason="Enough.", now=NOW)
    assert found() == [(END, "Last day")]
    assert partner_deadlines(partner(portal), IN_FORCE, notice_on) == []


def test_the_page_shows_it_behind_the_walls(portal, at_portal, monkeypatch):
    InteractionFactory.create(enterprise=portal.world.partner, kind=InteractionKind.VISIT)
    InteractionFactory.create(enterprise=portal.world.stranger, kind=InteractionKind.VISIT)
    monkeypatch.setattr(home_of_agreements, "own_rows", lambda partner: type(portal.ours).objects.all())

    response = at_portal.get(reverse("portal:home"))

    page = response.content.decode()
    assert "Together with the centre" in page
    _heading, lines = response.context["figures"][0]
    assert {str(line.label): line.value for line in lines}["Agreements in force"] == "1"
    assert "Haitian" not in page


def test_words_are_in_the_readers_language(portal):
    client = Client()
    portal.liaison.language = "zh-hans"
    portal.liaison.save()
    client.force_login(portal.liaison)

    page = client.get(reverse("portal:home")).content.decode()

    assert "与中心的合作" in page
    assert "实习实训基地" in page
    assert "Together" not in page
