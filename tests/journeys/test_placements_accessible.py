"""Every page of placements, whoever opens it: no barrier that axe finds, on a desk and on a phone."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.urls import reverse

from accounts.models import User
from tests.access import care, days, ends, graduates, papers, placements
from tests.access.rules import Rule
from tests.journeys.barriers import barriers
from tests.world import World, come_in, join, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

TABS = (
    *("readiness", "papers", "log", "days", "pay", "visits", "changes"),
    *("evaluation", "report", "archive", "waivers", "history"),
)
# Files, pieces of pages, and pages that send one on.
NO_PAGES = (
    *("file", "scan", "document", "picture", "printed", "status", "archive"),
    *("certificate", "payslip", "agreement", "evidence"),
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
BEHIND_A_LINK = ("consent", "guardian", "week")


@pytest.fixture
def world() -> World:
    world = make_world()
    come_in(world.student)
    for contact in (world.liaison, world.signatory, world.mentor):
        join(contact)
    return world


def whose(name: str, rule: Rule, world: World) -> User | None:
    """Who looks at an address; nobody in particular where it is a link."""
    namespace = name.partition(":")[0]
    if namespace in BEHIND_A_LINK:
        return None
    if namespace == "me":
        return world.student.user
    if namespace == "portal":
        return world.mentor.user if rule.only_for == "mentor" else world.liaison.user
    return world.director


def pages(world: World, rules: dict[str, Rule]) -> dict[User | None, list[str]]:
    """The addresses of a part that show something, by who looks; the rows they need are made."""
    found: dict[User | None, list[str]] = defaultdict(list)
    for name, rule in sorted(rules.items()):
        last = name.rpartition(":")[2]
        if rule.method == "GET" and ":signing:" not in name and not last.endswith(NO_PAGES):
            if rule.row is not None:
                rule.row(world)
            found[whose(name, rule, world)].append(reverse(name, kwargs=rule.arguments(world)))
    return found


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
