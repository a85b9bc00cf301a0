"""Which stories wait for whom at the centre, and where the next one is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Position
from information.models import ConsentState, Story
from information.story_subjects import told_already
from information.story_waiting import OBJECTED, PROPOSED, READY, SILENT, chip_of, waiting_for
from insights.information_queues import stories
from tests.collaboration.exchanging import an_exchange
from tests.information.telling import NOW, TODAY, a_story, asked, published
from tests.world import signed_in

pytestmark = pytest.mark.django_db
C = ConsentState


def found(user, on=TODAY) -> dict[int, str]:
    return {one.pk: chip_of(one).label for one in waiting_for(user, on)}


def all_agreed(story: Story) -> Story:
    story.refresh_from_db()
    story.partners.update(state=C.AGREED, digest=story.digest, answered_at=NOW)
    return story


def test_stories_wait_to_be_published_looked_after_and_taken_up(world):
    ready = all_agreed(asked(world))
    silent = asked(world)
    Story.objects.filter(pk=silent.pk).update(answer_by=TODAY - timedelta(days=1))
    objected = asked(world)
    objected.partners.update(state=C.CHANGES, reason="换一张照片")
    proposed = a_story(world, proposer=world.partner)
    for one in (asked(world), a_story(world), published(world)):
        assert one.pk not in found(world.director)

    assert found(world.director) == {
        ready.pk: READY.label,
        silent.pk: SILENT.label,
        objected.pk: OBJECTED.label,
        proposed.pk: PROPOSED.label,
    }
    assert len(stories(world.director, TODAY).lines) == 4


def test_they_wait_for_whoever_may_bring_them_on_and_for_nobody_else(world):
    ready, proposed = all_agreed(asked(world)), a_story(world, proposer=world.partner)

    for person in (world.teacher, world.stranger_officer, world.officer):
        assert not found(person)
    Position.objects.filter(appointments__user=world.director).update(
        capabilities=["story.read", "story.edit"]
    )
    writer = type(world.director).objects.get(pk=world.director.pk)
    assert set(found(writer)) == {proposed.pk}
    Position.objects.filter(appointments__user=world.director).update(capabilities=["story.publish"])
    publisher = type(world.director).objects.get(pk=world.director.pk)
    assert set(found(publisher)) == {ready.pk}


def test_they_stand_on_the_page_of_what_waits(world):
    ready = all_agreed(asked(world))
    over = an_exchange(world, title="已结束的讲座", state="held", organiser=world.director)
    client = signed_in(world.director)

    page = client.get(reverse("information:assignment_board")).text

    assert ready.title_zh in page
    if over.ends_at < timezone.now():
        assert over.title in page


# --- Told from a record ---------------------------------------------------------------------------


def test_of_an_exchange_that_was_held_a_story_is_told_with_what_it_says(world):
    exchange = an_exchange(world, state="held", title="五轴加工讲座", about="五轴加工入门。")
    client = signed_in(world.director)
    address = f"{reverse('information:story_new')}?about=collaboration.exchange%3A{exchange.pk}"

    assert address in client.get(exchange.get_absolute_url()).text
    form = client.get(address).context["form"]

    assert form["title_zh"].value() == "五轴加工讲座"
    assert form["text_zh"].value() == "五轴加工入门。"
    assert form["kind"].value() == "lecture"
    assert form["enterprises"].value() == [str(world.partner.pk)]
    assert told_already(exchange)["happened_on"] == timezone.localdate(exchange.starts_at)


def test_of_what_is_still_to_come_or_by_somebody_else_there_is_nothing_to_tell(world):
    to_come = an_exchange(world, is_public=True)
    held = an_exchange(world, state="held", is_public=True)

    assert "stories/new" not in signed_in(world.director).get(to_come.get_absolute_url()).text
    assert "stories/new" not in signed_in(world.teacher).get(held.get_absolute_url()).text
