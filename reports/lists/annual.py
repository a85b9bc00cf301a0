"""The table and the filters of annual reports."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet
from core.tables import LinkColumn, RecordTable, RelativeDateColumn, StateColumn
from reports.models import AnnualReport, ReportState


def _departments(request: Any) -> QuerySet[Department]:
    rows = AnnualReport.objects.visible_to(request.user).order_by()
    return Department.objects.filter(pk__in=rows.values("department"))


class ReportFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=ReportState, widget=forms.CheckboxSelectMultiple
    )
    year = django_filters.NumberFilter(label=gettext_lazy("Year"))
    department = django_filters.ModelChoiceFilter(label=gettext_lazy("Department"), queryset=_departments)

    class Meta:
        model = AnnualReport
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)


class ReportTable(RecordTable):
    default_columns = ("name", "year", "department", "progress", "updated_at", "state")

    name = LinkColumn(verbose_name=gettext_lazy("annual report"))
    year = tables.Column(verbose_name=gettext_lazy("year"))
    department = tables.Column(verbose_name=gettext_lazy("department"), empty_values=())
    progress = tables.Column(verbose_name=gettext_lazy("chapters finished"), accessor="pk", orderable=False)
    published_at = RelativeDateColumn(verbose_name=gettext_lazy("published at"))
    updated_at = RelativeDateColumn(verbose_name=gettext_lazy("last changed"))
    state = StateColumn(verbose_name=gettext_lazy("state"))

    class Meta:
        model = AnnualReport
        fields = ()

    def render_year(self, record: AnnualReport) -> str:
        return record.year_in_words

    def render_department(self, record: AnnualReport) -> str:
        return str(record.department or _("The whole centre"))

    def value_department(self, record: AnnualReport) -> str:
        return self.render_department(record)

    def render_progress(self, record: Any) -> str:
        return f"{record.written} / {record.to_write}"

    def value_progress(self, record: Any) -> str:
        return self.render_progress(record)
