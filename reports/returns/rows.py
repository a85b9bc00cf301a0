"""The rows of a return: read from today's records, a slice at a time, or as they were submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import Q

from core.access import THE_SYSTEM, Actor
from core.indicators import Words
from core.tallies import in_two
from placements.models import Placement
from reports.models import Return, ReturnAnswer
from reports.returns.cells import is_empty, unpacked
from reports.returns.fields import Definition, Field, RowKind, Sheet
from reports.returns.sources import Cell, Frame, Row, bases, placements, scope, source_named

AT_ONCE = 500
LOADERS: dict[RowKind, Callable[[Sequence[int], Frame], Mapping[int, Any]]] = {
    RowKind.PLACEMENT: placements.placement_rows,
    RowKind.BASE: bases.base_rows,
    RowKind.SCOPE: scope.scope_rows,
}


def frame_of(one: Return) -> Frame:
    return Frame(
        kind_of_year=one.kind_of_year,
        first=one.first_day,
        last=one.reference_day,
        department=one.department_id,
        departments=one.within,
    )


def records_of(rows: RowKind, frame: Frame, reader: Actor) -> Any:
    """The records of a table as a reader sees them, in order; ``None`` for the only row of the centre."""
    match rows:
        case RowKind.PLACEMENT:
            return placements.placements_in(frame, reader)
        case RowKind.BASE:
            return bases.bases_in(frame, reader)
        case RowKind.SCOPE:
            return None


def found_in(rows: RowKind, records: Any, text: str) -> Any:
    """Those in whose names a search finds its words."""
    if not text.strip() or records is None:
        return records
    if rows == RowKind.PLACEMENT:
        matching = Placement.objects.matching(text).order_by()
        return records.filter(pk__in=matching.values("pk"))
    found = Q(legal_name__icontains=text) | Q(legal_name_en__icontains=text)
    return records.filter(found | Q(agreement__reference__icontains=text))


def count_of(rows: RowKind, records: Any) -> int:
    return 1 if records is None else records.order_by().count()


def scope_key(one: Return) -> tuple[str, int]:
    """What an answer about the whole return is kept of."""
    return scope.RECORD, one.department_id or 0


def scope_name(one: Return) -> Words:
    if one.department is None:
        return scope.WHOLE_CENTRE
    return in_two(one.department.name_en, one.department.name_zh)


# --- Rows, with what was answered -----------------------------------------------------------------


def loaded(one: Return, sheet: Sheet, pks: Sequence[int]) -> list[Row]:
    """Rows of today's records, in the order of their keys. Constant queries for any number."""
    found = LOADERS[sheet.rows](pks, frame_of(one))
    rows = [found[pk] for pk in pks if pk in found] if sheet.rows != RowKind.SCOPE else list(found.values())
    for row in rows:
        row.subjects = {**row.subjects, "scope": scope_key(one)}
    _answer(one, sheet, rows)
    return rows


def _answer(one: Return, sheet: Sheet, rows: Sequence[Row]) -> None:
    """Put what was answered into each row. One query, where the table has such a column."""
    asked = [field for field in sheet.fields if field.may_be_answered]
    if not asked:
        return
    about = Q(pk__in=())
    for name in {field.about for field in asked}:
        keys = {row.subjects[name] for row in rows}
        for label in {label for label, _pk in keys}:
            about |= Q(record=label, record_id__in={pk for kind, pk in keys if kind == label})
    answers = ReturnAnswer.objects.filter(
        about, return_to=one, field__in={field.key for field in asked}
    ).order_by()
    kept = {(each.field, each.record, each.record_id): each for each in answers}
    for row in rows:
        given: dict[str, Cell] = {}
        proposed: dict[str, Cell] = {}
        for field in asked:
            if (each := kept.get((field.key, *row.subjects[field.about]))) is not None:
                (proposed if each.is_proposed else given)[field.key] = unpacked(each.value)
        row.answers, row.proposed = given, proposed


def every_row(one: Return, sheet: Sheet, reader: Actor = THE_SYSTEM) -> Iterator[Row]:
    """All rows of a table, a slice at a time in memory. The queries of :func:`loaded` for each slice."""
    records = records_of(sheet.rows, frame_of(one), reader)
    if records is None:
        yield from loaded(one, sheet, [])
        return
    for pks in batched(list(records.values_list("pk", flat=True)), AT_ONCE, strict=False):
        yield from loaded(one, sheet, pks)


def value_of(sheet: Sheet, field: Field, row: Row) -> Cell:
    """What the record says, or else what was entered in the return, where it is asked."""
    said = _said(sheet, field, row)
    if is_empty(said) and field.key in row.answers and _is_applicable(sheet, field, row):
        return row.answers[field.key]
    return said


def is_asked(sheet: Sheet, field: Field, row: Row) -> bool:
    """Whether it may be entered: the record does not say it, and what is required in some cases is."""
    return is_empty(_said(sheet, field, row)) and _is_applicable(sheet, field, row)


def _is_applicable(sheet: Sheet, field: Field, row: Row) -> bool:
    return not field.required_when or _is_required(sheet, field, row)


def _said(sheet: Sheet, field: Field, row: Row) -> Cell:
    source = None if field.is_answered_here else source_named(field.source, sheet.rows)
    return source.read(row) if source is not None else None


def values_of(sheet: Sheet, row: Row) -> dict[str, Cell]:
    return {field.key: value_of(sheet, field, row) for field in sheet.fields}


def missing_in(sheet: Sheet, row: Row, values: Mapping[str, Cell]) -> list[Field]:
    """The required columns of which the row says nothing."""
    return [
        field
        for field in sheet.fields
        if field.may_be_required and is_empty(values[field.key]) and _is_required(sheet, field, row)
    ]


def _is_required(sheet: Sheet, field: Field, row: Row) -> bool:
    if field.required:
        return True
    condition = source_named(field.required_when, sheet.rows)
    return condition is not None and condition.read(row) is True


def place_of(sheet: Sheet, field: Field, row: Row) -> str:
    """The address where a value is filled; "" where it is answered in the return itself."""
    if field.is_answered_here:
        return ""
    source = source_named(field.source, sheet.rows)
    return source.at(row) if source is not None else row.url


# --- Sizes --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows a table has, and how many of them a reader sees."""

    sheet: Sheet
    whole: int
    seen: int

    @property
    def hidden(self) -> int:
        return self.whole - self.seen


def sizes_of(one: Return, definition: Definition, reader: Actor) -> list[Size]:
    """Two counts for each kind of row."""
    frame = frame_of(one)
    counts: dict[RowKind, tuple[int, int]] = {}
    for kind in dict.fromkeys(sheet.rows for sheet in definition.sheets):
        whole = count_of(kind, records_of(kind, frame, THE_SYSTEM))
        seen = count_of(kind, records_of(kind, frame, reader))
        counts[kind] = (whole, seen)
    return [Size(sheet, *counts[sheet.rows]) for sheet in definition.sheets]


def total_rows(sizes: Iterable[Size]) -> int:
    return sum(size.whole for size in sizes)
