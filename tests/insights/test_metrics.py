"""What apps count for promises, held against the same question asked of the tables by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from core.metrics import OCCURRENCE, metric_of, metrics
from internships.models import Post
from partnerships.models import Contact
from placements.models import Destination, Placement
from tests.agreements.promising import visit
from tests.placements.placing import make_placed
from tests.teachers.parttiming import a_need, a_technician, serving, taught
from tests.teachers.practising import an_opening, make_practising, practised
from tests.world import World, make_world

BEGAN = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)  # the second of March at the centre


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def asked(code: str) -> list[tuple[Any, ...]]:
    metric = metric_of(code)
    assert metric is not None
    with connection.cursor() as cursor:
        text, given = metric.statement()
        cursor.execute(f"SELECT * FROM ({text}) occurrence ORDER BY 6", given)
        return [(*row[:4], Decimal(row[4]), row[5]) for row in cursor.fetchall()]


def by_hand(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY 6")
        return [(*row[:4], Decimal(row[4]), row[5]) for row in cursor.fetchall()]


def test_places_are_the_seats_of_approved_posts(world: World) -> None:
    placed = make_placed(world)
    Post.objects.filter(pk=placed.post.pk).update(approved_at=BEGAN)
    found = asked("internship_places")
    assert found == by_hand(
        "SELECT enterprise_id, agreement_id, 'enterprise', (approved_at AT TIME ZONE 'Asia/Shanghai')::date,"
        " seats, id FROM internships_post"
        " WHERE state IN ('approved', 'closed') AND approved_at IS NOT NULL AND found_by_id IS NULL"
    )
    assert (world.partner.pk, date(2026, 3, 2)) in [(row[0], row[3]) for row in found]


def test_interns_count_once_they_are_at_work_and_are_planned_before(world: World) -> None:
    placed = make_placed(world)
    soon = timezone.localdate() + timedelta(days=9)
    Placement.objects.filter(pk=placed.placement.pk).update(
        state="in_progress", started_on=date(2026, 3, 2), starts_on=date(2026, 3, 2)
    )
    later = placed.another(starts_on=soon, ends_on=soon + timedelta(days=90), state="prepared")
    placed.another(starts_on=soon, ends_on=soon + timedelta(days=90), state="cancelled", reason="Ill")
    placed.another(
        starts_on=soon,
        ends_on=soon + timedelta(days=90),
        state="prepared",
        arrangement="self_arranged",
        applied_on=date(2026, 3, 2),
    )
    for code, giver in (("interns_taken", "enterprise"), ("interns_sent", "centre")):
        found = asked(code)
        assert found == by_hand(
            f"SELECT placement.enterprise_id, post.agreement_id, '{giver}',"
            " coalesce(started_on, starts_on), 1, placement.id"
            " FROM placements_placement placement JOIN internships_post post ON post.id = post_id"
            " WHERE arrangement <> 'self_arranged' AND (started_on IS NOT NULL"
            " OR (placement.state IN ('offered', 'prepared') AND starts_on > current_date))"
        )
        ours = {row[5]: row[3] for row in found if row[0] == world.partner.pk}
        assert ours == {placed.placement.pk: date(2026, 3, 2), later.pk: soon}


def test_hires_are_those_of_the_last_host_once_proven(world: World) -> None:
    placed = make_placed(world)
    Placement.objects.filter(pk=placed.placement.pk).update(
        state="finished", started_on=date(2026, 3, 2), ended_on=date(2026, 5, 2)
    )
    given: dict[str, Any] = {"where": "苏州精工", "is_matched": True, "since_on": date(2026, 7, 1)}
    proven = Destination.objects.create(
        student=world.student,
        kind="host",
        reported_at=BEGAN,
        proof="contract",
        confirmed_at=BEGAN,
        confirmed_by=world.director,
        **given,
    )
    Destination.objects.create(student=world.stranger_student, kind="host", reported_at=BEGAN, **given)
    assert asked("graduates_hired") == [
        (world.partner.pk, None, "enterprise", date(2026, 7, 1), 1, proven.pk)
    ]


def test_practice_counts_when_it_is_accepted(world: World) -> None:
    practising = make_practising(world)
    first, last = date(2026, 7, 1), date(2026, 7, 31)
    whole = practised(practising.teacher, world.partner, first, last)
    single = practised(practising.teacher, world.partner, first, last, days=[first, last])
    practised(practising.teacher, world.partner, first, last, state="cancelled")
    assert asked("teacher_practice_days") == by_hand(
        "SELECT enterprise_id, NULL::bigint, 'enterprise', ends_on,"
        " CASE counted_as WHEN 'period' THEN ends_on - starts_on + 1"
        " ELSE (SELECT count(*) FROM teachers_practiceday day WHERE day.practice_id = practice.id) END, id"
        " FROM teachers_practice practice WHERE state = 'accepted'"
    )
    assert [(row[5], row[4]) for row in asked("teacher_practice_days")] == [(whole.pk, 31), (single.pk, 2)]
    assert [row[4] for row in asked("teachers_hosted")] == [1, 1]


def test_posts_for_teachers_count_their_seats(world: World) -> None:
    an_opening(world, seats=3, created_at=BEGAN)
    assert asked("teacher_posts") == by_hand(
        "SELECT enterprise_id, NULL::bigint, 'enterprise', (created_at AT TIME ZONE 'Asia/Shanghai')::date,"
        " seats, id FROM teachers_opening"
    )
    assert asked("teacher_posts")[0][3:5] == (date(2026, 3, 2), 3)


def test_hours_count_once_the_department_has_confirmed_them(world: World) -> None:
    person = a_technician(world.mechanics, Contact.objects.get(pk=world.mentor.pk))
    appointment = serving(person, a_need(world.mechanics))
    taught(appointment, 36)
    taught(appointment, None, course="another")
    found = asked("part_time_hours")
    assert found == by_hand(
        "SELECT contact.enterprise_id, NULL::bigint, 'enterprise', confirmed_on, hours_taught, engagement.id"
        " FROM teachers_engagement engagement"
        " JOIN teachers_appointment appointment ON appointment.id = engagement.appointment_id"
        " JOIN teachers_parttimeteacher person ON person.id = appointment.person_id"
        " JOIN partnerships_contact contact ON contact.id = person.contact_id"
        " WHERE confirmed_on IS NOT NULL"
    )
    assert [row[4] for row in found] == [36]


def test_only_visits_count_as_visits(world: World) -> None:
    made = visit(world.partner, date(2026, 3, 2))
    type(made).objects.create(enterprise=world.partner, kind="call", summary="x", happened_at=BEGAN)
    assert asked("visits") == [(world.partner.pk, None, "centre", date(2026, 3, 2), 1, made.pk)]


def test_every_metric_keeps_the_contract(world: World) -> None:
    """Its columns, the model of its records and what is said of none of them."""
    for metric in metrics():
        assert hasattr(apps.get_model(metric.record).objects, "visible_to"), metric.code
        with connection.cursor() as cursor:
            text, given = metric.statement()
            cursor.execute(f"SELECT * FROM ({text}) occurrence LIMIT 0", given)
            assert len(cursor.description) == len(OCCURRENCE), metric.code
        assert metric.rows([]) == {}
        assert str(metric.label)
        assert str(metric.definition)


def test_records_are_told_with_their_pages(world: World) -> None:
    placed = make_placed(world)
    practising = make_practising(world)
    practice = practised(practising.teacher, world.partner, date(2026, 7, 1), date(2026, 7, 31))
    for code, record in (
        ("interns_taken", placed.placement),
        ("internship_places", placed.post),
        ("teachers_hosted", practice),
        ("visits", visit(world.partner, date(2026, 3, 2))),
    ):
        metric = metric_of(code)
        assert metric is not None
        told = metric.rows([record.pk])[record.pk]
        assert told.url == record.get_absolute_url()
        assert told.title
