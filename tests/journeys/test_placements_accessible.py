"""Every page of placements, whoever opens it: no barrier that axe finds, on a desk and on a phone."""

from __future__ import annotations

import pytest

from tests.access import care, days, ends, graduates, papers, placements
from tests.journeys.barriers import barriers
from tests.journeys.rule_pages import pages
from tests.world import World, come_in, join, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

TABS = (
    *("readiness", "papers", "log", "days", "pay", "visits", "changes"),
    *("evaluation", "report", "archive", "waivers", "history"),
)
# The rules of a part make rows that can stand beside one another; those of two parts need not.
PARTS = {
    "placements": placements,
    "papers": papers,
    "days": days,
    "care": care,
    "ends": ends,
    "graduates": graduates,
}


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


def test_every_tab_of_a_placement_and_those_of_its_plan(looking, world):
    office = looking(world.director)
    placement = placements.placement(world)
    detail, plan = placement.get_absolute_url(), placement.plan.get_absolute_url()

    assert not barriers(office, *(f"{detail}?tab={tab}" for tab in TABS))
    assert not barriers(office, *(f"{plan}?tab={tab}" for tab in ("agreements", "visits", "ends")))
