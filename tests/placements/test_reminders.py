"""What is due around placements is told once, again after a week, and to superiors where it stays undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.emails import compose
from core.models import Notification
from placements.models import ConcernAction
from placements.operations import concerns
from placements.reminders import remind
from tests.placements.caring import DAY, LATER, SECRET, a_concern, begin
from tests.placements.placing import STARTS_ON, TODAY, Placed

pytestmark = pytest.mark.django_db

DUE = TODAY + timedelta(days=30)


def told(kind: str) -> list[Any]:
    return list(Notification.objects.filter(kind=f"placements.{kind}").order_by("pk"))


def sweep(on: date) -> int:
    return remind(on=on, now=LATER + (on - DAY))


def test_an_instructor_hears_of_a_host_that_waits_once_a_week(placed: Placed):
    other = placed.another()
    begin(placed.placement, other)

    assert sweep(DUE - timedelta(days=1)) == 0
    assert sweep(DUE) == 1
    assert sweep(DUE) == 0
    assert sweep(DUE + timedelta(days=6)) == 0
    assert sweep(DUE + timedelta(days=7)) == 1

    first = told("visit_due")[0]
    assert first.recipient == placed.world.class_teacher
    assert first.data["count"] == 2
    assert "2 students of yours" in str(compose(first).body) or "2名" in str(compose(first).body)


def test_students_who_start_soon_with_a_rule_in_the_way_are_told_of(placed: Placed):
    placed.check()

    assert sweep(STARTS_ON - timedelta(days=20)) == 0
    assert sweep(STARTS_ON - timedelta(days=10)) == 1
    assert sweep(STARTS_ON - timedelta(days=10)) == 0

    assert told("not_ready")[0].recipient == placed.world.class_teacher


def test_who_is_ready_is_not_told_of(placed: Placed, in_order):
    placed.check()

    assert sweep(STARTS_ON - timedelta(days=10)) == 0


def test_an_overdue_action_goes_to_its_owner_each_week_and_once_to_those_who_handle_concerns(
    placed: Placed,
):
    concern = a_concern(placed)
    concerns.set_action(
        actor=placed.world.coordinator,
        pk=concern.pk,
        text="Call the manager",
        owner=placed.world.head,
        due_on=DAY,
        now=LATER,
    )
    assert sweep(DAY) == 0

    assert sweep(DAY + timedelta(days=1)) == 3
    assert sweep(DAY + timedelta(days=1)) == 0
    assert sweep(DAY + timedelta(days=8)) == 1

    people = [row.recipient.email for row in told("concern_overdue")]
    assert people.count("head@centre.example") == 2
    assert {"coordinator@centre.example", "director@centre.example"} < set(people)
    assert ConcernAction.objects.get().escalated_at is not None
    for row in told("concern_overdue"):
        assert SECRET not in str(compose(row).body)
        assert "Call the manager" not in str(compose(row).body)


def test_what_is_done_is_not_asked_for(placed: Placed):
    concern = a_concern(placed)
    action = concerns.set_action(
        actor=placed.world.coordinator,
        pk=concern.pk,
        text="Call",
        owner=placed.world.head,
        due_on=DAY,
        now=LATER,
    )
    concerns.finish_action(actor=placed.world.head, action_id=action.pk, result="Called", now=LATER)

    assert sweep(DAY + timedelta(days=3)) == 0
