"""A student's outcome as it is told: the same words for them and for the coordinator."""

from __future__ import annotations

from typing import Any

from internships.models import ExcludedPair, Outcome, RoundSeat
from internships.selection.explanations import Wish, in_words


def told(outcome: Outcome) -> list[dict[str, Any]]:
    """Each wish of a student with what became of it, in words. Three queries."""
    wishes = [Wish.from_data(data) for data in outcome.wishes]
    barred = ExcludedPair.objects.filter(run=outcome.run_id, student=outcome.student_id)
    reasons = {pair.seat_id: pair.get_reason_display() for pair in barred}
    seats = RoundSeat.objects.with_names().in_bulk([*(int(wish.post) for wish in wishes), *reasons])
    found = [
        {"seat": seats.get(int(wish.post)), "choice": wish.choice, "fate": wish.fate, "words": in_words(wish)}
        for wish in wishes
    ]
    return found + [
        {"seat": seats.get(key), "choice": None, "fate": "excluded", "words": words}
        for key, words in reasons.items()
    ]
