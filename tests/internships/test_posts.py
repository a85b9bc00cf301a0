"""Posts: offered, approved within the limits of the law, returned, closed."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from internships.headcounts import headcounts_of, measured
from internships.models import Post, PostState
from internships.operations import posts as operations
from tests.factories import BindingAgreementFactory, ContactFactory, EnterpriseFactory, PostFactory
from tests.internships.placing import NOW, a_post, numeric_control, open_plan, vet
from tests.world import join


def state_of(post: Post) -> str:
    return Post.objects.values_list("state", flat=True).get(pk=post.pk)


# --- Limits of a host (INT-09) ----------------------------------------------------------------


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 5000))
def test_a_tenth_of_the_staff_is_never_exceeded_unnoticed(seats, others, staff):
    count = measured(seats=seats, others=others, similar_others=0, staff=staff, similar_staff=10**6).in_host
    assert count.is_exceeded == ((seats + others) * 10 > staff)
    assert count.interns + count.left <= staff / 10 or count.left == 0


def test_where_nobody_knows_the_staff_nobody_can_say_that_the_limit_is_kept():
    found = measured(seats=1, others=0, similar_others=0, staff=None, similar_staff=None)
    assert not found.in_host.is_kept
    assert not found.in_host.is_exceeded
    assert len(found.objections) == 2


def test_seats_offered_for_the_same_days_count_together(world):
    plan = open_plan(world)
    post = a_post(world, plan=plan, seats=4)
    a_post(world, PostState.APPROVED, plan=plan, agreement=post.agreement, seats=7)
    a_post(world, PostState.OFFERED, plan=plan, agreement=post.agreement, seats=5)
    a_post(world, PostState.RETURNED, plan=plan, agreement=post.agreement, seats=9, return_reason="No")
    later = open_plan(world, starts_on=date(2027, 9, 1), ends_on=date(2028, 2, 1))
    a_post(world, PostState.APPROVED, plan=later, agreement=post.agreement, seats=20)
    PostFactory.create(plan=plan, seats=50)  # another enterprise

    found = headcounts_of(post)

    assert found.in_host.interns == 4 + 7 + 5
    assert found.in_host.limit == 20
    assert found.in_host.left == 4


# --- Entering ---------------------------------------------------------------------------------


def fields_of(world, **changes):
    return {
        "enterprise": world.partner,
        "agreement": BindingAgreementFactory.create(department=world.mechanics, enterprise=world.partner),
        "plan": None,
        "majors": [numeric_control()],
        "plan_tasks": [],
        "name_zh": "钳工",
        "duties": "Fits parts.",
        "seats": 2,
        "address": "苏州",
    } | changes


def test_a_post_belongs_to_the_department_of_its_plan(world):
    plan = open_plan(world, department=world.tourism)
    post = operations.enter_post(actor=world.coordinator, now=NOW, **fields_of(world, plan=plan))
    assert post.department == world.tourism
    assert list(post.majors.all()) == [numeric_control()]


def test_an_offer_for_the_whole_year_belongs_to_the_department_of_its_agreement(world):
    post = operations.enter_post(actor=world.coordinator, now=NOW, **fields_of(world))
    assert post.department == world.mechanics


def test_an_agreement_of_somebody_else_is_refused_at_its_field(world):
    foreign = BindingAgreementFactory.create(department=world.mechanics, enterprise=world.stranger)
    with pytest.raises(ValidationError, match="no party"):
        operations.enter_post(actor=world.coordinator, now=NOW, **fields_of(world, agreement=foreign))
    assert not Post.objects.exists()


def test_a_mentor_of_another_enterprise_is_refused(world):
    stranger = ContactFactory.create(enterprise=world.stranger, roles=["mentor"])
    with pytest.raises(ValidationError, match="another enterprise"):
        operations.enter_post(actor=world.coordinator, now=NOW, **fields_of(world, mentor=stranger))


def test_tasks_of_another_plan_are_refused(world):
    plan, other = open_plan(world), open_plan(world)
    task = other.tasks.create(order=1, title="Turn", learning_outcome="Turns.")
    with pytest.raises(ValidationError, match="tasks of the plan"):
        operations.enter_post(
            actor=world.coordinator, now=NOW, **fields_of(world, plan=plan, plan_tasks=[task])
        )


def test_who_only_reads_posts_enters_none(world):
    with pytest.raises(PermissionDenied):
        operations.enter_post(actor=world.head, now=NOW, **fields_of(world))
    assert not Post.objects.exists()


def test_what_is_being_decided_on_cannot_be_changed(world):
    post = a_post(world, PostState.OFFERED)
    with pytest.raises(operations.NotEditable):
        operations.change_post(
            actor=world.coordinator,
            pk=post.pk,
            agreement=post.agreement,
            plan=post.plan,
            majors=[],
            plan_tasks=[],
            seats=40,
            now=NOW,
        )
    assert Post.objects.get(pk=post.pk).seats == 4


def test_a_copy_is_a_draft_for_no_plan_yet(world):
    post = a_post(world, PostState.CLOSED, hazards=["height"])
    copy = operations.copy_post(actor=world.coordinator, pk=post.pk, now=NOW)
    assert (copy.state, copy.plan, copy.hazards) == (PostState.DRAFT, None, ["height"])
    assert list(copy.majors.all()) == [numeric_control()]


# --- Offering ---------------------------------------------------------------------------------


def test_a_complete_post_is_offered(world):
    post = operations.offer_post(actor=world.coordinator, pk=a_post(world).pk, now=NOW)
    assert (post.state, post.offered_at) == (PostState.OFFERED, NOW)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mentor": None}, "mentor"),
        ({"majors": []}, "majors"),
    ],
)
def test_an_incomplete_post_is_not_offered(world, changes, said):
    post = a_post(world, **changes)
    with pytest.raises(TransitionRefused, match=said):
        operations.offer_post(actor=world.coordinator, pk=post.pk, now=NOW)
    assert state_of(post) == PostState.DRAFT


def test_a_post_is_offered_under_a_binding_agreement_only(world):
    ended = BindingAgreementFactory.create(
        department=world.mechanics, enterprise=world.partner, ends_on=date(2026, 8, 31)
    )
    post = a_post(world, agreement=ended)
    with pytest.raises(TransitionRefused, match="does not bind"):
        operations.offer_post(actor=world.coordinator, pk=post.pk, now=NOW)
    assert state_of(post) == PostState.DRAFT


def test_a_plan_that_is_not_approved_takes_no_posts(world):
    post = a_post(world, plan=open_plan(world, state="draft"))
    with pytest.raises(TransitionRefused, match="takes no posts"):
        operations.offer_post(actor=world.coordinator, pk=post.pk, now=NOW)


# --- Deciding ---------------------------------------------------------------------------------


def test_a_post_within_the_limits_of_a_vetted_host_is_approved(world):
    vet(world)
    join(world.liaison)
    post = a_post(world, PostState.OFFERED)

    operations.approve_post(actor=world.coordinator, pk=post.pk, now=NOW)

    assert state_of(post) == PostState.APPROVED
    told = Notification.objects.get(kind="internships.post_approved")
    assert told.recipient == world.liaison.user
    assert told.data["url"] == f"/portal/posts/{post.pk}/"


def test_too_many_interns_are_approved_only_with_a_reason(world):
    vet(world)
    post = a_post(world, PostState.OFFERED, seats=21, similar_staff=200)
    with pytest.raises(TransitionRefused, match="21 interns are planned; 20 are allowed"):
        operations.approve_post(actor=world.coordinator, pk=post.pk, now=NOW)
    assert state_of(post) == PostState.OFFERED

    approved = operations.approve_post(
        actor=world.coordinator, pk=post.pk, reason="A new hall opens in December.", now=NOW
    )

    assert approved.approval_reason == "A new hall opens in December."
    assert AuditEvent.objects.get(verb="post.approve").reason == "A new hall opens in December."


def test_a_host_that_nobody_visited_needs_a_reason_and_an_unsuitable_one_finds_none(world):
    post = a_post(world, PostState.OFFERED)
    with pytest.raises(TransitionRefused, match="Nobody has visited"):
        operations.approve_post(actor=world.coordinator, pk=post.pk, now=NOW)
    vet(world, "unsuitable", has_clean_safety=False)
    with pytest.raises(TransitionRefused, match="no students go there"):
        operations.approve_post(actor=world.coordinator, pk=post.pk, reason="All the same", now=NOW)
    assert state_of(post) == PostState.OFFERED


def test_who_may_edit_posts_does_not_approve_them(world):
    post = a_post(world, PostState.OFFERED)
    with pytest.raises(PermissionDenied):
        operations.approve_post(actor=world.head, pk=post.pk, reason="x", now=NOW)
    with pytest.raises(NotVisible):
        operations.approve_post(actor=world.officer, pk=post.pk, reason="x", now=NOW)
    assert state_of(post) == PostState.OFFERED


def test_a_returned_post_tells_its_enterprise_why_and_can_be_offered_again(world):
    join(world.liaison)
    post = a_post(world, PostState.OFFERED)
    with pytest.raises(TransitionRefused, match="reason"):
        operations.return_post(actor=world.coordinator, pk=post.pk, reason=" ", now=NOW)

    operations.return_post(actor=world.coordinator, pk=post.pk, reason="Name the shifts.", now=NOW)

    told = Notification.objects.get(kind="internships.post_returned")
    assert told.data["reason"] == "Name the shifts."
    again = operations.offer_post(actor=world.coordinator, pk=post.pk, now=NOW)
    assert (again.state, again.return_reason) == (PostState.OFFERED, "")


def test_a_post_is_closed_for_good(world):
    post = a_post(world, PostState.APPROVED)
    operations.close_post(actor=world.coordinator, pk=post.pk, reason="Filled.", now=NOW)
    with pytest.raises(TransitionRefused):
        operations.offer_post(actor=world.coordinator, pk=post.pk, now=NOW)
    assert state_of(post) == PostState.CLOSED


def test_another_enterprises_seats_do_not_count(world):
    post = a_post(world)
    PostFactory.create(enterprise=EnterpriseFactory.create(), plan=post.plan, seats=90)
    assert headcounts_of(post).in_host.interns == 4
