"""A manuscript as a Word file: real headings, tables, a table of contents that Word fills, pictures.

Every style names a font for East Asian letters; a program that does not have it takes its own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import pgettext
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from core.rendering import language_tag
from reports.charts import pictures
from reports.manuscript import Manuscript, Part, Sheet

LATIN, TEXT, HEADINGS = "Times New Roman", "SimSun", "SimHei"
BLUE, GREY, AMBER = RGBColor(0x1F, 0x4E, 0x79), RGBColor(0x56, 0x60, 0x6B), RGBColor(0x8A, 0x4B, 0x00)
SIZES = {
    "Normal": 10.5,
    "Title": 26,
    "Heading 1": 15,
    "Heading 2": 12,
    "Caption": 9,
    "Header": 8.5,
    "Footer": 8.5,
}
BOLD = {"Title", "Heading 1", "Heading 2"}
WIDTH = Cm(16)


def docx(manuscript: Manuscript) -> bytes:
    """Raises RenderError where a picture cannot be painted."""
    with translation.override(manuscript.language):
        drawn = iter(
            pictures(
                [drawing for part in manuscript.parts for drawing in part.drawings],
                language_tag(manuscript.language),
            )
        )
        document = Document()
        _style(document, manuscript.language)
        _frame(document, manuscript)
        _cover(document, manuscript)
        if manuscript.has_contents:
            _contents(document, manuscript.parts)
        for number, part in enumerate(manuscript.parts):
            _part(document, part, drawn, is_first=number == 0)
        if manuscript.closing:
            _small(document, manuscript.closing)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


# --- Styles ---------------------------------------------------------------------------------------


def _style(document: Any, language: str) -> None:
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.bold = name in BOLD
        style.font.italic = False
        style.font.color.rgb = (
            BLUE if name in BOLD else (GREY if name in {"Caption", "Header", "Footer"} else None)
        )
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        family = "Arial" if name in BOLD else LATIN
        for slot, font in (
            ("ascii", family),
            ("hAnsi", family),
            ("cs", family),
            ("eastAsia", HEADINGS if name in BOLD else TEXT),
        ):
            fonts.set(qn(f"w:{slot}"), font)
        spoken = properties.find(qn("w:lang"))
        if spoken is None:
            spoken = OxmlElement("w:lang")
            properties.append(spoken)
        spoken.set(qn("w:val"), "en-GB")
        spoken.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = 1.35 if language == "zh-hans" else 1.2, Pt(6)
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].paragraph_format.space_before = Pt(14)
        document.styles[name].paragraph_format.space_after = Pt(6)
        document.styles[name].paragraph_format.keep_with_next = True
    # Word's own title has a line below it.
    borders = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        document.styles["Title"].element.pPr.remove(borders)


def _frame(document: Any, manuscript: Manuscript) -> None:
    """The size of the paper, what stands above and below every page, and what the file says of itself."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.5)
    header = page.header.paragraphs[0]
    header.text = f"{manuscript.title}　{manuscript.subtitle}"
    if manuscript.mark:
        run = header.add_run(f"　{manuscript.mark}")
        run.bold, run.font.color.rgb = True, AMBER
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(footer, "PAGE", "1")
    core = document.core_properties
    core.title = f"{manuscript.title} {manuscript.subtitle}".strip()
    core.author, core.comments = manuscript.issuer, ""
    core.language = "zh-CN" if manuscript.language == "zh-hans" else "en-GB"


# --- What stands in it ----------------------------------------------------------------------------


