"""An annual report as a manuscript, in the active language: chapters, tables of their numbers, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Centre
from agreements.documents.words import logo
from core.rendering.context import Language
from core.rendering.markup import chinese_number
from insights.brief import NO_BREAK
from reports.annual.numbers import Numbers, Told, numbers_of
from reports.charts import Drawing, Series, drawn
from reports.manuscript import Manuscript, Part, Sheet, passages
from reports.models import AnnualReport, Chapter


def manuscript_of(report: AnnualReport, language: Language, *, today: date) -> Manuscript:
    """The whole report. The queries of its numbers, one for the chapters, one for the centre."""
    chapters = list(report.chapters.order_by("order"))
    codes = [code for one in chapters for code in one.codes]
    numbers = numbers_of(report, codes, today)
    with translation.override(language):
        return _manuscript(report, language, chapters, numbers, today)


def _manuscript(
    report: AnnualReport, language: Language, chapters: Sequence[Chapter], numbers: Numbers, today: date
) -> Manuscript:
    centre = Centre.current()
    is_chinese = language == "zh-hans"
    title = (report.name_zh or report.name_en) if is_chinese else (report.name_en or report.name_zh)
    texts = [one for one in chapters if not one.is_table]
    places = {one.pk: place for place, one in enumerate(texts, start=1)}
    return Manuscript(
        language=language,
        title=title,
        subtitle=report.year_in_words,
        issuer=str(report.department or centre),
        logo=logo(centre),
        facts=_facts(report, centre, today),
        parts=[
            _part(chapter, numbers, _number(places.get(chapter.pk), language), is_chinese)
            for chapter in chapters
        ],
        mark="" if report.published_at else pgettext("annual report", "DRAFT"),
        closing=_closing(report, today),
    )


def _facts(report: AnnualReport, centre: Centre, today: date) -> list[tuple[str, str]]:
    found = [
        (_("Issued by"), str(centre)),
        (_("Year"), report.year_in_words),
        (_("Numbers as of"), date_format(report.reporting_day(today))),
    ]
    if report.department is not None:
        found.insert(1, (_("Department"), str(report.department)))
    if report.published_at is not None:
        found.append((_("Published on"), date_format(timezone.localdate(report.published_at))))
    return found


def _closing(report: AnnualReport, today: date) -> str:
    day = date_format(report.reporting_day(today))
    if report.is_frozen:
        return _(
            "The numbers are as of %(day)s and were frozen with the rows behind them. A dash says that "
            "nobody was counted."
        ) % {"day": day}
    return _("The numbers are as of %(day)s and still change; they are frozen before publishing.") % {
        "day": day
    }


def _number(place: int | None, language: Language) -> str:
    if place is None:
        return ""
    return f"{chinese_number(place)}、" if language == "zh-hans" else f"{place}"


def _part(chapter: Chapter, numbers: Numbers, number: str, is_chinese: bool) -> Part:
    own, other = (chapter.text_zh, chapter.text_en) if is_chinese else (chapter.text_en, chapter.text_zh)
    told = [numbers[code] for code in chapter.codes if code in numbers]
    text = own.strip() or other.strip()
    missing = ""
    if not text and chapter.is_by_people:
        missing = _("Nothing is written here yet.")
    elif text and not own.strip():
        missing = _("Written in English only.") if is_chinese else _("Written in Chinese only.")
    return Part(
        number=number,
        title=chapter.title_zh if is_chinese else chapter.title_en,
        passages=passages(text),
        sheets=[*([sheet_of(told)] if told else []), *_elsewhere(chapter)],
        drawings=drawings_of(chapter, numbers),
        missing=missing,
        begins_page=chapter.key == "table_scores",
    )


def sheet_of(told: Sequence[Told]) -> Sheet:
    """The numbers of a chapter, year beside year, and the target of the year."""
    return Sheet(
        caption=pgettext("table of a report", "Numbers of the year and the two before"),
        columns=[
            _("Indicator"),
            *(str(label) for label in told[0].labels),
            pgettext("of an indicator", "Target"),
        ],
        rows=[
            [
                named(one),
                *(_whole(year.words) for year in one.years),
                _whole(one.target) if one.target else "—",
            ]
            for one in told
        ],
        numbers=len(told[0].labels) + 1,
        note=_("The definition changed in these years, so that they are not quite comparable: %(names)s")
        % {"names": ", ".join(redefined)}
        if (redefined := [str(one.label) for one in told if one.is_redefined])
        else "",
    )


def _elsewhere(chapter: Chapter) -> list[Sheet]:
    """What others keep, and said for this report."""
    figures = chapter.figures_elsewhere
    if not figures:
        return []
    return [
        Sheet(
            caption=pgettext("table of a report", "Figures that others keep, as they told them"),
            columns=[
                pgettext("table of a report", "Figure"),
                pgettext("table of a report", "Told by"),
                pgettext("table of a report", "Value"),
            ],
            rows=[[one.name, one.who, one.value or "—"] for one in figures],
            numbers=1,
        )
    ]


def half_written(report: AnnualReport) -> list[str]:
    """What whoever publishes should know: chapters that one of the papers shows in the other language, or
    without a figure. One query."""
    chapters = list(report.chapters.order_by("order"))
    by_language = (
        (_("In Chinese only, and the English paper says so: %(names)s"), "text_zh", "text_en"),
        (_("In English only, and the Chinese paper says so: %(names)s"), "text_en", "text_zh"),
    )
    found = []
    for words, there, other in by_language:
        names = [
            one.title for one in chapters if getattr(one, there).strip() and not getattr(one, other).strip()
        ]
        if names:
            found.append(words % {"names": ", ".join(names)})
    names = [figure.name for one in chapters for figure in one.figures_elsewhere if not figure.value]
    if names:
        found.append(_("Nobody has told these figures: %(names)s") % {"names": ", ".join(names)})
    return found


def _whole(words: object) -> str:
    """A number that does not break before its unit."""
    return str(words).replace(" ", NO_BREAK)


def named(told: Told) -> str:
    """With the unit where the number does not say it itself."""
    unit = str(told.unit)
    if unit in {"%", ""} or any(str(one.words)[-1:].isalpha() for one in told.years):
        return str(told.label)
    return _("%(label)s (%(unit)s)") % {"label": told.label, "unit": unit}


def drawings_of(chapter: Chapter, numbers: Numbers) -> list[Drawing]:
    found = (_drawing([numbers[code] for code in codes if code in numbers]) for codes in chapter.charts)
    return [one for one in found if one is not None]


def _drawing(told: Sequence[Told]) -> Drawing | None:
    return drawn(
        [
            Series(
                label=named(one),
                years=one.short,
                values=[year.plain for year in one.years],
                words=[str(year.words) for year in one.years],
                target=one.target_plain,
                target_words=_("Target %(target)s") % {"target": one.target} if one.target else "",
            )
            for one in told
        ],
        is_share=all(one.is_share for one in told),
    )


def missing_in(chapters: Iterable[Chapter], numbers: Numbers) -> dict[int, list[str]]:
    """What each chapter lacks, in words; no queries."""
    return {chapter.pk: list(_missing(chapter, numbers)) for chapter in chapters}


def _missing(chapter: Chapter, numbers: Numbers) -> Any:
    if chapter.is_by_people:
        if not chapter.text_zh.strip():
            yield _("no Chinese text")
        if not chapter.text_en.strip():
            yield _("no English text")
        if chapter.responsible_id is None:
            yield _("nobody answers for it")
    if untold := [one for one in chapter.figures_elsewhere if not one.value]:
        yield _("kept elsewhere, not told yet: %(names)s") % {
            "names": ", ".join(
                _("%(name)s (from %(who)s)") % {"name": one.name, "who": one.who} for one in untold
            )
        }
    empty = [one for one in chapter.codes if one not in numbers or numbers[one].now.plain is None]
    if empty:
        yield _("without a number: %(names)s") % {
            "names": ", ".join(str(numbers[one].label) if one in numbers else one for one in empty)
        }
