"""An agreement as plain data, and what differs between two looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agreements.models import Agreement, Amendment, Party
from agreements.models.seals import TERMS
from signing.subjects import Snapshot

PARTY = (
    "order",
    "role",
    "legal_name",
    "legal_name_en",
    "registration_code",
    "address",
    "address_en",
    "representative",
    "signatory_name",
    "signatory_title",
)
CLAUSE = ("order", "heading_en", "heading_zh", "text_en", "text_zh", "values")
PROMISE = ("order", "side", "metric", "quantity", "what_en", "what_zh", "rhythm", "starts_on", "ends_on")


def snapshot_of_agreement(agreement: Agreement) -> Snapshot:
    """Terms, parties, clauses and promises, four queries; nothing that is no part of the text."""
    parties = list(agreement.parties.order_by("order"))
    return {
        "terms": {name: getattr(agreement, name) for name in TERMS}
        | {"majors": sorted(agreement.majors.values_list("code", flat=True))},
        "parties": {str(party.pk): {name: getattr(party, name) for name in PARTY} for party in parties},
        "clauses": {
            str(clause.pk): {name: getattr(clause, name) for name in CLAUSE}
            for clause in agreement.clauses.order_by("order")
        },
        **_promises(agreement, parties),
    }


def _promises(agreement: Agreement, parties: Sequence[Party]) -> Snapshot:
    """Nothing at all where the text holds none, so that what was signed before keeps its fingerprint.

    The enterprise is named by its place among the parties: a merge of records changes no text.
    """
    place = {party.enterprise_id: party.order for party in parties}
    found = {
        str(promise.pk): {name: getattr(promise, name) for name in PROMISE}
        | {"party": place.get(promise.enterprise_id)}
        for promise in agreement.obligations.filter(is_taken_over=False).order_by("order")
    }
    return {"promises": found} if found else {}


def snapshot_of_amendment(amendment: Amendment) -> Snapshot:
    return {
        "terms": {"reason": amendment.reason, "effective_on": amendment.effective_on},
        "changes": {
            f"{change.kind}.{change.target}": {"before": change.before, "after": change.after}
            for change in amendment.changes.order_by("order")
        },
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. ``key`` is the party or clause it is part of; empty for a term."""

    section: str
    key: str
    name: str
    before: Any
    after: Any

    def __str__(self) -> str:
        return ".".join(filter(None, (self.section, self.key, self.name)))


def differences(before: Snapshot, after: Snapshot) -> list[Difference]:
    """What changed, clause by clause. A part that came or went is one difference with no name."""
    found = []
    for section in dict.fromkeys([*after, *before]):
        old, new = before.get(section, {}), after.get(section, {})
        for key in dict.fromkeys([*new, *old]):
            was, now = old.get(key), new.get(key)
            if was == now:
                continue
            if isinstance(was, dict) and isinstance(now, dict):
                found += [
                    Difference(section, key, name, was.get(name), now.get(name))
                    for name in dict.fromkeys([*now, *was])
                    if was.get(name) != now.get(name)
                ]
            elif isinstance(was, dict) or isinstance(now, dict):
                found.append(Difference(section, key, "", was, now))
            else:
                found.append(Difference(section, "", key, was, now))
    return found
