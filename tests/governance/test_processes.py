"""Processes: every table of transitions, its picture and words, and how long it takes."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from random import Random

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.access import THE_SYSTEM
from core.transitions import TransitionTable, transition_tables
from governance.diagram import drawn, first_state, steps
from governance.figures import measured, seen_rows, standing, stuck
from governance.models import RegulationVersion, VersionState
from governance.pages import processes
from governance.transitions import VERSION_MOVES
from tests.core.test_house import LAYERS
from tests.governance.ruling import a_regulation, a_version, in_force, submitted, today
from tests.query_counts import assert_query_count
from tests.world import signed_in

pytestmark = pytest.mark.django_db
LABEL = "governance.RegulationVersion"
BY_HAND = """
WITH moved AS (
    SELECT verb, details ->> 'from' AS from_state, at,
           coalesce(lag(at) OVER (PARTITION BY subject_id ORDER BY at, id),
                    (SELECT min(first.at) FROM core_auditevent first
                     WHERE first.subject_type_id = event.subject_type_id
                       AND first.subject_id = event.subject_id AND first.at < event.at)) AS since
    FROM core_auditevent event
    WHERE subject_type_id = %s AND verb IN ('regulation.submit', 'regulation.recall', 'regulation.withdraw',
                                            'regulation.approve', 'regulation.return', 'regulation.repeal')
)
SELECT verb, from_state, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM at - since) / 86400)
FROM moved WHERE at >= %s AND at < %s GROUP BY verb, from_state
"""


def tables_in_our_modules() -> set[TransitionTable]:
    """Found by looking at every module, not at what is registered."""
    found = set()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in LAYERS:
            for value in vars(module).values():
                held = value.values() if isinstance(value, dict) else [value]
                found |= {one for one in held if isinstance(one, TransitionTable)}
    return found


def test_every_table_of_transitions_is_in_the_list_of_processes(world):
    answer = signed_in(world.teacher).get(reverse("governance:process_list")).content.decode()
    everywhere = tables_in_our_modules()  # a page asked for has loaded every module with a page

    assert len(everywhere) > 50
    assert everywhere == set(processes().values()) == set(transition_tables()), "one process for each kind"
    for table in everywhere:
        assert reverse("governance:process_detail", args=[table.model._meta.label]) in answer


@pytest.mark.parametrize("label", sorted(processes()))
def test_every_process_can_be_drawn_and_says_its_moves(label):
    table = processes()[label]
    diagram = drawn(table)

    assert {box.state for box in diagram.boxes} == set(map(str, table.states.values))
    assert len({(box.x, box.y) for box in diagram.boxes}) == len(diagram.boxes)
    assert [box.state for box in diagram.boxes if box.is_first] == [first_state(table)]
    assert [move["name"] for move in steps(table)] == list(table.moves)
    for arrow in diagram.arrows:
        assert 0 <= arrow.x <= diagram.width
        assert 0 <= arrow.y <= diagram.height


def acts(version: RegulationVersion, *told: tuple[str, datetime, str]) -> None:
    for verb, at, left in told:
        details = {"from": left} if left else {}
        audit.record(actor=THE_SYSTEM, subject=version, verb=f"regulation.{verb}", now=at, details=details)


def test_the_middle_of_what_waited_is_what_sql_says_by_hand(world):
    begun = timezone.now().replace(month=6, day=1, hour=8, minute=0, second=0, microsecond=0)
    before = begun.replace(year=begun.year - 1, month=12, day=20)
    chance = Random(7)
    for number in range(5):
        version = a_version(a_regulation(world), world.director)
        start = before if number == 0 else begun
        step = timedelta(hours=chance.randint(1, 900))
        acts(
            version,
            ("draft", start, ""),
            ("submit", start + step, "draft"),
            ("return", start + 3 * step, "in_approval"),
            ("submit", start + 4 * step, "draft"),
        )
    rows = seen_rows(VERSION_MOVES, world.director)
    assert rows is not None
    kind = ContentType.objects.get_for_model(RegulationVersion)
    for year in (before.year, begun.year):
        bounds = [timezone.make_aware(datetime(one, 1, 1)) for one in (year, year + 1)]
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND, [kind.pk, *bounds])
            wanted = {(verb, left): (count, days) for verb, left, count, days in cursor.fetchall()}
        found = {
            (f"regulation.{one.name}", one.left): (one.count, one.days)
            for one in measured(VERSION_MOVES, rows, year)
        }
        assert found.keys() == wanted.keys()
        for key, (count, days) in wanted.items():
            assert found[key] == (count, pytest.approx(float(days)))


def test_only_records_that_one_sees_are_measured_and_counted(world):
    in_force(world)
    a_version(a_regulation(world, department=world.tourism), world.director)
    everything = seen_rows(VERSION_MOVES, world.director)
    public = seen_rows(VERSION_MOVES, world.teacher)
    assert everything is not None
    assert public is not None

    assert standing(everything) == {VersionState.APPROVED: 1, VersionState.DRAFT: 1}
    assert standing(public) == {VersionState.APPROVED: 1}


def test_what_waits_longest_is_first_and_with_whom_it_lies(world):
    old = a_version(a_regulation(world), world.director)
    acts(old, ("draft", timezone.now() - timedelta(days=50), ""))
    waiting = submitted(world, a_regulation(world))
    rows = seen_rows(VERSION_MOVES, world.director)
    assert rows is not None
    found = stuck(VERSION_MOVES, rows, today())

    assert [one.record for one in found] == [old, waiting]
    assert "Lin Wei" in found[1].whom
    assert found[0].url == old.get_absolute_url()


def test_the_page_shows_rules_picture_routes_and_figures_to_those_who_may(world):
    in_force(world, applies_to=[LABEL])
    waiting = submitted(world, a_regulation(world))
    address = reverse("governance:process_detail", args=[LABEL])
    client = signed_in(world.director)
    page_of = client.get(address).content.decode()

    assert "<svg" in page_of
    assert "Approval route" in page_of
    assert str(waiting) in page_of
    behind = client.get(reverse("governance:process_moves", args=[LABEL, "submit"])).content.decode()
    assert waiting.get_absolute_url() in behind
    plain = signed_in(world.teacher).get(address)
    assert plain.status_code == 200
    assert not plain.context["is_measured"]
    assert client.get(reverse("governance:process_detail", args=["agreements.Nothing"])).status_code == 404
    assert_query_count("processes", client, reverse("governance:process_list"))
    assert_query_count("process", client, address)


@pytest.mark.parametrize("label", sorted(processes()))
def test_every_process_has_a_page_with_its_figures(world, label):
    answer = signed_in(world.director).get(reverse("governance:process_detail", args=[label]))

    assert answer.status_code == 200
