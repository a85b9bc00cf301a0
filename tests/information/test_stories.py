"""A story is shown once both sides have agreed to exactly its words and photos, and as long as they do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from PIL import Image

from accounts.models import Position
from core.access import NotVisible
from core.models import Notification
from core.transitions import TransitionRefused
from information.models import ConsentState, Story, StoryPartner, StoryPhoto, StoryState
from information.operations import own_stories
from information.operations import stories as operations
from information.operations.stories import UnableToTell
from tests.information.telling import NOW, TODAY, a_picture, a_story, agree, asked, published, them, told, us
from tests.world import signed_in

pytestmark = pytest.mark.django_db
S, C = StoryState, ConsentState


# --- Consent of both sides ------------------------------------------------------------------------


def test_a_story_is_shown_once_the_enterprise_and_then_the_centre_agreed(world, teller):
    story = operations.write(
        actor=teller,
        department=world.mechanics,
        enterprises=[world.partner],
        kind="lecture",
        title_en="A lecture on metrology",
        text_en="An engineer spoke of measuring.",
        happened_on=TODAY,
        now=NOW,
    )
    operations.ask(actor=teller, pk=story.pk, now=NOW)
    assert told("information.story_asked") == {world.liaison.user_id}

    with pytest.raises(TransitionRefused, match="agreed"):
        operations.publish(actor=teller, pk=story.pk, stated_name="陈专员", now=NOW)
    agree(us(world), story)
    with pytest.raises(UnableToTell, match="recognisable"):
        operations.publish(actor=teller, pk=story.pk, stated_name=" ", now=NOW)
    assert not Story.objects.published().exists()
    operations.publish(actor=teller, pk=story.pk, stated_name="陈专员", now=NOW)

    assert list(Story.objects.published()) == [story]
    assert not Story.objects.public().exists(), "it was for the partners only"
    assert told("information.story_answered") == {teller.pk, world.director.pk}
    assert told("information.story_decided") == {world.liaison.user_id}


def test_every_enterprise_it_is_about_has_to_agree(world, teller):
    story = asked(world, world.partner, world.stranger)
    agree(us(world), story)

    with pytest.raises(TransitionRefused):
        operations.publish(actor=teller, pk=story.pk, stated_name="陈专员", now=NOW)

    agree(them(world), story)
    operations.publish(actor=teller, pk=story.pk, stated_name="陈专员", now=NOW)
    assert Story.objects.published().exists()


@pytest.mark.parametrize("what", ["words", "photo", "alternative text", "audience"])
def test_after_a_change_consent_is_asked_anew_and_nothing_is_shown(world, teller, what):
    story = published(world)
    operations_of = {
        "words": lambda: operations.change(actor=teller, pk=story.pk, text_zh="另一段话。", now=NOW),
        "photo": lambda: operations.add_photo(
            actor=teller, pk=story.pk, upload=a_picture(), alt_zh="领奖", now=NOW
        ),
        "alternative text": lambda: operations.describe_photo(
            actor=teller, pk=story.pk, photo_id=story.photos.get().pk, alt_zh="合影", now=NOW
        ),
        "audience": lambda: operations.change(actor=teller, pk=story.pk, audience="public", now=NOW),
    }
    if what == "alternative text":
        operations.add_photo(actor=teller, pk=story.pk, upload=a_picture(), alt_zh="领奖", now=NOW)
    operations_of[what]()
    story.refresh_from_db()

    assert story.state == S.DRAFT
    assert not Story.objects.published().exists()
    operations.ask(actor=teller, pk=story.pk, now=NOW)
    assert story.partners.get().state == C.WAITING
    with pytest.raises(TransitionRefused):
        operations.publish(actor=teller, pk=story.pk, stated_name="陈专员", now=NOW)


def test_who_agreed_to_exactly_this_is_not_asked_again(world, teller):
    story = asked(world, world.partner, world.stranger)
    agree(us(world), story)
    own_stories.refuse(partner=them(world), pk=story.pk, reason="不合适", now=NOW)

    operations.change(actor=world.director, pk=story.pk, title_zh=story.title_zh, now=NOW)
    operations.ask(actor=world.director, pk=story.pk, now=NOW)

    assert dict(story.partners.values_list("enterprise", "state")) == {
        world.partner.pk: C.AGREED,
        world.stranger.pk: C.WAITING,
    }


def test_consent_says_beside_whom_one_is_named(world, teller):
    """Who agreed to a story about itself is asked anew once a competitor stands in it."""
    story = published(world)

    operations.change(actor=world.director, pk=story.pk, enterprises=[world.partner, world.stranger], now=NOW)
    operations.ask(actor=world.director, pk=story.pk, now=NOW)

    assert set(story.partners.values_list("state", flat=True)) == {C.WAITING}
    assert world.liaison.user_id in told("information.story_asked")
    agree(them(world), story)
    with pytest.raises(TransitionRefused, match="agreed"):
        operations.publish(actor=world.director, pk=story.pk, stated_name="林主任", now=NOW)


def test_what_was_not_read_is_not_agreed_to(world, teller):
    story = asked(world)
    read = story.digest
    Story.objects.filter(pk=story.pk).update(digest="0" * 64)

    with pytest.raises(UnableToTell, match="changed"):
        own_stories.agree(partner=us(world), pk=story.pk, digest=read, now=NOW)

    assert story.partners.get().state == C.WAITING


def test_a_refusal_says_why_and_keeps_it_hidden(world, teller):
    story = asked(world)

    with pytest.raises(TransitionRefused, match="reason"):
        own_stories.refuse(partner=us(world), pk=story.pk, reason=" ", now=NOW)
    own_stories.refuse(partner=us(world), pk=story.pk, reason="涉及客户产品", now=NOW)

    assert story.partners.get().reason == "涉及客户产品"
    assert not Story.objects.published().exists()
    assert teller.pk in told("information.story_answered")


def test_an_enterprise_takes_its_consent_back_any_time_and_the_story_is_gone(world, teller):
    story = published(world, audience="public")

    own_stories.take_back(partner=us(world), pk=story.pk, reason="合同到期", now=NOW)

    story.refresh_from_db()
    assert story.state == S.ASKED
    assert not Story.objects.public().exists()
    assert teller.pk in told("information.story_answered")
    agree(us(world), story)
    operations.publish(actor=teller, pk=story.pk, stated_name="陈专员", now=NOW)
    assert Story.objects.public().exists()


def test_a_story_whose_state_says_published_is_not_shown_without_consent(world):
    """Even where the rows contradict each other."""
    story = published(world, audience="public")
    story.partners.update(digest="1" * 64)

    assert not Story.objects.published().exists()


def test_who_has_nobody_at_the_portal_cannot_be_asked(world, teller):
    world.liaison.user = None
    world.liaison.save()
    story = a_story(world)

    with pytest.raises(UnableToTell, match="portal"):
        operations.ask(actor=teller, pk=story.pk, now=NOW)

    story.refresh_from_db()
    assert story.state == S.DRAFT


def test_withdrawing_says_why_to_those_who_knew_of_it(world, teller):
    story, draft = published(world), a_story(world)

    with pytest.raises(TransitionRefused, match="reason"):
        operations.withdraw(actor=teller, pk=story.pk, reason="", now=NOW)
    operations.withdraw(actor=teller, pk=story.pk, reason="信息有误", now=NOW)
    operations.withdraw(actor=teller, pk=draft.pk, reason="重复", now=NOW)

    told_of = Notification.objects.filter(kind="information.story_decided")
    assert [(one.recipient_id, one.subject_id) for one in told_of] == [(world.liaison.user_id, story.pk)]
    with pytest.raises(UnableToTell, match="withdrawn"):
        operations.change(actor=teller, pk=story.pk, text_zh="又一次", now=NOW)


# --- Words and photos ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        {"title_zh": "", "text_zh": ""},
        {"title_zh": "只有标题", "text_zh": ""},
        {"title_en": "Only a title"},
        {"text_en": "Only a text"},
    ],
)
def test_a_story_is_whole_in_each_language_it_is_told_in(world, teller, words):
    with pytest.raises(ValidationError):
        operations.change(actor=teller, pk=a_story(world).pk, now=NOW, **words)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_story(world, **words)


def test_a_story_tells_of_what_has_happened(world, teller):
    with pytest.raises(UnableToTell, match="ahead"):
        operations.change(actor=teller, pk=a_story(world).pk, happened_on=TODAY + timedelta(days=1), now=NOW)


def test_a_photo_says_what_it_shows_and_nothing_of_where(world, teller):
    story = a_story(world)
    with pytest.raises(UnableToTell, match="shows"):
        operations.add_photo(actor=teller, pk=story.pk, upload=a_picture(), alt_zh=" ", now=NOW)

    operations.add_photo(
        actor=teller, pk=story.pk, upload=a_picture(), alt_zh="领奖", taken_by="宣传部", now=NOW
    )

    kept = story.photos.get()
    assert not Image.open(kept.file.open("rb")).getexif()
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryPhoto.objects.filter(pk=kept.pk).update(alt_zh="")


def test_photos_stand_in_an_order(world, teller):
    story = a_story(world)
    for number in range(3):
        operations.add_photo(actor=teller, pk=story.pk, upload=a_picture(), alt_zh=f"照片{number}", now=NOW)
    last = story.photos.last()

    operations.put_first(actor=teller, pk=story.pk, photo_id=last.pk, now=NOW)
    assert [one.alt_zh for one in story.photos.all()] == ["照片2", "照片0", "照片1"]
    operations.remove_photo(actor=teller, pk=story.pk, photo_id=last.pk, now=NOW)

    assert [one.alt_zh for one in story.photos.all()] == ["照片0", "照片1"]


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "published", "published_at": NOW, "stated_name": ""},
        {"state": "withdrawn", "reason": ""},
        {"state": "asked", "answer_by": None},
        {"subject_id": 3},
    ],
)
def test_the_database_keeps_what_a_story_has_to_say(world, broken):
    story = a_story(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(**broken)


@pytest.mark.parametrize(
    "broken", [{"state": "agreed"}, {"state": "refused"}, {"state": "changes"}, {"digest": "1"}]
)
def test_the_database_keeps_what_an_answer_has_to_say(world, broken):
    consent = a_story(world).partners.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        StoryPartner.objects.filter(pk=consent.pk).update(**broken)


# --- Who may ------------------------------------------------------------------------------------


def test_only_who_may_publish_agrees_for_the_centre(world, teller):
    story = asked(world)
    agree(us(world), story)

    with pytest.raises(NotVisible):
        operations.publish(actor=world.stranger_officer, pk=story.pk, stated_name="何专员", now=NOW)
    Position.objects.filter(title_en="Storyteller").update(capabilities=["story.read", "story.edit"])
    officer = type(teller).objects.get(pk=teller.pk)
    with pytest.raises(PermissionDenied):
        operations.publish(actor=officer, pk=story.pk, stated_name="陈专员", now=NOW)

    story.refresh_from_db()
    assert story.state == S.ASKED


def test_only_enterprises_one_sees_are_named(world, teller):
    with pytest.raises(NotVisible):
        operations.change(actor=teller, pk=a_story(world).pk, enterprises=[world.stranger], now=NOW)


def test_everybody_of_the_centre_reads_what_is_published_and_no_draft(world):
    story, draft = published(world), a_story(world)

    assert list(Story.objects.visible_to(world.teacher)) == [story]
    page = signed_in(world.teacher).get(story.get_absolute_url()).content.decode()
    assert story.text_zh in page
    assert "Consent of the enterprises" not in page
    assert signed_in(world.teacher).get(draft.get_absolute_url()).status_code == 404
