"""An indicator as a file: a workbook with every row, a PDF with the numbers and, if they are few, the rows.

Both say what is counted of what, of which day, and who froze it when; what is not frozen says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.models import Centre, User
from agreements.documents.words import logo
from agreements.variables import shown_date
from core.exports import EXACT_NUMBER, LONGEST_XLSX_TEXT, new_workbook
from core.indicators import Column, Group, Kind, Nature, Words, in_both, spoken
from core.rendering import context as paper
from core.rendering import document_html, document_title, language_tag, render_pdf
from core.rendering.context import Language
from core.rendering.labels import translated
from insights.models import Snapshot
from insights.reading import Reading
from insights.source_rows import in_words, shown

# More make no paper that anybody reads: they are in the workbook.
MOST_ROWS = 150
NOT_FROZEN = gettext_noop("Not frozen")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The rows of one part: the numerator, or those not counted."""

    title: Words
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a file says. ``sheets`` are made anew each time they are asked for."""

    words: Mapping[str, Words]
    reading: Reading
    reference: str
    snapshot: Snapshot | None = None
    drawn_by: User | None = None
    sheets: Sequence[Sheet] = field(default_factory=list)

    @property
    def day(self) -> date:
        return self.reading.day

    def facts(self) -> Iterator[tuple[Words, Words]]:
        """What stands above the numbers."""
        total = self.reading.total
        yield in_both(lambda: _("As of the day")), in_both(lambda: shown_date(self.day))
        yield self.number_heading(), in_both(lambda: self._said(total))
        yield in_both(lambda: _("Numerator")), self.words["numerator"]
        if self.has_denominator:
            yield in_both(lambda: _("Denominator")), self.words["denominator"]
        yield in_both(lambda: _("Instrument")), self.words["source"]
        if self.snapshot is not None:
            kept = self.snapshot
            yield (
                in_both(lambda: pgettext("of a snapshot", "What it is for")),
                Words(kept.occasion, kept.occasion),
            )
            yield in_both(lambda: _("Frozen at")), in_both(lambda: _instant(kept.frozen_at))
            yield in_both(lambda: _("Frozen by")), in_both(lambda: kept.frozen_by)
        else:
            drawn = timezone.now()
            yield in_both(lambda: _("Drawn from the records at")), in_both(lambda: _instant(drawn))
            yield in_both(lambda: _("Drawn by")), in_both(lambda: self.drawn_by)

    def headings(self) -> list[Words]:
        parts = [label for _code, label in self.reading.parts] if self.has_parts else []
        number = self.number_heading()
        if not self.has_denominator:
            return [in_both(lambda: _("Department")), *parts, number]
        return [
            in_both(lambda: _("Department")),
            in_both(lambda: _("Numerator")),
            *parts,
            in_both(lambda: _("Denominator")),
            number,
        ]

    def number_heading(self) -> Words:
        """What the number itself is called."""
        if self.nature.kind == Kind.SHARE:
            return in_both(lambda: _("Share"))
        return self.words["unit"]

    @property
    def nature(self) -> Nature:
        return self.reading.nature

    @property
    def has_denominator(self) -> bool:
        return self.nature.has_denominator

    def _said(self, total: Group) -> str:
        if not self.has_denominator:
            return total.in_words
        return f"{total.in_words} ({total.counted_in_words} / {total.denominator})"

    @property
    def has_parts(self) -> bool:
        return len(self.reading.parts) > 1

    def lines(self) -> Iterator[tuple[Words, list[Any]]]:
        """A line a department, and one for all: how many, and the number or ``None``, a share in per cent."""
        together = in_both(lambda: pgettext("sum", "Together"))
        for name, group in [
            *((line.name, line.group) for line in self.reading.lines),
            (together, self.reading.total),
        ]:
            parts = (
                [group.parts.get(code, 0) for code, _label in self.reading.parts] if self.has_parts else []
            )
            if self.has_denominator:
                yield name, [group.numerator, *parts, group.denominator, group.value]
            else:
                yield name, [*parts, group.value]


def _instant(at: Any) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


# --- The workbook -----------------------------------------------------------------------------


def workbook(statement: Statement) -> bytes:
    """In both languages side by side on the first sheet; the rows in the reader's language."""
    output = io.BytesIO()
    book = new_workbook(output, constant_memory=False)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    is_share = statement.nature.kind == Kind.SHARE
    last = book.add_format({"num_format": "0.0%" if is_share else "#,##0.00"})
    first = book.add_worksheet(str(in_both(lambda: _("Indicator")))[:31])
    first.set_column(0, 0, 34)
    first.set_column(1, 8, 24, wrapped)
    texts = [
        (statement.words["label"].en, statement.words["label"].zh, ""),
        *((f"{label.en} · {label.zh}", value.en, value.zh) for label, value in statement.facts()),
        ("Definition · 口径", statement.words["definition"].en, statement.words["definition"].zh),
        ("", statement.words["basis"].en, statement.words["basis"].zh),
    ]
    for number, line in enumerate(texts):
        for place, text in enumerate(line):
            first.write_string(number, place, text, bold if place == 0 or number == 0 else wrapped)
    at = len(texts) + 1
    for place, heading in enumerate(statement.headings()):
        first.write_string(at, place, str(heading), bold)
    for number, (name, values) in enumerate(statement.lines(), start=at + 1):
        first.write_string(number, 0, str(name))
        *counts, value = values
        for place, count in enumerate(counts, start=1):
            first.write_number(number, place, count)
        if value is not None:
            first.write_number(number, len(values), value / 100 if is_share else value, last)
    for sheet in statement.sheets:
        _write_rows(book.add_worksheet(_sheet_name(sheet.title)), sheet, bold, day)
    book.close()
    return output.getvalue()


