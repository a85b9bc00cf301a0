"""What is due to be told of a round, by the clock.

Of all that is due each reader hears the latest only: a standstill costs them one mail.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from core.models import Notification
from internships import round_notices as notices
from internships.models import RoundState, SelectionRound

# Mails come in the morning, not at the minute at which a round happens to close.
MORNING = time(8)
BEFORE_LISTS_CLOSE, BEFORE_ANSWERS_END = timedelta(days=2), timedelta(days=1)


def remind_of_rounds(*, now: datetime) -> None:
    """The sweep: whatever is due and was not told. A few statements for each round that is under way."""
    under_way = SelectionRound.objects.filter(state__in=[RoundState.OPEN, RoundState.PUBLISHED])
    for round in under_way.select_related("plan").order_by("pk"):
        tell_what_is_due(round, now=now)


def tell_what_is_due(round: SelectionRound, *, now: datetime) -> None:
    """Tell what a round has to tell at this moment, to whoever has not heard it."""
    if round.state == RoundState.OPEN:
        _while_students_rank(round, now)
        _while_enterprises_rank(round, now)
    elif round.state == RoundState.PUBLISHED:
        _while_students_answer(round, now)


def _morning(instant: datetime, before: timedelta) -> datetime:
    day = timezone.localtime(instant).date() - before
    return timezone.make_aware(datetime.combine(day, MORNING))


def _while_students_rank(round: SelectionRound, now: datetime) -> None:
    if not round.opens_at <= now < round.students_until:
        return
    ending = _morning(round.students_until, BEFORE_LISTS_CLOSE)
    if round.opens_at < ending <= now:
        key = notices.list_key(round)
        notices.students(round, notices.CLOSING, only_silent=True, key=key).tell(now=now)
    else:
        notices.students(round, notices.OPENED, only_silent=False, key=str(round.pk)).tell(now=now)


def _while_enterprises_rank(round: SelectionRound, now: datetime) -> None:
    """Their turn begins when students' lists are complete; where both rank until the same
    moment, they hear of it near the end.
    """
    if not round.opens_at <= now < round.closes_at:
        return
    ending = _morning(round.closes_at, BEFORE_LISTS_CLOSE)
    rank_together = round.students_until == round.closes_at
    if ending <= now and (rank_together or round.students_until < ending):
        key = notices.turn_key(round)
        notices.liaisons(round, notices.TURN_ENDS, only_silent=True, key=key).tell(now=now)
    elif round.students_until <= now:
        key = notices.list_key(round)
        notices.liaisons(round, notices.TURN, only_silent=False, key=key).tell(now=now)


def _while_students_answer(round: SelectionRound, now: datetime) -> None:
    if now >= round.confirm_by:
        key = f"{notices.ANSWERED.name}:{round.pk}:{round.confirm_by.isoformat()}:"
        if not Notification.objects.filter(key__startswith=key).exists():
            notices.tell_answered(round, now=now)
    elif now >= _morning(round.confirm_by, BEFORE_ANSWERS_END):
        run = round.runs.filter(published_at__isnull=False).defer("snapshot").first()
        if run is not None:
            notices.tell_unanswered(round, run, now=now)
