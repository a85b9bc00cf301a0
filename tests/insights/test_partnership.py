"""The whole partnership with an enterprise: one page for the centre, one for the enterprise, two on paper."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaboration.models import Need
from core import story
from core.giving import Balance, Given, balance_of
from core.metrics import Giver, metric_of
from core.models import AccessLog
from core.story import Happening, StorySource
from insights.brief import Part
from insights.brief import _given as given_and_received
from insights.brief import _table as table_of
from insights.views.partnership import told
from partnerships.models import Enterprise
from tests.agreements.promising import visit
from tests.collaboration.exchanging import an_agreement, an_exchange
from tests.collaboration.needing import a_need
from tests.query_counts import assert_query_count, queries_of
from tests.world import World, join, make_world, signed_in

TODAY = timezone.localdate()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def address(enterprise: Enterprise, **query: str) -> str:
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    return f"{reverse('partnerships:enterprise_detail', args=[enterprise.pk])}?tab=partnership{asked}"


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def pages_of(pdf: bytes) -> int:
    """As another program counts them."""
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return int(re.search(r"Pages:\s+(\d+)", told)[1])


def a_year_of_it(world: World) -> None:
    an_agreement(world, world.partner, title_en="Framework of the year", starts_on=date(2026, 1, 1))
    an_exchange(
        world,
        title="Lecture on milling",
        state="held",
        starts_at=timezone.now() - timedelta(days=30),
        ends_at=timezone.now() - timedelta(days=30) + timedelta(hours=2),
    )
    visit(world.partner, TODAY - timedelta(days=20))
    a_need(world.partner, title="Twenty operators")


# --- Given and received -----------------------------------------------------------------------


def test_the_balance_equals_what_is_counted_in_the_tables_by_hand(world: World) -> None:
    for days in (400, 40, 4):
        visit(world.partner, TODAY - timedelta(days=days))
    balance = balance_of(world.partner.pk, until=TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(year FROM happened_at AT TIME ZONE 'Asia/Shanghai')::int, count(*)"
            " FROM partnerships_interaction WHERE enterprise_id = %s AND kind = 'visit' GROUP BY 1",
            [world.partner.pk],
        )
        by_hand = dict(cursor.fetchall())
    counted = {one.year: int(one.quantity) for one in balance.given if one.metric.code == "visits"}
    assert counted == by_hand


def test_a_record_that_counts_for_two_things_is_one_occasion_and_what_is_to_come_is_none(
    world: World,
) -> None:
    begun = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    an_exchange(
        world, state="closed", starts_at=begun, ends_at=begun + timedelta(hours=2), hours=2, closed_at=begun
    )
    an_exchange(
        world,
        state="announced",
        starts_at=timezone.now() + timedelta(days=3),
        ends_at=timezone.now() + timedelta(days=3, hours=1),
    )
    balance = balance_of(world.partner.pk, until=date(2026, 12, 31))
    lectures = [one for one in balance.given if one.metric.code.startswith("exchange_lecture")]
    assert len(lectures) == 2, "a lecture, and its hours"
    assert balance.occasions(Giver.ENTERPRISE) == [1]
    assert balance.occasions(Giver.CENTRE) == [0]


def test_whatever_another_enterprise_gave_is_not_counted_here(world: World) -> None:
    visit(world.partner, TODAY)
    assert balance_of(world.stranger.pk, until=TODAY).years == []


# --- The story --------------------------------------------------------------------------------


def happenings(*days: int) -> list[story.Line]:
    source = StorySource(name="one", label="One", icon="point", told=lambda *_: [])
    return [
        story.Line(Happening(date(2026, 1, 1) - timedelta(days=day), f"{n}"), source)
        for n, day in enumerate(days)
    ]


def test_a_page_of_the_story_leads_to_the_next_one_and_loses_nothing_of_a_crowded_day(monkeypatch) -> None:
    monkeypatch.setattr("insights.partnership.ON_A_PAGE", 3)
    every = happenings(0, 1, 1, 1, 1, 1, 2, 3)
    seen, until, skip = [], date(2026, 1, 1), 0
    for _page in range(10):
        rest = [line for line in every if line.happening.on <= until]
        page = told(rest[: skip + 4], until, skip, "/x/")
        seen += [line.happening.title for line in page["lines"]]
        if not page["older_url"]:
            break
        asked = dict(part.split("=") for part in page["older_url"].split("?")[1].split("&"))
        until, skip = date.fromisoformat(asked["until"]), int(asked["skip"])
    assert seen == [line.happening.title for line in every]


def test_the_story_puts_what_every_app_tells_in_one_line_of_time(world: World) -> None:
    a_year_of_it(world)
    lines = story.story_of(world.director, world.partner, until=TODAY, limit=50)
    days = [line.happening.on for line in lines]
    assert days == sorted(days, reverse=True)
    assert {line.source.name for line in lines} >= {"agreements", "exchanges", "needs", "interactions"}
    only = story.story_of(world.director, world.partner, until=TODAY, limit=50, only="exchanges")
    assert [line.happening.title for line in only] == ["Lecture on milling"]


# --- Pages ------------------------------------------------------------------------------------


def test_whoever_sees_the_enterprise_reads_its_whole_partnership(world: World) -> None:
    a_year_of_it(world)
    page = text(signed_in(world.director).get(address(world.partner)))
    for told_there in (
        "Lecture on milling",
        "Framework of the year",
        "Twenty operators",
        "Given and received",
    ):
        assert told_there in page


def test_a_reader_without_the_power_over_needs_is_told_none_of_them(world: World) -> None:
    a_year_of_it(world)
    page = text(signed_in(world.officer).get(address(world.partner)))
    may_read = Need.objects.visible_to(world.officer).exists()
    assert ("Twenty operators" in page) is may_read


def test_the_enterprise_reads_its_own_side_and_nothing_that_was_noted_about_it(world: World) -> None:
    a_year_of_it(world)
    page = text(signed_in(join(world.liaison)).get(reverse("portal:our_partnership")))
    assert "What you gave" in page
    assert "Lecture on milling" in page
    assert "Workshop" not in page, "what the centre noted of a visit"


def test_a_stranger_enterprise_reads_nothing_of_it(world: World) -> None:
    a_year_of_it(world)
    page = text(signed_in(join(world.stranger_liaison)).get(reverse("portal:our_partnership")))
    for told_there in ("Lecture on milling", "Framework of the year", "Twenty operators"):
        assert told_there not in page


def test_the_brief_is_two_pages_however_long_the_history_is_and_who_took_it_is_noted(world: World) -> None:
    a_year_of_it(world)
    for number in range(40):
        visit(world.partner, TODAY - timedelta(days=30 * number))
        an_agreement(world, world.partner, title_en=f"Agreement on a long subject, number {number}")
    answer = signed_in(world.director).get(reverse("insights:enterprise_brief", args=[world.partner.pk]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert pages_of(answer.content) <= 2
    assert AccessLog.objects.filter(purpose="insights:enterprise_brief").exists()


def test_a_table_of_the_brief_that_is_cut_says_how_much_is_left_out() -> None:
    part = Part("Risks", ("What", "Why"), [(number, "late") for number in range(5)])

    rows = [[cell.en for cell in row] for row in table_of(part, 3).rows]

    assert rows == [["0", "late"], ["1", "late"], ["2", "late"], ["2 more", ""]]
    assert len(table_of(part, 5).rows) == 5


def test_money_stands_first_among_what_was_given_the_largest_sum_on_top() -> None:
    given = [
        Given(metric_of(code), Giver.ENTERPRISE, 2026, Decimal(number))
        for code, number in (
            ("exchange_lectures", 9),
            ("contribution_funds", 50_000),
            ("contribution_equipment_value", 654_000),
        )
    ]
    found = given_and_received(Balance(given=given), TODAY)

    assert [str(row[0]) for row in found.rows] == [
        str(metric_of(code).label)
        for code in ("contribution_equipment_value", "contribution_funds", "exchange_lectures")
    ]


def test_a_history_of_ten_years_costs_no_more_queries(world: World) -> None:
    client = signed_in(world.director)
    a_year_of_it(world)
    few = len(queries_of(client, address(world.partner)))
    for number in range(60):
        visit(world.partner, TODAY - timedelta(days=60 * number))
    for year in range(2017, 2026):
        begun = datetime(year, 5, 5, 6, 0, tzinfo=UTC)
        an_exchange(
            world,
            state="closed",
            starts_at=begun,
            ends_at=begun + timedelta(hours=2),
            hours=2,
            closed_at=begun,
        )
        an_agreement(world, world.partner, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    with CaptureQueriesContext(connection) as captured:
        client.get(address(world.partner))
    assert len(captured) <= few + 3, "savepoints and the session aside"


def test_what_the_pages_of_a_partnership_cost_is_written_down(world: World) -> None:
    a_year_of_it(world)
    assert_query_count(
        "partnerships:enterprise_detail?tab=partnership", signed_in(world.director), address(world.partner)
    )
    assert_query_count(
        "portal:our_partnership", signed_in(join(world.liaison)), reverse("portal:our_partnership")
    )
