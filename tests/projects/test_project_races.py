"""Two at once on one joint project: one wins, the other is told clearly that it came too late."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier

import pytest

from core.errors import Refused
from core.models import AuditEvent
from core.transitions import TransitionRefused
from projects.models import Expense, Project, ProjectState
from projects.operations import own, parts, proposals, work
from projects.operations.proposals import UnableToProceed
from tests.projects.joining import NOW, TODAY, a_project, an_agreement, partner, planned_out, with_panel
from tests.teachers.recognising import a_position
from tests.threads import in_threads
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
S = ProjectState
POWERS = [
    *("enterprise.read", "agreement.read", "project.read", "project.edit"),
    *("project.review", "project.approve", "project.accept"),
]


@pytest.fixture
def world() -> World:
    return make_world()


def at_once(*acts: Callable[[], object]) -> list[Refused]:
    """Do them in the same moment, each on a connection of its own; answers what was refused."""
    start, refused = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> Callable[[], None]:
        def inner() -> None:
            start.wait(timeout=30)
            try:
                act()
            except Refused as refusal:
                refused.append(refusal)

        return inner

    in_threads(*map(run, acts))
    return refused


def test_of_two_deciders_at_once_one_decides_and_the_other_reads_what_it_is_now(world):
    first, second = (a_position(world, name, POWERS) for name in ("First decider", "Second decider"))
    agreement = an_agreement(world, world.partner)
    project = planned_out(a_project(world, state=S.REVIEWED, agreement=agreement))

    (refusal,) = at_once(
        lambda: proposals.approve(actor=first, pk=project.pk, now=NOW),
        lambda: proposals.give_back(actor=second, pk=project.pk, reason="目标不清楚。", now=NOW),
    )

    project = Project.objects.get()
    assert isinstance(refusal, TransitionRefused)
    assert str(project.get_state_display()) in str(refusal)
    assert project.state in {S.APPROVED, S.RETURNED}
    assert (project.approved_by_id == first.pk) == (project.state == S.APPROVED)
    assert AuditEvent.objects.filter(verb__in=["project.approve", "project.send_back"]).count() == 1


def test_of_the_liaison_who_withdraws_and_the_reviewer_at_once_one_is_too_late(world):
    reviewer, liaison = a_position(world, "Reviewer", POWERS), partner(world.liaison)
    agreement = an_agreement(world, world.partner)
    project = planned_out(
        a_project(world, state=S.PROPOSED, by_enterprise=True, lead=world.director, agreement=agreement)
    )

    (refusal,) = at_once(
        lambda: proposals.review(actor=reviewer, pk=project.pk, now=NOW),
        lambda: own.withdraw_own(partner=liaison, pk=project.pk, reason="不做了。", now=NOW),
    )

    assert isinstance(refusal, TransitionRefused)
    assert Project.objects.get().state in {S.REVIEWED, S.STOPPED}


def test_two_conclusions_of_one_acceptance_at_once_leave_one(world):
    first, second = (a_position(world, name, POWERS) for name in ("First decider", "Second decider"))
    project = planned_out(a_project(world, state=S.IN_ACCEPTANCE), done=True)
    with_panel(project, world, judged=True)

    (refusal,) = at_once(
        lambda: work.close(actor=first, pk=project.pk, result="accepted", now=NOW),
        lambda: work.close(
            actor=second, pk=project.pk, result="not_accepted", conclusion="未达标。", now=NOW
        ),
    )

    project = Project.objects.get()
    assert isinstance(refusal, TransitionRefused)
    assert project.state == S.CLOSED
    assert project.accepted_by_id == (first.pk if project.result == "accepted" else second.pk)


def test_two_vouchers_at_once_do_not_spend_the_same_money_twice(world):
    keeper = a_position(world, "Keeper", POWERS)
    project = planned_out(a_project(world))
    line = project.budget_lines.get()

    def spend(voucher: str) -> None:
        parts.add_part(
            actor=keeper,
            pk=project.pk,
            part=parts.PARTS["expense"],
            line=line,
            voucher=voucher,
            spent_on=TODAY,
            amount=Decimal(60000),
            purpose="材料",
            now=NOW,
        )

    (refusal,) = at_once(lambda: spend("1"), lambda: spend("2"))

    assert isinstance(refusal, UnableToProceed)
    assert "40,000.00" in str(refusal)
    assert Expense.objects.count() == 1
