"""The pages of a document as pictures: exactly what is signed, shown by the same program to everybody."""

from __future__ import annotations

from io import BytesIO
from threading import Lock

import pypdfium2

WIDTH = 1240  # pixels: sharp at the width at which a page is read
_pdfium = Lock()  # PDFium knows no threads


class NoSuchPage(LookupError):
    """The document has fewer pages."""


def page_picture(content: bytes, page: int) -> bytes:
    """One page as PNG; pages count from 1.

    Raises:
        NoSuchPage: see there.
    """
    with _pdfium, pypdfium2.PdfDocument(content) as document:
        sheet = _sheet(document, page)
        picture = BytesIO()
        sheet.render(scale=WIDTH / sheet.get_width()).to_pil().save(picture, "PNG")
    return picture.getvalue()


def page_sizes(content: bytes) -> list[tuple[int, int]]:
    """Width and height of every picture, so that a browser can keep the room free."""
    with _pdfium, pypdfium2.PdfDocument(content) as document:
        sizes = [document.get_page_size(index) for index in range(len(document))]
    return [(WIDTH, round(WIDTH * height / width)) for width, height in sizes]


def page_text(content: bytes, page: int) -> str:
    """What stands on a page, for those who listen to it.

    Raises:
        NoSuchPage: see there.
    """
    with _pdfium, pypdfium2.PdfDocument(content) as document:
        return _sheet(document, page).get_textpage().get_text_bounded()


def _sheet(document: pypdfium2.PdfDocument, page: int) -> pypdfium2.PdfPage:
    if not 1 <= page <= len(document):
        raise NoSuchPage(page)
    return document[page - 1]
