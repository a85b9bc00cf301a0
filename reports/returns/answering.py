"""Of which records a column is answered in a return, and what may be kept there."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.db.models import Min

from core.access import Actor
from reports.models import Return, ReturnAnswer, ReturnGap
from reports.returns.cells import unpacked
from reports.returns.fields import Field, FieldType, Sheet
from reports.returns.rows import frame_of, is_asked, loaded, records_of, scope_key
from reports.returns.sources import Row

RECORDS = {
    "base": "agreements.Party",
    "enterprise": "partnerships.Enterprise",
    "placement": "placements.Placement",
}
LONGEST_ANSWER = 500
KINDS: dict[FieldType, type] = {FieldType.INTEGER: int, FieldType.TEXT: str, FieldType.YES_NO: bool}


def acceptable(column: Field, value: Any) -> bool:
    """Whether a column may have this value."""
    if column.choices:
        return value in column.choices
    value = unpacked(value)
    return isinstance(value, KINDS.get(column.type, object)) and (
        not isinstance(value, str) or len(value) <= LONGEST_ANSWER
    )


def as_shown(answer: ReturnAnswer | None) -> str:
    """What a page shows of an answer, to be sent back with what is typed; "" where there is none."""
    return json.dumps([answer.value, answer.is_proposed], ensure_ascii=False) if answer else ""


def keys_of(column: Field, records: Any) -> set[int]:
    """The keys of what a column is about, out of the records of the rows."""
    name = "enterprise" if column.about == "enterprise" else "pk"
    return set(records.order_by().values_list(name, flat=True))


def records_asked(one: Return, sheet: Sheet, column: Field, actor: Actor) -> tuple[str, set[int]]:
    """Of which kind of record a column is, and which of them the actor may answer for."""
    records = records_of(sheet.rows, frame_of(one), actor)
    if column.about == "scope" or records is None:
        label, key = scope_key(one)
        return label, {key}
    return RECORDS[column.about], keys_of(column, records)


def narrowed(column: Field, records: Any, keys: Collection[int] | None = None) -> Any:
    """One record of a row for each of what a column is about; of all, or of some of them."""
    if column.about == "scope":
        return records[:1]
    if column.about == "enterprise":
        several = records if keys is None else records.filter(enterprise__in=keys)
        first = several.order_by().values("enterprise").annotate(first=Min("pk")).values("first")
        return records.filter(pk__in=first)
    return records if keys is None else records.filter(pk__in=keys)


def rows_about(
    one: Return, sheet: Sheet, column: Field, reader: Actor, keys: Collection[int]
) -> dict[int, Row]:
    """A row for each of what the column is about, by its key, as a reader sees them."""
    records = records_of(sheet.rows, frame_of(one), reader)
    pks = [] if records is None else list(narrowed(column, records, keys).values_list("pk", flat=True))
    if records is not None and not pks:
        return {}
    rows = loaded(one, sheet, pks)
    return {row.subjects[column.about][1]: row for row in reversed(rows)}


def missing_or_answered(one: Return, column: Field, label: str) -> set[int]:
    """What a column is about where it was missing at the last look, or is answered in the return."""
    about = {"return_to": one, "field": column.key, "record": label}
    missing = ReturnGap.objects.filter(**about).order_by().values_list("record_id", flat=True)
    answered = ReturnAnswer.objects.filter(**about).order_by().values_list("record_id", flat=True)
    return {*missing, *answered}


def asked_rows(sheet: Sheet, column: Field, rows: Collection[Row]) -> list[Row]:
    """Those in which it may be entered, one for each of what the column is about."""
    lines = {row.subjects[column.about]: row for row in reversed(list(rows)) if is_asked(sheet, column, row)}
    return list(reversed(lines.values()))
