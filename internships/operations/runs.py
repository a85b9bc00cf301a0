"""From frozen rankings to a published result: what people decide. The work itself is in ``round_work``."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor
from core.background import nudge
from core.errors import Refused
from internships import round_work
from internships.eligibility import exclude_wishes
from internships.models import Answer, Outcome, RoundRun, RoundState, SelectionRound, Stage
from internships.round_markets import market_of
from internships.round_notices import tell_results
from internships.selection.market import Market, canonical, read_market
from internships.transitions.rounds import ROUND_MOVES, RUN


class UnableToRun(Refused):
    """There is nothing to run, or it is being run already."""


@transaction.atomic
def freeze_round(*, actor: Actor, pk: int, now: datetime, reason: str = "") -> RoundRun:
    """Keep all rankings as one text with its fingerprint: what is run, now and whenever somebody checks.

    Wishes that cannot come true are left out before, each with its reason.

    Raises:
        TransitionRefused: the rankings have not closed, or the seats exceed what hosts may take.
        UnableToRun: it was frozen before, and no reason is given.
    """
    round: SelectionRound = ROUND_MOVES.move(actor=actor, pk=pk, name="freeze", reason=reason, now=now)
    number = _next_number(round)
    if number > 1 and not reason.strip():
        raise UnableToRun(_("It was frozen before. Please give a reason: the others will read it."))
    run = RoundRun.objects.create(
        round=round, number=number, reason=reason.strip(), snapshot_sha256="", frozen_at=now
    )
    exclude_wishes(run)
    return _keep(run, market_of(run))


def start_run(*, actor: Actor, pk: int, now: datetime) -> RoundRun:
    """Have the frozen rankings run by a worker. Asking twice runs them once.

    Raises:
        UnableToRun: nothing is frozen, or it was run already.
    """
    with transaction.atomic():
        round = SelectionRound.objects.for_write(actor, pk, RUN)
        run = round.runs.defer("snapshot").first()
        if round.state != RoundState.FROZEN or run is None:
            raise UnableToRun(_("Freeze the rankings first."))
        if run.stage not in {Stage.WAITING, Stage.FAILED}:
            raise UnableToRun(_("It is being run already."))
        run.stage, run.attempts, run.error = Stage.QUEUED, 0, ""
        run.save(update_fields=["stage", "attempts", "error"])
        audit.record(
            actor=actor,
            subject=round,
            verb="round.start",
            now=now,
            details={"run": run.number},
            capability=RUN,
        )
        nudge(round_work.TASK)
    return run


@transaction.atomic
def publish_round(*, actor: Actor, pk: int, now: datetime) -> SelectionRound:
    """Show every student where they go, and why. Answers of an earlier result stay where the place does.

    Raises:
        TransitionRefused: the result has not been verified.
    """
    round: SelectionRound = ROUND_MOVES.move(actor=actor, pk=pk, name="publish", now=now)
    before = round.runs.filter(published_at__isnull=False).defer("snapshot").first()
    run = round.runs.defer("snapshot").latest("number")
    run.published_at = now
    run.save(update_fields=["published_at"])
    tell_results(round, run, before=before, now=now)
    return round


@transaction.atomic
def run_again(*, actor: Actor, pk: int, reason: str, now: datetime) -> RoundRun:
    """Run a published round again without the students who declined, by a decision with a reason.

    Everybody else ranks as before and the seed is the same, so nobody is worse off; the work refuses a
    result in which somebody would be, as can happen where a post closes.

    Raises:
        TransitionRefused: it is not published, or no reason is given.
        UnableToRun: nobody has declined.
    """
    round: SelectionRound = ROUND_MOVES.move(actor=actor, pk=pk, name="run_again", reason=reason, now=now)
    before = round.runs.filter(published_at__isnull=False).latest("number")
    gone = {
        str(student)
        for student in Outcome.objects.filter(run=before, answer=Answer.DECLINED).values_list(
            "student", flat=True
        )
    }
    if not gone:
        raise UnableToRun(_("Nobody has declined: the result would be the same."))
    run = RoundRun.objects.create(
        round=round,
        number=_next_number(round),
        reason=reason.strip(),
        snapshot_sha256="",
        frozen_at=now,
    )
    return _keep(run, _without(read_market(before.snapshot.encode()), gone))


def keep_published(*, actor: Actor, pk: int, reason: str, now: datetime) -> SelectionRound:
    """Give up a run that was made again, and leave what was published."""
    return ROUND_MOVES.move(actor=actor, pk=pk, name="keep", reason=reason, now=now)


def thaw_round(*, actor: Actor, pk: int, reason: str, now: datetime) -> SelectionRound:
    """Take a freeze back before anything was published; freezing again makes a run of its own."""
    return ROUND_MOVES.move(actor=actor, pk=pk, name="thaw", reason=reason, now=now)


def _next_number(round: SelectionRound) -> int:
    return (round.runs.aggregate(last=Max("number"))["last"] or 0) + 1


def _keep(run: RoundRun, market: Market) -> RoundRun:
    content = canonical(market)
    run.snapshot = content.decode()
    run.snapshot_sha256 = hashlib.sha256(content).hexdigest()
    run.students = len(market.students)
    run.save(update_fields=["snapshot", "snapshot_sha256", "students"])
    return run


def _without(market: Market, gone: set[str]) -> Market:
    """The market as if some students had never come."""
    posts = {
        name: replace(
            post,
            ranking=tuple(
                group
                for group in (tuple(one for one in tied if one not in gone) for tied in post.ranking)
                if group
            ),
        )
        for name, post in market.posts.items()
    }
    students = {name: ranking for name, ranking in market.students.items() if name not in gone}
    return replace(market, students=students, posts=posts)
