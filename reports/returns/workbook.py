"""A return as a spreadsheet: a sheet for each table, one of notes, and one of what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User
from core.access import Actor
from core.exports import ExportColumn, Sheet, write_sheets
from core.indicators import indicator_of
from reports.models import Return, ReturnGap, ReturnRow
from reports.returns.cells import plain, unpacked
from reports.returns.fields import INDICATOR, Definition, Field
from reports.returns.fields import Sheet as Table
from reports.returns.rows import Size, every_row, values_of
from reports.returns.sources import Cell, source_named

type Values = Mapping[str, Cell]
type Persons = Mapping[str, Sequence[int]]
type Counted = Callable[[Persons], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """That a file is of no submitted return: of when, for whom, and what is not in it."""

    drawn_at: datetime
    reader: str
    sizes: Sequence[Size]

    @property
    def hidden(self) -> int:
        """Rows of all tables that the reader does not see."""
        return sum(size.hidden for size in self.sizes)


def live_values(one: Return, table: Table, reader: Actor) -> Iterator[tuple[Values, Persons]]:
    for row in every_row(one, table, reader):
        yield values_of(table, row), row.persons


def kept_values(one: Return, table: Table) -> Iterator[tuple[Values, Persons]]:
    rows = ReturnRow.objects.filter(return_to=one, sheet=table.key).order_by("number")
    for cells, persons in rows.values_list("cells", "persons").iterator():
        yield {key: unpacked(value) for key, value in cells.items()}, persons


def write_return(
    one: Return,
    definition: Definition,
    output: BinaryIO,
    *,
    language: str,
    reader: Actor,
    gaps: Iterable[ReturnGap],
    count: Counted,
    draft: Draft | None = None,
) -> None:
    """Write the workbook in a language: of what was submitted, or of what the reader sees today.

    Args:
        count: called once for each row that is written, with whose data it shows.
        draft: said in the notes, where it was not submitted.
    """
    with translation.override(language):
        tables = _tables(one, definition, reader, count)
        write_sheets(chain(tables, _appended(one, definition, gaps, draft)), output)


def _tables(one: Return, definition: Definition, reader: Actor, count: Counted) -> Iterator[Sheet]:
    for table in definition.sheets:
        values = kept_values(one, table) if one.is_submitted else live_values(one, table, reader)
        yield _sheet(table, _counted(values, count))


def _appended(
    one: Return, definition: Definition, gaps: Iterable[ReturnGap], draft: Draft | None
) -> Iterator[Sheet]:
    yield Sheet(
        name=pgettext("in a return", "Notes"), columns=NOTE_COLUMNS, rows=list(_notes(one, definition, draft))
    )
    yield Sheet(
        name=pgettext("in a return", "Missing"),
        # What is sent to an authority does not name who of the staff has not filled something.
        columns=gap_columns(definition, names_people=draft is not None),
        rows=name_people(list(gaps)) if draft is not None else list(gaps),
    )


def _counted(rows: Iterator[tuple[Values, Persons]], count: Counted) -> Iterator[Values]:
    for values, persons in rows:
        count(persons)
        yield values


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


def _notes(one: Return, definition: Definition, draft: Draft | None) -> Iterator[tuple[str, Any]]:
    if draft is not None:
        yield from _of_draft(draft)
    yield pgettext("in a return", "Return"), one.name
    yield _("Year"), one.year_in_words
    yield _("Reference day"), one.reference_day
    yield pgettext("in a return", "Of"), _of(one)
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
            yield f"{table.name} · {field.name}", _about(table, field)


def _of(one: Return) -> str:
    if one.department is None:
        return _("The whole centre")
    return _("%(department)s, with everything below it") % {"department": one.department.name}


def _of_draft(draft: Draft) -> Iterator[tuple[str, Any]]:
    """Above everything else: nobody takes it for what was submitted, or for the whole."""
    yield (
        pgettext("file of a return", "Draft"),
        _("Not submitted: drawn up for %(name)s with what they see, and the records may change.")
        % {"name": draft.reader},
    )
    yield pgettext("file of a return", "Drawn up"), draft.drawn_at
    for size in draft.sizes:
        yield (
            size.sheet.name,
            ngettext(
                "%(hidden)d row of this table is hidden from them and not in this file",
                "%(hidden)d rows of this table are hidden from them and not in this file",
                size.hidden,
            )
            % {"hidden": size.hidden}
            if size.hidden
            else _("No row is hidden from them."),
        )


def is_of_today(table: Table, field: Field) -> bool:
    """Whether it is read as the records are on the day of filling, whatever the reference day."""
    if field.is_answered_here:
        return False
    source = source_named(field.source, table.rows)
    return source is not None and not source.is_dated


def _about(table: Table, field: Field) -> str:
    required = _("required") if field.required else _("required in some cases") if field.required_when else ""
    where = _("entered in the return itself") if field.is_answered_here else ""
    when = _("as the records are on the day of filling") if is_of_today(table, field) else ""
    return " · ".join(filter(None, (required, where, when, _explained(field))))


# --- What is missing ----------------------------------------------------------------------------


def gap_columns(definition: Definition, *, names_people: bool = True) -> list[ExportColumn]:
    """The same in the workbook and in the list that is exported, but for who can fill it."""

    def table(gap: ReturnGap) -> str:
        found = definition.sheet(gap.sheet)
        return found.name if found else gap.sheet

    people = [ExportColumn(_("Who can fill it"), lambda gap: gap.names)] if names_people else []
    return [
        ExportColumn(_("Table"), table),
        ExportColumn(pgettext("in a return", "Row"), lambda gap: gap.name),
        ExportColumn(_("Column"), lambda gap: field_of(definition, gap)),
        ExportColumn(
            _("State"), lambda gap: _("taken over, not confirmed") if gap.is_proposed else _("missing")
        ),
        *people,
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
