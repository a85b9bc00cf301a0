"""What the database itself holds about plans, hosts and posts, and who sees them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from internships.models import Conclusion, HostVisit, Plan, Post, PostState
from tests.factories import (
    BindingAgreementFactory,
    EnterpriseFactory,
    PlanFactory,
    PostFactory,
    TeacherFactory,
    UserFactory,
)
from tests.world import World

TODAY = date(2026, 11, 2)


def visit(world: World, visited_on: date, conclusion: str = Conclusion.SUITABLE, **fields) -> HostVisit:
    return HostVisit.objects.create(
        enterprise=world.partner,
        visited_on=visited_on,
        summary="Two workshops, well kept.",
        conclusion=conclusion,
        valid_until=visited_on + timedelta(days=365),
        **{"record_checked_on": visited_on, "has_clean_credit": True, "has_clean_safety": True} | fields,
    )


def test_a_post_without_seats_is_refused(world):
    with pytest.raises(IntegrityError, match="post_has_seats"), transaction.atomic():
        PostFactory.create(seats=0)
    with pytest.raises(IntegrityError, match="post_opens_with_no_more_than_its_seats"), transaction.atomic():
        PostFactory.create(seats=2, lower=3)


def test_a_returned_post_says_why(world):
    with pytest.raises(IntegrityError, match="a_returned_post_gives_its_reason"), transaction.atomic():
        PostFactory.create(state=PostState.RETURNED)


def test_a_plan_ends_after_it_starts(world):
    with pytest.raises(IntegrityError, match="plan_ends_after_it_starts"), transaction.atomic():
        PlanFactory.create(ends_on=date(2026, 9, 1))


def test_a_host_with_an_accident_is_not_suitable(world):
    with pytest.raises(IntegrityError, match="a_suitable_host_has_clean_records"), transaction.atomic():
        visit(world, TODAY, has_clean_safety=False)


def test_only_the_latest_visit_counts(world):
    visit(world, date(2026, 3, 2))
    assert HostVisit.objects.vetting(TODAY).filter(enterprise=world.partner).exists()

    visit(world, date(2026, 9, 1), Conclusion.UNSUITABLE)

    assert not HostVisit.objects.vetting(TODAY).filter(enterprise=world.partner).exists()


def test_a_visit_counts_until_it_is_out_of_date(world):
    first = visit(world, date(2026, 3, 2))
    assert first.vets(first.valid_until)
    assert not first.vets(first.valid_until + timedelta(days=1))
    assert not HostVisit.objects.vetting(first.valid_until + timedelta(days=1)).exists()


def test_posts_are_found_by_their_words_and_by_their_enterprise(world):
    post = PostFactory.create(
        plan__department=world.mechanics, enterprise=world.partner, name_zh="数控车床操作", name_en="Turner"
    )
    PostFactory.create(
        enterprise=EnterpriseFactory.create(name="南京前台酒店"), name_zh="前台", name_en="Desk"
    )

    for terms in ("数控", "turner", "精工", "精工 数控", "Jinggong", "数控 车"):
        assert list(Post.objects.matching(terms)) == [post], terms
    assert not Post.objects.matching("数").exists()
    assert not Post.objects.matching("精工 前台").exists()


def test_a_teacher_sees_only_plans_and_posts_they_instruct_in(world):
    user = UserFactory.create()
    teacher = TeacherFactory.create(user=user, department=world.mechanics)
    mine, other = PlanFactory.create(), PlanFactory.create()
    mine.instructors.add(teacher, TeacherFactory.create())
    enterprise = world.partner
    agreement = BindingAgreementFactory.create(enterprise=enterprise, department=world.mechanics)
    post = PostFactory.create(plan=mine, enterprise=enterprise, agreement=agreement)
    PostFactory.create(plan=other, enterprise=enterprise, agreement=agreement)

    assert list(Plan.objects.visible_to(user)) == [mine]
    assert list(Post.objects.visible_to(user)) == [post]
