"""A story is shown once both sides have agreed to exactly its words and photos, and as long as they do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from accounts.models import Position
from core.access import NotVisible
from core.models import Notification
from core.story import story_for, story_of
from core.transitions import TransitionRefused
from core.walls import inside
from information.models import ConsentState, Story, StoryPartner, StoryPhoto, StoryState
from information.models.stories import digest_of
from information.operations import own_stories
from information.operations import stories as operations
from information.operations.stories import UnableToTell
from information.story_walls import CONSENT_COLUMNS, STORY_COLUMNS
from partnerships.merging import merge, undo
from partnerships.models import Merge
from partnerships.portal.partner import partner_of
from tests.factories import AppointmentFactory, PositionFactory
from tests.information.telling import NOW, TODAY, a_picture, a_story, asked, published
from tests.query_counts import assert_query_count
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
S, C = StoryState, ConsentState


@pytest.fixture
def teller(world):
    """The officer tells stories of the mechanics department; liaisons of both enterprises have joined."""
    AppointmentFactory.create(
        user=world.officer,
        position=PositionFactory.create(
            department=world.mechanics,
            title_en="Storyteller",
            title_zh="宣传",
            capabilities=["story.read", "story.edit", "story.publish"],
        ),
    )
    for contact in (world.liaison, world.stranger_liaison):
        join(contact)
    return world.officer


def us(world):
    return partner_of(world.liaison.user, None)


def them(world):
    return partner_of(world.stranger_liaison.user, None)


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def agree(partner, story):
    story.refresh_from_db()
    return own_stories.agree(partner=partner, pk=story.pk, digest=story.digest, now=NOW)


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


# --- At the portal ------------------------------------------------------------------------------


def behind(contact):
    return inside(enterprise_id=contact.enterprise_id, person_id=contact.user_id)


@pytest.mark.django_db(transaction=True)
def test_the_walls_show_what_one_is_asked_about_and_what_is_published(world, teller):
    ours, draft, shown = asked(world), a_story(world), published(world, world.partner)
    gone = a_story(world, state=S.WITHDRAWN, reason="未发布")

    with behind(world.liaison):
        assert set(Story.objects.only(*STORY_COLUMNS)) == {ours, shown}
        assert StoryPartner.objects.only(*CONSENT_COLUMNS).count() == 4
    with behind(world.stranger_liaison):
        assert set(Story.objects.only(*STORY_COLUMNS)) == {shown}
        assert not StoryPartner.objects.only(*CONSENT_COLUMNS).exists()
    assert {draft.pk, gone.pk}.isdisjoint({ours.pk, shown.pk})


def test_a_liaison_reads_both_languages_and_agrees(world, teller):
    story = asked(world, title_en="An award", text_en="First prize.")
    client = signed_in(world.liaison.user)

    page = client.get(reverse("portal:story", args=[story.pk])).content.decode()
    assert story.text_zh in page
    assert "First prize." in page
    client.post(reverse("portal:story_agree", args=[story.pk]), {"digest": story.digest})

    assert story.partners.get().state == C.AGREED


def test_who_is_no_liaison_reads_and_does_not_answer(world, teller):
    story = asked(world)
    join(world.mentor)
    client = signed_in(world.mentor.user)

    assert client.get(reverse("portal:story", args=[story.pk])).status_code == 200
    answer = client.post(reverse("portal:story_agree", args=[story.pk]), {"digest": story.digest})

    assert answer.status_code == 403
    assert story.partners.get().state == C.WAITING


def test_a_stranger_neither_sees_nor_answers(world, teller):
    story = asked(world)
    client = signed_in(world.stranger_liaison.user)

    assert client.get(reverse("portal:story", args=[story.pk])).status_code == 404
    for name in ("story_refuse", "story_take_back", "story_changes", "story_edit", "story_photo_new"):
        assert client.get(reverse(f"portal:{name}", args=[story.pk])).status_code == 404
    assert story.partners.get().state == C.WAITING


def test_an_enterprise_proposes_a_story_with_a_photo(world, teller):
    client = signed_in(world.liaison.user)
    answer = client.post(
        reverse("portal:story_new"),
        {
            "kind": "product",
            "happened_on": "2026-01-05",
            "title_zh": "新产品下线",
            "text_zh": "师生参与研发。",
            "audience": "public",
        },
    )
    story = Story.objects.get()
    assert answer["Location"] == reverse("portal:story", args=[story.pk])
    client.post(
        reverse("portal:story_photo_new", args=[story.pk]), {"upload": a_picture(), "alt_zh": "新产品"}
    )

    assert (story.proposer, story.department) == (world.partner, world.mechanics)
    assert story.photos.count() == 1
    assert teller.pk in told("information.story_proposed")
    operations.ask(actor=teller, pk=story.pk, now=NOW)
    with pytest.raises(UnableToTell, match="works on it"):
        own_stories.change_own(partner=us(world), pk=story.pk, text_zh="改了", now=NOW)


def test_neither_side_writes_over_the_other_unseen(world, teller):
    """Nothing typed is lost: both are shown, and sent again it counts."""
    story = a_story(world, proposer=world.partner)
    liaison, staff = signed_in(world.liaison.user), signed_in(teller)
    at_portal = reverse("portal:story_edit", args=[story.pk])
    at_school = reverse("information:story_edit", args=[story.pk])

    def typed(client, address):
        form = client.get(address).context["form"]
        return {name: form[name].value() for name in form.fields if form[name].value()}

    ours, theirs = typed(liaison, at_portal), typed(staff, at_school)
    assert staff.post(at_school, theirs | {"text_zh": "学校写的话。"}).status_code == 302
    refused = liaison.post(at_portal, ours | {"text_zh": "企业写的话。"})

    assert refused.status_code == 422
    assert "学校写的话。" in refused.text
    assert "企业写的话。" in refused.text
    story.refresh_from_db()
    assert story.text_zh == "学校写的话。"
    again = ours | {"text_zh": "企业写的话。", "expected": refused.context["form"].data["expected"]}
    assert liaison.post(at_portal, again).status_code == 302
    late = staff.post(at_school, theirs | {"text_zh": "学校又写。"})
    assert late.status_code == 422
    assert "企业写的话。" in late.text
    story.refresh_from_db()
    assert story.text_zh == "企业写的话。"


def test_an_enterprise_proposes_no_more_than_the_school_can_look_at(world, teller):
    for _number in range(own_stories.MOST_PROPOSALS):
        a_story(world, proposer=world.partner)
    said = {"kind": "product", "title_zh": "新产品", "text_zh": "下线。", "happened_on": TODAY, "now": NOW}

    with pytest.raises(UnableToTell, match="wait for the school"):
        own_stories.propose(partner=us(world), **said)

    assert Story.objects.count() == own_stories.MOST_PROPOSALS
    own_stories.propose(partner=them(world), **said)


def test_what_the_enterprise_itself_does_not_agree_to_stands_on_no_page_of_its(world, teller):
    """Even where the rows contradict each other."""
    story = published(world)
    story.partners.update(digest="1" * 64)

    page = signed_in(world.liaison.user).get(reverse("portal:stories")).text
    assert story.title_zh not in page
    assert not list(story_for(us(world), until=TODAY, limit=20))
    assert story not in Story.objects.visible_to(world.teacher)


# --- Elsewhere ----------------------------------------------------------------------------------


def test_the_line_of_time_tells_of_what_is_published(world, teller):
    shown = published(world)
    a_story(world, title_zh="草稿")

    def titles(lines):
        return [line.happening.title for line in lines if line.source.name == "stories"]

    assert titles(story_of(world.director, world.partner, until=TODAY, limit=20)) == [shown.title]
    assert titles(story_for(us(world), until=TODAY, limit=20)) == [shown.title]


def test_stories_follow_a_merged_enterprise(world, teller):
    both, single = published(world, world.partner, world.stranger), published(world, world.stranger)

    merge(actor=world.director, kept_pk=world.partner.pk, merged_pk=world.stranger.pk, now=NOW)

    assert single.partners.get().enterprise == world.partner
    assert set(Story.objects.about(world.partner.pk)) == {both, single}
    assert set(Story.objects.published()) == {both, single}

    undo(actor=world.director, pk=Merge.objects.get().pk, now=NOW)

    assert single.partners.get().enterprise == world.stranger
    assert set(Story.objects.published()) == {both, single}
    both.refresh_from_db()
    assert both.digest == digest_of(both)


def test_lists_cost_the_same_however_many_there_are(world, teller):
    staff, partner = signed_in(teller), signed_in(world.liaison.user)
    for size in ("few", "more"):
        for _one in range(3):
            asked(world)
            published(world, world.partner)
        assert_query_count(f"information.stories.{size}", staff, reverse("information:story_list"))
        assert_query_count(f"information.stories_at_the_portal.{size}", partner, reverse("portal:stories"))
