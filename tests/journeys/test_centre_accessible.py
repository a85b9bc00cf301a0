"""Information, stories, rules, inspections, figures and reports: no barrier that axe finds, for whomever."""

from __future__ import annotations

import pytest

from tests.access import governance, indicators, information, inspections, reports, returns, stories
from tests.governance.inspecting import come_in as let_in
from tests.journeys.barriers import barriers
from tests.journeys.rule_pages import pages
from tests.reports.returning import a_base, a_return, an_internship, submitted
from tests.world import World, come_in, join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = {
    "information": information,
    "stories": stories,
    "rules and processes": governance,
    "inspections": inspections,
    "figures": indicators,
    "reports": reports,
    "returns": returns,
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


def test_every_tab_of_a_return(looking, world):
    an_internship(world, agreement=a_base(world))
    tabs = ("zzjx0701", "zzjx0702", "zzjx0703", "missing", "history")
    draft, done = a_return(world, department=world.mechanics), submitted(world)
    form = a_return(world, "cooperation")

    addresses = [f"{one.get_absolute_url()}?tab={tab}" for one in (draft, done) for tab in tabs]

    more = [f"{done.get_absolute_url()}?tab=compare", f"{form.get_absolute_url()}?tab=cooperation"]
    assert not barriers(looking(world.director), *addresses, *more)
