"""What a list shows, as a CSV or XLSX file of any length in constant memory."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from django.core.exceptions import BadRequest
from django.db import models, transaction
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from core.access import Text

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_PER_CHUNK = 1000
ROWS_PER_SHEET = 1_048_576
# A spreadsheet keeps 15 digits of a number: a longer one has to stay text.
EXACT_NUMBER = 10**15
LONGEST_XLSX_TEXT = 32_767

# What makes a spreadsheet read a text as a formula. The wide forms count in East Asian settings.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column of a file.

    Attributes:
        accessor: a dotted path of attributes ("owner.name", "get_state_display"), in which a
            ``None`` on the way makes an empty cell, or a function of the row.
    """

    label: Text
    accessor: str | Callable[[Any], Any]

    def reader(self) -> Callable[[Any], Any]:
        if callable(self.accessor):
            return self.accessor
        names = self.accessor.split(".")

        def read(row: Any) -> Any:
            value = row
            for name in names:
                if value is None:
                    return None
                value = getattr(value, name)
                if callable(value) and not isinstance(value, models.Manager):
                    value = value()
            return value

        return read


# --- Cells ------------------------------------------------------------------------------------


def neutralise(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if _runs(text.lstrip("'")) else text


def restore(text: str) -> str:
    """The text that :func:`neutralise` was given: an exported file can be imported again."""
    return text[1:] if text.startswith("'") and _runs(text.lstrip("'")) else text


def _runs(text: str) -> bool:
    return text.startswith(FORMULA_STARTS) or text.lstrip(" \u3000").startswith(FORMULA_STARTS)


def _plain(value: Any) -> str | int | float | Decimal | date | datetime | time | None:
    """The value as a spreadsheet knows it; instants in the centre's time, lists as one line."""
    match value:
        case bool():
            return _("yes") if value else _("no")
        case None | str() | int() | float() | Decimal() | time():
            return value
        case datetime():
            return timezone.make_naive(value) if timezone.is_aware(value) else value
        case date():
            return value
        case list() | tuple() | set() | frozenset():
            return "; ".join(str(_plain(item)) for item in value)
        case _:
            return str(value)


def csv_cell(value: Any) -> str | int | float | Decimal:
    match plain := _plain(value):
        case None:
            return ""
        case str():
            return neutralise(plain)
        case datetime():
            return plain.isoformat(sep=" ", timespec="minutes")
        case date():
            return plain.isoformat()
        case time():
            return plain.isoformat(timespec="minutes")
    return plain


# --- Files ------------------------------------------------------------------------------------


def stream_csv(columns: Sequence[ExportColumn], rows: Iterable[Any]) -> Iterator[bytes]:
    """The file in pieces, UTF-8 with the mark by which Excel knows it."""
    readers = [column.reader() for column in columns]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([neutralise(str(column.label)) for column in columns])
    yield b"\xef\xbb\xbf" + _drain(buffer)
    language = translation.get_language()
    # A cell is read while its row is the last one taken: what is left to load for it is loaded in
    # the transaction of the rows.
    lines = ([csv_cell(read(row)) for read in readers] for row in rows)
    while True:
        # Between two pieces the thread belongs to whoever sends them, in whatever language.
        with translation.override(language):
            writer.writerows(islice(lines, ROWS_PER_CHUNK))
        if not (piece := _drain(buffer)):
            return
        yield piece


def _drain(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def new_workbook(output: BinaryIO, *, constant_memory: bool) -> Workbook:
    """One in which no text becomes a formula or a link; with constant memory rows are written in order."""
    workbook = Workbook(
        output,
        {
            "constant_memory": constant_memory,
            "in_memory": not constant_memory,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    workbook.use_zip64()
    return workbook


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One table of a workbook. Its name is cut to what a spreadsheet takes."""

    name: str
    columns: Sequence[ExportColumn]
    rows: Iterable[Any]


def write_xlsx(columns: Sequence[ExportColumn], rows: Iterable[Any], output: BinaryIO) -> None:
    """Write the workbook, with a further sheet wherever one is full."""
    with _open_workbook(output) as (workbook, formats):
        for sheet_rows in _sheets(rows):
            _fill(workbook.add_worksheet(), columns, sheet_rows, formats)


def write_sheets(sheets: Iterable[Sheet], output: BinaryIO) -> None:
    """Write a workbook of several tables, one after the other, in constant memory.

    Raises ValueError where two have the same name.
    """
    with _open_workbook(output) as (workbook, formats):
        taken: set[str] = set()
        for sheet in sheets:
            name = sheet_name(sheet.name)
            if name.casefold() in taken:
                raise ValueError(f"two sheets are called {name!r}")
            taken.add(name.casefold())
            _fill(workbook.add_worksheet(name), sheet.columns, sheet.rows, formats)


def sheet_name(name: str) -> str:
    """As a spreadsheet takes it: 31 characters at most, without those that stand for something."""
    kept = "".join("_" if letter in "[]:*?/\\" else letter for letter in name).strip(" '")
    return kept[:31].strip(" '") or "_"


@contextmanager
def _open_workbook(output: BinaryIO) -> Iterator[tuple[Workbook, dict[Any, Any]]]:
    workbook = new_workbook(output, constant_memory=True)
    formats = {
        datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
        time: workbook.add_format({"num_format": "hh:mm"}),
        "header": workbook.add_format({"bold": True}),
    }
    try:
        yield workbook, formats
    finally:
        workbook.close()


def _fill(
    sheet: Worksheet, columns: Sequence[ExportColumn], rows: Iterable[Any], formats: dict[Any, Any]
) -> None:
    readers = [column.reader() for column in columns]
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 20)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, str(column.label), formats["header"])
    for number, row in enumerate(rows, start=1):
        for index, read in enumerate(readers):
            _write_cell(sheet, number, index, _plain(read(row)), formats)


def _sheets(rows: Iterable[Any]) -> Iterator[Iterator[Any]]:
    """The rows, sheet by sheet; the first sheet even where there are none."""
    rest = iter(rows)
    ahead = next(rest, _NOTHING)

    def sheet() -> Iterator[Any]:
        nonlocal ahead
        for _number in range(ROWS_PER_SHEET - 1):
            if ahead is _NOTHING:
                return
            yield ahead
            ahead = next(rest, _NOTHING)

    yield sheet()
    while ahead is not _NOTHING:
        yield sheet()


_NOTHING: Any = object()


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, formats: dict[Any, Any]) -> None:
    match value:
        case None | "":
            return
        case datetime() | date() | time():
            if isinstance(value, time) or value.year >= 1900:
                sheet.write_datetime(row, column, value, formats[type(value)])
            else:
                sheet.write_string(row, column, value.isoformat())
        case int() | float() | Decimal() if -EXACT_NUMBER < value < EXACT_NUMBER:
            sheet.write_number(row, column, float(value))
        case _:
            sheet.write_string(row, column, str(value)[:LONGEST_XLSX_TEXT])


# --- Responses --------------------------------------------------------------------------------


def export_response(
    request: HttpRequest,
    *,
    filename: str,
    columns: Sequence[ExportColumn],
    queryset: models.QuerySet[Any],
    fmt: str,
    within: Callable[[], AbstractContextManager[Any]] = transaction.atomic,
) -> StreamingHttpResponse | FileResponse:
    """The rows of a queryset as a file to download.

    Rows are read through a server-side cursor while the response is being sent, when the
    transaction of the view is over: ``within`` opens the one they are read in. A portal view passes
    the context manager that enters its role; without it, row-level security hides every row.

    Args:
        filename: without its ending; any script.
        fmt: one of :data:`FORMATS`.

    Raises:
        BadRequest: another format was asked for.
    """

    def rows() -> Iterator[Any]:
        with within():
            yield from queryset.iterator(chunk_size=ROWS_PER_CHUNK)

    return rows_response(filename=filename, columns=columns, rows=rows(), fmt=fmt)


def rows_response(
    *, filename: str, columns: Sequence[ExportColumn], rows: Iterable[Any], fmt: str
) -> StreamingHttpResponse | FileResponse:
    """The same of rows that are worked out, not read: figures of a page.

    Raises:
        BadRequest: another format was asked for.
    """
    if fmt not in FORMATS:
        raise BadRequest(f"{fmt!r} is not one of {FORMATS}")
    name = f"{get_valid_filename(filename or 'export')}.{fmt}"
    response: StreamingHttpResponse | FileResponse
    if fmt == CSV:
        response = StreamingHttpResponse(stream_csv(columns, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, name)
    else:
        output = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        write_xlsx(columns, rows, output)
        output.seek(0)
        response = FileResponse(output, as_attachment=True, filename=name, content_type=XLSX_MIME)
    response["Cache-Control"] = "private, no-store"
    return response
