"""Agreements on paper: many printed as one file with a code on each page, and the codes read again.

A code names the paper and its page, so that a mixed pile of scans sorts itself: ``TP1-<code>-<page>-<of>``.
It is short and in capitals, because few and large squares survive a stamp, a fold and a poor scanner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

import pypdfium2
import segno
import zxingcpp
from PIL import Image

MILLIMETRE = 72 / 25.4
SIZE, LEFT, BOTTOM = 15 * MILLIMETRE, 9 * MILLIMETRE, 8 * MILLIMETRE
PIXELS_PER_SQUARE, QUIET_SQUARES = 6, 2
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
CODE = re.compile(r"TP1-([0-9A-F]{20})-(\d{1,3})-(\d{1,3})", re.ASCII)
# At which sizes a page is looked at: most codes are found in the first.
READ_AT = (200 / 72, 300 / 72)
LONGEST_EDGE = 5000
KEPT_EDGE = 1800
MOST_PIXELS = 60_000_000
_pdfium = Lock()  # PDFium knows no threads


class UnreadableScan(ValueError):
    """The file is damaged, protected, or too large to look at."""


@dataclass(frozen=True, slots=True)
class PageCode:
    """What stands on a page: which paper, which of its pages."""

    code: str
    page: int
    pages: int

    def __str__(self) -> str:
        return f"TP1-{self.code.upper()}-{self.page}-{self.pages}"


def print_together(papers: Iterable[tuple[str, bytes]]) -> bytes:
    """The files of papers (their code and content) as one, a code in the margin of each page."""
    with _pdfium, pypdfium2.PdfDocument.new() as printed:
        for code, content in papers:
            with pypdfium2.PdfDocument(content) as one:
                pages, first = len(one), len(printed)
                printed.import_pages(one)
            for index in range(pages):
                sheet = printed[first + index]
                _stamp(printed, sheet, PageCode(code, index + 1, pages))
        file = BytesIO()
        printed.save(file)
    return file.getvalue()


def _stamp(printed: pypdfium2.PdfDocument, sheet: pypdfium2.PdfPage, code: PageCode) -> None:
    picture = BytesIO()
    qr = segno.make(str(code), error="q", micro=False)
    qr.save(picture, kind="png", scale=PIXELS_PER_SQUARE, border=QUIET_SQUARES)
    stamp = pypdfium2.PdfImage.new(printed)
    stamp.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.open(picture).convert("L")))
    stamp.set_matrix(pypdfium2.PdfMatrix().scale(SIZE, SIZE).translate(LEFT, BOTTOM))
    sheet.insert_obj(stamp)
    sheet.gen_content()


# --- Reading ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A scanned page as it is kept, and what its code says."""

    picture: bytes
    code: PageCode | None


def pages_in(content: bytes, *, is_pdf: bool) -> int:
    """How many pages a file has.

    Raises:
        UnreadableScan: see there.
    """
    if not is_pdf:
        return 1
    with _pdfium:
        try:
            with pypdfium2.PdfDocument(content) as document:
                return len(document)
        except pypdfium2.PdfiumError as error:
            raise UnreadableScan(str(error)) from error


def read_page(content: bytes, number: int, *, is_pdf: bool) -> ReadPage:
    """One page of a file, counted from 0.

    Raises:
        UnreadableScan: see there.
    """
    shown: Image.Image | None = None
    for scale in READ_AT:
        picture = _picture_of_pdf(content, number, scale) if is_pdf else _picture(content)
        shown = shown or picture
        if code := code_in(picture):
            return ReadPage(_kept(shown), code)
        if not is_pdf:
            break
    if shown is None:
        raise UnreadableScan(number)
    return ReadPage(_kept(shown), None)


def code_in(picture: Image.Image) -> PageCode | None:
    """The code on a page, whichever way up it lies; other codes on it say nothing here."""
    found = zxingcpp.read_barcodes(picture.convert("L"), formats=QR)
    for barcode in found:
        if match := CODE.fullmatch(barcode.text.strip()):
            page, pages = int(match[2]), int(match[3])
            if 1 <= page <= pages:
                return PageCode(match[1].lower(), page, pages)
    return None


def _picture_of_pdf(content: bytes, number: int, scale: float) -> Image.Image:
    with _pdfium:
        try:
            with pypdfium2.PdfDocument(content) as document:
                sheet = document[number]
                longest = max(sheet.get_size())
                return sheet.render(scale=min(scale, LONGEST_EDGE / longest)).to_pil().convert("RGB")
        except pypdfium2.PdfiumError as error:
            raise UnreadableScan(str(error)) from error


def _picture(content: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content))
        if picture.width * picture.height > MOST_PIXELS:
            raise UnreadableScan(f"{picture.width} × {picture.height}")
        picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
        return picture.convert("RGB")
    except (OSError, Image.DecompressionBombError) as error:
        raise UnreadableScan(str(error)) from error


def _kept(picture: Image.Image) -> bytes:
    """In colour, because a stamp is red."""
    smaller = picture.copy()
    smaller.thumbnail((KEPT_EDGE, KEPT_EDGE))
    file = BytesIO()
    smaller.save(file, "JPEG", quality=72)
    return file.getvalue()


def as_one_pdf(pictures: Sequence[bytes]) -> bytes:
    """Scanned pages, in their order, as one file."""
    sheets = [Image.open(BytesIO(picture)) for picture in pictures]
    file = BytesIO()
    sheets[0].save(file, "PDF", save_all=True, append_images=sheets[1:], resolution=150)
    return file.getvalue()
