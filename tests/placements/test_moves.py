"""A placement along its life: who may move it, when, and what a refusal leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.access import NotVisible
from core.models import AuditEvent
from core.transitions import TransitionRefused
from internships.models import Plan
from placements.models import Placement, PlacementState
from placements.operations import placements as operations
from tests.placements.placing import ENDS_ON, NOW, TODAY, Placed

pytestmark = pytest.mark.django_db

S = PlacementState
AFTERWARDS = NOW.replace(year=ENDS_ON.year, month=ENDS_ON.month, day=ENDS_ON.day)


def move(placed: Placed, act: str, *, actor=None, now=NOW, **given):
    operation = getattr(operations, act)
    return operation(actor=actor or placed.world.coordinator, pk=placed.placement.pk, now=now, **given)


@pytest.fixture
def begun(placed, in_order) -> Placed:
    move(placed, "prepare_placement")
    move(placed, "start_placement")
    return placed


def test_a_placement_goes_from_the_offer_to_the_last_day(begun):
    assert begun.fresh().started_on == TODAY

    finished = move(begun, "finish_placement", now=AFTERWARDS)

    assert (finished.state, finished.ended_on) == (S.FINISHED, ENDS_ON)
    verbs = AuditEvent.objects.filter(subject_id=finished.pk, verb__startswith="placement.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "placement.prepare",
        "placement.start",
        "placement.finish",
    ]


def test_nobody_is_declared_ready_without_papers(placed):
    with pytest.raises(TransitionRefused, match="Consent of student and guardian"):
        move(placed, "prepare_placement")

    assert placed.fresh().state == S.OFFERED


def test_what_the_check_found_stays_where_it_refuses(placed):
    with pytest.raises(TransitionRefused):
        move(placed, "prepare_placement")

    assert "INT-13" in placed.check().blocking


@pytest.mark.parametrize(("who", "said"), [("instructor", "school instructor"), ("mentor", "mentor")])
def test_nobody_is_declared_ready_without_somebody_to_guide_them(placed, in_order, who, said):
    Placement.objects.filter(pk=placed.placement.pk).update(**{who: None})

    with pytest.raises(TransitionRefused, match=said):
        move(placed, "prepare_placement")


def test_nobody_starts_before_the_first_day(placed, in_order):
    move(placed, "prepare_placement")

    with pytest.raises(TransitionRefused, match="first day"):
        move(placed, "start_placement", now=NOW - timedelta(days=1))


def test_nobody_starts_in_a_plan_that_does_not_run(placed, in_order):
    move(placed, "prepare_placement")
    Plan.objects.filter(pk=placed.plan.pk).update(state="approved")

    with pytest.raises(TransitionRefused, match="Approved"):
        move(placed, "start_placement")


def test_nobody_is_at_two_hosts(begun):
    other = begun.another(student=begun.placement.student, plan=begun.stranger_placement.plan)
    Placement.objects.filter(pk=other.pk).update(state="prepared")
    Plan.objects.filter(pk=other.plan_id).update(state="running")

    with pytest.raises(TransitionRefused, match="at present"):
        operations.start_placement(actor=begun.world.coordinator, pk=other.pk, now=NOW)


def test_a_student_comes_back_from_a_break(begun):
    move(begun, "interrupt_placement", reason="Ill for two weeks")
    assert begun.fresh().reason == "Ill for two weeks"

    move(begun, "resume_placement")

    assert begun.fresh().state == S.IN_PROGRESS


def test_nobody_goes_back_to_where_a_rule_stands_in_the_way(begun):
    move(begun, "interrupt_placement", reason="An accident")
    begun.post.is_harmful = True
    begun.post.save()

    with pytest.raises(TransitionRefused, match="16"):
        move(begun, "resume_placement")
    assert begun.fresh().state == S.INTERRUPTED


def test_before_the_last_day_it_is_ended_early_with_a_reason(begun):
    with pytest.raises(TransitionRefused, match="ended early"):
        move(begun, "finish_placement")
    with pytest.raises(TransitionRefused, match="reason"):
        move(begun, "end_placement_early", reason=" ")
    with pytest.raises(operations.UnableToChange):
        move(begun, "end_placement_early", reason="Moved", ended_on=TODAY + timedelta(days=1))

    ended = move(begun, "end_placement_early", reason="Moved away")

    assert (ended.state, ended.ended_on, ended.reason) == (S.ENDED_EARLY, TODAY, "Moved away")


def test_a_declaration_can_be_taken_back_and_a_place_given_up(placed, in_order):
    move(placed, "prepare_placement")
    move(placed, "reopen_placement", reason="The policy was cancelled")
    move(placed, "cancel_placement", reason="Goes to university")

    assert placed.fresh().state == S.CANCELLED


@pytest.mark.parametrize("act", ["prepare_placement", "start_placement", "finish_placement"])
def test_whoever_only_looks_on_moves_nothing(placed, in_order, act):
    world = placed.world

    with pytest.raises(PermissionDenied):
        move(placed, act, actor=world.class_teacher)
    with pytest.raises(NotVisible):
        move(placed, act, actor=world.stranger_officer)

    assert placed.fresh().state == S.OFFERED


def test_a_mentor_of_another_enterprise_guides_nobody_here(placed):
    stranger = placed.world.stranger_liaison

    with pytest.raises(operations.UnableToChange):
        operations.choose_guides(
            actor=placed.world.coordinator, pk=placed.placement.pk, mentor=stranger, now=NOW
        )
    assert placed.fresh().mentor == placed.world.mentor


def test_choosing_who_guides_has_it_checked_again(placed, in_order):
    Placement.objects.filter(pk=placed.placement.pk).update(mentor=None)
    before = placed.check()

    operations.choose_guides(
        actor=placed.world.coordinator, pk=placed.placement.pk, mentor=placed.world.mentor, now=NOW
    )

    assert "INT-05" in before.failed or "INT-05" in before.unknown
    assert "INT-05" not in placed.check().unknown


def test_only_who_sees_a_placement_comes_across_it(placed):
    world = placed.world
    ours, theirs = placed.placement, placed.stranger_placement

    def seen_by(user):
        return set(Placement.objects.visible_to(user))

    assert seen_by(world.coordinator) == {ours, theirs}
    assert seen_by(world.class_teacher) == {ours}
    assert seen_by(world.officer) == set()
    assert seen_by(world.stranger_officer) == set()
