"""Every page of placements, whoever opens it: no barrier that axe finds, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from tests.access.classification import RULES
from tests.access.rules import Rule
from tests.journeys.test_accessible import barriers, looking
from tests.world import World, come_in, join, make_world

__all__ = ["looking"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(
        ("width", "scheme", "language"),
        [(1440, "light", "en"), (390, "dark", "zh-hans")],
        ids=["wide", "phone"],
    ),
]

TABS = (
    *("readiness", "papers", "log", "days", "pay", "visits", "changes"),
    *("evaluation", "report", "waivers", "history"),
)
# Files, pieces of pages, and pages that send one on.
NO_PAGES = (
    *("file", "scan", "document", "picture", "printed", "status", "archive"),
    *("certificate", "payslip", "agreement", "evidence"),
)


@pytest.fixture
def world() -> World:
    world = make_world()
    come_in(world.student)
    for contact in (world.liaison, world.mentor):
        join(contact)
    return world


def pages(world: World, namespace: str, *, only: Any = lambda rule: True) -> Iterator[str]:
    """The addresses of an app that show something, with the rows they need made."""
    for name, rule in sorted(RULES.items()):
        own, _colon, last = name.rpartition(":")
        is_page = rule.method == "GET" and not any(last.endswith(word) for word in NO_PAGES)
        if own == namespace and is_page and only(rule):
            if rule.row is not None:
                rule.row(world)
            yield reverse(name, kwargs=rule.arguments(world))


def test_pages_of_the_school(looking, world):
    office = looking(world.director)
    placement = RULES["placements:placement_detail"].row(world)  # type: ignore[misc]
    detail = placement.get_absolute_url()
    plan = placement.plan.get_absolute_url()

    assert not barriers(office, *pages(world, "placements"))
    assert not barriers(office, *(f"{detail}?tab={tab}" for tab in TABS))
    assert not barriers(
        office, *(f"{plan}?tab={tab}" for tab in ("placements", "agreements", "visits", "ends"))
    )


def test_pages_of_students(looking, world):
    assert not barriers(looking(world.student.user), *pages(world, "me"))


@pytest.mark.parametrize("who", ["liaison", "mentor"])
def test_pages_of_enterprises(looking, world, who):
    def is_open(rule: Rule) -> bool:
        return rule.only_for in {"", who} and ("liaison" not in rule.also_for or who == "liaison")

    contact = getattr(world, who)
    contact.refresh_from_db()
    assert not barriers(looking(contact.user), *pages(world, "portal", only=is_open))


@pytest.mark.parametrize("namespace", ["consent", "guardian", "week", "link"])
def test_pages_behind_a_link(looking, world, namespace):
    assert not barriers(looking(), *pages(world, namespace))
