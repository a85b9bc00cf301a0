"""Rounds of selection: prepared, given seats, opened, closed, called off, finished."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import THE_SYSTEM, Actor, capability_label
from core.errors import Refused
from internships.models import (
    Answer,
    Outcome,
    Plan,
    Post,
    RoundKind,
    RoundSeat,
    RoundState,
    SelectionRound,
)
from internships.round_notices import (
    OF_DEADLINES,
    stop_asking,
    tell_called_off,
    tell_closed,
    tell_rescheduled,
)
from internships.round_reminders import tell_what_is_due
from internships.seat_limits import held_by_post, seats_left
from internships.transitions.rounds import ROUND_MOVES, RUN


class UnableToPrepare(Refused):
    """The round is past the point where this could be changed, or what is asked contradicts itself."""


class RoundTimes(TypedDict):
    """When a round happens; see the fields of :class:`SelectionRound`."""

    opens_at: datetime
    students_until: datetime
    closes_at: datetime
    confirm_by: datetime


@transaction.atomic
def prepare_round(
    *, actor: Actor, plan: Plan, name: str, now: datetime, **times: Unpack[RoundTimes]
) -> SelectionRound:
    """Begin a main round of a plan, as a draft without seats.

    Raises:
        PermissionDenied: the actor may not run rounds for the plan's department.
        ValidationError: the times contradict each other, or the name is taken.
    """
    round = SelectionRound(plan=plan, name=name, created_by_id=actor.pk, created_at=now, **times)
    return _begin(actor, round, now)


@transaction.atomic
def prepare_fill_in(
    *, actor: Actor, follows: SelectionRound, name: str, now: datetime, **times: Unpack[RoundTimes]
) -> SelectionRound:
    """Begin a fill-in round after a finished one, with the seats that are left of it.

    Raises:
        UnableToPrepare: places of the round before may still be answered.
    """
    before = SelectionRound.objects.for_write(actor, follows.pk, RUN)
    if before.state != RoundState.FINISHED:
        raise UnableToPrepare(
            _("Finish “%(round)s” first: its places may still be answered.") % {"round": before}
        )
    round = SelectionRound(
        plan=before.plan,
        name=name,
        kind=RoundKind.FILL_IN,
        follows=before,
        created_by_id=actor.pk,
        created_at=now,
        **times,
    )
    _begin(actor, round, now)
    held = held_by_post(besides=round)
    seats = [
        RoundSeat(round=round, post=seat.post, seats=left, lower=min(seat.lower, left))
        for seat in before.seats.select_related("post").filter(post__state="approved")
        if (left := min(seat.seats, seats_left(seat.post, held)))
    ]
    RoundSeat.objects.bulk_create(seats)
    return round


def _begin(actor: Actor, round: SelectionRound, now: datetime) -> SelectionRound:
    if not round.permits(actor, RUN):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(RUN)}
        )
    round.full_clean()
    round.save()
    audit.record(actor=actor, subject=round, verb="round.prepare", now=now, capability=RUN)
    return round


@transaction.atomic
def reschedule(
    *, actor: Actor, pk: int, now: datetime, reason: str = "", **times: Unpack[RoundTimes]
) -> SelectionRound:
    """Change when a round happens. Once it is open everybody reads why.

    Raises:
        UnableToPrepare: it is over, a reason is missing, or a time that has passed would change.
    """
    round = SelectionRound.objects.for_write(actor, pk, RUN)
    if round.state in {RoundState.FINISHED, RoundState.CANCELLED}:
        raise UnableToPrepare(_("The round is over."))
    if round.state != RoundState.DRAFT and not reason.strip():
        raise UnableToPrepare(_("Please give a reason: the others will read it."))
    for field, instant in times.items():
        before = getattr(round, field)
        if round.state != RoundState.DRAFT and instant != before and min(before, instant) <= now:
            raise UnableToPrepare(
                _("“%(time)s” has passed, or would be in the past: it stays as it is.")
                % {"time": SelectionRound._meta.get_field(field).verbose_name}  # type: ignore[union-attr]
            )
        setattr(round, field, instant)
    round.full_clean()
    round.save(update_fields=list(times))
    stop_asking(round, OF_DEADLINES)
    if round.state != RoundState.DRAFT:
        tell_rescheduled(round, reason=reason.strip(), now=now)
    audit.record(
        actor=actor, subject=round, verb="round.reschedule", now=now, reason=reason.strip(), capability=RUN
    )
    return round


# --- Seats ------------------------------------------------------------------------------------


@transaction.atomic
def offer_seats(
    *,
    actor: Actor,
    pk: int,
    post: Post,
    seats: int,
    now: datetime,
    lower: int = 0,
    closing_place: int | None = None,
) -> RoundSeat:
    """Put seats of an approved post into a round that is not open yet, or change how many.

    Raises:
        UnableToPrepare: the round is open, the post is not approved, or has fewer seats left.
        ValidationError: the numbers contradict each other.
    """
    round = _draft(actor, pk)
    if post.state != "approved" or post.plan_id not in {None, round.plan_id}:
        raise UnableToPrepare(_("“%(post)s” is not an approved post of this plan.") % {"post": post})
    left = seats_left(post, held_by_post(besides=round))
    if seats > left:
        raise UnableToPrepare(_("“%(post)s” has %(left)d seats left.") % {"post": post, "left": left})
    seat = RoundSeat.objects.filter(round=round, post=post).first() or RoundSeat(round=round, post=post)
    seat.seats, seat.lower, seat.closing_place = seats, lower, closing_place
    seat.full_clean()
    seat.save()
    audit.record(
        actor=actor,
        subject=round,
        verb="round.offer_seats",
        now=now,
        details={"post": post.pk, "seats": seats, "lower": lower},
        capability=RUN,
    )
    return seat


@transaction.atomic
def offer_all_seats(*, actor: Actor, pk: int, now: datetime) -> int:
    """Put every approved post of the plan with seats left into the round. Answers how many were added."""
    round = _draft(actor, pk)
    held = held_by_post(besides=round)
    there = set(round.seats.values_list("post", flat=True))
    added = RoundSeat.objects.bulk_create(
        RoundSeat(round=round, post=post, seats=left, lower=min(post.lower or 0, left))
        for post in Post.objects.approved().filter(plan=round.plan).order_by("pk")
        if post.pk not in there and (left := seats_left(post, held))
    )
    audit.record(
        actor=actor,
        subject=round,
        verb="round.offer_all_seats",
        now=now,
        details={"posts": len(added)},
        capability=RUN,
    )
    return len(added)


@transaction.atomic
def take_out_seats(*, actor: Actor, pk: int, post_id: int, now: datetime) -> None:
    """Take a post out of a round that is not open yet; nothing happens where it is not in it."""
    round = _draft(actor, pk)
    taken, _rows = round.seats.filter(post=post_id).delete()
    if taken:
        audit.record(
            actor=actor,
            subject=round,
            verb="round.take_out_seats",
            now=now,
            details={"post": post_id},
            capability=RUN,
        )


def _draft(actor: Actor, pk: int) -> SelectionRound:
    round: SelectionRound = SelectionRound.objects.for_write(actor, pk, RUN)
    if round.state != RoundState.DRAFT:
        raise UnableToPrepare(_("Seats are settled when the round opens."))
    return round


# --- Moves ------------------------------------------------------------------------------------


@transaction.atomic
def open_round(*, actor: Actor, pk: int, now: datetime) -> SelectionRound:
    """Settle the seats. Students are told when they may rank: at once, or by the sweep on that day."""
    round: SelectionRound = ROUND_MOVES.move(actor=actor, pk=pk, name="open", now=now)
    tell_what_is_due(round, now=now)
    return round


@transaction.atomic
def close_round(*, actor: Actor, pk: int, now: datetime) -> SelectionRound:
    """End the rankings. Those who run the round are told that it is theirs again."""
    round: SelectionRound = ROUND_MOVES.move(actor=actor, pk=pk, name="close", now=now)
    tell_closed(round, by=actor, now=now)
    return round


@transaction.atomic
def cancel_round(*, actor: Actor, pk: int, reason: str, now: datetime) -> SelectionRound:
    """Call a round off; what has not gone out about it stays where it is.

    Students and enterprises are told, where they knew of it.
    """
    was_draft = SelectionRound.objects.filter(pk=pk, state=RoundState.DRAFT).exists()
    round: SelectionRound = ROUND_MOVES.move(actor=actor, pk=pk, name="cancel", reason=reason, now=now)
    stop_asking(round)
    if not was_draft:
        tell_called_off(round, reason=reason.strip(), now=now)
    return round


@transaction.atomic
def finish_round(*, actor: Actor, pk: int, now: datetime) -> SelectionRound:
    """End a round after the last day for answers. Places that nobody answered fall free."""
    round: SelectionRound = ROUND_MOVES.move(actor=actor, pk=pk, name="finish", now=now)
    Outcome.objects.that_count().filter(run__round=round, seat__isnull=False, answer=Answer.NONE).update(
        answer=Answer.LAPSED, answered_at=now
    )
    return round


def close_due_rounds(*, now: datetime) -> int:
    """The sweep: close every round whose rankings are over. Answers how many."""
    due = SelectionRound.objects.filter(state=RoundState.OPEN, closes_at__lte=now).order_by("pk")
    keys = list(due.values_list("pk", flat=True))
    for pk in keys:
        close_round(actor=THE_SYSTEM, pk=pk, now=now)
    return len(keys)
