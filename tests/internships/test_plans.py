"""Plans: complete before they are reviewed, decided on by their route, ready before they start."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse

from core.transitions import TransitionRefused
from internships.models import Plan, PlanDocument, PlanKind, PlanState, PostState, Verdict
from internships.operations import hosts
from internships.operations import plans as operations
from signing.models import Approval, ApprovalStep
from signing.operations import Decision, decide, look_at
from tests.internships.placing import ALL_MET, NOW, a_post, complete_draft, open_plan, vet
from tests.world import signed_in


def decide_on(plan, user, decision=Decision.APPROVE, reason=""):
    approval = Approval.objects.about(plan).open().get()
    step = ApprovalStep.objects.current().get(approval=approval)
    seen = look_at(actor=user, approval=approval, now=NOW)
    decide(actor=user, step_id=step.pk, decision=decision, seen=seen, reason=reason, now=NOW)


def state_of(plan) -> str:
    return Plan.objects.values_list("state", flat=True).get(pk=plan.pk)


def test_a_plan_goes_through_its_route(world):
    plan = complete_draft(world)
    operations.submit_plan(actor=world.coordinator, pk=plan.pk, now=NOW)
    assert state_of(plan) == PlanState.IN_REVIEW

    decide_on(plan, world.head)
    assert state_of(plan) == PlanState.IN_REVIEW
    decide_on(plan, world.director)

    assert state_of(plan) == PlanState.APPROVED


def test_a_returned_plan_is_a_draft_again(world):
    plan = complete_draft(world)
    operations.submit_plan(actor=world.coordinator, pk=plan.pk, now=NOW)
    decide_on(plan, world.head, Decision.RETURN, "The weights are not usual.")
    assert state_of(plan) == PlanState.DRAFT


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([{"name": "Work", "side": "enterprise", "weight": 60}], "60 percent"),
        ([{"name": "Work", "side": "enterprise", "weight": 100}], "each side"),
    ],
)
@pytest.mark.parametrize("kind", PlanKind.values)
def test_weights_add_up_to_a_hundred_and_both_sides_judge(world, lines, said, kind):
    plan = complete_draft(world, kind=kind)
    operations.set_criteria(actor=world.coordinator, pk=plan.pk, lines=lines, now=NOW)
    with pytest.raises(TransitionRefused, match=said):
        operations.submit_plan(actor=world.coordinator, pk=plan.pk, now=NOW)
    assert state_of(plan) == PlanState.DRAFT
    assert not Approval.objects.about(plan).exists()


def test_a_task_that_stays_keeps_its_posts(world):
    plan = complete_draft(world)
    first = plan.tasks.get()
    operations.set_tasks(
        actor=world.coordinator,
        pk=plan.pk,
        lines=[
            {"title": "Measure", "learning_outcome": "Measures."},
            {"id": first.pk, "title": "Set up a lathe", "learning_outcome": "Alone."},
        ],
        now=NOW,
    )
    assert list(plan.tasks.values_list("order", "title")) == [(1, "Measure"), (2, "Set up a lathe")]
    assert plan.tasks.get(order=2).pk == first.pk


def test_what_is_in_review_cannot_be_changed(world):
    plan = complete_draft(world)
    operations.submit_plan(actor=world.coordinator, pk=plan.pk, now=NOW)
    with pytest.raises(operations.UnableToChange):
        operations.set_tasks(actor=world.coordinator, pk=plan.pk, lines=[], now=NOW)
    assert plan.tasks.count() == 1


def test_who_reviews_plans_does_not_write_them(world):
    plan = complete_draft(world)
    with pytest.raises(PermissionDenied):
        operations.set_tasks(actor=world.head, pk=plan.pk, lines=[], now=NOW)
    assert plan.tasks.count() == 1


def test_nobody_starts_without_papers_hosts_and_filing(world):
    plan = open_plan(world)
    with pytest.raises(TransitionRefused, match="Management rules"):
        operations.start_plan(actor=world.coordinator, pk=plan.pk, now=NOW)
    for kind in ("management_rules", "safety_rules", "emergency_plan"):
        operations.attach_document(
            actor=world.coordinator,
            pk=plan.pk,
            upload=ContentFile(b"%PDF-1.7\n", name=f"{kind}.pdf"),
            kind=kind,
            now=NOW,
        )
    with pytest.raises(TransitionRefused, match="list of hosts"):
        operations.start_plan(actor=world.coordinator, pk=plan.pk, now=NOW)
    operations.publish_hosts(
        actor=world.coordinator,
        pk=plan.pk,
        decided_on=date(2026, 8, 1),
        published_on=date(2026, 8, 3),
        address="https://centre.example/hosts",
        now=NOW,
    )
    with pytest.raises(TransitionRefused, match="authority"):
        operations.start_plan(actor=world.coordinator, pk=plan.pk, now=NOW)
    operations.record_filing(
        actor=world.coordinator,
        pk=plan.pk,
        kind="before_start",
        number="2026-17",
        authority="Suzhou Education Bureau",
        filed_on=date(2026, 8, 4),
        now=NOW,
    )
    with pytest.raises(TransitionRefused, match="Declare"):
        operations.start_plan(actor=world.coordinator, pk=plan.pk, now=NOW)
    operations.declare(
        actor=world.coordinator,
        pk=plan.pk,
        is_for_profit=False,
        payment_to_school=Decimal(0),
        copies_host_standards=False,
        now=NOW,
    )

    operations.start_plan(actor=world.coordinator, pk=plan.pk, now=NOW)

    assert state_of(plan) == PlanState.RUNNING
    assert PlanDocument.objects.filter(parent=plan).count() == 3


def test_a_plan_with_open_posts_is_not_closed(world):
    plan = open_plan(world, state=PlanState.RUNNING)
    a_post(world, PostState.APPROVED, plan=plan)
    with pytest.raises(TransitionRefused, match="still open"):
        operations.close_plan(actor=world.coordinator, pk=plan.pk, now=NOW)
    assert state_of(plan) == PlanState.RUNNING


def test_a_host_that_fails_in_one_respect_is_not_suitable(world):
    findings = ALL_MET | {"safety": (Verdict.NOT_MET.value, "No guards on the presses.")}
    with pytest.raises(hosts.UnableToVet, match="Safety"):
        vet(world, findings=findings)
    assert not world.partner.host_visits.exists()


def test_a_visit_looks_at_everything(world):
    with pytest.raises(hosts.UnableToVet, match="Not looked at yet"):
        vet(world, findings={})
    assert not world.partner.host_visits.exists()


def test_who_only_reads_enterprises_vets_none(world):
    with pytest.raises(PermissionDenied):
        hosts.record_visit(
            actor=world.head, enterprise_pk=world.partner.pk, visitors=[], findings=ALL_MET, now=NOW
        )
    assert not world.partner.host_visits.exists()


def test_plans_are_listed_with_their_days(world):
    plan = complete_draft(world)

    page = signed_in(world.coordinator).get(reverse("internships:plan_list")).content.decode()

    assert str(plan) in page
