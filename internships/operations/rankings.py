"""Who ranks whom: students their posts, enterprises the students who want to come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import chain

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalogue.models import Region
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.eligibility import exclusions_for
from internships.models import (
    PostRanking,
    ReachableRegion,
    RoundSeat,
    RoundState,
    SelectionRound,
    Student,
    StudentRanking,
)
from internships.round_notices import stop_asking_for_list
from internships.transitions.rounds import RUN

type Groups = Sequence[Sequence[int]]
"""Keys from best to worst; those of one group are equally good."""


class UnableToRank(Refused):
    """It is not the time to rank, or somebody is ranked who cannot be."""


def student_of(actor: Actor) -> Student:
    """Who signs in as a student.

    Raises:
        NotVisible: the actor is no student.
    """
    student = Student.objects.select_related("school_class").filter(user=actor.pk).first()
    if actor.pk is None or student is None:
        raise NotVisible("no student")
    return student


@transaction.atomic
def rank_posts(*, actor: Actor, round_id: int, wishes: Groups, now: datetime) -> int:
    """Hand in a student's own list, in place of the one before; an empty one withdraws. Answers its length.

    Args:
        wishes: keys of the round's seats. A list may be as long as one likes: a longer one never costs
            a better place.

    Raises:
        NotVisible: the actor is no student, or there is no such round for them.
        UnableToRank: students do not rank now, a post is ranked twice, or cannot be had, with the reason.
    """
    student = student_of(actor)
    round = _round_for_ranking(round_id)
    if not round.opens_at <= now < round.students_until:
        raise UnableToRank(_("Students do not rank at this time. Nothing was changed."))
    listed = _each_once(wishes)
    barred = exclusions_for(round=round, student_id=student.pk)
    names = {
        seat.pk: seat for seat in RoundSeat.objects.filter(round=round, pk__in=listed).select_related("post")
    }
    for key in listed:
        if key not in names:
            raise UnableToRank(_("One of the posts is not part of this round."))
        if key in barred:
            raise UnableToRank(f"{names[key]}: {barred[key].label}")
    StudentRanking.objects.filter(student=student, seat__round=round).delete()
    StudentRanking.objects.bulk_create(
        StudentRanking(student=student, seat_id=key, place=place)
        for place, group in enumerate(wishes, 1)
        for key in group
    )
    audit.record(
        actor=actor,
        subject=student,
        verb="student.rank_posts",
        now=now,
        details={"round": round.pk, "posts": len(listed)},
    )
    if listed:
        stop_asking_for_list(round, student.user_id)
    return len(listed)


@transaction.atomic
def name_reachable_regions(*, actor: Actor, round_id: int, regions: Collection[Region], now: datetime) -> int:
    """Say where a student can go at all; nowhere named means anywhere.

    Posts elsewhere leave their list; answers how many did.
    """
    student = student_of(actor)
    round = _round_for_ranking(round_id)
    if not round.opens_at <= now < round.students_until:
        raise UnableToRank(_("Students do not rank at this time. Nothing was changed."))
    ReachableRegion.objects.filter(round=round, student=student).delete()
    ReachableRegion.objects.bulk_create(
        ReachableRegion(round=round, student=student, region=region) for region in regions
    )
    out_of_reach = exclusions_for(round=round, student_id=student.pk)
    gone, _rows = StudentRanking.objects.filter(student=student, seat__in=out_of_reach).delete()
    audit.record(
        actor=actor,
        subject=student,
        verb="student.name_reach",
        now=now,
        details={"round": round.pk, "regions": [region.pk for region in regions]},
    )
    return gone


@transaction.atomic
def rank_students(*, actor: Actor, seat_id: int, students: Groups, now: datetime) -> int:
    """Enter an enterprise's list for it, where somebody of the centre may run the round.

    Raises:
        NotVisible, PermissionDenied: see :meth:`core.access.ScopedQuerySet.for_write`.
        UnableToRank: see :func:`rank_students_of_ours`.
    """
    seat = RoundSeat.objects.for_write(actor, seat_id, RUN)
    return _rank_students(actor, seat, students, now)


@transaction.atomic
def rank_students_of_ours(*, actor: Actor, seat: RoundSeat, students: Groups, now: datetime) -> int:
    """Hand in an enterprise's list for one post, in place of the one before. Answers its length.

    Whom it does not list it does not take.

    Args:
        seat: fetched by somebody of the enterprise, behind the portal's walls.

    Raises:
        UnableToRank: enterprises do not rank now, or a student is ranked who did not ask for the post.
    """
    return _rank_students(actor, seat, students, now)


def _rank_students(actor: Actor, seat: RoundSeat, students: Groups, now: datetime) -> int:
    round = _round_for_ranking(seat.round_id)
    if not round.opens_at <= now < round.closes_at:
        raise UnableToRank(_("Enterprises do not rank at this time. Nothing was changed."))
    listed = _each_once(students)
    asking = set(StudentRanking.objects.filter(seat=seat).values_list("student", flat=True))
    if not asking.issuperset(listed):
        raise UnableToRank(_("One of the students has withdrawn meanwhile. Please look again."))
    PostRanking.objects.filter(seat=seat).delete()
    PostRanking.objects.bulk_create(
        PostRanking(seat=seat, student_id=key, place=place)
        for place, group in enumerate(students, 1)
        for key in group
    )
    audit.record(
        actor=actor,
        subject=round,
        verb="round.rank_students",
        now=now,
        details={"post": seat.post_id, "students": len(listed)},
    )
    return len(listed)


def _round_for_ranking(pk: int) -> SelectionRound:
    """The round, which does not move on before the list is written; many may write at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM internships_selectionround WHERE id = %s FOR SHARE", [pk])
    round = (
        SelectionRound.objects.select_related("plan").filter(pk=pk).exclude(state=RoundState.DRAFT).first()
    )
    if round is None:
        raise NotVisible(f"round {pk}")
    if round.state != RoundState.OPEN:
        raise UnableToRank(_("The round is “%(state)s”.") % {"state": round.get_state_display()})
    return round


def _each_once(groups: Groups) -> list[int]:
    listed = list(chain.from_iterable(groups))
    if len(set(listed)) < len(listed):
        raise UnableToRank(_("Something is ranked twice."))
    return listed
