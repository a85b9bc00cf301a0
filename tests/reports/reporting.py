"""Annual reports for the tests, in any state; by the operations where that is not slow."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2
from django.utils import timezone

from accounts.models import User
from core.school_years import YearKind
from reports.models import BY_PEOPLE, AnnualReport, ReportState
from reports.operations import annual, publishing

S = ReportState


def now() -> Any:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def last_year() -> int:
    """The school year that ended last."""
    return YearKind.SCHOOL.year_of(today()) - 1


def a_report(world: Any, *, state: str = S.DRAFT, actor: User | None = None, **fields: Any) -> AnnualReport:
    given = {
        "year_kind": YearKind.SCHOOL,
        "year": last_year() - AnnualReport.objects.count(),
        "department": None,
        "name_en": "Annual report on cooperation",
        "name_zh": "产教融合年度报告",
    } | fields
    report = annual.begin(actor=actor or world.director, now=now(), **given)
    if state != S.DRAFT:
        written(report)
        annual.submit(actor=world.director, pk=report.pk, now=now())
        report.refresh_from_db()
    return report


def written(report: AnnualReport) -> AnnualReport:
    """Every chapter with words in both languages, finished."""
    for one in report.chapters.filter(BY_PEOPLE):
        one.text_en = f"# The year\nWhat is to be said of {one.key}."
        one.text_zh = f"# 本年度\n关于“{one.title_zh}”的说明：合作稳步推进。"
        one.is_finished = True
        one.save()
    return report


def published(world: Any, **fields: Any) -> AnnualReport:
    report = a_report(world, state=S.IN_REVIEW, **fields)
    publishing.publish(actor=world.director, pk=report.pk, now=now())
    publishing.publish_ordered(now=now())
    report.refresh_from_db()
    return report


def text_of(content: bytes) -> str:
    """What the pages of a PDF say."""
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
