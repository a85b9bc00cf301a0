"""Places of a course: free ones go to who waits before anybody else has one.

The caller has locked the course, and reckons what is owed afterwards where it has begun.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from core.access import THE_SYSTEM
from core.seats import free_seats
from training import notices
from training.models import OPEN_TO_STAFF, Course
from training.transitions import ENROLMENT_MOVES


def seats_left(course: Course, *, now: datetime) -> Iterator[int]:
    """The numbers for who comes next, once those who wait have theirs.

    Two queries, and some for each who is seated.
    """
    fill_seats(course, now=now)
    return _free(course)


def fill_seats(course: Course, *, now: datetime) -> None:
    """Give free places to who waits, in the order in which they came, and tell their liaisons; from the offer
    to the closing."""
    if course.state not in OPEN_TO_STAFF:
        return
    waiting = list(course.enrolments.waiting().select_related("enterprise"))
    if not waiting:
        return
    for one, seat in zip(waiting, _free(course), strict=False):
        ENROLMENT_MOVES.move(actor=THE_SYSTEM, pk=one.pk, name="seat", now=now, changes={"seat": seat})
        one.course = course
        notices.tell_seated(one, now=now)


def _free(course: Course) -> Iterator[int]:
    taken = set(course.enrolments.enrolled().order_by().values_list("seat", flat=True))
    return free_seats(taken, course.capacity)
