from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Position
from core.models import AuditEvent
from signing.models import ApprovalRoute, ApprovalStep
from signing.operations import (
    Decision,
    UnableToDecide,
    cancel_approval,
    escalated,
    last_look,
    look_at,
    open_approval,
)
from signing.policies import with_whom
from tests.signing.conftest import NOW, TODAY

CENTRE = Position.Reach.CENTRE


@pytest.fixture
def officer(office):
    return office.hire("officer", "request.ask")


@pytest.fixture
def head(office):
    return office.hire("head", "request.review")


@pytest.fixture
def director(office):
    return office.hire("director", "request.approve", reach=CENTRE, department=office.centre)


def test_a_request_goes_from_step_to_step_and_tells_its_app_the_outcome(office, officer, head, director):
    approval = office.ask(officer)
    assert [(s.status, s.due_on) for s in approval.steps.all()] == [
        ("current", TODAY + timedelta(days=3)),
        ("waiting", None),
    ]

    office.answer(head, approval)
    approval.refresh_from_db()
    assert approval.is_open
    assert office.outcomes == []
    assert approval.steps.get(status="current").due_on == TODAY + timedelta(days=5)

    office.answer(director, approval, reason="gladly")
    approval.refresh_from_db()
    assert approval.outcome == "approved"
    assert approval.closed_at == NOW + timedelta(hours=1)
    assert office.outcomes == ["approved"]
    assert list(
        AuditEvent.objects.filter(subject_id=office.record.pk)
        .order_by("pk")
        .values_list("actor__name", "verb", "reason")
    ) == [("head", "approval.approve", ""), ("director", "approval.approve", "gladly")]


def test_a_return_closes_the_request_and_skips_what_was_to_come(office, officer, head):
    approval = office.ask(officer)
    office.answer(head, approval, Decision.RETURN, reason="the dates are wrong")
    approval.refresh_from_db()
    assert (approval.outcome, approval.closing_reason) == ("returned", "the dates are wrong")
    assert [step.status for step in approval.steps.all()] == ["returned", "skipped"]
    assert office.outcomes == ["returned: the dates are wrong"]


def test_a_return_needs_a_reason(office, officer, head):
    approval = office.ask(officer)
    with pytest.raises(UnableToDecide, match="reason"):
        office.answer(head, approval, Decision.RETURN, reason="  ")
    assert approval.steps.get(order=1).status == "current"
    assert office.outcomes == []


def test_nobody_decides_on_their_own_request(office, officer):
    head_who_asks = office.hire("head who asks", "request.review", "request.ask")
    approval = office.ask(head_who_asks)
    with pytest.raises(PermissionDenied, match="somebody else"):
        office.answer(head_who_asks, approval)
    assert not ApprovalStep.objects.waiting_for(head_who_asks).exists()
    assert approval.steps.get(order=1).status == "current"


def test_nor_does_the_colleague_to_whom_they_lent_their_powers(office, officer):
    head_who_asks = office.hire("head who asks", "request.review")
    office.lend(head_who_asks, officer)
    approval = office.ask(head_who_asks)
    with pytest.raises(PermissionDenied):
        office.answer(officer, approval)
    assert not ApprovalStep.objects.waiting_for(officer).exists()


def test_a_route_may_allow_ones_own_decision(office):
    ApprovalRoute.objects.update(allows_own_decision=True)
    office.route.refresh_from_db()
    head_who_asks = office.hire("head who asks", "request.review")
    approval = office.ask(head_who_asks)
    assert ApprovalStep.objects.waiting_for(head_who_asks).get().approval == approval
    office.answer(head_who_asks, approval)
    assert approval.steps.get(order=1).decided_by == head_who_asks


def test_a_delegate_decides_visibly_on_behalf_of_the_absent(office, officer, head):
    deputy = office.hire("deputy")
    office.lend(head, deputy)
    approval = office.ask(officer)
    assert ApprovalStep.objects.waiting_for(deputy).count() == 1
    step = office.answer(deputy, approval)
    assert (step.decided_by, step.on_behalf_of) == (deputy, head)
    event = AuditEvent.objects.get(subject_id=office.record.pk)
    assert (event.actor, event.on_behalf_of) == (deputy, head)


