"""Indicators of 100,000 teachers with 1,000,000 practices: each page against its own queries.

That the numbers are right is looked at as well, by a query that is written for it alone.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.test import override_settings

from benchmarks import scratch
from benchmarks.measure import Row, in_turn
from benchmarks.pages import asked, measured

TITLE = "Indicators of teachers"

TEACHERS = int(os.environ.get("BENCH_TEACHERS", "100000"))
PRACTICES = 10 * TEACHERS
SMALL = 200
WANTED = 3
RUNS = 3
ON = date(2026, 9, 1)
DAY = ON.isoformat()

TABLES = (
    "teachers_teacher",
    "teachers_serviceperiod",
    "teachers_recognition",
    "teachers_recognitionterm",
    "teachers_practice",
)
# Chance is a hash of the number, so that every run makes the same.
MADE = """
CREATE OR REPLACE FUNCTION pg_temp.chance(n bigint, salt bigint) RETURNS int IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(n, salt) & 2147483647)::int;
INSERT INTO teachers_teacher
    (id, staff_number, name, name_latin, pinyin_key, pinyin_initials, department_id, kind, title, rank, phone)
SELECT n, 'B' || n, '教师' || n, 'Teacher ' || n, 'jiao shi ' || lpad(n::text, 7, '0'), 'js',
       (%(departments)s::bigint[])[1 + n %% %(count)s],
       (ARRAY['specialist', 'specialist', 'instructor', 'general'])[1 + n %% 4], '', 'none', ''
FROM generate_series(%(first)s, %(last)s) n;
INSERT INTO teachers_serviceperiod (teacher_id, department_id, kind, starts_on, ends_on)
SELECT n, (%(departments)s::bigint[])[1 + (n + earlier) %% %(count)s],
       (ARRAY['specialist', 'specialist', 'instructor', 'general'])[1 + n %% 4],
       CASE WHEN earlier = 1 THEN moved - 2000 ELSE moved END, CASE WHEN earlier = 1 THEN moved - 1 END
FROM (SELECT n, '2015-01-01'::date + pg_temp.chance(n, 1) %% 3800 AS moved
      FROM generate_series(%(first)s, %(last)s) n) teacher,
     generate_series(0, 1) earlier WHERE earlier = 0 OR n %% 3 = 0;
INSERT INTO teachers_recognition
    (id, teacher_id, level, stage, state, body, statement, waiting_since, answer, recognised_on, review_due,
     end_reason, outside_body, outside_number, updated_at, ended_on)
SELECT n, n, (ARRAY['junior', 'junior', 'intermediate', 'senior'])[1 + pg_temp.chance(n, 2) %% 4],
       'secondary', 'recognised', 'own', '', since, '', since, since + 1825,
       CASE WHEN n %% 50 = 1 THEN 'x' ELSE '' END, '', '', now(), CASE WHEN n %% 50 = 1 THEN since + 400 END
FROM (SELECT n, '2018-01-01'::date + pg_temp.chance(n, 3) %% 3000 AS since
      FROM generate_series(%(first)s, %(last)s) n WHERE n %% 2 = 1) held;
INSERT INTO teachers_recognitionterm (recognition_id, starts_on, ends_on)
SELECT id, recognised_on, review_due FROM teachers_recognition WHERE id BETWEEN %(first)s AND %(last)s;
INSERT INTO teachers_practice
    (teacher_id, enterprise_id, form, contents, objectives, outcome, place, counted_as, starts_on, ends_on,
     state, answer, gives_seat_back, planned_at, submitted_at, decided_at)
SELECT teacher, %(enterprise)s, 'post_held', ARRAY['process'], 'x', 'x', '', 'period', begins,
       begins + 5 + pg_temp.chance(begins - '2000-01-01'::date, 6) %% 40,
       (ARRAY['accepted', 'accepted', 'accepted', 'accepted', 'cancelled'])[1 + n %% 5], '', false,
       now(), now(), now()
