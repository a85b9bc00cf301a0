"""Of whom practice was enough on a day, of any number of teachers at once.

Says of everybody what ``teachers.standing`` says, without reckoning until when it lasts: where the window
rolls, only what lies in it is looked at, which is several times as quick. Tests hold both to each other.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from core.windows import Requirement
from teachers.standing import CONCERNED, DONE, Sql, standing_sql, weights, years_after_sql

_INSIDE = """
inside AS (
    SELECT practice.teacher_id,
           daterange(GREATEST(practice.starts_on, %(first)s), LEAST(practice.ends_on, %(on)s), '[]') AS days,
           true AS is_period
    FROM teachers_practice practice
    WHERE practice.state = ANY(%(states)s) AND practice.counted_as = 'period'
      AND practice.starts_on <= %(on)s AND practice.ends_on >= %(first)s
    UNION ALL
    SELECT practice.teacher_id, daterange(day."on", day."on", '[]'), false
    FROM teachers_practice practice JOIN teachers_practiceday day ON day.practice_id = practice.id
    WHERE practice.state = ANY(%(states)s) AND practice.counted_as = 'day'
      AND day."on" BETWEEN %(first)s AND %(on)s
)"""
# A day counts once, and as part of a period where it lies in one.
_ONCE = """
merged AS (
    SELECT teacher_id, range_agg(days) FILTER (WHERE is_period) AS periods,
           range_agg(days) FILTER (WHERE NOT is_period) AS singles
    FROM inside GROUP BY teacher_id
),
weighed AS (
    SELECT teacher_id,
           COALESCE((SELECT sum(upper(part) - lower(part)) FROM unnest(periods) part), 0) * %(of_period)s
           + COALESCE((SELECT sum(upper(part) - lower(part))
                       FROM unnest(singles - COALESCE(periods, '{}')) part), 0) * %(of_single)s AS weight
    FROM merged
)"""
_EACH_TIME = """
weighed AS (
    SELECT teacher_id, sum((upper(days) - lower(days))
                           * CASE WHEN is_period THEN %(of_period)s ELSE %(of_single)s END) AS weight
    FROM inside GROUP BY teacher_id
)"""
_ROLLING = """
SELECT teacher_id, {whole_window} > %(on)s OR COALESCE(weight, 0) >= %(wanted)s AS is_met,
       COALESCE(weight, 0) >= %(wanted)s AS is_enough
FROM concerned LEFT JOIN weighed USING (teacher_id)"""
_FOLLOWING = """
SELECT teacher_id, short_from > %(on)s AS is_met,
       calendar_days * %(of_period)s + single_days * %(of_single)s >= %(wanted)s AS is_enough
FROM ({standing}) reckoned"""


def enough_sql(requirement: Requirement, *, on: date, kinds: Collection[str]) -> Sql:
    """A row for each teacher of some kinds who is in service on a day: ``teacher_id``; ``is_met``, whether
    nothing is owed; ``is_enough``, whether all that is wanted lies in the window."""
    if requirement.anchor is not None:
        standing = standing_sql(requirement, on=on, kinds=kinds)
        return Sql(_FOLLOWING.format(standing=standing.text), standing.parameters)
    counting = _ONCE if requirement.counts_overlaps_once else _EACH_TIME
    text = ",".join([CONCERNED.format(of_teachers=""), _INSIDE, counting])
    first, _last = requirement.window(on)
    parameters = {
        "on": on,
        "first": first,
        "kinds": sorted(kinds),
        "states": list(DONE),
        "years": requirement.years,
        **weights(requirement),
    }
    return Sql(f"WITH {text}{_ROLLING.format(whole_window=years_after_sql('since'))}", parameters)
