"""Writes one sheet of a workbook as CSV to standard output.

This is a program of its own, run by :mod:`core.imports.reading` under limits: one far-away cell makes
a sheet of 17 billion cells, for which the library aborts its whole process. It imports nothing of
the application, so that it starts fast.

Usage: ``python sheets.py FILE SHEET MEMORY_BYTES OUTPUT_BYTES CPU_SECONDS`` (an empty SHEET: the
first visible one with anything in it). One line of JSON on standard error says what was found:
``{"sheet": …, "sheets": […]}`` or ``{"error": "password" | "no_sheet" | "broken"}``.
"""

import csv
import json
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

# From here on a spreadsheet has lost digits. The text then shows it, so that a code is refused
# instead of being taken for another one.
EXACT_NUMBER = 10**15


def as_text(value: str | int | float | bool | date | time | datetime | timedelta) -> str:
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            if abs(value) >= EXACT_NUMBER:
                return f"{value:.14E}"
            return str(int(value)) if value == int(value) else repr(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
    return str(value)


def limit(memory: int, output: int, seconds: int) -> None:
    for kind, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (amount, amount))


def find_sheet(book: CalamineWorkbook, wanted: str, names: list[str]):
    """The sheet asked for, or the first one with content; ``None`` where there is none."""
    if wanted:
        return book.get_sheet_by_name(wanted) if wanted in names else None
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            return sheet
    return None


def convert(path: str, wanted: str) -> dict[str, object]:
    with CalamineWorkbook.from_path(path) as book:
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        sheet = find_sheet(book, wanted, names)
        if sheet is None:
            return {"error": "no_sheet"}
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
        csv.writer(sys.stdout).writerows(map(as_text, row) for row in sheet.iter_rows())
        sys.stdout.flush()
        return {"sheet": sheet.name, "sheets": names}


if __name__ == "__main__":
    file, wanted_sheet, *limits = sys.argv[1:]
    limit(*map(int, limits))
    try:
        outcome = convert(file, wanted_sheet)
    except PasswordError:
        outcome = {"error": "password"}
    except CalamineError:
        outcome = {"error": "broken"}
    sys.stderr.write("\n" + json.dumps(outcome))
