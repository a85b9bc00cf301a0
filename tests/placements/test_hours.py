"""The list of hours: a row for each student and week, what it says, how it is narrowed, who sees it."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from placements.hours import by_week, hour_rules
from placements.models import Placement, Presence, Source, WorkDay
from placements.operations.vouching import Answer, vouch
from placements.week_rules import check_days
from tests.placements.caring import holder_of
from tests.placements.daily import MONDAY, NOW, STARTED, TODAY, Daily, make_daily
from tests.world import signed_in

pytestmark = pytest.mark.django_db

LIST = reverse("placements:week_list")
LAST_WEEK = MONDAY - timedelta(days=7)


@pytest.fixture
def daily(world, time_machine) -> Daily:
    time_machine.move_to(NOW, tick=False)
    return make_daily(world)


def worked(placement: Placement, *days: date, hours: str = "8") -> list[WorkDay]:
    rows = WorkDay.objects.bulk_create(
        WorkDay(
            placement=placement,
            day=day,
            presence=Presence.WORKED,
            hours=Decimal(hours),
            source=Source.STUDENT,
            said_at=NOW,
        )
        for day in days
    )
    check_days(rows, now=NOW)
    return rows


def days_from(monday: date, count: int) -> list[date]:
    return [monday + timedelta(days=number) for number in range(count)]


def rows_of(client: Any, **query: Any) -> list[tuple[str, date, Decimal]]:
    table = client.get(LIST, query).context["table"]
    return [(row.placement.student.number, row.monday, row.total) for row in table.page.rows]


def test_each_student_and_week_is_one_row_with_its_sums(daily):
    worked(daily.placement, *days_from(LAST_WEEK, 5))
    worked(daily.placement, MONDAY, hours="6.5")
    worked(daily.placement, MONDAY + timedelta(days=2), hours="9")
    WorkDay.objects.create(
        placement=daily.placement,
        day=MONDAY + timedelta(days=3),
        presence=Presence.ABSENT,
        source=Source.MENTOR,
        said_at=NOW,
        vouched_at=NOW,
    )

    this, last = by_week(WorkDay.objects.all()).order_by("-day")

    assert (this.monday, this.total, this.longest, this.worked, this.waiting) == (
        MONDAY,
        Decimal("15.5"),
        9,
        2,
        2,
    )
    assert (last.monday, last.total, last.longest, last.worked, last.waiting) == (LAST_WEEK, 40, 8, 5, 5)


def test_a_week_that_begins_in_one_year_and_ends_in_the_next_is_one_week(daily):
    worked(daily.placement, date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3), date(2027, 1, 4))

    found = [(row.monday, row.total) for row in by_week(WorkDay.objects.all()).order_by("day")]

    assert found == [(date(2026, 12, 28), 24), (date(2027, 1, 4), 8)]


def test_the_limit_is_that_of_the_rules_in_force(daily):
    rules = hour_rules(TODAY)

    assert rules.week_limit == 40
    assert rules.codes == {"over": {"INT-24b"}, "rest": {"INT-23b"}}


def test_what_is_over_the_limit_is_found_and_said(daily):
    other = daily.classmate()
    worked(daily.placement, *days_from(MONDAY, 5), hours="9")
    worked(other, *days_from(MONDAY, 5))
    client = signed_in(daily.world.director)

    page = client.get(LIST).content.decode()

    assert "45 / 40" in page
    assert page.count("Over the limit") == 1
    assert rows_of(client, breach="over") == [(daily.placement.student.number, MONDAY, 45)]
    assert rows_of(client, breach="rest") == []


def test_work_on_a_day_of_rest_is_found(daily):
    worked(daily.placement, LAST_WEEK + timedelta(days=6), hours="4")

    assert rows_of(signed_in(daily.world.director), breach="rest") == [
        (daily.placement.student.number, LAST_WEEK, 4)
    ]


def test_a_week_is_confirmed_when_all_of_its_days_are(daily):
    worked(daily.placement, *days_from(LAST_WEEK, 2))
    worked(daily.placement, MONDAY)
    client = signed_in(daily.world.director)
    assert "2 days to confirm" in client.get(LIST).content.decode()

    vouch(
        witness=daily.mentor,
        keys=[daily.placement.pk],
        until=LAST_WEEK + timedelta(days=6),
        answer=Answer(shown_at=timezone.now()),
        now=NOW,
    )

    assert rows_of(client, unconfirmed="on") == [(daily.placement.student.number, MONDAY, 8)]
    assert len(rows_of(client)) == 2


def test_the_list_is_narrowed_by_plan_class_host_week_and_words(daily):
    worked(daily.placement, LAST_WEEK, MONDAY)
    worked(daily.stranger_placement, MONDAY)
    own, stranger = daily.placement, daily.stranger_placement
    client = signed_in(daily.world.director)
    number, strange = own.student.number, stranger.student.number

    assert len(rows_of(client)) == 3
    assert {row[0] for row in rows_of(client, plan=own.plan_id)} == {number}
    assert {row[0] for row in rows_of(client, school_class=stranger.student.school_class_id)} == {strange}
    assert {row[0] for row in rows_of(client, enterprise=own.enterprise_id)} == {number}
    assert {row[1] for row in rows_of(client, week=LAST_WEEK + timedelta(days=6))} == {LAST_WEEK}
    assert {row[0] for row in rows_of(client, q=stranger.student.name)} == {strange}
    assert [row[1] for row in rows_of(client, sort="week", plan=own.plan_id)] == [LAST_WEEK, MONDAY]


def test_the_export_holds_what_the_list_shows(daily):
    worked(daily.placement, *days_from(MONDAY, 5), hours="8.5")
    columns = ["number", "student", "week", "total", "limit", "worked", "longest", "waiting", "rules"]

    answer = signed_in(daily.world.director).get(LIST, {"export": "xlsx", "columns": columns})

    content = io.BytesIO(b"".join(answer.streaming_content))
    heading, row = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert heading[:4] == ["Student number", "Student", "Week", "Hours"]
    assert row == [daily.placement.student.number, "李明", "2026-W47", 42.5, 40, 5, 8.5, 5, "INT-24b"]


def test_instructors_see_their_own_students_and_strangers_nobody(daily):
    worked(daily.placement, MONDAY)
    worked(daily.stranger_placement, MONDAY)
    world = daily.world

    assert [row[0] for row in rows_of(signed_in(world.class_teacher))] == [daily.placement.student.number]
    of_tourism = rows_of(signed_in(holder_of("placement.read", world.tourism)))
    assert [row[0] for row in of_tourism] == [daily.stranger_placement.student.number]
    assert signed_in(world.teacher).get(LIST).status_code == 403


def test_the_board_and_the_navigation_lead_to_it(daily):
    client = signed_in(daily.world.director)

    board = client.get(reverse("placements:board", args=[daily.placement.plan_id])).content.decode()

    assert f'href="{LIST}?plan={daily.placement.plan_id}"' in board
    assert f'href="{LIST}"' in board


def test_a_page_of_the_list_reads_days_by_indexes(daily):
    """However many there are: the latest by their day, those of the same week beside them."""
    for placement in (daily.placement, daily.stranger_placement, *(daily.classmate() for _count in range(8))):
        worked(placement, *days_from(STARTED, 15))
    rows = by_week(WorkDay.objects.all()).order_by("-day", "-pk").values("pk")[:20]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        plan = rows.explain()

    assert "work_day_by_day" in plan
    assert "Seq Scan on placements_workday" not in plan
