"""Lists that are ranked by numbers beside names: by keyboard, on a phone, and without script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from internships.operations.rankings import UnableToRank

MOST = 9999
FIELD = "place_"


def groups_from(data: Mapping[str, str], keys: Iterable[int]) -> list[list[int]]:
    """What was ranked, from best to worst; the same number twice is a tie, no number is left out.

    Raises:
        UnableToRank: something other than a number stands beside a name.
    """
    places: dict[int, list[int]] = {}
    for key in keys:
        typed = data.get(f"{FIELD}{key}", "").strip()
        if not typed:
            continue
        if not typed.isdecimal() or not 0 < int(typed[:6]) <= MOST:
            raise UnableToRank(
                _("“%(typed)s” is no rank: write 1 for the best, 2 for the next …") % {"typed": typed}
            )
        places.setdefault(int(typed), []).append(key)
    return [places[place] for place in sorted(places)]
