"""A round's rankings as a market: students and posts by their keys, the same for whoever reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from internships.models import RoundRun
from internships.selection.market import Market, OfferedPost, Ranking

# The lists of one side are gathered by the database: a row for each student, and for each post.
WISHES = """
SELECT wish.student_id,
       array_agg(wish.seat_id ORDER BY wish.place, wish.seat_id) FILTER (WHERE out.id IS NULL),
       array_agg(wish.place ORDER BY wish.place, wish.seat_id) FILTER (WHERE out.id IS NULL)
FROM internships_studentranking wish
JOIN internships_roundseat seat ON seat.id = wish.seat_id
LEFT JOIN internships_excludedpair out
     ON out.run_id = %(run)s AND out.student_id = wish.student_id AND out.seat_id = wish.seat_id
WHERE seat.round_id = %(round)s
GROUP BY wish.student_id
"""
# Of those whom an enterprise ranked, those who still want to come and can.
OFFERS = """
SELECT seat.id, seat.seats, seat.lower, lists.students, lists.places
FROM internships_roundseat seat
LEFT JOIN (
    SELECT ranked.seat_id,
           array_agg(ranked.student_id ORDER BY ranked.place, ranked.student_id) AS students,
           array_agg(ranked.place ORDER BY ranked.place, ranked.student_id) AS places
    FROM internships_postranking ranked
    JOIN internships_roundseat mine ON mine.id = ranked.seat_id AND mine.round_id = %(round)s
    JOIN internships_studentranking wish
         ON wish.student_id = ranked.student_id AND wish.seat_id = ranked.seat_id
    LEFT JOIN internships_excludedpair out
         ON out.run_id = %(run)s AND out.student_id = ranked.student_id AND out.seat_id = ranked.seat_id
    WHERE out.id IS NULL
    GROUP BY ranked.seat_id
) lists ON lists.seat_id = seat.id
WHERE seat.round_id = %(round)s
"""
CLOSING = """
SELECT id FROM internships_roundseat
WHERE round_id = %(round)s AND closing_place IS NOT NULL
ORDER BY closing_place
"""


def market_of(run: RoundRun) -> Market:
    """The rankings of the run's round, without the wishes excluded from it. Three queries."""
    names: dict[int, str] = {}

    def name(key: int) -> str:
        return names.setdefault(key, str(key))

    def groups(keys: list[int] | None, places: list[int] | None) -> Ranking:
        if not keys or not places:
            return ()
        if places[-1] == len(set(places)) == len(places):
            return tuple((name(key),) for key in keys)
        return tuple(_tied(name, keys, places))

    values = {"run": run.pk, "round": run.round_id}
    with connection.cursor() as cursor, whole_tables(cursor):
        cursor.execute(WISHES, values)
        students = {name(student): groups(keys, places) for student, keys, places in cursor}
        cursor.execute(OFFERS, values)
        posts = {
            name(seat): OfferedPost(seats, lower, groups(keys, places))
            for seat, seats, lower, keys, places in cursor
        }
        cursor.execute(CLOSING, values)
        closing_order = tuple(name(seat) for (seat,) in cursor)
    return Market(run.round.seed, students, posts, closing_order)


@contextmanager
def whole_tables(cursor: Any) -> Iterator[None]:
    """Read and join tables as a whole, in a transaction. They fill within hours, or within this very
    transaction; a planner that supposes them empty looks every row up by itself, and takes minutes."""
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    cursor.execute("SET LOCAL enable_nestloop = on")


def _tied(name: Any, keys: list[int], places: list[int]) -> Iterator[tuple[str, ...]]:
    for _place, tied in groupby(zip(places, keys, strict=True), key=itemgetter(0)):
        yield tuple(name(key) for _at, key in tied)
