"""A return as a spreadsheet: a sheet for each table, one of notes, and one of what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from core.access import Actor
from core.exports import ExportColumn, Sheet, write_sheets
from core.indicators import indicator_of
from reports.models import Return, ReturnGap, ReturnRow
from reports.returns.cells import plain, unpacked
from reports.returns.fields import INDICATOR, Definition, Field
from reports.returns.fields import Sheet as Table
from reports.returns.rows import every_row, values_of
from reports.returns.sources import Cell

type Values = Mapping[str, Cell]
type Counted = Callable[[], None]
MISSING = "缺项 Missing"


def nothing() -> None:
    """Nobody counts."""


def live_values(one: Return, table: Table, reader: Actor) -> Iterator[Values]:
    for row in every_row(one, table, reader):
        yield values_of(table, row)


def kept_values(one: Return, table: Table) -> Iterator[Values]:
    rows = ReturnRow.objects.filter(return_to=one, sheet=table.key).order_by("number")
    for cells in rows.values_list("cells", flat=True).iterator():
        yield {key: unpacked(value) for key, value in cells.items()}


def write_return(
    one: Return,
    definition: Definition,
    output: BinaryIO,
    *,
    language: str,
    reader: Actor,
    gaps: Iterable[ReturnGap],
    count: Counted = nothing,
) -> None:
    """Write the workbook in a language: of what was submitted, or of what the reader sees today.

    Args:
        count: called once for each row that is written.
    """
    with translation.override(language):
        write_sheets(_sheets(one, definition, reader, gaps, count), output)


def _sheets(
    one: Return, definition: Definition, reader: Actor, gaps: Iterable[ReturnGap], count: Counted
) -> Iterator[Sheet]:
    for table in definition.sheets:
        values = kept_values(one, table) if one.is_submitted else live_values(one, table, reader)
        yield _sheet(table, _counted(values, count))
    yield Sheet(
        name=pgettext("in a return", "Notes"), columns=NOTE_COLUMNS, rows=list(_notes(one, definition))
    )
    yield Sheet(name=MISSING, columns=gap_columns(definition), rows=name_people(list(gaps)))


def _counted(values: Iterator[Values], count: Counted) -> Iterator[Values]:
    for each in values:
        count()
        yield each


def _sheet(table: Table, values: Iterator[Values]) -> Sheet:
    if table.is_form:
        only = next(values, {})
        columns = [
            ExportColumn(pgettext("in a return", "Item"), lambda field: field.name),
            ExportColumn(pgettext("in a return", "Value"), lambda field: plain(only.get(field.key))),
            ExportColumn(pgettext("in a return", "Note"), _explained),
        ]
        return Sheet(name=table.name, columns=columns, rows=table.fields)
    columns = [ExportColumn(field.name, _reader(field)) for field in table.fields]
    return Sheet(name=table.name, columns=columns, rows=values)


def _reader(field: Field) -> Callable[[Values], Any]:
    return lambda values: plain(values.get(field.key))


def _explained(field: Field) -> str:
    """What a number counts: the words of the indicator, or the note of the field."""
    indicator = indicator_of(field.source.removeprefix(INDICATOR)) if INDICATOR in field.source else None
    return field.note or (str(indicator.definition) if indicator else "")


# --- Notes --------------------------------------------------------------------------------------

NOTE_COLUMNS = (ExportColumn("", lambda line: line[0]), ExportColumn("", lambda line: line[1]))


def _notes(one: Return, definition: Definition) -> Iterator[tuple[str, Any]]:
    yield pgettext("in a return", "Return"), one.name
    yield _("Year"), one.year_in_words
    yield _("Reference day"), one.reference_day
    yield pgettext("in a return", "Of"), one.department.name if one.department else _("The whole centre")
    yield _("Version"), one.version
    if one.submitted_at is not None:
        yield pgettext("in a return", "Submitted on"), one.submitted_at
    if one.submit_reason:
        yield _("Why although values are missing"), one.submit_reason
    if one.correction_reason:
        yield _("Why it is corrected"), one.correction_reason
    yield _("Evidence"), str(definition.evidence_label)
    yield _("Please note"), definition.note
    for table in definition.sheets:
        yield table.name, table.about
        for field in table.fields:
            yield f"{table.name} · {field.name}", _about(field)


def _about(field: Field) -> str:
    required = _("required") if field.required else _("required in some cases") if field.required_when else ""
    where = _("entered in the return itself") if field.is_answered_here else ""
    return " · ".join(filter(None, (required, where, _explained(field))))


# --- What is missing ----------------------------------------------------------------------------


def gap_columns(definition: Definition) -> list[ExportColumn]:
    """The same in the workbook and in the list that is exported."""

    def table(gap: ReturnGap) -> str:
        found = definition.sheet(gap.sheet)
        return found.name if found else gap.sheet

    return [
        ExportColumn(_("Table"), table),
        ExportColumn(pgettext("in a return", "Row"), lambda gap: gap.name),
        ExportColumn(_("Column"), lambda gap: field_of(definition, gap)),
        ExportColumn(
            _("State"), lambda gap: _("taken over, not confirmed") if gap.is_proposed else _("missing")
        ),
        ExportColumn(_("Who can fill it"), lambda gap: gap.names),
    ]


def field_of(definition: Definition, gap: ReturnGap) -> str:
    table = definition.sheet(gap.sheet)
    field = table.field(gap.field) if table else None
    return field.name if field else gap.field


def name_people(gaps: list[Any]) -> list[Any]:
    """Each with ``names``, who can fill it. One query."""
    people = User.objects.in_bulk({person for gap in gaps for person in gap.people})
    for gap in gaps:
        gap.names = ", ".join(str(people[person]) for person in gap.people if person in people)
    return gaps
