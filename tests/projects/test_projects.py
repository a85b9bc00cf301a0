"""The way of a joint project, its money, its acceptance, and what the database never lets in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from core.access import NotVisible
from core.models import AuditEvent, Notification
from core.transitions import TransitionRefused
from partnerships.models import ContactRole
from projects import notices
from projects.models import (
    BudgetLine,
    Milestone,
    Outcome,
    Project,
    ProjectMember,
    ProjectState,
    Side,
)
from projects.operations import own, parts, proposals, work
from projects.operations.proposals import UnableToProceed
from tests.factories import ContactFactory, TeacherFactory, UserFactory
from tests.projects.joining import (
    NOW,
    TODAY,
    a_project,
    an_agreement,
    an_outcome,
    partner,
    planned_out,
    with_panel,
)
from tests.world import join

pytestmark = pytest.mark.django_db
S = ProjectState


def add(project, name: str, actor, **fields):
    return parts.add_part(actor=actor, pk=project.pk, part=parts.PARTS[name], now=NOW, **fields)


def said(**fields):
    return {
        "kind": "technology",
        "title": "刀具磨损在线监测",
        "aims": "装置一套。",
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2027, 11, 30),
        "now": NOW,
    } | fields


def told(kind) -> set[int]:
    return set(Notification.objects.filter(kind=kind.name).values_list("recipient", flat=True))


# --- The way ------------------------------------------------------------------------------------


def test_a_project_goes_from_its_proposal_to_its_acceptance(world):
    director, liaison = world.director, partner(world.liaison)
    agreement = an_agreement(world, world.partner)
    project = proposals.propose(
        actor=director,
        enterprise_id=world.partner.pk,
        department=world.mechanics,
        lead=director,
        agreement=agreement,
        **said(),
    )
    assert project.number == f"P-2026-{project.pk:04d}"
    with pytest.raises(TransitionRefused, match="milestone"):
        proposals.review(actor=director, pk=project.pk, now=NOW)
    add(project, "milestone", director, title="样机", deliverable="报告", due_on=date(2027, 3, 1))
    add(project, "criterion", director, text="误报率低于5%")
    line = add(project, "budget_line", director, purpose="equipment", amount=Decimal(80000))
    proposals.review(actor=director, pk=project.pk, now=NOW)
    with pytest.raises(TransitionRefused, match="cover"):
        proposals.approve(actor=director, pk=project.pk, now=NOW)
    proposals.give_back(actor=director, pk=project.pk, reason="谁出钱？", now=NOW)
    add(project, "contribution", director, enterprise=world.partner, amount=Decimal(80000))
    proposals.resubmit(actor=director, pk=project.pk, now=NOW)
    proposals.review(actor=director, pk=project.pk, now=NOW)
    assert proposals.approve(actor=director, pk=project.pk, now=NOW).approved_on == TODAY
    with pytest.raises(UnableToProceed):
        add(project, "budget_line", director, purpose="travel", amount=Decimal(1))
    proposals.start(actor=director, pk=project.pk, now=NOW)
    add(
        project,
        "expense",
        director,
        line=line,
        voucher="记-001",
        spent_on=TODAY,
        amount=Decimal(500),
        purpose="传感器",
    )
    with pytest.raises(TransitionRefused, match="milestone"):
        proposals.begin_acceptance(actor=director, pk=project.pk, now=NOW)
    milestone = project.milestones.get()
    work.tick_milestone(actor=director, pk=project.pk, row_id=milestone.pk, done_on=TODAY, now=NOW)
    add(project, "panel", director, user=director)
    with pytest.raises(TransitionRefused, match="both sides"):
        proposals.begin_acceptance(actor=director, pk=project.pk, now=NOW)
    add(project, "panel", director, contact=world.liaison)
    proposals.begin_acceptance(actor=director, pk=project.pk, now=NOW)
    work.give_opinion(actor=director, pk=project.pk, opinion="accept", now=NOW)
    with pytest.raises(TransitionRefused, match="criterion"):
        work.close(actor=director, pk=project.pk, result="accepted", now=NOW)
    criterion = project.criteria.get()
    work.judge(actor=director, pk=project.pk, verdicts={criterion.pk: ("met", "")}, now=NOW)
    with pytest.raises(TransitionRefused, match="opinion"):
        work.close(actor=director, pk=project.pk, result="accepted", now=NOW)
    own.give_own_opinion(partner=liaison, pk=project.pk, opinion="accept", now=NOW)
    closed = work.close(actor=director, pk=project.pk, result="accepted", now=NOW)
    assert (closed.state, closed.accepted_on) == (S.CLOSED, TODAY)
    assert closed.is_accepted
    assert AuditEvent.objects.filter(verb="project.close").count() == 1
    assert world.liaison.user_id in told(notices.MOVED)


def test_an_enterprise_proposes_and_the_centre_takes_it_up_or_returns_it(world):
    liaison = partner(world.liaison)
    project = own.propose_own(partner=liaison, majors=[], **said())
    assert (project.state, project.by_enterprise) == (S.PROPOSED, True)
    assert world.director.pk in told(notices.WAITING)
    with pytest.raises(TransitionRefused, match="leads"):
        proposals.review(actor=world.director, pk=project.pk, now=NOW)
    proposals.give_back(actor=world.director, pk=project.pk, reason="请写明目标", now=NOW)
    own.change_own(partner=liaison, pk=project.pk, majors=[], **said(aims="样机一台，误报率低于5%。"))
    own.resubmit_own(partner=liaison, pk=project.pk, now=NOW)
    agreement = an_agreement(world, world.partner)
    proposals.take_up(actor=world.director, pk=project.pk, lead=world.director, agreement=agreement, now=NOW)
    with pytest.raises(UnableToProceed):
        own.change_own(partner=liaison, pk=project.pk, majors=[], **said())
    project.refresh_from_db()
    assert (project.lead, project.agreement) == (world.director, agreement)


def test_an_agreement_is_with_the_enterprise_and_binds_on_the_day_of_approval(world):
    with pytest.raises(UnableToProceed, match="leading enterprise"):
        proposals.propose(
            actor=world.director,
            enterprise_id=world.partner.pk,
            department=world.mechanics,
            lead=world.director,
            agreement=an_agreement(world, world.stranger),
            **said(),
        )
    ended = an_agreement(world, world.partner, ends_on=TODAY - timedelta(days=1))
    project = planned_out(a_project(world, state=S.REVIEWED, agreement=ended))
    with pytest.raises(TransitionRefused, match="not in force"):
        proposals.approve(actor=world.director, pk=project.pk, now=NOW)
    project.refresh_from_db()
    assert project.state == S.REVIEWED


def test_a_project_is_stopped_with_a_reason_and_keeps_what_was_done(world):
    project = planned_out(a_project(world))
    with pytest.raises(TransitionRefused, match="reason"):
        proposals.stop(actor=world.director, pk=project.pk, reason=" ", now=NOW)
    proposals.stop(actor=world.director, pk=project.pk, reason="企业转产", now=NOW)
    project.refresh_from_db()
    assert (project.state, project.stopped_on, project.reason) == (S.STOPPED, TODAY, "企业转产")
    assert project.milestones.count() == 2


def test_without_the_power_nothing_happens(world):
    project = planned_out(a_project(world, state=S.PROPOSED, lead=world.director))
    for actor, refusal in ((world.officer, NotVisible), (world.stranger_officer, NotVisible)):
        with pytest.raises(refusal):
            proposals.review(actor=actor, pk=project.pk, now=NOW)
    Project.objects.filter(pk=project.pk).update(lead=world.teacher)
    with pytest.raises(PermissionDenied):
        proposals.review(actor=world.teacher, pk=project.pk, now=NOW)
    project.refresh_from_db()
    assert project.state == S.PROPOSED


def test_whoever_leads_a_project_keeps_it_without_a_power(world):
    user = UserFactory.create(name="沈老师")
    teacher = TeacherFactory.create(user=user, department=world.mechanics)
    project = planned_out(a_project(world, lead=None, lead_teacher=teacher))
    add(project, "risk", user, title="缺料", owner="沈老师", measure="备货")
    milestone = project.milestones.filter(side=Side.CENTRE).get()
    work.tick_milestone(actor=user, pk=project.pk, row_id=milestone.pk, done_on=TODAY, now=NOW)
    with pytest.raises(PermissionDenied):
        proposals.stop(actor=user, pk=project.pk, reason="累了", now=NOW)
    assert list(Project.objects.visible_to(user)) == [project]


def test_members_and_the_panel_see_their_project_and_change_nothing(world):
    user = UserFactory.create()
    teacher = TeacherFactory.create(user=user, department=world.tourism)
    mine, other = a_project(world), a_project(world, enterprise=world.stranger)
    mine.members.create(teacher=teacher, role="researcher")
    other.panel.create(user=world.lawyer)
    assert list(Project.objects.visible_to(user)) == [mine]
    assert list(Project.objects.visible_to(world.lawyer)) == [other]
    with pytest.raises(PermissionDenied):
        add(mine, "risk", user, title="缺料", owner="甲", measure="备货")


# --- People -------------------------------------------------------------------------------------


def test_a_person_is_in_a_project_once_and_is_of_its_enterprises(world):
    project = a_project(world)
    teacher = TeacherFactory.create(department=world.mechanics)
    add(project, "member", world.director, teacher=teacher, role="researcher", hours=Decimal(40))
    with pytest.raises(ValidationError, match="already"):
        add(project, "member", world.director, teacher=teacher, role="expert")
    with pytest.raises(UnableToProceed, match="not in the project"):
        add(project, "member", world.director, contact=world.stranger_liaison, role="expert")
    with pytest.raises(ValidationError, match="one person"):
        add(project, "member", world.director, role="expert")
    assert project.members.count() == 1


def test_the_leading_enterprise_is_no_further_partner(world):
    project = a_project(world, state=S.PROPOSED)
    with pytest.raises(UnableToProceed, match="leads"):
        add(project, "partner", world.director, enterprise=world.partner)
    row = add(project, "partner", world.director, enterprise=world.stranger)
    add(project, "contribution", world.director, enterprise=world.stranger, amount=Decimal(1))
    with pytest.raises(UnableToProceed, match="take those out first"):
        parts.remove_part(
            actor=world.director, pk=project.pk, part=parts.PARTS["partner"], row_id=row.pk, now=NOW
        )


# --- Money --------------------------------------------------------------------------------------


def voucher(project, actor, line, number: str, amount: Decimal, why: str = ""):
    return add(
        project,
        "expense",
        actor,
        line=line,
        voucher=number,
        spent_on=TODAY,
        amount=amount,
        purpose="材料",
        why_above=why,
    )


def test_spending_above_the_budget_says_why(world):
    project = planned_out(a_project(world), amount="1000")
    line = project.budget_lines.get()
    voucher(project, world.director, line, "1", Decimal(900))
    with pytest.raises(UnableToProceed, match=r"100\.00"):
        voucher(project, world.director, line, "2", Decimal("100.01"))
    assert voucher(project, world.director, line, "2", Decimal("100.01"), "涨价").is_above_budget
    with pytest.raises(ValidationError, match="already"):
        voucher(project, world.director, line, "1", Decimal(1), "重复")


def test_a_voucher_of_another_project_s_line_is_refused(world):
    project, other = planned_out(a_project(world)), planned_out(a_project(world))
    with pytest.raises(UnableToProceed, match="another project"):
        voucher(project, world.director, other.budget_lines.get(), "1", Decimal(1))


class TestBudgets(HypothesisCase):
    @settings(max_examples=15, deadline=None)
    @given(
        budget=st.decimals(min_value=1, max_value=5000, places=2),
        amounts=st.lists(st.decimals(min_value=1, max_value=3000, places=2), min_size=1, max_size=5),
    )
    def test_what_is_not_marked_as_above_never_exceeds_the_line(self, budget, amounts):
        from tests.world import make_world

        world = make_world()
        project = a_project(world)
        line = BudgetLine.objects.create(project=project, purpose="material", amount=budget)
        for number, amount in enumerate(amounts):
            voucher(project, world.director, line, str(number), amount, "涨价")
        rows = line.expenses.order_by("pk")
        total = Decimal(0)
        for row in rows:
            total += row.amount
            assert row.is_above_budget == (total > budget)
        assert rows.aggregate(sum=Sum("amount"))["sum"] == sum(amounts)


# --- Outcomes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("ours", [0, 1, 50, 99, 100])
@pytest.mark.parametrize("theirs", [0, 1, 50, 99, 100])
def test_the_shares_of_an_outcome_make_the_whole(world, ours, theirs):
    project = a_project(world)
    with transaction.atomic():
        if ours + theirs == 100:
            an_outcome(project, centre_share=ours, enterprise_share=theirs)
        else:
            with pytest.raises(IntegrityError, match="shares_of_an_outcome_make_the_whole"):
                an_outcome(project, centre_share=ours, enterprise_share=theirs)


def test_a_transferred_technology_has_a_value_and_a_patent_has_none(world):
    project = a_project(world)
    wrong = ({"kind": "transfer"}, {"kind": "patent", "value": Decimal(5)})
    for fields in wrong:
        with transaction.atomic(), pytest.raises(IntegrityError, match="has_a_value"):
            an_outcome(project, **fields)
    assert an_outcome(project, kind="transfer", value=Decimal(5)).value == 5


def test_the_owner_confirms_an_outcome_once_and_nobody_changes_it_then(world):
    project = a_project(world)
    outcome = an_outcome(project)
    join(world.liaison)
    with pytest.raises(UnableToProceed, match="at the portal"):
        work.record_confirmation(
            actor=world.director, pk=project.pk, row_id=outcome.pk, reason="电话", now=NOW
        )
    own.confirm_own(partner=partner(world.liaison), pk=project.pk, row_id=outcome.pk, now=NOW)
    with pytest.raises(UnableToProceed, match="stays"):
        parts.change_part(
            actor=world.director,
            pk=project.pk,
            part=parts.PARTS["outcome"],
            row_id=outcome.pk,
            now=NOW,
            centre_share=100,
            enterprise_share=0,
            owner=None,
        )
    with pytest.raises(UnableToProceed, match="already"):
        own.confirm_own(partner=partner(world.liaison), pk=project.pk, row_id=outcome.pk, now=NOW)
    assert Outcome.objects.get().centre_share == 50


# --- Acceptance ---------------------------------------------------------------------------------


def test_without_conditions_only_what_meets_every_criterion_is_accepted(world):
    project = with_panel(planned_out(a_project(world, state=S.IN_ACCEPTANCE), done=True), world, judged=True)
    project.criteria.update(verdict="in_part", remark="误报率7%")
    with pytest.raises(UnableToProceed, match="conditions"):
        work.close(actor=world.director, pk=project.pk, result="accepted", now=NOW)
    with pytest.raises(UnableToProceed, match="conditions"):
        work.close(actor=world.director, pk=project.pk, result="conditional", now=NOW)
    project.refresh_from_db()
    assert project.state == S.IN_ACCEPTANCE
    closed = work.close(
        actor=world.director, pk=project.pk, result="conditional", conclusion="半年内补测", now=NOW
    )
    assert closed.is_accepted


def test_what_is_not_accepted_does_not_count_as_accepted(world):
    project = with_panel(planned_out(a_project(world, state=S.IN_ACCEPTANCE), done=True), world, judged=True)
    closed = work.close(
        actor=world.director, pk=project.pk, result="not_accepted", conclusion="未达到目标", now=NOW
    )
    assert closed.state == S.CLOSED
    assert not closed.is_accepted


def test_a_project_runs_on_and_opinions_are_given_anew(world):
    project = with_panel(planned_out(a_project(world, state=S.IN_ACCEPTANCE), done=True), world, judged=True)
    proposals.resume(actor=world.director, pk=project.pk, reason="补测", now=NOW)
    assert not project.panel.exclude(opinion="").exists()


def test_the_opinion_of_somebody_without_the_portal_is_written_down(world):
    project = with_panel(a_project(world, state=S.IN_ACCEPTANCE), world)
    seat = project.panel.get(contact=world.liaison)
    work.record_opinion(
        actor=world.director, pk=project.pk, row_id=seat.pk, opinion="refuse", words="没有做完", now=NOW
    )
    join(world.mentor)
    other = project.panel.create(contact=world.mentor)
    with pytest.raises(UnableToProceed, match="without us"):
        work.record_opinion(actor=world.director, pk=project.pk, row_id=other.pk, opinion="accept", now=NOW)


# --- The enterprise's side ----------------------------------------------------------------------


def test_an_enterprise_ticks_what_it_delivers_and_nothing_of_the_school(world):
    project = planned_out(a_project(world))
    ours, theirs = (project.milestones.get(side=side) for side in (Side.CENTRE, Side.ENTERPRISE))
    liaison = partner(world.liaison)
    with pytest.raises(PermissionDenied):
        own.tick_own(partner=liaison, pk=project.pk, row_id=ours.pk, done_on=TODAY, now=NOW)
    own.tick_own(partner=liaison, pk=project.pk, row_id=theirs.pk, done_on=TODAY, now=NOW)
    done = dict(Milestone.objects.values_list("pk", "done_on"))
    assert (done[ours.pk], done[theirs.pk]) == (None, TODAY)


def test_a_stranger_does_nothing_with_a_project_of_others(world):
    project = planned_out(a_project(world))
    outcome, milestone = an_outcome(project), project.milestones.get(side=Side.ENTERPRISE)
    stranger = partner(world.stranger_liaison)
    attempts = (
        lambda: own.tick_own(partner=stranger, pk=project.pk, row_id=milestone.pk, done_on=TODAY, now=NOW),
        lambda: own.confirm_own(partner=stranger, pk=project.pk, row_id=outcome.pk, now=NOW),
        lambda: own.raise_risk(partner=stranger, pk=project.pk, now=NOW, title="x", owner="x", measure="x"),
        lambda: own.withdraw_own(partner=stranger, pk=project.pk, reason="x", now=NOW),
    )
    for attempt in attempts:
        with pytest.raises(NotVisible):
            attempt()
    outcome.refresh_from_db()
    assert outcome.confirmed_on is None


# --- Reminders ----------------------------------------------------------------------------------


def test_a_milestone_is_reminded_of_once_before_its_day(world):
    join(world.liaison)
    project = planned_out(a_project(world))
    project.milestones.update(due_on=TODAY + timedelta(days=10))
    for _sweep in range(2):
        notices.remind(on=TODAY, now=NOW)
    found = Notification.objects.filter(kind=notices.MILESTONE.name)
    by_person = [found.filter(recipient=user).count() for user in (world.director, world.liaison.user)]
    assert by_person == [2, 1]
    project.milestones.update(due_on=TODAY + timedelta(days=11))
    notices.remind(on=TODAY, now=NOW)
    assert found.count() == 6


# --- The database -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ends_on": date(2026, 8, 31)}, "project_ends_after_it_begins"),
        ({"agreement": None}, "an_approved_project_stands_under_an_agreement"),
        ({"lead": None}, "a_reviewed_project_has_a_lead"),
        ({"state": "stopped", "stopped_on": TODAY, "reason": ""}, "a_project_given_back_says_why"),
        ({"state": "closed"}, "a_closed_project_has_a_result"),
        ({"accepted_on": TODAY}, "a_closed_project_has_a_result"),
    ],
)
def test_the_database_refuses_a_project_that_cannot_be(world, fields, name):
    project = a_project(world)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**fields)


def test_a_member_is_one_person_in_the_database_as_well(world):
    project, contact = (
        a_project(world),
        ContactFactory.create(enterprise=world.partner, roles=[ContactRole.TECHNICIAN]),
    )
    with pytest.raises(IntegrityError, match="is_one_person"), transaction.atomic():
        ProjectMember.objects.create(
            project=project, contact=contact, student=world.student, role="assistant"
        )


def test_an_enterprise_raises_as_many_risks_as_the_staff_and_no_more(world, monkeypatch):
    project, liaison = planned_out(a_project(world)), partner(world.liaison)
    monkeypatch.setattr(own, "MOST_PARTS", 1)

    own.raise_risk(partner=liaison, pk=project.pk, now=NOW, title="停产", owner="甲", measure="备料")
    with pytest.raises(UnableToProceed, match="too many"):
        own.raise_risk(partner=liaison, pk=project.pk, now=NOW, title="断供", owner="甲", measure="备料")

    assert project.risks.count() == 1
