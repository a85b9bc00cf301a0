"""Opens a list that somebody sent: CSV in any encoding, packed or not, or a workbook."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import lzma
import subprocess
import sys
import tempfile
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, cast
from zipfile import BadZipFile, ZipFile

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from core.errors import Refused
from core.imports import sheets

MAX_BYTES = 512 * 1024 * 1024
"""How large a file may be once it is unpacked."""
MAX_SHEET_MEMORY = 2 * 1024**3
MAX_SHEET_SECONDS = 120
CHUNK = 1024 * 1024
SAMPLE_ROWS = 60
TELLING_BYTES = 32 * 1024
HEADER_WITHIN = 20
DELIMITERS = (",", "\t", ";", "|")

GZIP, XZ, ZIP, OLE = b"\x1f\x8b", b"\xfd7zXZ\x00", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# GB 18030 contains the older Chinese encodings, which is what people mean by them.
CHINESE = frozenset({"gb2312", "gbk", "gb18030", "hz", "cp936"})


class UnreadableFile(Refused):
    """The file is no list that can be read; the message says why, to the person who sent it."""


type Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Table:
    """An open list.

    Attributes:
        headers: the column names without stray blanks; a column without a name is "".
        header_row: its number. Numbers are those that a spreadsheet shows at the left, from 1.
        sheets: the visible sheets of a workbook, ``sheet`` being the one that is read.
    """

    headers: list[str]
    header_row: int
    encoding: str
    delimiter: str
    sheet: str
    sheets: list[str]
    _text: IO[str]

    def rows(self) -> Rows:
        """The rows below the header as they are, with their numbers; empty rows are left out.

        A row may have more or fewer cells than there are headers, but for empty ones at its end.
        """
        width = len(self.headers)
        for number, cells in _records(self._text, self.delimiter):
            if number > self.header_row:
                if len(cells) > width and not any(cells[width:]):
                    del cells[width:]
                if any(cells):
                    yield number, cells

    def sample(self, count: int = 5) -> list[list[str]]:
        return [cells for _number, cells in islice(self.rows(), count)]


@contextmanager
def open_table(
    path: Path,
    *,
    sheet: str = "",
    encoding: str = "",
    header_row: int | None = None,
    is_known: Callable[[str], bool] | None = None,
) -> Iterator[Table]:
    """Open a file for reading, as often as needed while it is open.

    Args:
        sheet, encoding, header_row: what a person chose instead of what is detected.
        is_known: tells a column name that the reader expects, by which the header is found below a
            title.

    Raises:
        UnreadableFile: also while rows are being read.
    """
    with tempfile.TemporaryFile() as plain:
        with path.open("rb") as source:
            start = source.read(8)
        names: list[str] = []
        if start.startswith((ZIP, OLE)):
            sheet, names = _write_sheet(path, sheet, plain)
            encoding = "utf-8"
        else:
            _unpack(path, start, plain)
            encoding = encoding or _detect_encoding(plain)
        text = io.TextIOWrapper(cast(BinaryIO, plain), encoding=encoding, newline="")
        delimiter = "," if names else _detect_delimiter(text)
        first = list(islice(_records(text, delimiter), SAMPLE_ROWS))
        number = header_row or _detect_header(first, is_known or _is_nothing)
        headers = next((cells for row, cells in first if row == number), [])
        headers = [clean_header(cell) for cell in headers]
        while headers and not headers[-1]:
            headers.pop()
        if not headers:
            raise UnreadableFile(_("The file holds no row of column names."))
        yield Table(headers, number, encoding, delimiter, sheet, names, text)


def clean_header(text: str) -> str:
    """A column name without stray blanks, byte-order mark and wide forms of letters."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\ufeff", "").split())


def _records(text: IO[str], delimiter: str) -> Rows:
    text.seek(0)
    number = 0
    try:
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter), start=1):
            yield number, cells
    except csv.Error as error:
        raise UnreadableFile(
            _("Row %(row)d cannot be read: perhaps a quotation mark is never closed (%(error)s).")
            % {"row": number + 1, "error": error}
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            _("After row %(row)d, the text is not in the encoding %(encoding)s.")
            % {"row": number, "encoding": error.encoding}
        ) from error


# --- Bytes ------------------------------------------------------------------------------------


def _unpack(path: Path, start: bytes, plain: BinaryIO | IO[bytes]) -> None:
    """Copy the file, unpacked, up to the limit: a packed file can grow a thousandfold."""
    opened = gzip.open if start.startswith(GZIP) else lzma.open if start.startswith(XZ) else open
    size = 0
    try:
        with opened(path, "rb") as source:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > MAX_BYTES:
                    raise UnreadableFile(_too_large())
                plain.write(chunk)
    except (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error) as error:
        raise UnreadableFile(_("The packed file is damaged: please send it again.")) from error
    if not size:
        raise UnreadableFile(_("The file is empty."))


