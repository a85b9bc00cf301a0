"""Which returns there are, their tables and columns: data, read from the bundled file and checked.

A submitted return keeps the definition that it was made by, so that it reads the same for good.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import pgettext_lazy

from core.bilingual import in_words
from core.school_years import YearKind

ANSWER = "answer"
INDICATOR = "indicator."


class BadDefinition(ValueError):
    """The file of returns says something that nothing here understands."""


class FieldType(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yesno"

    @property
    def is_number(self) -> bool:
        return self in {FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY}


class Evidence(StrEnum):
    """How well a definition is known, as with the rules (docs/rules.md)."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


EVIDENCE_LABELS = {
    Evidence.VERIFIED: pgettext_lazy("evidence of a return", "compared with the form itself"),
    Evidence.SECONDARY: pgettext_lazy("evidence of a return", "from a secondary source"),
    Evidence.UNVERIFIED: pgettext_lazy("evidence of a return", "not verified by anybody"),
}


class RowKind(StrEnum):
    """What one row of a table is about."""

    PLACEMENT = "placement"
    BASE = "base"
    SCOPE = "scope"


# Whom an answer may be about, and which people may be asked, for each kind of row.
SUBJECTS = {
    RowKind.PLACEMENT: frozenset({"placement", "enterprise", "scope"}),
    RowKind.BASE: frozenset({"base", "enterprise", "scope"}),
    RowKind.SCOPE: frozenset({"scope"}),
}
PEOPLE = {
    RowKind.PLACEMENT: frozenset({"instructor", "plan_owner", "enterprise_owner"}),
    RowKind.BASE: frozenset({"agreement_owner", "enterprise_owner"}),
    RowKind.SCOPE: frozenset[str](),
}


class Named:
    name_en: str
    name_zh: str

    @property
    def name(self) -> str:
        return in_words(self.name_en, self.name_zh)


@dataclass(frozen=True, kw_only=True)
class Field(Named):
    """One column.

    Attributes:
        about: of which record it can be entered in the return, where the record itself says nothing.
        source: the name of a function in ``reports.returns.sources``, ``indicator.`` and the code of one, or
            ``answer``: then it is kept in the return, of the record that ``about`` names.
        required_when: a source that answers yes or no: required where it says yes.
        fill: who can fill it, the first of whom there is; a name with a dot is a power.
    """

    key: str
    name_zh: str
    name_en: str
    type: FieldType
    source: str
    about: str = ""
    choices: Sequence[str] = ()
    required: bool = False
    required_when: str = ""
    fill: Sequence[str] = ()
    note_zh: str = ""
    note_en: str = ""

    @property
    def note(self) -> str:
        return in_words(self.note_en, self.note_zh)

    @property
    def is_answered_here(self) -> bool:
        """Nothing else keeps it."""
        return self.source == ANSWER

    @property
    def may_be_answered(self) -> bool:
        return bool(self.about)

    @property
    def is_number(self) -> bool:
        return self.type.is_number

    @property
    def may_be_required(self) -> bool:
        return self.required or bool(self.required_when)


@dataclass(frozen=True, kw_only=True)
class Sheet(Named):
    key: str
    name_zh: str
    name_en: str
    rows: RowKind
    fields: Sequence[Field]
    about_zh: str = ""
    about_en: str = ""

    @property
    def about(self) -> str:
        return in_words(self.about_en, self.about_zh)

    @property
    def is_form(self) -> bool:
        """One row alone: shown a line for each field."""
        return self.rows == RowKind.SCOPE

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Definition(Named):
    """One kind of return."""

    key: str
    name_zh: str
    name_en: str
    year: YearKind
    evidence: Evidence
    note_zh: str
    note_en: str
    sheets: Sequence[Sheet]

    @property
    def note(self) -> str:
        return in_words(self.note_en, self.note_zh)

    @property
    def evidence_label(self) -> Any:
        return EVIDENCE_LABELS[self.evidence]

    def sheet(self, key: str) -> Sheet | None:
        return next((one for one in self.sheets if one.key == key), None)


# --- Reading --------------------------------------------------------------------------------------


def read_definition(raw: Mapping[str, Any]) -> Definition:
    """Out of plain data, as the file or a submitted return has it. Raises BadDefinition."""
    key = raw.get("key", "?")
    try:
        sheets = [_sheet(one) for one in raw["sheet"]]
        return Definition(
            **{name: value for name, value in raw.items() if name not in {"sheet", "year", "evidence"}},
            year=YearKind(raw["year"]),
            evidence=Evidence(raw["evidence"]),
            sheets=sheets,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadDefinition(f"{key}: {error}") from error


def _sheet(raw: Mapping[str, Any]) -> Sheet:
    fields = [Field(**{**one, "type": FieldType(one["type"])}) for one in raw["fields"]]
    return Sheet(**{**raw, "rows": RowKind(raw["rows"]), "fields": fields})


def definitions_in(text: str) -> dict[str, dict[str, Any]]:
    """The plain data of each return of a file, by key. Raises BadDefinition."""
    found: dict[str, dict[str, Any]] = {}
    for raw in tomllib.loads(text)["return"]:
        if raw["key"] in found:
            raise BadDefinition(f"{raw['key']} stands twice")
        found[raw["key"]] = raw
    return found
