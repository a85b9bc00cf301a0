"""The public page: off unless it is switched on, and nothing on it that somebody has not agreed to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.models import Exchange
from information.models import Naming, NamingFile, StoryPhoto
from information.operations import naming as namings
from information.operations import own_stories
from information.views import public
from internships.models import Post
from partnerships.portal.partner import partner_of
from tests.access.posts import kept
from tests.collaboration.exchanging import an_exchange
from tests.factories import EnterpriseFactory
from tests.information.telling import NOW, a_picture, asked, named, published, switch_on
from tests.internships.placing import a_post
from tests.query_counts import assert_query_count
from tests.world import join

pytestmark = pytest.mark.django_db
PAGE = "/partners/"
FILE = {"name": "b.png", "mime": "image/png", "size": 1, "sha256": "1" * 64, "added_at": NOW}


def page(**asked_for) -> str:
    return Client().get(PAGE, asked_for).content.decode()


def test_it_is_off_until_it_is_switched_on(world):
    story = published(world, audience="public")
    photo = kept(StoryPhoto, story, alt_zh="合影")
    logo = kept(NamingFile, named(world.partner), purpose="logo")
    addresses = [
        PAGE,
        reverse("information:public_story", args=[story.pk]),
        reverse("information:public_photo", args=[photo.pk]),
        reverse("information:public_logo", args=[logo.pk]),
    ]
    assert [Client().get(one).status_code for one in addresses] == [404] * 4

    switch_on()

    assert [Client().get(one).status_code for one in addresses] == [200] * 4


def test_only_public_stories_stand_on_it(world):
    switch_on()
    published(world, audience="public", title_zh="公开的故事")
    published(world, title_zh="内部的故事")
    asked(world, audience="public", title_zh="未同意的故事")

    shown = page()

    assert "公开的故事" in shown
    assert "内部的故事" not in shown
    assert "未同意的故事" not in shown


def test_what_is_taken_back_is_gone_with_its_photos(world):
    switch_on()
    join(world.liaison)
    story = published(world, audience="public")
    photo = reverse("information:public_photo", args=[kept(StoryPhoto, story, alt_zh="合影").pk])
    story.partners.update(digest=story.digest)
    assert Client().get(photo).status_code == 200

    own_stories.take_back(partner=partner_of(world.liaison.user, None), pk=story.pk, now=NOW)

    assert Client().get(photo).status_code == 404
    assert story.title_zh not in page()


def test_only_who_agreed_is_named(world):
    switch_on()
    named(world.partner)

    shown = page(lang="zh-hans")

    assert world.partner.name in shown
    assert world.stranger.name not in shown


@pytest.fixture
def lectures(world):
    """Two public ones at the school, of the partner that is named and of the stranger that is not."""
    switch_on()
    soon = timezone.now() + timedelta(days=9)
    times = {"starts_at": soon, "ends_at": soon + timedelta(hours=2), "is_public": True}
    return [
        an_exchange(world, title="伙伴的讲座", **times),
        an_exchange(world, title="陌生企业的讲座", enterprise=world.stranger, **times),
    ]


def test_public_lectures_stand_on_it_and_name_nobody_who_did_not_agree(world, lectures):
    """Somebody may have written a name into the title."""
    named(world.partner)

    shown = page(lang="zh-hans")

    assert "伙伴的讲座" in shown
    assert "陌生企业的讲座" not in shown
    assert shown.count("讲座") > 1


@pytest.mark.parametrize(
    "fields",
    [
        {"is_public": False},
        {"state": "agreed", "code": ""},
        {"kind": "teacher_visit", "direction": "to_enterprise"},
        {"starts_at": NOW - timedelta(days=400), "ends_at": NOW - timedelta(days=399, hours=23)},
    ],
)
def test_what_is_not_public_or_not_to_come_does_not(world, lectures, fields):
    named(world.partner)
    Exchange.objects.filter(pk=lectures[0].pk).update(**fields)

    assert "伙伴的讲座" not in page()


def test_open_posts_stand_on_it_where_the_enterprise_agreed_to_that_too(world):
    switch_on()
    row = named(world.partner)
    post = a_post(world, "approved")
    assert post.name not in page(lang="en")

    Naming.objects.filter(pk=row.pk).update(with_posts=True)
    assert post.name in page(lang="en")

    Post.objects.filter(pk=post.pk).update(open_until=timezone.localdate() - timedelta(days=1))
    assert post.name not in page(lang="en")


def test_only_seats_that_are_left_are_shown_and_none_where_none_is(world, monkeypatch):
    switch_on()
    named(world.partner, with_posts=True)
    post = a_post(world, "approved")

    monkeypatch.setattr(public, "held_by_post", lambda posts, **_term: {post.pk: 3})
    assert "· 1 seat<" in page(lang="en")
    monkeypatch.setattr(public, "held_by_post", lambda posts, **_term: {post.pk: 4})
    assert post.name not in page(lang="en")


def test_who_said_no_is_named_nowhere(world, lectures):
    join(world.liaison)
    us = partner_of(world.liaison.user, None)
    namings.say(partner=us, named=True, with_posts=True, logo=a_picture(), now=NOW)
    post = a_post(world, "approved")
    logo = reverse("information:public_logo", args=[NamingFile.objects.get().pk])
    assert world.partner.name in page(lang="zh-hans")
    assert Client().get(logo).status_code == 200

    namings.say(partner=us, named=False, with_posts=True, now=NOW)

    shown = page(lang="zh-hans") + page(lang="en")
    for words in (world.partner.name, world.partner.name_en, post.name, "伙伴的讲座"):
        assert words not in shown
    assert Client().get(logo).status_code == 404


def test_it_costs_the_same_however_much_there_is(world):
    switch_on()
    named(world.partner, with_posts=True)
    soon = timezone.now() + timedelta(days=9)
    times = {"starts_at": soon, "ends_at": soon + timedelta(hours=2), "is_public": True}
    for size in ("few", "more"):
        for number in range(3):
            story = published(world, audience="public")
            NamingFile.objects.create(parent=named(EnterpriseFactory.create()), purpose="logo", **FILE)
            StoryPhoto.objects.create(parent=story, alt_zh="合影", **FILE)
            an_exchange(world, title=f"讲座{number}", **times)
            a_post(world, "approved")
        assert_query_count(f"information.public_page.{size}", Client(), PAGE)


def test_it_names_no_person_and_may_be_kept_in_between(world):
    switch_on()
    story = published(world, audience="public")
    kept(StoryPhoto, story, alt_zh="合影", taken_by="赵老师")

    answers = [
        Client().get(PAGE),
        Client().get(reverse("information:public_story", args=[story.pk])),
    ]

    for answer in answers:
        shown = answer.content.decode()
        assert "赵老师" not in shown
        assert story.stated_name not in shown
        assert "csrf" not in shown
        assert not answer.cookies
        assert answer["Cache-Control"].startswith("public")
