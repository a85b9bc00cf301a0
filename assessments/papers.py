"""An assessment as a paper, and the published ones of a school year as another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.models import Centre
from agreements.documents.words import fact, facts, in_both, logo
from agreements.variables import shown_date
from assessments.lines import Line, lines_of
from assessments.models import ActionSide, Assessment
from core.rendering import context as paper
from core.rendering import document_html, document_title, language_tag, render_pdf
from core.rendering.context import Language
from core.rendering.labels import translated
from core.school_years import in_words

NOT_APPROVED = gettext_noop("Not approved")


def _pdf(sheet: paper.DocumentContext, language: Language) -> bytes:
    """Raises RenderError."""
    return render_pdf(
        html=document_html(sheet, language=language),
        title=document_title(sheet, language=language),
        language=language_tag(language),
    ).content


def _text(words: str) -> paper.Bilingual:
    return paper.Bilingual.same(words)


def _column(heading: Callable[[], str], *, is_number: bool = False) -> paper.Column:
    return paper.Column(heading=in_both(heading), is_number=is_number)


def pdf(one: Assessment, language: Language = "both", *, for_enterprise: bool = False) -> bytes:
    """The paper of one assessment, with every figure. Raises RenderError. A handful of queries.

    Args:
        for_enterprise: what its page at the portal says, and no more: neither the centre's money nor what the
            centre makes better.
    """
    centre = Centre.current()
    sheet = paper.DocumentContext(
        title=in_both(lambda: _("Assessment of the partnership")),
        reference=f"{one.study_year}-{one.pk}",
        version="1",
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        mark=paper.Bilingual() if one.is_decided else translated(NOT_APPROVED),
        facts=_facts(one),
        clauses=list(_clauses(one, for_enterprise=for_enterprise)),
    )
    return _pdf(sheet, language)


def _facts(one: Assessment) -> list[paper.Fact]:
    grade = one.final_grade
    return facts(
        fact(lambda: _("Enterprise"), lambda: one.enterprise),
        fact(lambda: _("School year"), lambda: one.year),
        fact(lambda: _("Agreement"), lambda: one.agreement or ""),
        fact(lambda: _("Scheme of assessment"), lambda: one.scheme),
        fact(lambda: _("Counted up to"), lambda: shown_date(one.counted_on)),
        fact(lambda: _("Score"), lambda: "" if one.score is None else number_format(one.score, 1)),
        fact(lambda: pgettext("of a partnership", "Grade"), lambda: grade.label if grade else ""),
        fact(lambda: _("Why another grade"), lambda: one.given_reason),
        fact(lambda: _("Approved at"), lambda: _day(one.approved_at)),
        fact(lambda: _("Published at"), lambda: _day(one.published_at)),
    )


def _day(at: datetime | None) -> str:
    return shown_date(timezone.localdate(at)) if at else ""


def _clauses(one: Assessment, *, for_enterprise: bool) -> Iterator[paper.Clause]:
    actions = (
        one.improvements.filter(side=ActionSide.ENTERPRISE) if for_enterprise else one.improvements.all()
    )
    sections = [
        (lambda: _("Figures"), None, _figures(one)),
        (lambda: _("Conclusion"), one.conclusion, None),
        (lambda: _("Income and its use"), paper.Bilingual() if for_enterprise else _money(one), None),
        (lambda: _("Word of the enterprise"), one.word, None),
        (lambda: _("Answer to the objection"), one.answer, None),
        (lambda: _("Improvement"), None, _actions(actions.order_by("due_on", "pk"))),
    ]
    number = 0
    for heading, words, table in sections:
        if words or table:
            number += 1
            yield paper.Clause(
                number=str(number),
                heading=in_both(heading),
                text=words if isinstance(words, paper.Bilingual) else _text(words or ""),
                table=table,
            )


def _figures(one: Assessment) -> paper.Table:
    return paper.Table(
        columns=[
            _column(lambda: pgettext("of a partnership", "Indicator")),
            _column(lambda: pgettext("of an indicator", "Weight"), is_number=True),
            _column(lambda: pgettext("of an indicator", "Value"), is_number=True),
            _column(lambda: _("Score"), is_number=True),
            _column(lambda: pgettext("of an indicator", "Adds"), is_number=True),
            _column(lambda: _("Remark")),
        ],
        rows=[
            [
                paper.Bilingual(
                    en=line.indicator.name_en or line.indicator.name_zh,
                    zh=line.indicator.name_zh or line.indicator.name_en,
                ),
                _text(str(line.indicator.weight)),
                in_both(partial(_said, line)),
                _text("—" if line.result.score is None else number_format(line.result.score, 1)),
                _text(line.points),
                _text(line.result.remark),
            ]
            for line in lines_of(one)
        ],
    )


def _said(line: Line) -> str:
    return line.value


def _money(one: Assessment) -> paper.Bilingual:
    if one.income is None:
        return paper.Bilingual()
    amount = number_format(one.income, 2, force_grouping=True)
    return in_both(
        lambda: "\n".join(filter(None, (_("Income: %(amount)s yuan") % {"amount": amount}, one.allocation)))
    )


def _actions(rows: Any) -> paper.Table | None:
    """One query."""
    if not rows:
        return None
    return paper.Table(
        columns=[
            _column(lambda: _("What is to be done")),
            _column(lambda: pgettext("action", "Whose")),
            _column(lambda: _("Due on")),
            _column(lambda: pgettext("action", "Done on")),
        ],
        rows=[
            [
                _text(row.title),
                in_both(row.get_side_display),
                in_both(partial(shown_date, row.due_on)),
                in_both(partial(shown_date, row.done_on)) if row.done_on else _text("—"),
            ]
            for row in rows
        ],
    )


def summary_pdf(study_year: int, rows: Sequence[Any], language: Language = "both") -> bytes:
    """The published assessments of a school year. Raises RenderError.

    Args:
        rows: lines of :func:`assessments.publication.published_in`.
    """
    centre = Centre.current()
    sheet = paper.DocumentContext(
        title=in_both(lambda: _("Assessments of our partnerships")),
        reference=in_words(study_year),
        version="1",
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        facts=facts(
            fact(lambda: _("School year"), lambda: in_words(study_year)),
            fact(lambda: _("Enterprises"), lambda: len(rows)),
        ),
        clauses=[
            paper.Clause(
                number="1",
                heading=in_both(lambda: _("Grades")),
                text=in_both(lambda: _("Published as Article 43 of the Vocational Education Law asks.")),
                table=paper.Table(
                    columns=[
                        _column(lambda: _("Enterprise")),
                        _column(lambda: pgettext("of a partnership", "Grade")),
                        _column(lambda: _("Published at")),
                    ],
                    rows=[
                        [
                            paper.Bilingual(en=row.name_en, zh=row.name_zh),
                            in_both(partial(str, row.grade.label)),
                            in_both(partial(shown_date, row.published_on)),
                        ]
                        for row in rows
                    ],
                ),
            )
        ]
        if rows
        else [],
    )
    return _pdf(sheet, language)
