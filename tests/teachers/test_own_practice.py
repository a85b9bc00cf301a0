"""Whoever decides about the practice of others decides nothing about their own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from teachers.models import Practice, PracticeEvaluation, PracticeState
from teachers.operations import practice as operations
from teachers.operations.practice import UnableToPractise
from tests.teachers.practising import NOW
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_plan(practising) -> Practice:
    """A plan of the head, who teaches as well."""
    practice = practising.plan()
    practising.teacher.user = practising.head
    practising.teacher.save()
    return practice


def test_a_head_does_not_approve_or_return_their_own_plan(practising, own_plan):
    for decide in (
        lambda: operations.approve_practice(actor=practising.head, pk=own_plan.pk, now=NOW),
        lambda: operations.return_practice(actor=practising.head, pk=own_plan.pk, reason="?", now=NOW),
    ):
        with pytest.raises(UnableToPractise, match="their own"):
            decide()
    own_plan.refresh_from_db()
    assert (own_plan.state, own_plan.decided_by) == (PracticeState.PLANNED, None)


def test_the_page_of_ones_own_plan_offers_no_decision_on_it(practising, own_plan):
    client = signed_in(practising.head)
    page = client.get(own_plan.get_absolute_url())
    offered = [one["name"] for one in page.context["actions"]]

    assert "cancel" in offered
    assert "approve" not in [*offered, (page.context["primary_action"] or {}).get("name")]
    assert client.get(reverse("teachers:practice_approve", args=[own_plan.pk])).status_code == 403


def test_ones_own_plan_is_left_out_where_many_are_approved_at_once(practising, own_plan):
    client = signed_in(practising.head)
    client.post(
        reverse("teachers:practice_list"),
        {"action": "approve", "selected": [own_plan.pk], "confirmed": "1"},
    )

    own_plan.refresh_from_db()
    assert own_plan.state == PracticeState.PLANNED


def evaluated_on_paper(practising, practice: Practice) -> PracticeEvaluation:
    return operations.enter_evaluation(
        actor=practising.office, pk=practice.pk, grade="excellent", remark="", name="吴师傅", now=NOW
    )


def test_the_office_does_not_enter_what_the_enterprise_says_of_themselves(practising):
    practice = practising.under_way()
    practising.teacher.user = practising.office
    practising.teacher.save()

    with pytest.raises(UnableToPractise, match="their own"):
        evaluated_on_paper(practising, practice)
    assert not PracticeEvaluation.objects.exists()


def test_paper_is_corrected_and_what_the_enterprise_gave_itself_stays(practising):
    practice = practising.under_way()
    evaluated_on_paper(practising, practice)
    evaluated_on_paper(practising, practice)

    operations.evaluate_for_enterprise(
        actor=join(practising.world.liaison),
        pk=practice.pk,
        enterprise_id=practice.enterprise_id,
        grade="pass",
        remark="",
        name="吴师傅",
        now=NOW,
    )
    with pytest.raises(UnableToPractise, match="already"):
        evaluated_on_paper(practising, practice)
    assert PracticeEvaluation.objects.get().grade == "pass"
