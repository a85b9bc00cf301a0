"""The returns of the bundled file, checked against what the code can answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from core.access import is_capability
from reports.returns.fields import (
    PEOPLE,
    SUBJECTS,
    BadDefinition,
    Definition,
    Field,
    FieldType,
    Sheet,
    definitions_in,
    read_definition,
)
from reports.returns.sources import source_named

FILE = Path(__file__).parent.parent / "data" / "returns.toml"


@cache
def raw_definitions() -> dict[str, dict[str, Any]]:
    """The bundled file, checked. Raises BadDefinition."""
    raws = definitions_in(FILE.read_text(encoding="utf-8"))
    for raw in raws.values():
        check(read_definition(raw))
    return raws


@cache
def definitions() -> dict[str, Definition]:
    return {key: read_definition(raw) for key, raw in raw_definitions().items()}


def definition_of(kind: str, kept: Mapping[str, Any] | None = None) -> Definition | None:
    """The kept one of what was submitted, else today's; ``None`` where there is none any more."""
    return read_definition(kept) if kept else definitions().get(kind)


def check(definition: Definition) -> None:
    """Raises BadDefinition with everything that is wrong with it."""
    wrong = list(_wrong_with(definition))
    if wrong:
        raise BadDefinition("; ".join(wrong))


def _wrong_with(definition: Definition) -> Iterator[str]:
    keys = [sheet.key for sheet in definition.sheets]
    if not keys or len(set(keys)) != len(keys):
        yield f"{definition.key}: the keys of its sheets {keys}"
    answers: dict[str, str] = {}
    for sheet in definition.sheets:
        fields = [field.key for field in sheet.fields]
        if not fields or len(set(fields)) != len(fields):
            yield f"{sheet.key}: the keys of its fields {fields}"
        for field in sheet.fields:
            where = f"{sheet.key}.{field.key}"
            if not field.name_zh or not field.name_en:
                yield f"{where} has no name in one language"
            if field.may_be_answered and answers.setdefault(field.key, field.about) != field.about:
                yield f"{where} is answered of two kinds of records"
            yield from (f"{where}: {wrong}" for wrong in _wrong_with_field(sheet, field))


def _wrong_with_field(sheet: Sheet, field: Field) -> Iterator[str]:
    if field.required and field.required_when:
        yield "required always, or under a condition"
    if (field.about or field.is_answered_here) and field.about not in SUBJECTS[sheet.rows]:
        yield f"nothing is answered of “{field.about}” here"
    if not field.is_answered_here:
        source = source_named(field.source, sheet.rows)
        if source is None:
            yield f"there is no source “{field.source}”"
        elif source.type != field.type:
            yield f"“{field.source}” is of the type {source.type.value}"
    if field.required_when:
        condition = source_named(field.required_when, sheet.rows)
        if condition is None or condition.type != FieldType.YES_NO:
            yield f"“{field.required_when}” does not answer yes or no"
    for name in field.fill:
        if not (is_capability(name) if "." in name else name in PEOPLE[sheet.rows]):
            yield f"nobody is “{name}”"