def _cover(document: Any, manuscript: Manuscript) -> None:
    if manuscript.has_contents:
        for _line in range(5):
            document.add_paragraph()
    _centred(document.add_paragraph(manuscript.issuer))
    _centred(document.add_paragraph(manuscript.title, style="Title"))
    _centred(document.add_paragraph(manuscript.subtitle))
    if manuscript.mark:
        marked = _centred(document.add_paragraph())
        run = marked.add_run(manuscript.mark)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(20), AMBER
    if manuscript.facts:
        _table(document, [], [list(line) for line in manuscript.facts], numbers=0)
    if manuscript.has_contents:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _contents(document: Any, parts: Sequence[Part]) -> None:
    """A field that Word fills with the pages; until then it names the chapters."""
    heading = document.add_paragraph()
    run = heading.add_run(pgettext("of a report", "Contents"))
    run.bold, run.font.size, run.font.color.rgb = True, Pt(15), BLUE
    lines = [document.add_paragraph(f"{part.number} {part.title}".strip()) for part in parts]
    if not lines:
        return
    first, last = lines[0]._p, lines[-1]._p
    begin, code, separate, end = (_run() for _part in range(4))
    mark = _char("begin")
    mark.set(qn("w:dirty"), "true")
    begin.append(mark)
    code.append(_instruction(r'TOC \o "1-2" \h \z \u'))
    separate.append(_char("separate"))
    end.append(_char("end"))
    at = 1 if first.pPr is not None else 0
    for place, one in enumerate((begin, code, separate)):
        first.insert(at + place, one)
    last.append(end)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _part(document: Any, part: Part, drawn: Any, *, is_first: bool) -> None:
    heading = document.add_heading(
        f"{part.number}{' ' if part.number[-1:].isascii() and part.number else ''}{part.title}", 1
    )
    if part.begins_page and not is_first:
        heading.paragraph_format.page_break_before = True
    if part.missing:
        run = document.add_paragraph().add_run(part.missing)
        run.font.color.rgb = AMBER
    for passage in part.passages:
        if passage.heading:
            document.add_heading(passage.heading, 2)
        for words in passage.paragraphs:
            paragraph = document.add_paragraph(words)
            if not words.isascii():
                paragraph.paragraph_format.first_line_indent = Pt(21)
    for photo in part.photos:
        _centred(document.add_paragraph()).add_run().add_picture(io.BytesIO(photo.content), width=Cm(11))
        _centred(document.add_paragraph(photo.caption, style="Caption"))
    for sheet in part.sheets:
        _sheet(document, sheet)
    for drawing in part.drawings:
        picture = (
            _centred(document.add_paragraph()).add_run().add_picture(io.BytesIO(next(drawn)), width=WIDTH)
        )
        picture._inline.docPr.set("descr", drawing.title)


def _sheet(document: Any, sheet: Sheet) -> None:
    if sheet.caption:
        caption = document.add_paragraph(sheet.caption, style="Caption")
        caption.paragraph_format.keep_with_next = True
    _table(document, sheet.columns, sheet.rows, numbers=sheet.numbers)
    _small(document, sheet.note)


def _table(document: Any, columns: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int) -> None:
    width = len(columns) or len(rows[0])
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    first = WIDTH if width == 1 else int(WIDTH * 0.34)
    widths = [first, *[(WIDTH - first) // max(width - 1, 1)] * (width - 1)]
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    if columns:
        cells = table.add_row()
        _fill(cells, columns, numbers, is_heading=True)
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        cells._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        _fill(table.add_row(), row, numbers)


def _fill(row: Any, words: Sequence[str], numbers: int, *, is_heading: bool = False) -> None:
    whole = OxmlElement("w:cantSplit")
    whole.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(whole)
    for place, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.line_spacing = 1.1
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(9), is_heading
        if place >= len(words) - numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _centred(paragraph: Any) -> Any:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _small(document: Any, words: str) -> None:
    paragraph = document.add_paragraph()
    if words:
        run = paragraph.add_run(words)
        run.font.size, run.font.color.rgb = Pt(9), GREY


# --- Fields ---------------------------------------------------------------------------------------


def _run() -> Any:
    return OxmlElement("w:r")


def _char(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _instruction(code: str) -> Any:
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    return text


def _field(paragraph: Any, code: str, shown: str) -> None:
    for element in (_char("begin"), _instruction(code), _char("separate")):
        run = _run()
        run.append(element)
        paragraph._p.append(run)
    paragraph.add_run(shown)
    run = _run()
    run.append(_char("end"))
    paragraph._p.append(run)
