"""Thousands are checked anew by a worker; nobody starts on what was found before."""

from __future__ import annotations

import pytest
from django.db import transaction

from compliance.changes import facts_changed
from compliance.models import Evaluation
from core.transitions import TransitionRefused
from internships.operations import plans
from placements import facts
from placements.models import Placement, PlacementState, RecheckDue
from placements.operations import placements as operations
from placements.operations import readiness
from placements.standing import being_checked, with_checks
from tests.placements.placing import NOW, TODAY, Placed
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(placed: Placed, in_order, monkeypatch) -> Placed:
    """More placements in the plan than are checked within a change."""
    monkeypatch.setattr(readiness, "AT_ONCE", 2)
    for _number in range(3):
        placed.another()
    readiness.recheck(Placement.objects.values_list("pk", flat=True), now=NOW)
    return placed


def spoil_the_plan(placed: Placed) -> None:
    """The school says that it is paid for interns (INT-10)."""
    plans.declare(
        actor=placed.world.coordinator,
        pk=placed.plan.pk,
        is_for_profit=True,
        payment_to_school=500,
        copies_host_standards=False,
        now=NOW,
    )


def blocking(placed: Placed) -> set[str]:
    found = Evaluation.objects.current().about(placed.placement).get()
    return set(found.blocking)


def test_a_few_are_checked_within_the_change(placed, in_order):
    placed.check()

    spoil_the_plan(placed)

    assert "INT-10" in blocking(placed)
    assert not RecheckDue.objects.exists()


def test_many_are_marked_in_the_transaction_and_checked_by_the_worker(many):
    spoil_the_plan(many)

    assert RecheckDue.objects.count() == 4
    assert "INT-10" not in blocking(many), "not in the request"

    assert readiness.recheck_marked(now=NOW) == 4

    assert "INT-10" in blocking(many)
    assert not RecheckDue.objects.exists()
    assert readiness.recheck_marked(now=NOW) == 0


def test_a_change_that_is_undone_marks_nobody(many):
    with transaction.atomic():
        facts_changed(many.plan, now=NOW)
        transaction.set_rollback(True)

    assert not RecheckDue.objects.exists()


def test_marked_twice_it_is_checked_once(many):
    facts_changed(many.plan, now=NOW)
    facts_changed(many.plan, now=NOW)

    assert RecheckDue.objects.count() == 4
    evaluations = Evaluation.objects.count()
    assert readiness.recheck_marked(now=NOW) == 4
    assert Evaluation.objects.count() == evaluations, "nothing was found that was not known"


def test_pages_say_that_it_is_being_checked(many):
    spoil_the_plan(many)
    client = signed_in(many.world.coordinator)

    for address in (
        f"{many.placement.get_absolute_url()}?tab=readiness",
        "/placements/",
        f"/plans/{many.plan.pk}/board/",
    ):
        assert "eing checked" in client.get(address).content.decode(), address
    assert being_checked(Placement.objects.all(), TODAY).count() == 4
    assert with_checks(Placement.objects.filter(pk=many.placement.pk)).get().is_due


def test_nobody_starts_on_what_was_found_before(many):
    actor = many.world.coordinator
    operations.prepare_placement(actor=actor, pk=many.placement.pk, now=NOW)
    spoil_the_plan(many)

    with pytest.raises(TransitionRefused, match="profit"):
        operations.start_placement(actor=actor, pk=many.placement.pk, now=NOW)

    assert many.fresh().state == PlacementState.PREPARED
    assert not RecheckDue.objects.filter(placement=many.placement).exists(), "it was checked at once"


def test_a_mark_that_comes_between_check_and_start_stops_it(many, monkeypatch):
    actor = many.world.coordinator
    operations.prepare_placement(actor=actor, pk=many.placement.pk, now=NOW)
    monkeypatch.setattr(operations, "_check_anew", lambda actor, pk, now: readiness.mark([pk], now=now))

    with pytest.raises(TransitionRefused, match="being checked"):
        operations.start_placement(actor=actor, pk=many.placement.pk, now=NOW)


def test_one_that_cannot_be_checked_holds_up_no_other(many, monkeypatch):
    poison = many.placement.pk

    def provider(placements):
        if any(placement.pk == poison for placement in placements):
            raise ValueError("a fault")
        return {}

    spoil_the_plan(many)
    with monkeypatch.context() as patched:
        patched.setattr(facts, "_providers", [*facts._providers, provider])
        readiness.recheck_marked(now=NOW)

    left = RecheckDue.objects.get()
    assert (left.placement_id, left.failed_at) == (poison, NOW)
    assert readiness.recheck_marked(now=NOW) == 0
    assert readiness.recheck_marked(now=NOW + readiness.AFTER_A_FAULT * 2) == 1
