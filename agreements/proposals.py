"""Amendments as people read and write them: from → to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.models import AgreementClause, Amendment, AmendmentChange
from agreements.reading import CLAUSE_LABELS, in_words
from agreements.terms import CLAUSE_FIELDS, TERM_KINDS, Kind
from catalogue.models import Major


@dataclass(frozen=True, slots=True)
class ReadLine:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReadChange:
    """One change; a text is compared word by word, a term is shown from → to."""

    title: str
    is_text: bool
    lines: list[ReadLine]
    is_new: bool = False
    is_gone: bool = False


def read_changes(amendment: Amendment) -> list[ReadChange]:
    majors = _majors_in(amendment)
    return [
        _term(change, majors) if change.kind == Kind.FIELD else _clause(change)
        for change in amendment.changes.all()
    ]


def _majors_in(amendment: Amendment) -> dict[str, Major]:
    codes = {
        code
        for change in amendment.changes.all()
        if change.kind == Kind.FIELD and change.target == "majors"
        for code in (change.before or []) + (change.after or [])
    }
    return {major.code: major for major in Major.objects.filter(code__in=codes)} if codes else {}


def _term(change: AmendmentChange, majors: Mapping[str, Major]) -> ReadChange:
    kind = TERM_KINDS[change.target]
    before, after = (
        in_words(change.target, kind.read(value), majors) for value in (change.before, change.after)
    )
    is_text = change.target in {"aims", "content"}
    return ReadChange(capfirst(str(kind.label)), is_text, [ReadLine("", before, after)])


def _clause(change: AmendmentChange) -> ReadChange:
    before, after = change.before or {}, change.after or {}
    words = after or before
    clause = AgreementClause(heading_en=words.get("heading_en", ""), heading_zh=words.get("heading_zh", ""))
    lines = [
        ReadLine(str(CLAUSE_LABELS[name]), before.get(name, ""), after.get(name, ""))
        for name in CLAUSE_FIELDS
        if before.get(name, "") != after.get(name, "")
    ]
    return ReadChange(
        _("Clause “%(heading)s”") % {"heading": clause.heading},
        True,
        lines,
        is_new=change.before is None,
        is_gone=change.after is None,
    )


def stored_changes(amendment: Amendment) -> dict[str, Any]:
    """What a draft proposes, by kind and target."""
    return {f"{change.kind}.{change.target}": change.after for change in amendment.changes.all()}
