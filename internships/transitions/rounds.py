"""The moves of a round of selection, from its draft to the day when every place is answered."""

from __future__ import annotations

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.transitions import Transition, TransitionTable
from internships.models import PlanKind, RoundState, SelectionRound, Stage
from internships.seat_limits import problems_of_seats

S = RoundState
RUN = "round.run"


def has_seats_within_limits(round: SelectionRound, now: datetime) -> str | None:
    if not round.seats.exists():
        return _("It has no seats to give out yet.")
    return " ".join(problems_of_seats(round)) or None


def plan_takes_interns(round: SelectionRound, now: datetime) -> str | None:
    if not round.plan.is_open_to_posts:
        return _("The internship plan is “%(state)s”.") % {"state": round.plan.get_state_display()}
    if round.plan.kind != PlanKind.POST:
        return _("The school arranges observation itself; students do not choose (INT-02).")
    if not round.plan.classes.exists() and not round.plan.majors.exists():
        return _("The internship plan names no classes and no majors, so nobody could rank.")
    return None


def ends_later(round: SelectionRound, now: datetime) -> str | None:
    if round.students_until <= now:
        return _("Students could not rank any more: choose later days.")
    return None


def rankings_are_over(round: SelectionRound, now: datetime) -> str | None:
    if now < round.closes_at:
        return _("Enterprises may rank until %(instant)s.") % {"instant": _instant(round.closes_at)}
    return None


def is_run_and_verified(round: SelectionRound, now: datetime) -> str | None:
    run = round.runs.defer("snapshot").first()
    if run is None or run.stage != Stage.DONE or run.verified_at is None:
        return _("The result has not been verified.")
    return None


def answers_are_over(round: SelectionRound, now: datetime) -> str | None:
    if now < round.confirm_by:
        return _("Students may answer until %(instant)s.") % {"instant": _instant(round.confirm_by)}
    return None


def nothing_was_published(round: SelectionRound, now: datetime) -> str | None:
    if round.runs.filter(published_at__isnull=False).exists():
        return _("A result was published already.")
    return None


def something_was_published(round: SelectionRound, now: datetime) -> str | None:
    if not round.runs.filter(published_at__isnull=False).exists():
        return _("No result was published yet.")
    return None


def nobody_works_on_it(round: SelectionRound, now: datetime) -> str | None:
    if any(run.is_working for run in round.runs.defer("snapshot")):
        return _("It is being run just now.")
    return None


def _instant(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


ROUND_MOVES = TransitionTable(
    "round",
    SelectionRound,
    RoundState,
    {
        "open": Transition(
            label=gettext_lazy("open"),
            sources=frozenset({S.DRAFT}),
            target=S.OPEN,
            capability=RUN,
            guards=(plan_takes_interns, ends_later, has_seats_within_limits),
        ),
        "close": Transition(
            label=gettext_lazy("close the rankings"),
            sources=frozenset({S.OPEN}),
            target=S.CLOSED,
            capability=RUN,
            guards=(rankings_are_over,),
        ),
        "freeze": Transition(
            label=gettext_lazy("freeze"),
            sources=frozenset({S.CLOSED}),
            target=S.FROZEN,
            capability=RUN,
            guards=(has_seats_within_limits,),
        ),
        # The work does it, once a result was verified and written.
        "complete": Transition(
            label=gettext_lazy("run"), sources=frozenset({S.FROZEN}), target=S.RUN, capability=None
        ),
        "thaw": Transition(
            label=gettext_lazy("take back the freeze"),
            sources=frozenset({S.FROZEN, S.RUN}),
            target=S.CLOSED,
            capability=RUN,
            guards=(nothing_was_published, nobody_works_on_it),
            needs_reason=True,
        ),
        "publish": Transition(
            label=gettext_lazy("publish"),
            sources=frozenset({S.RUN}),
            target=S.PUBLISHED,
            capability=RUN,
            guards=(is_run_and_verified,),
            is_final=True,
        ),
        "run_again": Transition(
            label=gettext_lazy("run again without those who declined"),
            sources=frozenset({S.PUBLISHED}),
            target=S.FROZEN,
            capability=RUN,
            needs_reason=True,
        ),
        "keep": Transition(
            label=gettext_lazy("keep what was published"),
            sources=frozenset({S.FROZEN, S.RUN}),
            target=S.PUBLISHED,
            capability=RUN,
            guards=(something_was_published, nobody_works_on_it),
            needs_reason=True,
        ),
        "finish": Transition(
            label=gettext_lazy("finish"),
            sources=frozenset({S.PUBLISHED}),
            target=S.FINISHED,
            capability=RUN,
            guards=(answers_are_over,),
            is_final=True,
        ),
        "cancel": Transition(
            label=gettext_lazy("cancel"),
            sources=frozenset({S.DRAFT, S.OPEN, S.CLOSED, S.FROZEN, S.RUN}),
            target=S.CANCELLED,
            capability=RUN,
            guards=(nothing_was_published, nobody_works_on_it),
            needs_reason=True,
            is_final=True,
        ),
    },
)
