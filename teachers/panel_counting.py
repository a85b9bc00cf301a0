"""How a panel decides: who counts, whether there are enough, what the votes make of a case. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"


class Verdict(StrEnum):
    CARRIED = "carried"
    LOST = "lost"
    NO_QUORUM = "no_quorum"
    NOT_ALL_VOTED = "not_all_voted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """The votes on one case.

    Attributes:
        entitled: members present who have no conflict of interest.
        missing: those of them who have not voted yet.
        needed: so many votes for it carry it.
    """

    entitled: int
    votes_for: int
    votes_against: int
    abstentions: int
    missing: int
    needed: int
    verdict: Verdict


def proposed_quorum(members: int) -> int:
    """Two thirds of the members, rounded up."""
    return -(-2 * members // 3)


def counted(
    *,
    present: frozenset[int],
    conflicted: frozenset[int],
    votes: Mapping[int, str],
    quorum: int,
    needs_two_thirds: bool,
) -> Count:
    """What the votes make of a case.

    The quorum is of the members present, so that a conflict of interest makes no panel unable to decide;
    who has one does not vote and does not count. A vote of somebody who is not present is none.

    Args:
        votes: member → "for", "against" or "abstain".
        needs_two_thirds: of those entitled, rounded up; otherwise more than half of the votes cast.
    """
    entitled = present - conflicted
    cast = [choice for member, choice in votes.items() if member in entitled]
    for_it, against = cast.count(FOR), cast.count(AGAINST)
    needed = proposed_quorum(len(entitled)) if needs_two_thirds else (for_it + against) // 2 + 1
    return Count(
        entitled=len(entitled),
        votes_for=for_it,
        votes_against=against,
        abstentions=cast.count(ABSTAIN),
        missing=len(entitled) - len(cast),
        needed=max(needed, 1),
        verdict=_verdict(
            enough=len(present) >= quorum and bool(entitled),
            missing=len(entitled) - len(cast),
            carried=for_it >= max(needed, 1),
        ),
    )


def _verdict(*, enough: bool, missing: int, carried: bool) -> Verdict:
    if not enough:
        return Verdict.NO_QUORUM
    if missing:
        return Verdict.NOT_ALL_VOTED
    return Verdict.CARRIED if carried else Verdict.LOST
