"""What the papers of placements tell the rules of law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from internships.facts import Facts
from placements.facts import register_facts
from placements.models import (
    ANSWERED,
    Consent,
    ConsentParty,
    ConsentState,
    Insured,
    Payment,
    Placement,
    SafetyTraining,
    Tripartite,
    TripartiteState,
)
from placements.models.tripartite import STANDING

A_DAY = timedelta(days=1)


@register_facts
def of_papers(placements: Sequence[Placement]) -> dict[int, Facts]:
    """Consents, insurance, training and agreement. Six queries for any number of placements."""
    keys = [placement.pk for placement in placements]
    found: dict[int, Facts] = {pk: {} for pk in keys}
    consents = _by_placement(
        Consent.objects.filter(placement__in=keys, state__in=ANSWERED).order_by(
            "decided_on", "recorded_at", "pk"
        )
    )
    insured = _by_placement(
        Insured.objects.filter(placement__in=keys).select_related("policy").order_by("covers_from", "pk")
    )
    trainings = _by_placement(SafetyTraining.objects.filter(placement__in=keys).order_by("held_on", "pk"))
    agreements = {
        paper.placement_id: paper
        for paper in Tripartite.objects.filter(placement__in=keys, amendment_no=0, state__in=STANDING)
        .select_related("template")
        .prefetch_related("signatures")
    }
    kept_back = premiums_kept_back(keys)
    for placement in placements:
        facts = found[placement.pk]
        facts["consents"], facts["placement"] = consent_facts(consents[placement.pk])
        facts["insurance"] = insurance_facts(
            insured[placement.pk], placement, is_kept_back=placement.pk in kept_back
        )
        facts["training"] = training_facts(trainings[placement.pk])
        if (paper := agreements.get(placement.pk)) is not None:
            facts["agreement"] = agreement_facts(paper)
    return found


def _by_placement(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.placement_id].append(row)
    return grouped


def consent_facts(consents: Sequence[Consent]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the latest answer of each says (INT-07); the answers come in their order."""
    latest = {consent.party: consent for consent in consents}
    given = {
        party: consent.decided_on for party, consent in latest.items() if consent.state == ConsentState.GIVEN
    }
    objects = any(consent.state == ConsentState.OBJECTED for consent in latest.values())
    return (
        {
            "student_signed_on": given.get(ConsentParty.STUDENT),
            "guardian_signed_on": given.get(ConsentParty.GUARDIAN),
        },
        {"has_objected": True if objects else (False if len(given) == len(ConsentParty) else None)},
    )


def premiums_kept_back(keys: Sequence[int]) -> set[int]:
    """The placements from whose pay something was kept back for an insurance. One query."""
    named = reduce(or_, (Q(deducted_for__icontains=word) for word in ("保险", "保费", "insurance")))
    rows = Payment.objects.filter(named, placement__in=keys, deducted__gt=0).order_by()
    return set(rows.values_list("placement", flat=True).distinct())


def insurance_facts(
    insured: Sequence[Insured], placement: Placement, *, is_kept_back: bool = False
) -> dict[str, Any]:
    """The policies that follow one another without a gap, from the first day on (INT-36)."""
    chain = cover_of(insured, placement.starts_on)
    if not chain:
        return {}
    first = chain[0]
    return {
        "policy": ", ".join(one.policy.number for one in chain),
        "covers_from": first.covers_from,
        "covers_until": max(one.covers_until for one in chain),
        "paid_by": first.policy.paid_by,
        "is_deducted": is_kept_back or _deducted(chain),
    }


def _deducted(chain: Sequence[Insured]) -> bool | None:
    """As was said of the policies: one that is deducted is enough, one of which nobody says is not known."""
    said = [one.policy.is_deducted for one in chain]
    return True if True in said else None if None in said else False


def cover_of(insured: Sequence[Insured], first: date) -> list[Insured]:
    """Those that cover a day and go on without a gap; the last ones where none covers it."""
    chains: list[list[Insured]] = []
    for one in sorted(insured, key=lambda row: (row.covers_from, row.covers_until)):
        ends = max((kept.covers_until for kept in chains[-1]), default=date.min) if chains else date.min
        if chains and one.covers_from <= ends + A_DAY:
            chains[-1].append(one)
        else:
            chains.append([one])
    covering = [
        chain for chain in chains if chain[0].covers_from <= first <= max(one.covers_until for one in chain)
    ]
    return covering[0] if covering else (chains[-1] if chains else [])


def training_facts(trainings: Sequence[SafetyTraining]) -> dict[str, Any]:
    """The last one that was passed, else the last; gear counts whenever it was handed out (INT-35)."""
    if not trainings:
        return {}
    passed = [one for one in trainings if one.is_passed]
    counted = passed[-1] if passed else trainings[-1]
    gear = [one.has_protective_gear for one in trainings if one.has_protective_gear is not None]
    return {
        "has_passed": bool(passed),
        "passed_on": counted.held_on if passed else None,
        "score": float(counted.score),
        "has_protective_gear": any(gear) if gear else None,
    }


def agreement_facts(paper: Tripartite) -> dict[str, Any]:
    """Who has signed, since when by all, on which text, and of what it speaks (INT-13, INT-14)."""
    return {
        "signed_by": sorted(signature.party for signature in paper.signatures.all()),
        "signed_on": paper.signed_on if paper.state == TripartiteState.SIGNED else None,
        "template": paper.template.basis,
        "clauses": sorted({clause["point"] for clause in paper.contents["clauses"]}),
    }
