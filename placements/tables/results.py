from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning, chip_html
from core.tables import NumberColumn, RecordTable, RelativeDateColumn
from placements.models import Grade, Placement, ReportState
from placements.models.evaluation import GRADE_CHIPS
from placements.models.placements import OVER_STATES
from placements.models.report import REPORT_CHIPS

NEAR = timedelta(days=14)
NOT_YET = "—"
MISSING = Chip(_("missing"), Meaning.LATE)
GIVEN = Chip(_("handed in"), Meaning.GOOD)


class GivenColumn(tables.Column):
    """Whether a side has judged."""

    empty_values = ()

    def render(self, value: Any, record: Placement) -> SafeString | str:
        return chip_html(GIVEN) if value else _missing(record)

    def value(self, value: Any) -> str:
        return str((GIVEN if value else MISSING).label)


def _missing(record: Placement) -> SafeString | str:
    """Nothing is missing of those whose end is months away."""
    is_near = record.ends_on <= timezone.localdate() + NEAR
    return chip_html(MISSING) if is_near or record.state in OVER_STATES else NOT_YET


class ResultTable(RecordTable):
    """Internships at their end. Its rows are placements, annotated by the view."""

    default_columns = (
        "student",
        "enterprise",
        "by_enterprise",
        "by_school",
        "report",
        "grade",
        "certificate",
    )

    student = tables.Column(accessor="student__display_name", verbose_name=_("student"))
    number = tables.Column(accessor="student__number", verbose_name=_("student number"))
    school_class = tables.Column(accessor="student__school_class", verbose_name=_("class"))
    plan = tables.Column(linkify=True, verbose_name=_("internship plan"))
    enterprise = tables.Column(linkify=True, verbose_name=_("enterprise"))
    post = tables.Column(verbose_name=pgettext_lazy("internship", "post"))
    ended_on = RelativeDateColumn(verbose_name=_("ended on"))
    by_enterprise = GivenColumn(verbose_name=_("enterprise's side"))
    by_school = GivenColumn(verbose_name=_("school's side"))
    report = tables.Column(accessor="report_state", empty_values=(), verbose_name=_("report"))
    total = NumberColumn(accessor="last_total", verbose_name=_("total"))
    grade = tables.Column(accessor="last_grade", verbose_name=_("grade"))
    certificate = tables.Column(accessor="certificate_number", verbose_name=_("certificate"))

    class Meta:
        model = Placement
        fields = ()

    def render_student(self, value: Any, record: Placement) -> SafeString:
        return format_html('<a href="{}?tab=evaluation">{}</a>', record.get_absolute_url(), value)

    def value_student(self, record: Placement) -> str:
        return record.student.name

    def render_report(self, value: str | None, record: Placement) -> SafeString | str:
        return chip_html(REPORT_CHIPS[ReportState(value)]) if value else _missing(record)

    def value_report(self, value: str | None) -> str:
        return str((REPORT_CHIPS[ReportState(value)] if value else MISSING).label)

    def render_grade(self, value: str) -> SafeString:
        return chip_html(GRADE_CHIPS[Grade(value)])

    def value_grade(self, value: str) -> str:
        return str(Grade(value).label)