FROM (SELECT n, %(first)s + n / 10 AS teacher,
             '2016-01-01'::date + pg_temp.chance(%(first)s + n, 5) %% 3850 AS begins
      FROM generate_series(0, (%(last)s - %(first)s + 1)::bigint * 10 - 1) n) practice;
"""
BY_HAND = """
SELECT department_id, level, count(*)
FROM teachers_serviceperiod
LEFT JOIN (
    SELECT teacher_id, max(CASE level WHEN 'senior' THEN 3 WHEN 'intermediate' THEN 2 ELSE 1 END) AS level
    FROM teachers_recognition held JOIN teachers_recognitionterm term ON recognition_id = held.id
    WHERE %(on)s BETWEEN term.starts_on AND term.ends_on AND COALESCE(ended_on, 'infinity') > %(on)s
    GROUP BY teacher_id
) recognised USING (teacher_id)
WHERE kind <> 'general' AND %(on)s BETWEEN starts_on AND COALESCE(ends_on, 'infinity')
GROUP BY department_id, level
"""


def run() -> list[Row]:
    with scratch.database():
        from tests.world import make_world, signed_in

        world = make_world()
        generate(world, 1_000_000, SMALL)
        client = signed_in(world.director)
        before = {name: len(asked(client, address)) for name, address in addresses()}
        generate(world, 2_000_000, TEACHERS - SMALL)
        rows = [by_hand()]
        with override_settings(ROOT_URLCONF="benchmarks.peers"):
            for name, address in addresses():
                rows += measured(
                    client,
                    name,
                    address,
                    before=before[name],
                    against=f"the same with {SMALL} teachers",
                    wanted=WANTED,
                    runs=RUNS,
                )
        return rows


def generate(world: Any, first: int, count: int) -> None:
    """Teachers with keys from a number on, by the owner of the tables."""
    from conftest import as_owner
    from insights.generation.bare import bare

    departments = [world.mechanics.pk, world.tourism.pk, world.centre.pk]
    with as_owner():
        with transaction.atomic(), bare(TABLES), connection.cursor() as cursor:
            given = {"first": first, "last": first + count - 1, "enterprise": world.partner.pk}
            cursor.execute(MADE, given | {"departments": departments, "count": len(departments)})
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def addresses() -> list[tuple[str, str]]:
    found = [("the overview", f"/indicators/?on={DAY}")]
    for code, name in (
        ("dual_qualified_share", "dual-qualified"),
        ("practice_coverage", "practice"),
        ("part_time_share", "part-time"),
    ):
        found += [
            (f"{name}: the indicator", f"/indicators/{code}/?on={DAY}"),
            (f"{name}: rows not counted", f"/indicators/{code}/{DAY}/rows/rest/"),
            (f"{name}: rows, page 100", f"/indicators/{code}/{DAY}/rows/rest/?page=100"),
        ]
    return found


def by_hand() -> Row:
    """The numbers, against the query that somebody would write for them; both say the same."""
    from core.indicators import indicator_of

    indicator: Any = indicator_of("dual_qualified_share")
    levels = {1: "junior", 2: "intermediate", 3: "senior"}

    def counted() -> dict[Any, int]:
        found = {}
        for group in indicator.count(ON, None):
            found |= {(group.department, part): count for part, count in group.parts.items()}
            found[group.department, None] = group.denominator - group.numerator
        return found

    def asked_by_hand() -> dict[Any, int]:
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND, {"on": ON})
            return {(where, levels.get(level)): count for where, level, count in cursor.fetchall()}

    assert counted() == asked_by_hand()
    ours, limit = in_turn(counted, asked_by_hand, runs=RUNS)
    return Row(
        name="dual-qualified: the numbers by department and level",
        ours=ours,
        limit=limit,
        against="the same by hand in SQL",
        wanted=WANTED,
    )
