"""Announcements, rules and processes, indicators and dashboards: no barrier that axe finds, for whomever."""

from __future__ import annotations

import pytest

from tests.access import governance, indicators, information
from tests.journeys.barriers import barriers
from tests.journeys.rule_pages import pages
from tests.world import World, come_in, join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = {"announcements": information, "rules and processes": governance, "figures": indicators}


@pytest.fixture
def world() -> World:
    world = make_world()
    come_in(world.student)
    for contact in (world.liaison, world.signatory, world.mentor):
        join(contact)
    return world


@pytest.mark.parametrize("part", PARTS)
def test_every_page_of_a_part(looking, world, part):
    for person, addresses in pages(world, PARTS[part].RULES).items():
        assert not barriers(looking(person), *addresses)
