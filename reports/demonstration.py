"""The annual reports of the demonstration: last year's, published, and this year's, being written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from core.school_years import YearKind
from insights.demonstration.stories import at_work
from reports.annual.numbers import Numbers, live_numbers
from reports.models import AnnualReport
from reports.operations import annual, publishing

if TYPE_CHECKING:
    from accounts.models import User
    from insights.demonstration.people import Staff

FILE = Path(__file__).parent / "data" / "demonstration.toml"
WRITTEN_BY_NOW = {"overview": True, "agreements": False, "teachers": True}
"""Of this year's report: what is written already, and whether it is finished."""
ON_THE_WAY = {
    "zh": "本章正在根据第一学期的工作情况撰写，待期末数据齐全后补充。",
    "en": "Being written from the work of the first term; completed once the numbers of the year are there.",
}


def make_annual_reports(staff: Staff, on: date) -> None:
    """Last year's is published in October, or some days ago where that has not come. Of constant cost."""
    this_year = YearKind.SCHOOL.year_of(on)
    published_on = min(date(this_year, 10, 20), on - timedelta(days=3))
    texts = tomllib.loads(FILE.read_text(encoding="utf-8"))["chapters"]
    report = _begun(staff, this_year - 1, published_on - timedelta(days=40))
    numbers = live_numbers(report, _codes(report), min(report.last_day, published_on))
    for key, text in texts.items():
        written_from = published_on - timedelta(days=18)
        _write(staff, report, key, text, figures=_figures(numbers), day=written_from)
    annual.submit(
        actor=staff.office_head, pk=report.pk, now=_at(published_on - timedelta(days=8), "submitted")
    )
    published_at = _at(published_on, "published")
    publishing.publish(actor=staff.deputy, pk=report.pk, now=published_at)
    publishing.publish_ordered(now=published_at)
    annual.show_to_partners(actor=staff.deputy, pk=report.pk, is_shown=True, now=_at(published_on, "shown"))
    _begin_next(staff, this_year, on, texts)


def _begin_next(staff: Staff, year: int, on: date, texts: Mapping[str, Any]) -> None:
    begun_on = max(YearKind.SCHOOL.first_day(year), on - timedelta(days=9))
    report = _begun(staff, year, begun_on)
    for key, text in texts.items():
        chapter = report.chapters.get(key=key)
        person = _person(staff, text["by"])
        now = _at(begun_on, f"assigned {key}")
        annual.assign(actor=staff.office_head, pk=chapter.pk, responsible=person, now=now)
        if key in WRITTEN_BY_NOW:
            annual.write_chapter(
                actor=person,
                pk=chapter.pk,
                text_zh=ON_THE_WAY["zh"],
                text_en=ON_THE_WAY["en"],
                is_finished=WRITTEN_BY_NOW[key],
                expected=chapter.version,
                now=_at(min(begun_on + timedelta(days=4), on - timedelta(days=1)), key),
            )


def _begun(staff: Staff, year: int, day: date) -> AnnualReport:
    return annual.begin(
        actor=staff.office_head,
        now=_at(day, f"begun {year}"),
        year_kind=YearKind.SCHOOL,
        year=year,
        department=None,
        name_zh=f"{year}—{year + 1}学年产教融合年度报告",
        name_en=f"Annual report {year}–{year + 1} on the integration of production and education",
    )


def _write(
    staff: Staff,
    report: AnnualReport,
    key: str,
    text: Mapping[str, Any],
    *,
    figures: Mapping[str, Mapping[str, str]],
    day: date,
) -> None:
    chapter = report.chapters.get(key=key)
    person = _person(staff, text["by"])
    assigned = _at(day - timedelta(days=12), f"assigned {key}")
    annual.assign(actor=staff.office_head, pk=chapter.pk, responsible=person, now=assigned)
    annual.write_chapter(
        actor=person,
        pk=chapter.pk,
        text_zh=text["zh"].strip().format(**figures["zh"]),
        text_en=text["en"].strip().format(**figures["en"]),
        is_finished=True,
        elsewhere=text.get("elsewhere"),
        expected=chapter.version,
        now=_at(day + timedelta(days=chapter.order % 7), f"written {key}"),
    )


def _codes(report: AnnualReport) -> list[str]:
    return list(
        dict.fromkeys(code for codes in report.chapters.values_list("codes", flat=True) for code in codes)
    )


def _figures(numbers: Numbers) -> dict[str, dict[str, str]]:
    """What a text can name: each number of the year, and of the year before."""
    found: dict[str, dict[str, str]] = {"zh": {}, "en": {}}
    for code, told in numbers.items():
        name = code.replace(".", "_")
        for language in ("zh", "en"):
            found[language][name] = getattr(told.now.words, language)
            found[language][f"{name}__before"] = getattr(told.years[-2].words, language)
    return found


def _person(staff: Staff, position: str) -> User:
    match position:
        case "deputy":
            return staff.deputy
        case "officer":
            return staff.officers[0]
        case "coordinator" | "teacher_affairs":
            return staff.one(position, "office")
    return staff.office_head


def _at(day: date, what: str) -> datetime:
    return at_work(day, Random(what))
