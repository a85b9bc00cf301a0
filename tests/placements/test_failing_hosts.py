"""A host that all its students leave: moved, recalled and reported, each of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from core.access import NotVisible
from core.models import AuditEvent
from internships.models import HostVisit
from internships.operations.hosts import end_vetting
from placements.models import Placement, PlacementState
from placements.operations.changes import (
    UnableToApply,
)
from placements.operations.failing_hosts import UnableToLeave, leave_host
from tests.placements.caring import LATER, begin
from tests.placements.changing import another_post, change, vetted_elsewhere
from tests.placements.placing import Placed
from tests.world import signed_in

pytestmark = pytest.mark.django_db


# --- A failing host ---------------------------------------------------------------------------


def leave(placed: Placed, moves: dict[int, int | None], **fields: Any) -> Any:
    given: dict[str, Any] = {
        "actor": placed.world.coordinator,
        "enterprise_id": placed.world.partner.pk,
        "moves": moves,
        "expected": list(moves),
        "reason": "The workshop closes.",
        "is_host_imposed": False,
        "now": LATER,
    }
    return leave_host(**given | fields)


def test_all_students_of_a_host_are_moved_or_recalled_and_each_is_reported(placed, in_order, monkeypatch):
    second, third = placed.another(), placed.another()
    begin(placed.placement, second)
    post = vetted_elsewhere(placed, monkeypatch)
    Placement.objects.filter(pk__in=[placed.placement.pk, third.pk]).update(state=PlacementState.OFFERED)

    done = leave(placed, {placed.placement.pk: post.pk, second.pk: None, third.pk: post.pk})

    assert [(one.placement, one.post, bool(one.refusal)) for one in done] == [
        (placed.placement, post, False),
        (second, None, False),
        (third, post, True),  # the one seat is taken by then
    ]
    assert placed.fresh().state == PlacementState.CANCELLED
    successor = done[0].successor
    assert successor is not None
    assert (successor.enterprise, successor.state) == (placed.world.stranger, PlacementState.OFFERED)
    assert Placement.objects.get(pk=second.pk).state == PlacementState.ENDED_EARLY
    assert Placement.objects.get(pk=third.pk).enterprise == placed.world.partner
    event = AuditEvent.objects.get(verb="enterprise.students_left")
    assert event.details == {"moved": 1, "recalled": 1, "refused": 1}


def test_nobody_leaves_with_another_list_without_a_reason_or_from_another_host(placed):
    pk = placed.placement.pk
    with pytest.raises(UnableToLeave):
        leave(placed, {pk: None}, expected=[pk, 0])
    with pytest.raises(UnableToLeave):
        leave(placed, {pk: None}, reason=" ")
    with pytest.raises(UnableToLeave):
        leave(placed, {})
    with pytest.raises(NotVisible):
        leave(placed, {placed.stranger_placement.pk: None})
    with pytest.raises(NotVisible):
        leave(placed, {pk: None}, actor=placed.world.officer)

    assert placed.fresh().state == PlacementState.OFFERED


def test_the_page_shows_the_numbers_before_anything_is_done(placed):
    client = signed_in(placed.world.coordinator)
    address = reverse("placements:host_leave", args=[placed.world.partner.pk])
    given = {"reason": "The workshop closes.", f"to_{placed.placement.pk}": "recall"}

    page = client.post(address, given).content.decode()
    assert "Move 0 students and recall 1?" in page
    assert placed.fresh().state == PlacementState.OFFERED
    done = client.post(address, {**given, "confirmed": "1", "expected": placed.placement.pk}).content.decode()

    assert "recalled" in done
    assert placed.fresh().state == PlacementState.CANCELLED


def test_a_host_that_is_to_be_visited_anew_takes_nobody(placed, in_order):
    """What an incident says of a host counts for moves to it as well."""
    end_vetting(
        actor=placed.world.coordinator, enterprise_pk=placed.world.partner.pk, reason="Fire", now=LATER
    )
    assert HostVisit.objects.get().ended_because == "Fire"
    Placement.objects.filter(pk=placed.placement.pk).update(enterprise=placed.world.stranger)

    with pytest.raises(UnableToApply, match="visited anew"):
        change(placed, "post", post=another_post(placed))
