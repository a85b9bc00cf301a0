"""The public page: off unless it is switched on, and nothing on it that somebody has not agreed to."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from information.models import NamingFile, StoryPhoto
from information.operations import own_stories
from partnerships.portal.partner import partner_of
from tests.access.posts import kept
from tests.information.telling import NOW, asked, named, published, switch_on
from tests.world import join

pytestmark = pytest.mark.django_db
PAGE = "/partners/"


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
