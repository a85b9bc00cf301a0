"""Under which conditions one student works: as the post says, but for what was agreed for them alone."""

from internships.post_reading import Agreed, Condition, conditions_of, hours_in_words
from placements.models import Placement


def conditions_agreed(placement: Placement) -> list[tuple[str, list[Condition]]]:
    """As :func:`internships.post_reading.conditions_of`; needs the post with what that needs."""
    return conditions_of(placement.post, agreed=_agreed(placement))


def hours_agreed(placement: Placement) -> str:
    return hours_in_words(placement.post, _agreed(placement))


def _agreed(placement: Placement) -> Agreed:
    return Agreed(
        term=(placement.starts_on, placement.ends_on),
        place=placement.workplace,
        hours_per_day=placement.hours_per_day,
    )
