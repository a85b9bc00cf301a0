"""What a single check answers, and what it found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from compliance.choices import Outcome

type Detail = dict[str, Any]

# Which answer counts where several checks have to hold together, the first of these that occurs.
_GRAVITY = (Outcome.FAIL, Outcome.NO_DATA, Outcome.NEEDS_PERSON)


class Verdict(NamedTuple):
    """An outcome, and why it is not "pass": plain entries that ``compliance.wording`` says in words."""

    outcome: Outcome
    details: tuple[Detail, ...] = ()


PASS = Verdict(Outcome.PASS)


def missing(*names: str) -> Verdict:
    return Verdict(Outcome.NO_DATA, tuple({"kind": "missing", "fact": name} for name in names))


def fail(kind: str, **found: Any) -> Verdict:
    return Verdict(Outcome.FAIL, ({"kind": kind, **found},))


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """All have to hold. One that fails decides, then one that is not known, then one that asks."""
    found = [verdict for verdict in verdicts if verdict.outcome is not Outcome.PASS]
    if not found:
        return PASS
    for outcome in _GRAVITY:
        if same := [verdict for verdict in found if verdict.outcome is outcome]:
            return Verdict(outcome, _without_repetition(same))
    return PASS


def either(verdicts: Iterable[Verdict]) -> Verdict:
    """One of them is enough; while one is not known, none of them has failed."""
    found = list(verdicts)
    if any(verdict.outcome is Outcome.PASS for verdict in found):
        return PASS
    for outcome in (Outcome.NO_DATA, Outcome.NEEDS_PERSON, Outcome.FAIL):
        if same := [verdict for verdict in found if verdict.outcome is outcome]:
            return Verdict(outcome, _without_repetition(same))
    return PASS


def _without_repetition(verdicts: list[Verdict]) -> tuple[Detail, ...]:
    details: list[Detail] = []
    for verdict in verdicts:
        details += [detail for detail in verdict.details if detail not in details]
    return tuple(details)
