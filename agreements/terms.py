"""The terms of an agreement as amendments made them, each with where it comes from.

Folding is a pure function over plain values. Only signed amendments count, from the day they take
effect, in the order of these days; the agreement's own rows never change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Amendment, AmendmentChange
from agreements.phases import extended

type ClauseWords = dict[str, str]

CLAUSE_FIELDS = ("heading_en", "heading_zh", "text_en", "text_zh")
Kind = AmendmentChange.Kind


@dataclass(frozen=True, slots=True)
class TermKind:
    """A term that an amendment can change, and how its value is kept as JSON."""

    label: Promise
    stored: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _optional(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)


TERM_KINDS: dict[str, TermKind] = {
    "forms": TermKind(_("forms of cooperation"), list, list),
    "aims": TermKind(_("aims"), _same, _same),
    "content": TermKind(_("content"), _same, _same),
    "majors": TermKind(_("majors concerned"), list, list),
    "value_amount": TermKind(_("value"), _optional(str), _optional(Decimal)),
    "value_currency": TermKind(_("currency"), _same, _same),
    "ends_on": TermKind(_("last day"), _optional(date.isoformat), _optional(date.fromisoformat)),
    "renewal_rule": TermKind(_("renewal"), _same, _same),
    "automatic_term_months": TermKind(_("months added by each automatic renewal"), _same, _same),
    "notice_days": TermKind(_("days of notice"), _same, _same),
}


@dataclass(frozen=True, slots=True)
class Term:
    """The value of a term; ``amendment`` is the number of the amendment that set it, if one did."""

    value: Any
    amendment: int | None = None
    is_extended: bool = False

    @property
    def is_original(self) -> bool:
        return self.amendment is None and not self.is_extended


@dataclass(frozen=True, slots=True)
class EffectiveClause:
    """A clause as it reads. ``key`` is its row, or "2.1": the first that amendment 2 added."""

    key: str
    words: ClauseWords
    amendment: int | None = None

    @property
    def heading(self) -> str:
        first, second = ("zh", "en") if (get_language() or "").startswith("zh") else ("en", "zh")
        return self.words[f"heading_{first}"] or self.words[f"heading_{second}"]


@dataclass(frozen=True, slots=True)
class Terms:
    fields: dict[str, Term]
    clauses: tuple[EffectiveClause, ...]

    def value(self, name: str) -> Any:
        return self.fields[name].value

    def clause(self, key: str) -> EffectiveClause | None:
        return next((clause for clause in self.clauses if clause.key == key), None)


@dataclass(frozen=True, slots=True)
class Change:
    """One change, with values as they are kept in the database."""

    kind: str
    target: str
    after: Any


@dataclass(frozen=True, slots=True)
class SignedAmendment:
    number: int
    effective_on: date
    changes: tuple[Change, ...]


def fold(original: Terms, amendments: Iterable[SignedAmendment], *, on: date) -> Terms:
    """The terms on a day. A later effective day wins; on the same day, the later number."""
    terms = original
    for amendment in sorted(amendments, key=lambda a: (a.effective_on, a.number)):
        if amendment.effective_on <= on:
            for change in amendment.changes:
                terms = _apply(terms, change, amendment.number)
    return terms


def _apply(terms: Terms, change: Change, number: int) -> Terms:
    if change.kind == Kind.FIELD:
        value = TERM_KINDS[change.target].read(change.after)
        return replace(terms, fields=terms.fields | {change.target: Term(value, number)})
    if change.after is None:
        return replace(terms, clauses=tuple(c for c in terms.clauses if c.key != change.target))
    changed = EffectiveClause(change.target, dict(change.after), number)
    if terms.clause(change.target) is None:
        return replace(terms, clauses=(*terms.clauses, changed))
    return replace(terms, clauses=tuple(changed if c.key == change.target else c for c in terms.clauses))


# --- Reading an agreement ---------------------------------------------------------------------


def original_terms(agreement: Agreement) -> Terms:
    """The terms as signed, or as drafted where nothing has been sent for signature yet; two queries."""
    values: dict[str, Any] = {name: getattr(agreement, name) for name in TERM_KINDS if name != "majors"} | {
        "majors": sorted(major.code for major in agreement.majors.all())
    }
    return Terms(
        {name: Term(value) for name, value in values.items()},
        tuple(
            EffectiveClause(
                str(clause.pk),
                {
                    "heading_en": clause.heading_en,
                    "heading_zh": clause.heading_zh,
                    "text_en": clause.sent_text("en") or clause.text_en,
                    "text_zh": clause.sent_text("zh") or clause.text_zh,
                },
            )
            for clause in agreement.clauses.all()
        ),
    )


def signed_amendments(agreement: Agreement) -> list[SignedAmendment]:
    """Two queries."""
    return [plain(amendment) for amendment in agreement.amendments.signed().prefetch_related("changes")]


def plain(amendment: Amendment) -> SignedAmendment:
    return SignedAmendment(
        amendment.number,
        amendment.effective_on,
        tuple(Change(c.kind, c.target, c.after) for c in amendment.changes.all()),
    )


def effective_terms(agreement: Agreement, *, on: date) -> Terms:
    """What binds the parties on a day, and where each term comes from; four queries."""
    terms = fold(original_terms(agreement), signed_amendments(agreement), on=on)
    end, extended_to = terms.fields["ends_on"], agreement.revised_ends_on
    if extended_to is not None and end.value is not None and extended_to > end.value:
        pending = fold(original_terms(agreement), signed_amendments(agreement), on=date.max)
        if pending.value("ends_on") != extended_to:
            last_day = _renewed(end.value, terms.value("automatic_term_months"), to=extended_to, on=on)
            terms.fields["ends_on"] = Term(last_day, end.amendment, is_extended=last_day > end.value)
    return terms


def _renewed(last_day: date, months: int | None, *, to: date, on: date) -> date:
    """The last day as it was known on a day, of an agreement that has renewed itself up to another."""
    while last_day < on and last_day < to:
        last_day = min(extended(last_day, months), to) if months else to
    return last_day
