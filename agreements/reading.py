"""How an agreement reads on a page: clauses numbered, variables filled in, what is missing marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agreements.choices import FormOfCooperation, Language, RenewalRule
from agreements.models import Agreement, AgreementClause
from agreements.terms import TERM_KINDS, EffectiveClause, Term, Terms, effective_terms
from agreements.variables import (
    VariableProblem,
    agreement_values,
    built_in_labels,
    checked_values,
    clause_values,
    declarations_of,
    shown_amount,
)
from catalogue.models import Major
from core.bilingual import listed

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}
CLAUSE_LABELS = {
    "heading_en": gettext_lazy("Heading in English"),
    "heading_zh": gettext_lazy("Heading in Chinese"),
    "text_en": gettext_lazy("Text in English"),
    "text_zh": gettext_lazy("Text in Chinese"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a clause's text; ``is_missing`` where a variable has no value yet."""

    text: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A clause in one of the agreement's languages."""

    tag: str
    heading: str
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class ReadClause:
    number: int
    key: str
    columns: list[Column]
    amendment: int | None = None
    row: AgreementClause | None = None

    @property
    def missing(self) -> int:
        """How many values are still to be filled in; each counts once, whatever the languages."""
        return sum(run.is_missing for run in self.columns[0].runs)


def runs_of(text: str, values: Mapping[str, str], labels: Mapping[str, str]) -> list[Run]:
    """The text with every variable replaced; one without a value shows its label instead."""
    found: list[Run] = []
    end = 0
    for match in _BRACES.finditer(text):
        name = match[1].strip()
        value = values.get(name, "").strip()
        found.append(Run(text[end : match.start()]))
        found.append(Run(value) if value else Run(labels.get(name, name), is_missing=True))
        end = match.end()
    found.append(Run(text[end:]))
    return [run for run in found if run.text]


def languages_to_read(language: str) -> tuple[str, ...]:
    """The reader's own language stands first, where the paper is written in both."""
    codes = Language(language).codes
    return codes[::-1] if (get_language() or "").startswith("zh") else codes


class Reader:
    """Reads the clauses of one agreement; its parties and majors are asked for once."""

    def __init__(self, agreement: Agreement) -> None:
        self.languages = languages_to_read(agreement.language)
        self._values = {language: agreement_values(agreement, language) for language in self.languages}
        self._labels = {
            language: built_in_labels(values, language) for language, values in self._values.items()
        }

    def columns(
        self, words: Mapping[str, str], row: AgreementClause | None, values: Mapping[str, Any] | None = None
    ) -> list[Column]:
        """A clause's words in each language; ``values`` stand in for those the row has."""
        declared = declarations_of(row) if row else []
        if row is not None and values is not None:
            row = AgreementClause(source=row.source, values=_usable(row, values))
        return [
            Column(
                LANGUAGE_TAGS[language],
                words.get(f"heading_{language}", ""),
                runs_of(
                    words.get(f"text_{language}", ""),
                    self._values[language] | (clause_values(row, language) if row else {}),
                    self._labels[language]
                    | {one.name: one.label_zh if language == "zh" else one.label_en for one in declared},
                ),
            )
            for language in self.languages
        ]


def _usable(row: AgreementClause, values: Mapping[str, Any]) -> dict[str, str]:
    """Values while somebody types them: what is not valid yet counts as missing."""
    usable: dict[str, str] = {}
    for name, value in values.items():
        with suppress(VariableProblem):
            usable |= checked_values(row, {name: value})
    return usable


def read_clauses(agreement: Agreement, clauses: tuple[EffectiveClause, ...]) -> list[ReadClause]:
    """Every clause as it binds, or would bind. Wants clauses with sources, parties and majors prefetched."""
    reader = Reader(agreement)
    rows = {str(row.pk): row for row in agreement.clauses.all()}
    return [
        ReadClause(
            number,
            clause.key,
            reader.columns(clause.words, rows.get(clause.key)),
            clause.amendment,
            rows.get(clause.key),
        )
        for number, clause in enumerate(clauses, start=1)
    ]


# --- Terms ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadTerm:
    name: str
    label: str
    value: str
    term: Term


def in_words(name: str, value: Any, majors: Mapping[str, Major] | None = None) -> str:
    """The value of a term as a person would write it."""
    if value in (None, "", []):
        return "—"
    match name:
        case "forms":
            return capfirst(listed(FormOfCooperation(code).label for code in value))
        case "majors":
            return listed(majors[code].name if majors and code in majors else str(code) for code in value)
        case "renewal_rule":
            return capfirst(str(RenewalRule(value).label))
        case "ends_on" | "starts_on":
            return formats.date_format(value, "DATE_FORMAT")
        case "notice_days":
            return _("%(count)s days") % {"count": value}
    if isinstance(value, Decimal):
        return formats.number_format(value, use_l10n=True, force_grouping=True)
    return str(value)


def read_terms(terms: Terms, majors: Mapping[str, Major]) -> list[ReadTerm]:
    """The terms beside the clauses; amount and currency together, what does not apply left out."""
    shown = []
    renews_itself = terms.value("renewal_rule") == RenewalRule.AUTOMATIC
    for name, kind in TERM_KINDS.items():
        term = terms.fields[name]
        if name == "value_currency" or (name == "automatic_term_months" and not renews_itself):
            continue
        words = in_words(name, term.value, majors)
        if name == "value_amount" and term.value is not None:
            words = shown_amount(term.value, terms.value("value_currency"))
        shown.append(ReadTerm(name, capfirst(str(kind.label)), words, term))
    return shown


# --- The whole ----------------------------------------------------------------------------------


def read_agreement(agreement: Agreement, *, on: date) -> tuple[list[ReadTerm], list[ReadClause]]:
    """What binds the parties on a day, or would: each term with where it comes from, clauses filled in."""
    prefetch_related_objects([agreement], "majors", "parties", "clauses__source")
    terms = effective_terms(agreement, on=on)
    majors = {major.code: major for major in Major.objects.filter(code__in=terms.value("majors"))}
    return read_terms(terms, majors), read_clauses(agreement, terms.clauses)
