"""From a document's data to the HTML that is painted."""

import base64
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from core.rendering.context import Bilingual, DocumentContext, Language, Table
from core.rendering.labels import DRAFT, annex_heading, labels, page_counter, translated
from core.rendering.layout import Row, clause_rows, text_rows
from core.rendering.qr import qr_svg
from core.rendering.typography import language_tag, phrases

WATERMARK = """<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">\
<g transform="rotate(-38 105 150)" text-anchor="middle" font-size="{}" fill="#ececec"\
 font-family="Paper Sans SC" font-weight="bold" letter-spacing="{}">{}</g></svg>"""
# In millimetres: how long a line of the mark may be across the page, and its largest letters.
LONGEST_MARK = 200
LARGEST_MARK = 34
MARK_SPACING = 4
# In parts of the font's size: a Chinese character, and any other letter in bold.
WIDE, NARROW = 1.0, 0.75


@dataclass(frozen=True)
class LaidOutAnnex:
    heading: Bilingual
    rows: list[Row]
    table: Table | None


def document_html(context: DocumentContext, *, language: Language) -> str:
    """The whole document as one page of HTML that needs nothing from outside."""
    mark = translated(DRAFT) if context.is_draft else context.mark
    return render_to_string(
        "documents/document.html",
        {
            "document": context,
            "language": language,
            "tag": language_tag(language),
            "labels": labels(),
            "page_counter": page_counter(language),
            "title": document_title(context, language=language),
            "preamble": list(text_rows(context.preamble, language)),
            "clauses": list(clause_rows(context.clauses, language)),
            "annexes": [
                LaidOutAnnex(
                    annex_heading(number, annex.heading), list(text_rows(annex.text, language)), annex.table
                )
                for number, annex in enumerate(context.annexes, start=1)
            ],
            "watermark": watermark(mark, language) if mark else "",
            "qr": qr_svg(context.verification.address) if context.verification else "",
        },
    )


def document_title(context: DocumentContext, *, language: Language) -> str:
    """What a reader's window shows: the title and the reference."""
    words = " · ".join(text for _, text in phrases(context.title, language))
    return f"{words} {context.reference}".strip()


def watermark(mark: Bilingual, language: Language) -> str:
    """Drawn as the page's background: an artefact that is seen on every page and read aloud on none."""
    lines = [line for _, text in phrases(mark, language) for line in text.splitlines()]
    size = min(LARGEST_MARK, *(_fitting_size(line) for line in lines))
    first = 160 - (len(lines) - 1) / 2 * size * 1.3
    drawn = format_html_join(
        "",
        '<text x="105" y="{}">{}</text>',
        ((round(first + number * size * 1.3), line) for number, line in enumerate(lines)),
    )
    svg = format_html(WATERMARK, size, MARK_SPACING, drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _fitting_size(line: str) -> int:
    width = sum(NARROW if letter.isascii() else WIDE for letter in line)
    return int((LONGEST_MARK - MARK_SPACING * len(line)) / width)
