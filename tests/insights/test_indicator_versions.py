"""A definition that changes: each day is counted by the one that held on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

import core.indicators
from core.indicators import Indicator, indicator_of, register_indicator
from core.school_years import YearKind
from insights.boards import board_named, contents_of, read_board
from insights.reading import course, total_on
from reports.annual.numbers import live_numbers
from reports.annual.telling import sheet_of
from reports.models import AnnualReport
from tests.factories import TeacherFactory
from tests.insights.days import THEN
from tests.insights.indicating import COVERAGE, freeze, recognised, served
from tests.world import signed_in

pytestmark = pytest.mark.django_db
CODE, CHANGED = "dual_qualified_share", date(2025, 9, 1)


@pytest.fixture
def redefined(monkeypatch) -> tuple[Indicator, Indicator]:
    """From the school year 2025 on it counts what another one counts, so to say: both versions."""
    before, other = indicator_of(CODE), indicator_of(COVERAGE)
    assert before is not None
    assert other is not None
    monkeypatch.setattr(core.indicators, "_indicators", {**core.indicators._indicators})
    after = replace(
        other, code=CODE, label=before.label, version=2, since=CHANGED, definition="Counted otherwise."
    )
    register_indicator(after)
    return before, after


@pytest.fixture
def recognised_teacher(world) -> Any:
    teacher = served(
        TeacherFactory.create(department=world.mechanics),
        (world.mechanics, "specialist", date(2020, 9, 1), None),
    )
    return recognised(teacher, "junior", date(2022, 1, 1), date(2026, 12, 31))


def test_each_day_is_counted_by_the_version_that_held_on_it(world, recognised_teacher, redefined):
    before, after = redefined
    last = date(2025, 8, 31)

    assert before.sum(before.count(CHANGED, None)) != after.sum(after.count(CHANGED, None))
    assert total_on(after, last, None) == before.sum(before.count(last, None))
    assert total_on(before, CHANGED, None) == after.sum(after.count(CHANGED, None))
    by_day = dict(course(after, date(2026, 6, 30), None))
    assert by_day[date(2025, 6, 30)].numerator == 1
    assert by_day[date(2026, 6, 30)].numerator == 0


def test_what_was_frozen_keeps_the_version_it_was_counted_by(world, recognised_teacher, redefined):
    old = freeze(world.director, day=THEN)
    new = freeze(world.director, day=CHANGED)

    assert (old.version, old.total().numerator) == (1, 1)
    assert (new.version, new.total().numerator) == (2, 0)
    client = signed_in(world.director)
    assert "Counted otherwise." not in client.get(old.get_absolute_url()).content.decode()
    assert "Counted otherwise." in client.get(new.get_absolute_url()).content.decode()


def test_dashboards_and_reports_say_where_the_definition_changed(world, recognised_teacher, redefined):
    board = board_named("director")
    assert board is not None
    said = contents_of(read_board(board, date(2026, 6, 30), YearKind.SCHOOL, None), {})
    tiles = {tile["code"]: tile for topic in said["topics"] for tile in topic["tiles"]}

    assert tiles[CODE]["note"]
    assert not tiles["part_time_share"]["note"]
    report = AnnualReport(year_kind=YearKind.SCHOOL, year=2025)
    told = live_numbers(report, [CODE, "part_time_share"], date(2026, 6, 30))
    assert "Share of dual-qualified" in sheet_of(list(told.values())).note
    assert sheet_of([told["part_time_share"]]).note == ""
    page = signed_in(world.director).get(
        reverse("insights:indicator_detail", args=[CODE]), {"on": "2026-06-30"}
    )
    assert "The definition changed in these years" in page.content.decode()