def _too_large() -> str:
    return _("The file is larger than %(size)d MB once it is unpacked: please split it.") % {
        "size": MAX_BYTES // 1024**2
    }


def _write_sheet(path: Path, sheet: str, plain: IO[bytes]) -> tuple[str, list[str]]:
    """Write one sheet of a workbook as CSV; answers its name and those of all sheets."""
    _check_archive(path)
    limits = [str(number) for number in (MAX_SHEET_MEMORY, MAX_BYTES, MAX_SHEET_SECONDS)]
    program = subprocess.run(  # noqa: S603 - our own program; the path is one argument
        [sys.executable, "-I", sheets.__file__, str(path), sheet, *limits],
        stdin=subprocess.DEVNULL,
        stdout=plain,
        stderr=subprocess.PIPE,
        check=False,
    )
    lines = program.stderr.decode("utf-8", "replace").splitlines()
    if program.returncode != 0 or not lines:
        raise UnreadableFile(_("The workbook is too large or damaged. Saved as CSV, it may be readable."))
    outcome = json.loads(lines[-1])
    match outcome.get("error"):
        case None:
            return outcome["sheet"], outcome["sheets"]
        case "password":
            raise UnreadableFile(_("The workbook is locked with a password: please save it without one."))
        case "no_sheet" if sheet:
            raise UnreadableFile(_("The workbook has no sheet “%(sheet)s”.") % {"sheet": sheet})
        case "no_sheet":
            raise UnreadableFile(_("The workbook is empty."))
    raise UnreadableFile(_("The file looks like a workbook but is none that can be read."))


def _check_archive(path: Path) -> None:
    """Look at what an archive says it holds before anything unpacks it."""
    with path.open("rb") as source:
        if not source.read(4).startswith(ZIP):
            return
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
    except (BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableFile(_("The packed file is damaged: please send it again.")) from error
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise UnreadableFile(_too_large())
    if not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & {member.filename for member in members}:
        raise UnreadableFile(_("This is a ZIP archive, not a list: please send the file inside it."))


# --- Text -------------------------------------------------------------------------------------


def _detect_encoding(plain: IO[bytes]) -> str:
    plain.seek(0)
    start = plain.read(4)
    for mark, name in MARKS:
        if start.startswith(mark):
            return name
    plain.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_binary, telling = True, False, b""
    while chunk := plain.read(CHUNK):
        is_binary = is_binary or b"\0" in chunk
        if len(telling) < TELLING_BYTES:
            # Whole lines only: a letter that is cut in two would mislead.
            telling += b"\n".join(_not_ascii(chunk.split(b"\n")[1:-1] or [chunk]))
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
    if is_binary:
        raise UnreadableFile(_("This is no list: please send CSV, XLSX, XLS or ODS."))
    if is_utf8:
        return "utf-8"
    best = from_bytes(telling).best()
    if best is None:
        raise UnreadableFile(_("The encoding of the text is not known. Please save the file as “CSV UTF-8”."))
    return "gb18030" if best.encoding in CHINESE else best.encoding


def _not_ascii(lines: list[bytes]) -> Iterator[bytes]:
    """The lines by which an encoding can be told, up to the limit."""
    size = 0
    for line in lines:
        if not line.isascii():
            size += len(line)
            yield line
            if size > TELLING_BYTES:
                return


def _detect_delimiter(text: IO[str]) -> str:
    """The delimiter under which the most rows have the same number of cells, and more than one."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(
            len(cells) for _row, cells in islice(_records(text, delimiter), SAMPLE_ROWS) if any(cells)
        )
        wide = [(count, width) for width, count in widths.items() if width > 1]
        return max(wide, default=(0, 0))

    return max(DELIMITERS, key=agreement)


def _is_nothing(_header: str) -> bool:
    return False


def _detect_header(first: list[tuple[int, list[str]]], is_known: Callable[[str], bool]) -> int:
    """The row with the most names we know, else the first that is about as full as the others."""
    near = [(number, [clean_header(cell) for cell in cells]) for number, cells in first[:HEADER_WITHIN]]
    known = [(sum(map(is_known, cells)), -number) for number, cells in near]
    most, position = max(known, default=(0, 0))
    if most:
        return -position
    filled = [(number, sum(map(bool, cells))) for number, cells in near]
    usual = Counter(count for _number, count in filled if count).most_common(1)
    enough = (usual[0][0] * 2 + 2) // 3 if usual else 1
    return next((number for number, count in filled if count >= max(enough, 1)), 1)
