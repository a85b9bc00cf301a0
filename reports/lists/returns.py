"""The table and the filters of returns."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet
from core.tables import LinkColumn, RecordTable, RelativeDateColumn, StateColumn
from reports.models import Return, ReturnState
from reports.returns.definitions import definitions


def kind_choices() -> list[tuple[str, str]]:
    return [(key, one.name) for key, one in definitions().items()]


def _departments(request: Any) -> QuerySet[Department]:
    rows = Return.objects.visible_to(request.user).order_by()
    return Department.objects.filter(pk__in=rows.values("department"))


class ReturnFilters(RecordFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("return to an authority", "Kind"),
        choices=kind_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=ReturnState, widget=forms.CheckboxSelectMultiple
    )
    year = django_filters.NumberFilter(label=gettext_lazy("Year"))
    department = django_filters.ModelChoiceFilter(label=gettext_lazy("Department"), queryset=_departments)

    class Meta:
        model = Return
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)


class ReturnTable(RecordTable):
    default_columns = ("name", "department", "reference_day", "version", "missing", "state")

    name = LinkColumn(verbose_name=pgettext_lazy("in a return", "return"))
    year = tables.Column(verbose_name=gettext_lazy("year"))
    department = tables.Column(verbose_name=gettext_lazy("department"), empty_values=())
    reference_day = tables.DateColumn(verbose_name=gettext_lazy("reference day"), short=True)
    version = tables.Column(
        verbose_name=gettext_lazy("version"),
        orderable=False,
        attrs={"th": {"class": "number"}, "td": {"class": "number"}},
    )
    missing = tables.Column(
        verbose_name=gettext_lazy("missing values"),
        orderable=False,
        attrs={"th": {"class": "number"}, "td": {"class": "number"}},
    )
    submitted_at = RelativeDateColumn(verbose_name=gettext_lazy("submitted at"))
    updated_at = RelativeDateColumn(verbose_name=gettext_lazy("last changed"))
    state = StateColumn(verbose_name=gettext_lazy("state"))

    class Meta:
        model = Return
        fields = ()

    def render_year(self, record: Return) -> str:
        return record.year_in_words

    def render_department(self, record: Return) -> str:
        return str(record.department or _("The whole centre"))

    def value_department(self, record: Return) -> str:
        return self.render_department(record)
