"""How many teachers at once stand before a requirement on practice, reckoned in the database.

It says what ``core.windows.Requirement`` says of each, as one statement whose cost grows with the practice of
those asked about. Tests hold both to each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice
from math import lcm
from typing import Any, NamedTuple

from django.db import connection

from core.windows import Requirement
from teachers.models import PracticeState

DONE = (PracticeState.ACCEPTED.value,)
# Windows that follow each other and are looked at: the last one, that of the day, and the one after it.
JUDGED_WINDOWS = 3


class Row(NamedTuple):
    """How one teacher stands; as ``core.windows.Standing``."""

    teacher_id: int
    since: date
    calendar_days: int
    single_days: int
    short_from: date


@dataclass(frozen=True, slots=True)
class Sql:
    """A query with the columns of :class:`Row`, to be run or put into another."""

    text: str
    parameters: dict[str, Any]


# Whom it concerns on the day, and since when they have been teachers of such a kind.
CONCERNED = """
concerned AS (
    SELECT period.teacher_id, min(period.starts_on) AS since
    FROM teachers_serviceperiod period
    WHERE period.kind = ANY(%(kinds)s) AND period.starts_on <= %(on)s {of_teachers}
    GROUP BY period.teacher_id
    HAVING bool_or(period.ends_on IS NULL OR period.ends_on >= %(on)s)
)"""
_SPANS = """
spans AS (
    SELECT practice.teacher_id, practice.starts_on AS begins,
           LEAST(practice.ends_on, %(on)s) + 1 AS ends, 1 AS periods, 0 AS singles
    FROM teachers_practice practice JOIN concerned USING (teacher_id)
    WHERE practice.state = ANY(%(states)s) AND practice.counted_as = 'period'
      AND practice.starts_on <= %(on)s
    UNION ALL
    SELECT practice.teacher_id, day."on", day."on" + 1, 0, 1
    FROM teachers_practice practice JOIN concerned USING (teacher_id)
    JOIN teachers_practiceday day ON day.practice_id = practice.id
    WHERE practice.state = ANY(%(states)s) AND practice.counted_as = 'day' AND day."on" <= %(on)s
)"""
# Stretches of days on each of which the same number of spans lie.
_STRETCHES = """
changes AS (
    SELECT teacher_id, day, sum(periods) AS periods, sum(singles) AS singles
    FROM (SELECT teacher_id, begins AS day, periods, singles FROM spans
          UNION ALL SELECT teacher_id, ends, -periods, -singles FROM spans) change
    GROUP BY teacher_id, day
),
levels AS (
    SELECT teacher_id, day AS begins, lead(day) OVER by_day AS ends,
           sum(periods) OVER by_day AS periods, sum(singles) OVER by_day AS singles
    FROM changes WINDOW by_day AS (PARTITION BY teacher_id ORDER BY day)
),
stretches AS (
    SELECT teacher_id, begins, ends, {periods} AS periods, {singles} AS singles
    FROM levels WHERE periods > 0 OR singles > 0
)"""
_ONCE = {"periods": "(periods > 0)::int", "singles": "(periods = 0)::int"}
_EACH_TIME = {"periods": "periods", "singles": "singles"}
_COUNTED = """
counted AS (
    SELECT teacher_id,
           sum(periods * (LEAST(ends, %(last)s + 1) - GREATEST(begins, %(first)s))) AS calendar_days,
           sum(singles * (LEAST(ends, %(last)s + 1) - GREATEST(begins, %(first)s))) AS single_days
    FROM stretches WHERE begins <= %(last)s AND ends > %(first)s
    GROUP BY teacher_id
)"""
# From the newest day backwards until there is enough: with the day found gone from the window, there is not.
_ROLLING = """
weighed AS (
    SELECT teacher_id, begins, ends, periods * %(of_period)s + singles * %(of_single)s AS weight,
           COALESCE(sum((periods * %(of_period)s + singles * %(of_single)s) * (ends - begins)) OVER (
               PARTITION BY teacher_id ORDER BY begins DESC
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS newer
    FROM stretches
),
needed AS (
    SELECT teacher_id, ends - ceil((%(wanted)s - newer)::numeric / weight)::int AS day
    FROM weighed WHERE newer < %(wanted)s AND newer + weight * (ends - begins) >= %(wanted)s
),
short AS (
    SELECT teacher_id, GREATEST({whole_since}, {whole_needed}) AS short_from
    FROM concerned LEFT JOIN needed USING (teacher_id)
)"""
_FOLLOWING = """
filled AS (
    SELECT concerned.teacher_id, judged.last,
           COALESCE(sum((periods * %(of_period)s + singles * %(of_single)s)
                        * (LEAST(ends, judged.last + 1) - GREATEST(begins, judged.first))), 0) AS weight
    FROM concerned
    JOIN unnest(%(firsts)s::date[], %(lasts)s::date[]) AS judged(first, last) ON judged.first >= since
    LEFT JOIN stretches ON stretches.teacher_id = concerned.teacher_id
        AND begins <= judged.last AND ends > judged.first
    GROUP BY concerned.teacher_id, judged.last
),
short AS (
    SELECT teacher_id, COALESCE(min(last) FILTER (WHERE weight < %(wanted)s), max(last)) + 1 AS short_from
    FROM filled GROUP BY teacher_id
)"""
_ROWS = """
SELECT teacher_id, since, COALESCE(calendar_days, 0)::int AS calendar_days,
       COALESCE(single_days, 0)::int AS single_days, short_from
FROM concerned JOIN short USING (teacher_id) LEFT JOIN counted USING (teacher_id)"""


def years_after_sql(day: str) -> str:
    """``core.windows.years_after`` in SQL."""
    moved = f"({day} + make_interval(years => %(years)s))::date"
    lost_its_day = f"extract(day FROM {day}) = 29 AND extract(day FROM {moved}) = 28"
    return f"({moved} + ({lost_its_day})::int)"


def standing_sql(
    requirement: Requirement,
    *,
    on: date,
    kinds: Collection[str],
    teachers: Collection[int] | None = None,
) -> Sql:
    """How teachers of some kinds who are in service on a day stand then, one row each.

    Args:
        teachers: only these; ``None`` for all.
    """
    rolls = requirement.anchor is None
    of_teachers = "" if teachers is None else "AND period.teacher_id = ANY(%(teachers)s)"
    parts = [
        CONCERNED.format(of_teachers=of_teachers),
        _SPANS,
        _STRETCHES.format(**(_ONCE if requirement.counts_overlaps_once else _EACH_TIME)),
        _COUNTED,
        _ROLLING.format(whole_since=years_after_sql("since"), whole_needed=years_after_sql("needed.day"))
        if rolls
        else _FOLLOWING,
    ]
    first, last = requirement.window(on)
    parameters: dict[str, Any] = {
        "on": on,
        "kinds": sorted(kinds),
        "states": list(DONE),
        "first": first,
        "last": last,
        **weights(requirement),
    }
    if teachers is not None:
        parameters["teachers"] = sorted(teachers)
    if rolls:
        parameters["years"] = requirement.years
    else:
        judged = list(islice(requirement.windows_from(on), JUDGED_WINDOWS))
        parameters |= {"firsts": [one for one, _ in judged], "lasts": [one for _, one in judged]}
    return Sql(f"WITH {','.join(parts)}{_ROWS}", parameters)


def standings(
    requirement: Requirement,
    *,
    on: date,
    kinds: Collection[str],
    teachers: Collection[int] | None = None,
) -> Iterator[Row]:
    """:func:`standing_sql`, run: one query for any number of teachers."""
    query = standing_sql(requirement, on=on, kinds=kinds, teachers=teachers)
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.parameters)
        yield from map(Row._make, cursor.fetchall())


def weights(requirement: Requirement) -> dict[str, int]:
    """Whole numbers that stand for a day of a period, a single day and what is wanted: nothing is rounded."""
    of_period, of_single = 1 / requirement.days_per_month, 1 / requirement.single_days_per_month
    whole = lcm(of_period.denominator, of_single.denominator, requirement.months.denominator)
    return {
        "of_period": _times(of_period, whole),
        "of_single": _times(of_single, whole),
        "wanted": _times(requirement.months, whole),
    }


def _times(number: Fraction, whole: int) -> int:
    return int(number * whole)