def test_the_power_counts_only_where_the_step_wants_it(office, officer):
    head_elsewhere = office.hire("head of commerce", "request.review", department=office.commerce)
    head_of_all = office.hire("head of all", "request.review", department=office.centre)
    approval = office.ask(officer)
    with pytest.raises(PermissionDenied):
        office.answer(head_elsewhere, approval)
    assert not ApprovalStep.objects.waiting_for(head_elsewhere).exists()
    office.answer(head_of_all, approval)

    local_director = office.hire("director of one department", "request.approve")
    with pytest.raises(PermissionDenied):
        office.answer(local_director, approval)
    assert not ApprovalStep.objects.waiting_for(local_director).exists()


def test_only_the_current_step_can_be_decided(office, officer, head, director):
    approval = office.ask(officer)
    second = approval.steps.get(order=2)
    with pytest.raises(UnableToDecide, match="not yet its turn"):
        office.answer(director, approval, step=second)
    first = approval.steps.get(order=1)
    office.answer(head, approval)
    with pytest.raises(UnableToDecide, match="approved"):
        office.answer(head, approval, step=first)


def test_nobody_approves_words_they_have_not_seen(office, officer, head):
    approval = office.ask(officer)
    seen = look_at(actor=head, approval=approval, now=NOW)
    office.record.name_en = "Something else entirely"
    office.record.save()
    with pytest.raises(UnableToDecide, match="changed while you were reading"):
        office.answer(head, approval, seen=seen)
    assert last_look(actor=head, subject=office.record).snapshot == {"name": "What is asked for"}
    step = office.answer(head, approval)
    assert step.seen == {"name": "Something else entirely"}


def test_a_decision_after_the_request_was_taken_back_is_refused(office, officer, head):
    approval = office.ask(officer)
    step = approval.steps.get(order=1)
    cancel_approval(subject=office.record, now=NOW, reason="not needed")
    with pytest.raises(UnableToDecide, match="not needed any more"):
        office.answer(head, approval, step=step)
    assert office.outcomes == []


def test_a_record_has_one_open_approval(office, officer):
    office.ask(officer)
    with pytest.raises(IntegrityError, match="a_record_has_one_open_approval"), transaction.atomic():
        office.ask(officer)


def test_a_route_without_steps_is_refused(office, officer):
    empty = ApprovalRoute.objects.create(name_en="Nobody", name_zh="无")
    with pytest.raises(UnableToDecide, match="no steps"):
        open_approval(
            actor=officer,
            subject=office.record,
            route=empty,
            department_id=office.mechanics.pk,
            title="A request",
            now=NOW,
        )


def test_a_change_of_the_route_does_not_touch_a_request_on_its_way(office, officer, head):
    approval = office.ask(officer)
    office.route.steps.all().delete()
    office.answer(head, approval)
    assert approval.steps.get(status="current").name_en == "Director"


def test_what_is_overdue_is_found_and_passed_on_once(office, officer, head):
    approval = office.ask(officer)
    due = approval.steps.get(order=1).due_on
    assert not ApprovalStep.objects.overdue(due).exists()
    step = ApprovalStep.objects.overdue(due + timedelta(days=1)).get()
    assert escalated(step_id=step.pk, now=NOW)
    assert not escalated(step_id=step.pk, now=NOW)


def test_what_is_stuck_says_with_whom_and_who_is_above(office, officer, director):
    top = Position.objects.get(title_en="director")
    head = office.hire("head", "request.review", superior=top)
    deputy = office.hire("deputy")
    office.lend(head, deputy)
    approval = office.ask(officer)
    (stuck,) = with_whom(approval.steps.current().select_related("approval"), on=TODAY)
    assert [(holder.user, holder.lender) for holder in stuck.deciders] == [(head, None), (deputy, head)]
    assert stuck.superiors == [director]


def test_finding_out_who_is_asked_costs_the_same_for_one_step_and_for_many(
    office, officer, head, django_assert_num_queries
):
    steps = []
    for _ in range(5):
        approval = office.ask(officer)
        steps += ApprovalStep.objects.filter(approval=approval, status="current").select_related("approval")
        cancel_approval(subject=office.record, now=NOW, reason="again")
    with django_assert_num_queries(3):
        assert len(with_whom(steps, on=TODAY)) == 5


def test_the_queue_of_a_person_is_one_query(office, officer, head, django_assert_num_queries):
    office.ask(officer)
    head.powers  # noqa: B018 - read once per request
    with django_assert_num_queries(1):
        steps = list(ApprovalStep.objects.waiting_for(head))
        assert steps[0].approval.opened_by == officer
