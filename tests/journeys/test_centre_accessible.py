"""Information, stories, rules, inspections, figures and reports: no barrier that axe finds, for whomever."""

from __future__ import annotations

import pytest

from tests.access import governance, indicators, information, inspections, reports, stories
from tests.governance.inspecting import come_in as let_in
from tests.journeys.barriers import barriers
from tests.journeys.rule_pages import pages
from tests.world import World, come_in, join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = {
    "information": information,
    "stories": stories,
    "rules and processes": governance,
    "inspections": inspections,
    "figures": indicators,
    "reports": reports,
}


@pytest.fixture
def world() -> World:
    world = make_world()
    come_in(world.student)
    for contact in (world.liaison, world.signatory, world.mentor):
        join(contact)
    let_in(inspections.looked_at(world).inspectors.get())
    return world


@pytest.mark.parametrize("part", PARTS)
def test_every_page_of_a_part(looking, world, part):
    for person, addresses in pages(world, PARTS[part].RULES).items():
        assert not barriers(looking(person), *addresses)
