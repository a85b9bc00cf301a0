"""What is promised of exchanges is counted as a hand-made count of the database counts it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from collaboration.models import Exchange
from core.metrics import OCCURRENCE, Giver, metric_of
from tests.collaboration.exchanging import BEGINS, ENDS, NOW, an_agreement, an_exchange, registered

pytestmark = pytest.mark.django_db

NUMBER = "SELECT count(*) FROM collaboration_exchange WHERE state = 'closed' AND kind IN ({kinds})"
HOURS = "SELECT sum(hours) FROM collaboration_exchange WHERE state = 'closed' AND kind IN ({kinds})"
PEOPLE = (
    "SELECT count(*) FROM collaboration_registration r JOIN collaboration_exchange e ON e.id = r.exchange_id"
    " WHERE e.state = 'closed' AND e.kind IN ({kinds}) AND r.attended AND r.employee <> ''"
)
COUNTS = {
    "exchange_lectures": (NUMBER, "'lecture'", Giver.ENTERPRISE),
    "exchange_lecture_hours": (HOURS, "'lecture'", Giver.ENTERPRISE),
    "exchange_training_hours": (HOURS, "'training'", Giver.ENTERPRISE),
    "exchange_curriculum": (NUMBER, "'curriculum'", Giver.ENTERPRISE),
    "exchange_juries": (NUMBER, "'jury'", Giver.ENTERPRISE),
    "exchange_job_fairs": (NUMBER, "'job_fair'", Giver.ENTERPRISE),
    "exchange_visits": (NUMBER, "'student_visit', 'teacher_visit'", Giver.ENTERPRISE),
    "exchange_employee_hours": (HOURS, "'employee_training'", Giver.CENTRE),
    "exchange_employees": (PEOPLE, "'employee_training'", Giver.CENTRE),
    "exchange_services": (NUMBER, "'technical_service'", Giver.CENTRE),
    "exchange_service_hours": (HOURS, "'technical_service'", Giver.CENTRE),
}


@pytest.fixture
def year(world):
    """Of each kind some that were closed, one announced only, one cancelled."""
    agreement = an_agreement(world, world.partner)
    kinds = {kind.strip(" '") for _sql, names, _giver in COUNTS.values() for kind in names.split(",")}
    for position, kind in enumerate(sorted(kinds)):
        for number in range(2 + position % 3):
            one = an_exchange(
                world,
                kind=kind,
                state="closed",
                hours=Decimal("1.5") + number,
                closed_at=NOW,
                agreement=agreement if number else None,
                enterprise=world.stranger if number == 2 else world.partner,
            )
            registered(one, employee="甲", attended=True)
            registered(one, employee="乙", attended=number == 0)
            registered(one, user=world.teacher, attended=True)
        an_exchange(world, kind=kind)
        an_exchange(world, kind=kind, state="cancelled", answer="停电")
    return world


@pytest.mark.parametrize("code", sorted(COUNTS))
def test_a_metric_is_what_a_count_by_hand_finds(year, code):
    metric = metric_of(code)
    assert metric is not None
    sql, kinds, giver = COUNTS[code]
    with connection.cursor() as cursor:
        cursor.execute(sql.format(kinds=kinds))
        (by_hand,) = cursor.fetchone()

    found = list(metric.occurrences())

    assert sum(row["quantity"] for row in found) == by_hand > 0
    assert metric.givers == {giver}
    assert {row["giver"] for row in found} == {giver.value}
    assert len({row["record_id"] for row in found}) == len(found)
    evidence = metric.rows([row["record_id"] for row in found])
    assert all(evidence[row["record_id"]].url_at_portal for row in found)
    assert all(evidence[row["record_id"]].title_at_portal for row in found)
    text, parameters = metric.statement()
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        assert [column.name for column in cursor.description] == list(OCCURRENCE)
        assert len(cursor.fetchall()) == len(found)


def test_it_counts_on_the_day_of_the_centre_for_the_agreement_it_names(world):
    agreement = an_agreement(world, world.partner)
    late = BEGINS.replace(hour=17)  # one in the morning of the next day at the centre
    one = an_exchange(
        world,
        state="closed",
        starts_at=late,
        ends_at=late + (ENDS - BEGINS),
        hours=2,
        closed_at=NOW + timedelta(days=9),
        agreement=agreement,
    )
    metric = metric_of("exchange_lecture_hours")
    assert metric is not None
    (row,) = metric.occurrences()
    assert str(row["occurred_on"]) == "2026-11-21"
    assert (row["enterprise"], row["agreement"], row["quantity"]) == (world.partner.pk, agreement.pk, 2)
    assert row["record_id"] == Exchange.objects.get().pk == one.pk
