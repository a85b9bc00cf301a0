"""What students say to their places, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.access import NotVisible
from core.models import AuditEvent
from core.transitions import TransitionRefused
from internships.models import (
    Answer,
    Outcome,
    RoundRun,
    RoundSeat,
    RoundState,
    SelectionRound,
    Stage,
)
from internships.operations import rankings, rounds, runs
from internships.operations.outcomes import UnableToAnswer
from internships.operations.rankings import UnableToRank
from internships.operations.rounds import UnableToPrepare
from internships.operations.runs import UnableToRun
from tests.factories import UserFactory
from tests.internships.rounding import (
    AFTERWARDS,
    AT_THE_END,
    CONFIRM_BY,
    TIMES,
    Selection,
)

# --- Answers ----------------------------------------------------------------------------------


def test_a_student_confirms_once_and_in_time(contest):
    contest.to_the_result()

    assert contest.confirm("Ada").answer == Answer.CONFIRMED
    with pytest.raises(UnableToAnswer, match="answered already"):
        contest.decline("Ada")
    with pytest.raises(UnableToAnswer, match="no place"):
        contest.confirm("Ben")
    with pytest.raises(UnableToAnswer, match="over"):
        contest.confirm("Cai", now=CONFIRM_BY)


def test_nobody_answers_for_another_or_before_it_is_published(contest):
    contest.freeze()
    contest.run()
    with pytest.raises(Outcome.DoesNotExist):
        contest.outcome("Ada")
    contest.publish()
    ada = contest.outcome("Ada")

    from internships.operations.outcomes import confirm_place

    for actor in (contest.students["Ben"].user, UserFactory.create(), contest.coordinator):
        with pytest.raises(NotVisible):
            confirm_place(actor=actor, pk=ada.pk, now=AFTERWARDS)
    assert contest.outcome("Ada").answer == Answer.NONE


def test_who_declines_says_why(contest):
    contest.to_the_result()

    with pytest.raises(UnableToAnswer, match="reason"):
        contest.decline("Ada", reason=" ")

    assert contest.decline("Ada", reason="Moves away").reason == "Moves away"


def test_places_that_nobody_answered_fall_free_when_the_round_is_finished(contest):
    contest.to_the_result()
    contest.confirm("Ada")
    with pytest.raises(TransitionRefused, match="Students may answer until"):
        rounds.finish_round(actor=contest.coordinator, pk=contest.round.pk, now=AFTERWARDS)

    rounds.finish_round(actor=contest.coordinator, pk=contest.round.pk, now=CONFIRM_BY)

    assert contest.outcome("Ada").answer == Answer.CONFIRMED
    assert contest.outcome("Cai").answer == Answer.LAPSED
    assert contest.outcome("Ben").answer == Answer.NONE


# --- Again, and what is left ------------------------------------------------------------------


def test_a_withdrawal_changes_nothing_until_somebody_decides_to_run_again(contest):
    contest.to_the_result()
    contest.confirm("Cai")
    contest.decline("Ada")
    assert contest.places() == {"Ada": "Lathe", "Ben": None, "Cai": "Press"}

    run = runs.run_again(
        actor=contest.coordinator, pk=contest.round.pk, reason="Ada has moved away", now=AFTERWARDS
    )
    assert contest.places() == {"Ada": "Lathe", "Ben": None, "Cai": "Press"}, "the old result still counts"
    contest.run()
    contest.publish()

    assert run.reason == "Ada has moved away"
    assert contest.places() == {"Ada": None, "Ben": "Lathe", "Cai": "Press"}
    assert contest.outcome("Cai").answer == Answer.CONFIRMED, "nothing changed for Cai"
    assert contest.outcome("Ben").answer == Answer.NONE
    assert AuditEvent.objects.get(verb="round.run_again").reason == "Ada has moved away"


def test_without_a_withdrawal_there_is_nothing_to_run_again(contest):
    contest.to_the_result()

    with pytest.raises(UnableToRun, match="Nobody has declined"):
        runs.run_again(actor=contest.coordinator, pk=contest.round.pk, reason="Try", now=AFTERWARDS)

    assert SelectionRound.objects.get().state == RoundState.PUBLISHED


def test_a_new_run_in_which_somebody_would_be_worse_off_is_refused_and_the_old_result_kept(selection):
    selection.post("Lathe", seats=2, lower=2)
    for name in ("Ada", "Ben"):
        selection.student(name)
    selection.open()
    for name in ("Ada", "Ben"):
        selection.wish(name, "Lathe")
    selection.rank("Lathe", "Ada", "Ben")
    selection.to_the_result()
    selection.decline("Ada")

    runs.run_again(actor=selection.coordinator, pk=selection.round.pk, reason="Ada left", now=AFTERWARDS)
    run = selection.run()
    assert run.stage == Stage.FAILED
    assert run.error.startswith("1 students would be worse off")
    runs.keep_published(
        actor=selection.coordinator, pk=selection.round.pk, reason="Ben stays alone", now=AFTERWARDS
    )

    assert selection.places() == {"Ada": "Lathe", "Ben": "Lathe"}
    assert SelectionRound.objects.get().state == RoundState.PUBLISHED


def test_a_fill_in_round_has_the_seats_and_the_students_that_are_left(contest):
    contest.to_the_result()
    contest.confirm("Ada")
    with pytest.raises(UnableToPrepare, match="Finish"):
        prepare_fill_in(contest)
    rounds.finish_round(actor=contest.coordinator, pk=contest.round.pk, now=CONFIRM_BY)

    fill_in = prepare_fill_in(contest)

    assert [seat.post.name_en for seat in fill_in.seats.select_related("post")] == ["Press"]
    rounds.open_round(actor=contest.coordinator, pk=fill_in.pk, now=AT_THE_END)
    seat = fill_in.seats.get()
    during = AT_THE_END + timedelta(days=2)
    with pytest.raises(UnableToRank, match="You have a place already"):
        rankings.rank_posts(
            actor=contest.students["Ada"].user, round_id=fill_in.pk, wishes=[[seat.pk]], now=during
        )
    rankings.rank_posts(
        actor=contest.students["Ben"].user, round_id=fill_in.pk, wishes=[[seat.pk]], now=during
    )
    assert fill_in.get_kind_display() == "Fill-in round"


def prepare_fill_in(contest: Selection) -> SelectionRound:
    later = {name: instant + timedelta(days=30) for name, instant in TIMES.items()}
    return rounds.prepare_fill_in(
        actor=contest.coordinator, follows=contest.round, name="Left over", now=AT_THE_END, **later
    )


# --- Who sees what ----------------------------------------------------------------------------


def test_a_stranger_sees_no_round_no_seat_no_run_and_no_outcome(world, contest):
    contest.to_the_result()

    for rows in (SelectionRound.objects, RoundSeat.objects, RoundRun.objects, Outcome.objects):
        assert not rows.visible_to(world.stranger_officer).exists()
        assert rows.visible_to(world.director).exists()
        assert not rows.visible_to(contest.students["Ada"].user).exists(), "students have their own way in"
