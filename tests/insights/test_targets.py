"""Targets: who sets them, what changing them leaves behind, and how a number stands before one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.access import NotVisible
from core.models import AuditEvent
from core.school_years import YearKind
from insights.models import Target
from insights.reading import standing_of
from insights.targets import (
    Standing,
    UnableToSet,
    change_target,
    elapsed,
    set_target,
    standing,
    targets_for,
)
from tests.factories import BindingAgreementFactory, PositionFactory, UserFactory
from tests.query_counts import assert_query_count
from tests.world import World, appoint, signed_in

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
numbers = st.integers(0, 10_000)


@pytest.fixture
def dean(world: World) -> User:
    """The head of mechanics, who sets the targets of that department."""
    position = PositionFactory.create(
        title_en="Dean",
        title_zh="系主任",
        department=world.mechanics,
        capabilities=["indicator.read", "indicator.target"],
    )
    return appoint(UserFactory.create(name="系主任", email="dean@centre.example"), position)


def a_target(world: World, **fields: Any) -> Target:
    said: dict[str, Any] = {
        "actor": world.director,
        "code": "agreements_in_force",
        "year_kind": YearKind.SCHOOL,
        "year": 2026,
        "department": None,
        "value": Decimal(12),
        "now": NOW,
    }
    return set_target(**said | fields)


# --- How a number stands ----------------------------------------------------------------------


@given(numbers, numbers, numbers, st.fractions(0, 1))
def test_more_never_stands_worse(target, actual, start, passed):
    order = [Standing.BEHIND, Standing.ON_THE_WAY, Standing.REACHED]
    now = standing(target, actual, start=start, passed=passed)
    more = standing(target, actual + 1, start=start, passed=passed)

    assert order.index(more) >= order.index(now)
    assert (now == Standing.REACHED) == (actual >= target)


@given(numbers, numbers, numbers)
def test_at_the_end_of_the_year_nothing_is_on_the_way(target, actual, start):
    assert standing(target, actual, start=start, passed=elapsed(*YEAR, YEAR[1])) != Standing.ON_THE_WAY


YEAR = (date(2026, 9, 1), date(2027, 8, 31))


@given(st.integers(-400, 800))
def test_the_part_of_a_year_that_has_passed_lies_between_nothing_and_all(days):
    passed = elapsed(*YEAR, YEAR[0] + timedelta(days=days))

    assert 0 <= passed <= 1
    assert (passed == 1) == (days >= 364)


def test_what_adds_up_is_on_the_way_as_long_as_it_keeps_up_with_the_days():
    half = elapsed(*YEAR, date(2027, 3, 1))

    assert standing(100, 50, start=0, passed=half) == Standing.ON_THE_WAY
    assert standing(100, 49, start=0, passed=half) == Standing.BEHIND
    assert standing(100, None, start=0, passed=half) is None


def test_a_share_starts_from_where_it_was_when_the_year_began():
    half = elapsed(*YEAR, date(2027, 3, 1))

    assert standing(60, 55.5, start=50, passed=half) == Standing.ON_THE_WAY
    assert standing(60, 54, start=50, passed=half) == Standing.BEHIND
    assert standing(60, 59, start=65, passed=half) == Standing.BEHIND  # it fell below what was reached


# --- Setting and changing ---------------------------------------------------------------------


@pytest.mark.django_db
def test_a_target_is_set_once_and_changed_for_a_reason_that_stays(world):
    target = a_target(world)
    with pytest.raises(UnableToSet, match="already"):
        a_target(world, value=Decimal(20))
    with pytest.raises(UnableToSet, match="why"):
        change_target(actor=world.director, pk=target.pk, value=Decimal(15), reason=" ", now=NOW)
    change_target(actor=world.director, pk=target.pk, value=Decimal(15), reason="三家新企业", now=NOW)

    target.refresh_from_db()
    assert target.value == 15
    acts = AuditEvent.objects.filter(subject_id=target.pk, verb__startswith="target.").order_by("pk")
    assert [(one.verb, one.reason) for one in acts] == [("target.set", ""), ("target.change", "三家新企业")]
    assert [event.value for event in target.events.order_by("pgh_id")] == [12, 15]
    page = signed_in(world.director).get(f"{target.get_absolute_url()}?tab=history").content.decode()
    assert "三家新企业" in page
    assert "12" in page


@pytest.mark.django_db
def test_nobody_sets_what_is_not_theirs_or_cannot_be(world, dean):
    with pytest.raises(PermissionDenied):
        a_target(world, actor=dean)
    with pytest.raises(PermissionDenied):
        a_target(world, actor=dean, department=world.tourism)
    with pytest.raises(PermissionDenied):
        a_target(world, actor=world.officer)
    with pytest.raises(UnableToSet, match="hundred"):
        a_target(world, code="destination_rate", value=Decimal(101))
    with pytest.raises(NotVisible):
        a_target(world, code="nothing")
    assert not Target.objects.exists()
    whole, foreign = a_target(world), a_target(world, department=world.tourism)
    with pytest.raises(PermissionDenied):
        change_target(actor=dean, pk=whole.pk, value=Decimal(1), reason="x", now=NOW)
    with pytest.raises(NotVisible):
        change_target(actor=dean, pk=foreign.pk, value=Decimal(1), reason="x", now=NOW)
    assert set(Target.objects.values_list("value", flat=True)) == {12}


@pytest.mark.django_db
def test_a_number_stands_before_the_target_of_its_year_and_place(world):
    for _number in range(2):
        BindingAgreementFactory.create(department=world.mechanics, enterprise=world.partner)
    of_mechanics = a_target(world, department=world.mechanics, value=Decimal(2))
    whole = a_target(world, value=Decimal(20))

    now, state = standing_of(of_mechanics, date(2026, 11, 1))
    assert (now.value, state) == (2, Standing.REACHED)
    assert standing_of(whole, date(2026, 11, 1))[1] == Standing.BEHIND
    found = targets_for(["agreements_in_force"], date(2026, 11, 1), "school", [world.mechanics.pk])
    assert found == {"agreements_in_force": of_mechanics}
    assert targets_for(["agreements_in_force"], date(2026, 8, 1), "school", None) == {}


@pytest.mark.django_db
def test_targets_are_set_changed_and_shown_on_pages(world, dean):
    BindingAgreementFactory.create(department=world.mechanics, enterprise=world.partner)
    client = signed_in(dean)
    said = {"code": "agreements_in_force", "year_kind": "school", "year": "2026", "value": "3"}
    assert client.post("/indicators/targets/new/", said).status_code == 422  # the whole centre is not theirs
    assert not Target.objects.exists()
    answer = client.post("/indicators/targets/new/", said | {"department": str(world.mechanics.pk)})
    target = Target.objects.get()
    assert answer["Location"] == target.get_absolute_url()
    change = f"{target.get_absolute_url()}change/"
    assert client.post(change, {"value": "4", "reason": ""}).status_code == 422
    client.post(change, {"value": "4", "reason": "More partners"})
    target.refresh_from_db()
    assert target.value == 4
    page = client.get("/indicators/agreements_in_force/?on=2026-11-01").content.decode()
    assert "Mechanics · School year 2026–2027" in page
    assert "1 of 4" in page
    assert "Behind" in page
    assert "School year 2026–2027" in client.get("/indicators/targets/").content.decode()
    stranger = signed_in(world.officer)
    assert stranger.get("/indicators/targets/").status_code == 403
    assert stranger.get(target.get_absolute_url()).status_code == 404
    assert stranger.post(change, {"value": "1", "reason": "x"}).status_code == 404
    target.refresh_from_db()
    assert target.value == 4


@pytest.mark.django_db
def test_pages_of_targets_cost_as_many_queries_as_before(world):
    target = a_target(world)
    client = signed_in(world.director)
    assert_query_count("insights:target_list", client, "/indicators/targets/")
    assert_query_count("insights:target_detail", client, target.get_absolute_url())
