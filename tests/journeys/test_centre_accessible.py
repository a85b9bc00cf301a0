"""Information, stories, rules, inspections, figures and reports: no barrier that axe finds, for whomever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from information.models import NamingFile, Story, StoryPhoto
from information.models.stories import digest_of
from tests.access import governance, indicators, information, inspections, reports, returns, stories
from tests.collaboration.exchanging import an_exchange
from tests.governance.inspecting import come_in as let_in
from tests.information import telling
from tests.internships.placing import a_post
from tests.journeys.barriers import barriers
from tests.journeys.rule_pages import pages
from tests.reports.returning import a_base, a_return, an_internship, submitted
from tests.world import World, come_in, join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/partners/"
PICTURE = {
    "name": "a.jpg",
    "mime": "image/jpeg",
    "size": 1,
    "sha256": "1" * 64,
    "added_at": telling.NOW,
}
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


def test_the_public_page_with_everything_on_it(looking, world):
    """For whoever comes along, in both languages."""
    telling.switch_on()
    story = telling.published(world, audience="public", title_en="An award", text_en="First prize.")
    StoryPhoto.objects.create(
        parent=story, alt_zh="领奖", alt_en="The award", file=telling.a_picture(), **PICTURE
    )
    row = telling.named(world.partner, with_posts=True)
    NamingFile.objects.create(parent=row, purpose="logo", file=telling.a_picture(), **PICTURE)
    story.partners.update(digest=digest_of(story))
    Story.objects.filter(pk=story.pk).update(digest=digest_of(story))
    soon = timezone.now() + timedelta(days=9)
    an_exchange(world, starts_at=soon, ends_at=soon + timedelta(hours=2), is_public=True)
    a_post(world, "approved")
    about = reverse("information:public_story", args=[story.pk])

    window = looking(None)
    assert not barriers(window, PAGE, f"{PAGE}?lang=zh-hans", about, f"{about}?lang=zh-hans")
    window.goto(f"{PAGE}?lang=en")
    for heading in (
        "What we did together",
        "Partners",
        "Lectures and events to come",
        "Open posts for interns",
    ):
        assert window.get_by_role("heading", name=heading, exact=True).is_visible()
