"""What students say to the places they got."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.models import Answer, Outcome, RoundState
from internships.operations.rankings import student_of
from internships.round_notices import stop_asking_for_answer


class UnableToAnswer(Refused):
    """The place was answered already, or the time for it is over."""


@transaction.atomic
def confirm_place(*, actor: Actor, pk: int, now: datetime) -> Outcome:
    """Take the place. Nobody loses a confirmed place by what happens later in the round.

    Raises:
        NotVisible: it is not the actor's, or another run has taken its place.
        UnableToAnswer: see there.
    """
    return _answer(actor, pk, Answer.CONFIRMED, "", now)


@transaction.atomic
def decline_place(*, actor: Actor, pk: int, reason: str, now: datetime) -> Outcome:
    """Give the place up, with the reason; who declines may take part in the fill-in round."""
    if not reason.strip():
        raise UnableToAnswer(_("Please give a reason: the others will read it."))
    return _answer(actor, pk, Answer.DECLINED, reason.strip(), now)


def _answer(actor: Actor, pk: int, answer: Answer, reason: str, now: datetime) -> Outcome:
    student = student_of(actor)
    mine = Outcome.objects.of_student(student.pk).filter(pk=pk)
    with connection.cursor() as cursor:  # a new run waits for the answer, or the answer sees its run
        cursor.execute(
            "SELECT id FROM internships_selectionround WHERE id = %s FOR SHARE",
            [mine.values_list("run__round", flat=True).first()],
        )
    outcome = mine.select_related("run__round").defer("run__snapshot").select_for_update(of=("self",)).first()
    if outcome is None:
        raise NotVisible(f"outcome {pk}")
    round = outcome.run.round
    if outcome.seat_id is None:
        raise UnableToAnswer(_("There is no place to answer."))
    if outcome.answer != Answer.NONE:
        raise UnableToAnswer(
            _("You have answered already: %(answer)s.") % {"answer": outcome.get_answer_display()}
        )
    if round.state != RoundState.PUBLISHED or now >= round.confirm_by:
        raise UnableToAnswer(_("The time for answers is over."))
    outcome.answer, outcome.answered_at, outcome.reason = answer, now, reason
    outcome.save(update_fields=["answer", "answered_at", "reason"])
    audit.record(
        actor=actor,
        subject=student,
        verb=f"student.{'confirm' if answer == Answer.CONFIRMED else 'decline'}_place",
        now=now,
        reason=reason,
        details={"round": round.pk, "outcome": outcome.pk},
    )
    stop_asking_for_answer(round, student.user_id)
    return outcome
