"""A student's outcome as it is told: the same words for them and for the coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from internships.models import ExcludedPair, Outcome, RoundSeat
from internships.selection.explanations import Wish, in_words


def told(
    wishes: list[Wish], barred: Mapping[int, str], seats: Mapping[int, RoundSeat]
) -> list[dict[str, Any]]:
    """Each wish with what became of it, in words; then those that took no part, with the reason."""
    found = [
        {"seat": seats.get(int(wish.post)), "choice": wish.choice, "fate": wish.fate, "words": in_words(wish)}
        for wish in wishes
    ]
    return found + [
        {"seat": seats.get(key), "choice": None, "fate": "excluded", "words": words}
        for key, words in barred.items()
    ]


def wishes_of(outcome: Outcome) -> list[Wish]:
    return [Wish.from_data(data) for data in outcome.wishes]


def barred_of(outcome: Outcome) -> dict[int, str]:
    """The wishes that took no part in the run, with the reason. One query."""
    barred = ExcludedPair.objects.filter(run=outcome.run_id, student=outcome.student_id)
    return {pair.seat_id: str(pair.get_reason_display()) for pair in barred}


def told_to_staff(outcome: Outcome) -> list[dict[str, Any]]:
    """Two queries."""
    wishes, barred = wishes_of(outcome), barred_of(outcome)
    seats = RoundSeat.objects.with_names().in_bulk([*(int(wish.post) for wish in wishes), *barred])
    return told(wishes, barred, seats)
