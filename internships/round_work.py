"""The work behind a run: give out seats, check, explain, write. Any piece may be repeated, or may die.

The result is written in the transaction that completes the round, a row for each student with a key of
its own: it is there as a whole, once, or not at all.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.access import THE_SYSTEM
from core.background import one_at_a_time
from core.copying import copied_into
from core.errors import Refused
from internships.models import Answer, Outcome, RoundRun, Stage
from internships.models.outcomes import WORKING_STAGES
from internships.selection.explanations import Fate, Wish, explain
from internships.selection.market import Market, read_market
from internships.selection.solver import Matching, solve
from internships.selection.verifier import violations
from internships.transitions.rounds import ROUND_MOVES

TASK = "internships.tasks.work_on_rounds"
MOST_ATTEMPTS = 3
COLUMNS = ("run_id", "student_id", "seat_id", "choice", "wishes", "answer", "answered_at", "reason")


class ResultDoesNotHold(Refused):
    """The checker objects, or somebody would be worse off than before."""


def work_on_all(*, now: datetime) -> int:
    """The sweep: whatever is queued. Answers how many runs it looked at."""
    waiting = list(
        RoundRun.objects.filter(stage__in=WORKING_STAGES).order_by("pk").values_list("pk", flat=True)
    )
    for pk in waiting:
        work_on(pk, now=now)
    return len(waiting)


def work_on(pk: int, *, now: datetime) -> None:
    """Do what a run waits for. Harmless where it waits for nothing or somebody else is at it."""
    with one_at_a_time(f"round run {pk}") as alone:
        if not alone:
            return
        run = RoundRun.objects.select_related("round__plan").get(pk=pk)
        if not run.is_working:
            return
        RoundRun.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
        try:
            if run.attempts >= MOST_ATTEMPTS:
                raise ResultDoesNotHold(_("The work broke off several times."))
            _work(run, now)
        except Refused as refusal:
            RoundRun.objects.filter(pk=pk).update(stage=Stage.FAILED, error=str(refusal))


def _work(run: RoundRun, now: datetime) -> None:
    _note(run, Stage.MATCHING)
    market = read_market(run.snapshot.encode())
    matching = solve(market)
    _note(run, Stage.CHECKING)
    _verify(run, market, matching)
    before = _published_before(run)
    _check_nobody_is_worse_off(market, matching, before)
    _note(run, Stage.EXPLAINING)
    explained = explain(market, matching)
    _note(run, Stage.WRITING)
    with transaction.atomic():
        _write(run, matching, explained, before)
        run.closures = [[closed.post, closed.filled, closed.lower] for closed in matching.closed]
        run.result_sha256 = hashlib.sha256(matching.as_json()).hexdigest()
        run.stage, run.placed, run.verified_at = Stage.DONE, matching.placed, now
        run.save(update_fields=["closures", "result_sha256", "stage", "placed", "verified_at"])
        ROUND_MOVES.move(actor=THE_SYSTEM, pk=run.round_id, name="complete", now=now)


def _note(run: RoundRun, stage: Stage) -> None:
    """Others see how far it is."""
    RoundRun.objects.filter(pk=run.pk).update(stage=stage)


def _verify(run: RoundRun, market: Market, matching: Matching) -> None:
    if hashlib.sha256(run.snapshot.encode()).hexdigest() != run.snapshot_sha256:
        raise ResultDoesNotHold(_("The snapshot is not the one that was frozen."))
    faults = violations(market, matching.assignment, [closed.post for closed in matching.closed])
    if faults:
        raise ResultDoesNotHold(
            _("The checker found %(count)d faults, the first: %(fault)s.")
            % {"count": len(faults), "fault": faults[0]}
        )


# --- A run that is made again -----------------------------------------------------------------


def _published_before(run: RoundRun) -> dict[str, Outcome]:
    """The outcomes that this run would take the place of, by student; none for a first one."""
    before = RoundRun.objects.published().filter(round=run.round_id).defer("snapshot").first()
    outcomes = Outcome.objects.filter(run=before).defer("wishes") if before else Outcome.objects.none()
    return {str(outcome.student_id): outcome for outcome in outcomes}


def _check_nobody_is_worse_off(market: Market, matching: Matching, before: dict[str, Outcome]) -> None:
    worse = 0
    for student, place in matching.assignment.items():
        outcome = before.get(student)
        if outcome is None or outcome.seat_id is None or place == str(outcome.seat_id):
            continue
        levels = {post: at for at, group in enumerate(market.students[student]) for post in group}
        worse += place is None or levels[place] > levels[str(outcome.seat_id)]
    if worse:
        raise ResultDoesNotHold(
            _(
                "%(count)d students would be worse off than with what was published, because a post closes: "
                "keep what was published, and decide by hand."
            )
            % {"count": worse}
        )


def _write(
    run: RoundRun, matching: Matching, explained: dict[str, list[Wish]], before: dict[str, Outcome]
) -> None:
    Outcome.objects.filter(run=run).delete()
    with copied_into("internships_outcome", COLUMNS) as write:
        for student, place in matching.assignment.items():
            wishes = explained[student]
            choice = wishes[-1].choice if wishes and wishes[-1].fate is Fate.PLACED else None
            kept = before.get(student)
            answer, answered_at = Answer.NONE.value, None
            # Who said yes to a place says yes to one they rank higher.
            if kept is not None and place is not None and kept.answer == Answer.CONFIRMED:
                answer, answered_at = kept.answer, kept.answered_at
            data = json.dumps([wish.as_data() for wish in wishes], separators=(",", ":"))
            write((run.pk, int(student), place, choice, data, answer, answered_at, ""))
        for student, gone in before.items():
            if student not in matching.assignment:
                write((run.pk, int(student), None, None, "[]", "", None, gone.reason))
