"""Stories at the portal and where else they are told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.story import story_for, story_of
from core.walls import inside
from information.models import ConsentState, Story, StoryPartner, StoryState
from information.models.stories import digest_of
from information.operations import own_stories
from information.operations import stories as operations
from information.operations.stories import UnableToTell
from information.story_walls import CONSENT_COLUMNS, STORY_COLUMNS
from partnerships.merging import merge, undo
from partnerships.models import Merge
from tests.information.telling import NOW, TODAY, a_picture, a_story, asked, published, them, told, us
from tests.query_counts import assert_query_count
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
S, C = StoryState, ConsentState


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
