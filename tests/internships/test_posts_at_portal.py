"""Posts at the portal: a liaison offers them, a mentor sees theirs, a stranger sees none."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Notification
from core.walls import inside
from internships.models import Plan, Post, PostState
from tests.factories import BindingAgreementFactory, ContactFactory, PostFactory
from tests.internships.placing import a_post, numeric_control, open_plan
from tests.world import join, signed_in


@pytest.fixture
def liaison(world) -> Client:
    return signed_in(join(world.liaison))


def filled_in(world, **changes) -> dict[str, object]:
    plan = open_plan(world)
    return {
        "name_zh": "数控车工",
        "plan": plan.pk,
        "agreement": BindingAgreementFactory.create(
            department=world.mechanics, enterprise=world.partner, owner=world.officer
        ).pk,
        "majors": [numeric_control().pk],
        "mentor": world.mentor.pk,
        "duties": "在指导下操作车床。",
        "seats": 3,
        "similar_staff": 40,
        "address": "苏州工业园区",
        "venue": "ordinary",
        "hours_per_day": 8,
        "days_per_week": 5,
        "shift": "day",
        "pay_per_month": 3200,
        "pay_method": "direct",
        "pay_cycle_months": 1,
        "board": "free",
        "lodging": "free",
        "channel": "direct",
        "labour_grade": 1,
    } | changes


def test_a_liaison_enters_and_offers_a_post_and_whoever_approves_is_told(world, liaison):
    entered = liaison.post(reverse("portal:post_new"), filled_in(world))
    post = Post.objects.get()
    assert entered.status_code == 302
    assert (post.enterprise, post.state) == (world.partner, PostState.DRAFT)
    assert list(post.majors.all()) == [numeric_control()]

    liaison.post(reverse("portal:post_offer", args=[post.pk]))

    post.refresh_from_db()
    assert post.state == PostState.OFFERED
    told = Notification.objects.filter(kind="internships.post_offered")
    assert {one.recipient for one in told} == {world.coordinator, world.director}


def test_an_agreement_of_a_stranger_cannot_be_chosen(world, liaison):
    foreign = BindingAgreementFactory.create(department=world.mechanics, enterprise=world.stranger)
    answer = liaison.post(reverse("portal:post_new"), filled_in(world, agreement=foreign.pk))
    assert answer.status_code == 422
    assert not Post.objects.exists()


def test_a_returned_post_says_why_and_is_changed_and_offered_again(world, liaison):
    post = a_post(world, PostState.RETURNED, return_reason="Which plant?")
    assert "Which plant?" in liaison.get(reverse("portal:posts")).content.decode()

    given = filled_in(world, plan=post.plan_id, agreement=post.agreement_id, address="二号厂区")
    liaison.post(reverse("portal:post_edit", args=[post.pk]), given)
    liaison.post(reverse("portal:post_offer", args=[post.pk]))

    post.refresh_from_db()
    assert (post.address, post.state, post.return_reason) == ("二号厂区", PostState.OFFERED, "")


def test_what_the_centre_decides_on_cannot_be_changed(world, liaison):
    post = a_post(world, PostState.OFFERED)
    answer = liaison.post(reverse("portal:post_edit", args=[post.pk]), filled_in(world, seats=90))
    assert answer.status_code == 422
    post.refresh_from_db()
    assert post.seats == 4


def test_an_offer_is_withdrawn_and_nobody_is_asked_any_more(world, liaison):
    post = a_post(world)
    liaison.post(reverse("portal:post_offer", args=[post.pk]))
    liaison.post(reverse("portal:post_withdraw", args=[post.pk]))
    post.refresh_from_db()
    assert post.state == PostState.WITHDRAWN
    assert not Notification.objects.waiting().filter(kind="internships.post_offered").exists()


def test_a_copy_of_an_earlier_post_is_a_new_draft(world, liaison):
    post = a_post(world, PostState.CLOSED)
    answer = liaison.post(reverse("portal:post_copy", args=[post.pk]))
    copy = Post.objects.exclude(pk=post.pk).get()
    assert answer["Location"] == reverse("portal:post_edit", args=[copy.pk])
    assert (copy.state, copy.plan) == (PostState.DRAFT, None)


def test_a_mentor_sees_the_posts_they_mentor_and_changes_none(world):
    mine = a_post(world, PostState.APPROVED, name_en="Mine")
    other = ContactFactory.create(enterprise=world.partner, roles=["mentor"])
    theirs = a_post(world, PostState.DRAFT, mentor=other, agreement=mine.agreement, name_en="Theirs")
    client = signed_in(join(world.mentor))

    page = client.get(reverse("portal:posts")).content.decode()

    assert "Mine" in page
    assert "Theirs" not in page
    assert client.get(reverse("portal:post", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("portal:post_offer", args=[mine.pk])).status_code == 403


def test_the_limits_answer_while_a_liaison_types(world, liaison):
    world.partner.staff_count = 50
    world.partner.save()
    page = liaison.get(reverse("portal:post_headcount"), {"seats": "6", "similar_staff": "100"})
    words = " ".join(page.content.decode().split())
    assert "6 of 5 interns planned" in words
    assert "Too many" in words


def test_behind_the_wall_there_are_only_ones_own_posts_and_open_plans(world):
    user = join(world.liaison)
    ours = a_post(world, PostState.APPROVED)
    PostFactory.create(enterprise=world.stranger)
    closed = open_plan(world, state="draft")

    with inside(enterprise_id=world.partner.pk, person_id=user.pk):
        assert list(Post.objects.all()) == [ours]
        assert set(Post.majors.through.objects.values_list("post", flat=True)) == {ours.pk}
        assert not Plan.objects.filter(pk=closed.pk).exists()
