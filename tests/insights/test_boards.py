"""Dashboards: which one opens, what they say, where their numbers lead, and frozen ones."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from core.indicators import indicator_of
from core.school_years import YearKind
from insights.boards import BOARDS, board_named, first_board, read_board, years_of
from insights.freezing import freeze_board
from insights.models import BoardSnapshot, Snapshot
from insights.operations import UnableToFreeze
from insights.targets import set_target
from tests.factories import BindingAgreementFactory, PositionFactory, UserFactory
from tests.query_counts import assert_query_count
from tests.teachers.recognising import a_position
from tests.world import World, appoint, signed_in

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 1)
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def dean(world: World) -> User:
    position = PositionFactory.create(
        title_en="Dean",
        title_zh="系主任",
        department=world.mechanics,
        capabilities=["indicator.read", "indicator.freeze", "agreement.read", "enterprise.read"],
    )
    return appoint(UserFactory.create(name="系主任", email="dean@centre.example"), position)


@pytest.fixture
def signed(world: World) -> list[Any]:
    """Agreements of three years: one more each year, the last with the other department."""
    return [
        BindingAgreementFactory.create(
            department=world.mechanics if year < 2026 else world.tourism, starts_on=date(year, 9, 1)
        )
        for year in (2023, 2024, 2025, 2026)
    ]


def freeze(actor: Any, name: str = "director", **fields: Any) -> BoardSnapshot:
    said: dict[str, Any] = {
        "actor": actor,
        "board": board_named(name),
        "day": ON,
        "year_kind": YearKind.SCHOOL,
        "department": None,
        "occasion": "2026年度质量报告",
        "now": NOW,
    }
    return freeze_board(**said | fields)


def test_every_number_of_every_board_is_an_indicator():
    for board in BOARDS:
        assert all(indicator_of(code) for code in board.codes), board.name
        assert {code for chart in board.charts for code in chart.codes} <= set(board.codes), board.name


def test_two_whole_years_stand_beside_the_one_that_goes_on():
    school = [year.on for year in years_of(ON, YearKind.SCHOOL)]
    calendar = [year.on for year in years_of(ON, YearKind.CALENDAR)]

    assert school == [date(2025, 8, 31), date(2026, 8, 31), ON]
    assert calendar == [date(2024, 12, 31), date(2025, 12, 31), ON]
    assert years_of(ON, YearKind.SCHOOL)[-1].label.en == "School year 2026–2027 to November 1"
    assert years_of(date(2026, 8, 31), YearKind.SCHOOL)[-1].label.en == "School year 2025–2026"


def test_a_board_says_what_the_indicators_say(world, signed):
    found = read_board(board_named("director"), ON, YearKind.SCHOOL, None)
    figure = found.figures["agreements_in_force"]

    assert [total.value for total in figure.totals] == [2, 3, 4]
    assert {group.department: group.value for group in figure.groups} == {
        world.mechanics.pk: 3,
        world.tourism.pk: 1,
    }
    mechanics = read_board(board_named("director"), ON, YearKind.SCHOOL, [world.mechanics.pk])
    assert mechanics.figures["agreements_in_force"].now.value == 3


def test_which_one_opens_follows_from_the_positions(world, dean):
    affairs = a_position(world, "Teacher affairs", ["teacher.read", "teacher.edit", "indicator.read"])

    assert first_board(world.director).name == "director"
    assert first_board(affairs).name == "teachers"
    assert first_board(world.coordinator).name == "coordinator"
    assert first_board(dean).name == "department"
    page = signed_in(affairs).get("/dashboards/").content.decode()
    assert "Practice coverage" in page


def test_every_number_leads_to_its_rows_in_two_clicks(world, signed):
    set_target(
        actor=world.director,
        code="agreements_in_force",
        year_kind="school",
        year=2026,
        department=None,
        value=Decimal(4),
        now=NOW,
    )
    client = signed_in(world.director)
    page = client.get("/dashboards/director/?on=2026-11-01").content.decode()
    assert "Target 4" in page
    assert "Reached" in page
    links = {
        link.replace("&amp;", "&") for link in re.findall(r'href="(/indicators/[a-z_]+/\?on=[^"]+)"', page)
    }
    assert "/indicators/agreements_in_force/?on=2025-08-31" in links
    detail = client.get("/indicators/agreements_in_force/?on=2026-11-01").content.decode()
    rows = client.get("/indicators/agreements_in_force/2026-11-01/rows/counted/").content.decode()
    assert "/indicators/agreements_in_force/2026-11-01/rows/counted/" in detail
    assert all(one.reference in rows for one in signed)
    for link in links:
        assert client.get(link).status_code == 200, link


def test_a_head_sees_the_own_department_and_no_other(world, signed, dean):
    client = signed_in(dean)
    page = client.get("/dashboards/").content.decode()
    assert "Mechanics" in page
    assert "Tourism" not in page
    assert "Freeze" in page
    other = client.get(f"/dashboards/director/?on=2026-11-01&department={world.tourism.pk}").content.decode()
    assert "Tourism" not in other


def test_a_frozen_board_stays_as_it_was(world, signed):
    client = signed_in(world.director)
    kept = freeze(world.director)
    before = client.get(kept.get_absolute_url()).content.decode()
    BindingAgreementFactory.create(department=world.mechanics)
    world.mechanics.name_en = "Renamed"
    world.mechanics.save()
    after = client.get(kept.get_absolute_url()).content.decode()

    def shown(page: str) -> str:
        return re.sub(
            r'nonce="[^"]+"|csrf[^>]+|hx-headers[^>]+', "", page[page.index("<main") : page.index("</main")]
        )

    assert shown(before) == shown(after)
    snapshot = Snapshot.objects.get(board=kept, code="agreements_in_force")
    assert snapshot.get_absolute_url() in after
    rows = client.get(f"/indicators/frozen/{snapshot.pk}/rows/counted/").content.decode()
    assert all(one.reference in rows for one in signed)
    assert kept.contents["zh"]["title"] != kept.contents["en"]["title"]
    assert "2026年度质量报告" in client.get("/dashboards/frozen/").content.decode()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE insights_boardsnapshot SET occasion = 'another'", "DELETE FROM insights_boardsnapshot"],
)
def test_the_database_refuses_to_alter_a_frozen_board(world, signed, statement):
    freeze(world.director)

    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_freezes_what_is_not_theirs_or_has_not_come(world, signed, dean):
    with pytest.raises(PermissionDenied):
        freeze(dean)
    with pytest.raises(PermissionDenied):
        freeze(dean, department=world.tourism.pk)
    with pytest.raises(UnableToFreeze):
        freeze(world.director, day=date(2026, 12, 1))
    assert not BoardSnapshot.objects.exists()
    assert not Snapshot.objects.exists()
    whole, own = freeze(world.director), freeze(dean, department=world.mechanics.pk)
    client = signed_in(dean)
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(whole.get_absolute_url()).status_code == 404
    assert not Snapshot.objects.get(board=own, code="agreements_in_force").is_whole


def test_freezing_by_the_form_leads_to_what_was_frozen(world, signed):
    answer = signed_in(world.director).post(
        "/dashboards/director/freeze/?year=calendar", {"day": "2026-11-01", "occasion": "Inspection"}
    )
    kept = BoardSnapshot.objects.get()

    assert answer["Location"] == kept.get_absolute_url()
    assert kept.year_kind == "calendar"
    assert kept.said["years"] == ["2024", "2025", "2026 to November 1"]


def test_whoever_reads_no_numbers_sees_no_board(world, signed):
    kept = freeze(world.director)
    client = signed_in(world.officer)
    for address in (
        "/dashboards/",
        "/dashboards/director/",
        "/dashboards/director/freeze/",
        "/dashboards/frozen/",
    ):
        assert client.get(address).status_code == 403, address
    assert client.get(kept.get_absolute_url()).status_code == 404
    assert signed_in(world.director).get("/dashboards/nothing/").status_code == 404


def test_boards_cost_as_many_queries_however_much_there_is(world, signed):
    client = signed_in(world.director)
    kept = freeze(world.director)
    for board in BOARDS:
        assert_query_count(f"insights:board {board.name}", client, f"/dashboards/{board.name}/?on=2026-11-01")
    assert_query_count("insights:board_snapshot", client, kept.get_absolute_url())
    assert_query_count("insights:board_snapshot_list", client, "/dashboards/frozen/")
    for _number in range(12):
        BindingAgreementFactory.create(department=world.mechanics)
    assert_query_count("insights:board director", client, "/dashboards/director/?on=2026-11-01")
