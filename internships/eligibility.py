"""Which wishes cannot come true, whatever both sides rank; asked set by set, in the database.

The same conditions bar a post on the student's page and take a wish out of a run.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from core.school_years import school_year
from internships.conditions import BARRED_TO_MINORS, BARRED_TO_WOMEN
from internships.models import (
    Answer,
    Exclusion,
    PlanKind,
    PostState,
    RoundRun,
    SelectionRound,
    Sex,
    StudentState,
)
from internships.models.rounds import ANSWERED_STATES
from internships.occupancy import known_placements

OF_AGE, LEAST_AGE = 18, 16

# Why a pair (seat_id, student_id) is out; NULL where it is not. The first reason counts.
JUDGED = """
SELECT pairs.seat_id, pairs.student_id, CASE
    WHEN student.state <> %(enrolled)s THEN %(NOT_ENROLLED)s
    WHEN class.id NOT IN (SELECT id FROM cohort) THEN %(OTHER_PLAN)s
    WHEN student.id IN (SELECT student_id FROM held) AND student.id NOT IN (SELECT id FROM free_again)
         OR student.id IN (SELECT id FROM placed_otherwise) THEN %(PLACED)s
    WHEN post.state <> %(approved)s THEN %(POST_CLOSED)s
    WHEN EXISTS (SELECT FROM internships_post_majors taken WHERE taken.post_id = post.id)
         AND NOT EXISTS (SELECT FROM internships_post_majors taken
                         WHERE taken.post_id = post.id AND taken.major_id = class.major_id)
        THEN %(MAJOR)s
    WHEN student.born_on > %(first_day)s::date - make_interval(years => %(least_age)s) THEN %(UNDER_16)s
    WHEN %(is_post)s AND class.entered_in >= %(school_year)s THEN %(FIRST_YEAR)s
    WHEN post.hazards && %(barred)s::varchar[]
         AND student.born_on > %(first_day)s::date - make_interval(years => %(of_age)s) THEN %(MINOR)s
    WHEN post.hazards && %(barred_to_women)s::varchar[] AND student.sex = %(female)s THEN %(WOMEN)s
    WHEN EXISTS (SELECT FROM internships_reachableregion near
                 WHERE near.round_id = %(round)s AND near.student_id = student.id)
         AND NOT EXISTS (SELECT FROM internships_reachableregion near
                         WHERE near.round_id = %(round)s AND near.student_id = student.id
                           AND near.region_id IN (place.id, place.parent_id, above.parent_id))
        THEN %(REGION)s
END AS reason
FROM ({pairs}) pairs
JOIN internships_roundseat seat ON seat.id = pairs.seat_id
JOIN internships_post post ON post.id = seat.post_id
LEFT JOIN catalogue_region place ON place.id = post.region_id
LEFT JOIN catalogue_region above ON above.id = place.parent_id
JOIN internships_student student ON student.id = pairs.student_id
JOIN internships_schoolclass class ON class.id = student.school_class_id
"""
# The plan's classes, or where it names none those of its majors and year; and the students who hold a
# place by another round of the plan.
KNOWN = """
WITH cohort AS MATERIALIZED (
    SELECT class.id
    FROM internships_schoolclass class
    WHERE class.id IN (SELECT schoolclass_id FROM internships_plan_classes WHERE plan_id = %(plan)s)
       OR NOT EXISTS (SELECT FROM internships_plan_classes WHERE plan_id = %(plan)s)
          AND class.entered_in = %(cohort)s
          AND class.major_id IN (SELECT major_id FROM internships_plan_majors WHERE plan_id = %(plan)s)
), held AS MATERIALIZED (
    SELECT outcome.student_id
    FROM internships_outcome outcome
    JOIN internships_roundrun run ON run.id = outcome.run_id
    JOIN internships_selectionround round ON round.id = run.round_id
    WHERE round.plan_id = %(plan)s AND round.id <> %(round)s AND round.state = ANY (%(answered)s::varchar[])
      AND outcome.answer = %(confirmed)s
      AND run.number = (SELECT max(last.number) FROM internships_roundrun last
                        WHERE last.round_id = round.id AND last.published_at IS NOT NULL)
), placed_otherwise AS MATERIALIZED (
    SELECT unnest(%(placed_otherwise)s::bigint[]) AS id
), free_again AS MATERIALIZED (
    SELECT unnest(%(free_again)s::bigint[]) AS id
)
"""
WISHES = """
SELECT wish.seat_id, wish.student_id
FROM internships_studentranking wish
JOIN internships_roundseat mine ON mine.id = wish.seat_id
WHERE mine.round_id = %(round)s
"""
OF_ONE = """
SELECT id AS seat_id, %(student)s::bigint AS student_id FROM internships_roundseat WHERE round_id = %(round)s
"""
EXCLUDE = f"""
INSERT INTO internships_excludedpair (run_id, seat_id, student_id, reason)
{KNOWN}
SELECT %(run)s, seat_id, student_id, reason FROM ({JUDGED.format(pairs=WISHES)}) judged
WHERE reason IS NOT NULL
"""  # noqa: S608 — our own constants
EXCLUSIONS = f"""
{KNOWN}
SELECT seat_id, reason FROM ({JUDGED.format(pairs=OF_ONE)}) judged WHERE reason IS NOT NULL
"""  # noqa: S608 — our own constants


def exclude_wishes(run: RoundRun) -> int:
    """Write down every wish of the run's round that cannot come true, with its reason. One query."""
    with connection.cursor() as cursor:
        cursor.execute(EXCLUDE, values_of(run.round) | {"run": run.pk})
        return cursor.rowcount


def exclusions_for(*, round: SelectionRound, student_id: int) -> dict[int, Exclusion]:
    """The seats of a round that a student cannot have, by key, with the reason. One query."""
    with connection.cursor() as cursor:
        cursor.execute(EXCLUSIONS, values_of(round) | {"student": student_id})
        return {seat_id: Exclusion(reason) for seat_id, reason in cursor.fetchall()}


def values_of(round: SelectionRound) -> dict[str, Any]:
    """What the conditions above, and queries that begin with ``KNOWN``, ask of a round."""
    plan = round.plan
    placed = known_placements().placed_in(plan)
    return {
        "placed_otherwise": sorted(placed.otherwise),
        "free_again": sorted(placed.free_again),
        "round": round.pk,
        "plan": plan.pk,
        "cohort": plan.entered_in,
        "answered": list(ANSWERED_STATES),
        "confirmed": Answer.CONFIRMED,
        "enrolled": StudentState.ENROLLED,
        "approved": PostState.APPROVED,
        "first_day": plan.starts_on,
        "school_year": school_year(plan.starts_on),
        "is_post": plan.kind == PlanKind.POST,
        "least_age": LEAST_AGE,
        "of_age": OF_AGE,
        "barred": sorted(BARRED_TO_MINORS),
        "barred_to_women": sorted(BARRED_TO_WOMEN),
        "female": Sex.FEMALE,
        **{exclusion.name: exclusion.value for exclusion in Exclusion},
    }