def _sheet_name(title: Words) -> str:
    return "".join(" " if one in "[]:*?/\\" else one for one in str(title))[:31]


def _write_rows(target: Any, sheet: Sheet, bold: Any, day: Any) -> None:
    target.freeze_panes(1, 0)
    target.set_column(0, max(0, len(sheet.columns) - 1), 20)
    for place, column in enumerate(sheet.columns):
        target.write_string(0, place, str(column.label), bold)
    for number, told in enumerate(sheet.rows, start=1):
        for place, column in enumerate(sheet.columns):
            match in_words(column, told.get(column.code)):
                case None | "":
                    continue
                case date() as value:
                    target.write_datetime(number, place, value, day)
                case int() | float() as value if abs(value) < EXACT_NUMBER:
                    target.write_number(number, place, value)
                case value:
                    target.write_string(number, place, str(value)[:LONGEST_XLSX_TEXT])


# --- The PDF ----------------------------------------------------------------------------------


def pdf(statement: Statement, language: Language) -> bytes:
    """Raises RenderError."""
    centre = Centre.current()
    sheet = paper.DocumentContext(
        title=_words(statement.words["label"]),
        reference=statement.reference,
        version="1",
        issuer=_words(in_both(lambda: centre)),
        logo=logo(centre),
        mark=paper.Bilingual() if statement.snapshot else translated(NOT_FROZEN),
        facts=[paper.Fact(label=_words(label), value=_words(value)) for label, value in statement.facts()],
        clauses=list(_clauses(statement)),
    )
    return render_pdf(
        html=document_html(sheet, language=language),
        title=document_title(sheet, language=language),
        language=language_tag(language),
    ).content


def _clauses(statement: Statement) -> Iterator[paper.Clause]:
    said = [statement.words["definition"], statement.words["basis"]]
    yield paper.Clause(
        number="1",
        heading=_words(in_both(lambda: _("Definition"))),
        text=paper.Bilingual(
            en="\n".join(one.en for one in said if one.en), zh="\n".join(one.zh for one in said if one.zh)
        ),
    )
    yield paper.Clause(
        number="2",
        heading=_words(in_both(lambda: _("By department"))),
        table=paper.Table(
            columns=[
                paper.Column(heading=_words(heading), is_number=place > 0)
                for place, heading in enumerate(statement.headings())
            ],
            rows=[
                [
                    _words(name),
                    *(paper.Bilingual.same(text) for text in _numbers(statement.nature, values)),
                ]
                for name, values in statement.lines()
            ],
        ),
    )
    for number, sheet in enumerate(statement.sheets, start=3):
        rows = [told for told, _place in zip(sheet.rows, range(MOST_ROWS + 1), strict=False)]
        is_long = len(rows) > MOST_ROWS
        yield paper.Clause(
            number=str(number),
            heading=_words(sheet.title),
            text=_words(
                in_both(lambda: _("There are too many rows for this paper: the workbook has all of them."))
            )
            if is_long
            else paper.Bilingual(),
            table=None if is_long or not rows else _table(sheet, rows),
        )


def _table(sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> paper.Table:
    return paper.Table(
        columns=[paper.Column(heading=_words(spoken(one.label))) for one in sheet.columns],
        rows=[[_cell(one, told.get(one.code)) for one in sheet.columns] for told in rows],
    )


def _cell(column: Column, value: Any) -> paper.Bilingual:
    if isinstance(value, date):  # once, in few figures
        return paper.Bilingual.same(value.isoformat())
    return _words(in_both(partial(shown, column, value)))


def _words(words: Words) -> paper.Bilingual:
    return paper.Bilingual(en=words.en, zh=words.zh)


def _numbers(nature: Nature, values: Sequence[Any]) -> list[str]:
    """What was counted, and the number itself last, in figures that every language reads."""
    *counts, value = values
    if value is None:
        last = "—"
    elif nature.kind == Kind.SHARE:
        last = f"{value:.1f} %"
    else:
        last = f"{value:,}"
    return [*(f"{count:,}" for count in counts), last]
