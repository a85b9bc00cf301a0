"""Where the mentor has left: another one judges, or the school enters what was judged on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships.models import Contact
from placements.models import EvaluationScan, Placement, PlacementChange, SideEvaluation
from placements.operations import evaluation
from placements.operations.changes import UnableToAsk, change_now
from placements.operations.evaluation import UnableToEvaluate
from placements.operations.mentor_evaluations import ask_mentors
from placements.operations.paper_evaluation import evaluate_on_paper
from signing.models import TaskLink
from tests.factories import ContactFactory, TeacherFactory
from tests.placements.ending import (
    LAST_DAY,
    NOW,
    an_ended_placement,
    confirmed,
    judged_by_enterprise,
    judged_by_school,
    scores,
)
from tests.placements.papering import pdf
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement(world: World, time_machine) -> Placement:
    """Over, and its mentor has left the enterprise."""
    time_machine.move_to(NOW)
    Contact.objects.filter(pk=world.mentor.pk).update(left_on=LAST_DAY)
    return an_ended_placement(world)


def enter(world: World, placement: Placement, *given: int, **more: Any) -> SideEvaluation:
    told: dict[str, Any] = {
        "actor": world.coordinator,
        "pk": placement.pk,
        "name": "吴师傅",
        "judged_on": LAST_DAY,
        "scores": scores(placement, evaluation.Side.ENTERPRISE, *(given or (90, 80))),
        "remark": "Careful.",
        "scan": pdf("sheet.pdf"),
        "now": NOW,
    }
    return evaluate_on_paper(**told | more)


def another_mentor(world: World, placement: Placement, kind: str = "mentor", **to: Any) -> PlacementChange:
    return change_now(
        actor=world.coordinator,
        placement_id=placement.pk,
        kind=kind,
        reason="Master Wu has left.",
        to=to,
        now=NOW,
    )


def test_another_mentor_is_asked_and_judges_after_the_end(world, placement):
    new = ContactFactory.create(
        enterprise=world.partner, roles=["mentor"], name="郑师傅", email="zheng@host.example"
    )

    change = another_mentor(world, placement, mentor=new)

    assert (change.old_mentor, change.new_mentor, change.amendment_due) == (world.mentor, new, False)
    assert ask_mentors(now=NOW) == 1
    assert TaskLink.objects.get(task="evaluation").email == "zheng@host.example"
    evaluation.evaluate_for_enterprise(
        actor=world.director, contact_id=new.pk, name=new.name, pk=placement.pk,
        scores=scores(placement, evaluation.Side.ENTERPRISE, 90, 80), remark="Careful.", now=NOW,
    )  # fmt: skip
    judged_by_school(world, placement)
    assert evaluation.confirm_result(actor=world.director, pk=placement.pk, now=NOW).total == 87


def test_nothing_else_is_changed_after_the_end_and_nothing_once_there_is_a_result(world, placement):
    new = ContactFactory.create(enterprise=world.partner, roles=["mentor"])
    with pytest.raises(UnableToAsk):
        another_mentor(world, placement, "instructor", instructor=TeacherFactory.create())
    confirmed(world, placement)

    with pytest.raises(UnableToAsk):
        another_mentor(world, placement, mentor=new)


def test_what_was_judged_on_paper_counts_with_its_scan(world, placement):
    given = enter(world, placement)

    assert (given.given_as, given.judged_on, given.recorded_by) == ("吴师傅", LAST_DAY, world.coordinator)
    assert given.given_by is None
    assert EvaluationScan.objects.get().parent == given
    judged_by_school(world, placement)
    assert evaluation.confirm_result(actor=world.director, pk=placement.pk, now=NOW).total == 87
    with pytest.raises(UnableToEvaluate):
        enter(world, placement, 100, 100)


def test_paper_takes_nobodys_place_and_says_who_and_when(world, placement):
    with pytest.raises(UnableToEvaluate):
        enter(world, placement, name=" ")
    with pytest.raises(UnableToEvaluate):
        enter(world, placement, judged_on=LAST_DAY + timedelta(days=9))
    with pytest.raises(PermissionDenied):
        enter(world, placement, actor=world.class_teacher)
    assert enter(world, placement).given_as == "吴师傅"
    assert enter(world, placement, 70, 70).scores.first().score == 70

    judged_by_enterprise(world, placement)
    with pytest.raises(UnableToEvaluate):
        enter(world, placement)
    assert not SideEvaluation.objects.get().is_on_paper


def test_the_tab_leads_to_both_ways_and_shows_the_scan(world, placement):
    client = signed_in(world.coordinator)
    tab = f"{placement.get_absolute_url()}?tab=evaluation"
    address = reverse("placements:evaluate_on_paper", args=[placement.pk])
    shown = client.get(tab).content.decode()
    assert address in shown
    assert reverse("placements:change_now", args=[placement.pk, "mentor"]) in shown

    criteria = placement.plan.criteria.filter(side="enterprise")
    given = {f"score_{one.pk}": 88 for one in criteria} | {"remark": "Careful.", "name": "吴师傅"}
    assert client.post(address, given | {"judged_on": LAST_DAY}).status_code == 422
    client.post(address, given | {"judged_on": LAST_DAY, "scan": pdf("sheet.pdf")})

    scan = EvaluationScan.objects.get()
    link = reverse("placements:evaluation_scan", args=[scan.pk])
    shown = client.get(tab).content.decode()
    assert link in shown
    assert "entered by" in shown
    assert client.get(link)["Content-Type"] == "application/pdf"
    assert signed_in(world.stranger_officer).get(link).status_code == 404
