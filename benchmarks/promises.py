"""100,000 promises and what happened under them, counted by the sweep, against the plainest statement."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from agreements.counting import count_promises
from benchmarks import scratch
from benchmarks.measure import Row, in_turn
from conftest import as_owner

TITLE = "Promises"
PROMISES = min(100_000, scratch.AGREEMENTS // 2)
VISITS_EACH = 3
RUNS = 3

# One promise of visits for so many agreements in force, each with its first enterprise.
PROMISE = """
INSERT INTO agreements_obligation (
    agreement_id, "order", side, enterprise_id, metric, quantity, what_en, what_zh, rhythm, is_taken_over,
    objection)
SELECT agreement.id, 1, 'centre', party.enterprise_id, 'visits', 4, 'Visits', '走访', 'yearly', TRUE, ''
FROM agreements_agreement agreement
JOIN agreements_party party ON party.agreement_id = agreement.id AND party."order" = 2
WHERE agreement.state = 'signed' AND agreement.starts_on <= %(on)s AND agreement.last_day >= %(on)s
  AND NOT EXISTS (SELECT FROM agreements_obligation WHERE agreement_id = agreement.id)
ORDER BY agreement.id LIMIT %(promises)s
"""
# Spread over the past year, some of them in nobody's time.
HAPPEN = """
INSERT INTO partnerships_interaction (
    enterprise_id, kind, happened_at, place, summary, minutes, next_action, created_at)
SELECT enterprise_id, 'visit', %(on)s::date - (row_number() OVER () * 37 %% 365)::int * interval '1 day', '',
       'Visit', '', '', now()
FROM agreements_obligation CROSS JOIN generate_series(1, %(each)s)
"""
# What happened in each year of each promise, kept like the sweep keeps it: the rows and the sum.
PLAINEST = """
CREATE TEMP TABLE plainest ON COMMIT DROP AS
SELECT period.id AS period_id, interaction.id AS record_id, interaction.happened_at
FROM agreements_obligationperiod period
JOIN partnerships_interaction interaction
  ON interaction.enterprise_id = period.enterprise_id AND interaction.kind = 'visit'
 AND interaction.happened_at::date BETWEEN period.starts_on AND period.due_on
WHERE period.metric = 'visits';
CREATE TEMP TABLE summed ON COMMIT DROP AS
SELECT period_id, count(*) AS counted FROM plainest GROUP BY period_id
"""


def run() -> list[Row]:
    with scratch.generated_database():
        today = timezone.localdate()
        with connection.cursor() as cursor:
            cursor.execute(PROMISE, {"on": today, "promises": PROMISES})
            cursor.execute(HAPPEN, {"on": today, "each": VISITS_EACH})
            cursor.execute("SELECT count(*) FROM agreements_obligation")
            promises = cursor.fetchone()[0]
        learn("agreements_obligation", "partnerships_interaction")
        first = seconds(lambda: sweep(today))
        learn("agreements_obligationperiod", "agreements_obligationevidence")
        again, by_hand = in_turn(lambda: sweep(today), plainest, runs=RUNS)
    against = "the plainest statements that keep the rows and the sum of each promise and year"
    return [
        Row(
            name=f"{promises:,} promises, {VISITS_EACH} records each: the sweep that lays out every year",
            ours=first,
            limit=by_hand,
            against=against,
        ),
        Row(name="the same sweep again", ours=again, limit=by_hand, against=against, wanted=3),
    ]


def learn(*tables: str) -> None:
    """Statistics of tables that have just been filled; only their owner draws them."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def sweep(on: date) -> None:
    count_promises(on=on, now=timezone.now())


def plainest() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PLAINEST)


def seconds(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
