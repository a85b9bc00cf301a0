from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.filters import ENHANCED, BetweenDates
from agreements.models import Agreement, ObligationPeriod, Side, Standing
from agreements.policies import READ, departments_for
from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from core.look import deadline_html
from core.metrics import metrics
from core.tables import NumberColumn, RecordTable, RelativeDateColumn, StateColumn, TwoLineColumn
from partnerships.models import Enterprise


class DueColumn(tables.Column):
    """When it is due; marked while something is missing and the day comes near."""

    def render(self, value: Any, record: ObligationPeriod) -> SafeString:
        return deadline_html(value, soon_days=90, done=record.standing in {Standing.MET, Standing.MISSED})

    def value(self, value: Any) -> Any:
        return value


class ProgressColumn(tables.Column):
    """How much of how much, with a bar that says the same."""

    def render(self, record: ObligationPeriod) -> SafeString:
        return format_html(
            '<span class="promise-figure">{} / {}</span>'
            '<progress class="promise-bar promise-bar-{}" max="100" value="{}" aria-hidden="true">'
            "</progress>",
            record.counted_in_words,
            record.promised_in_words,
            record.chip.meaning,
            record.percent,
        )

    def value(self, record: ObligationPeriod) -> Any:
        return record.counted


class PromiseTable(RecordTable):
    default_columns = ("title", "enterprise", "side", "progress", "standing", "due_on")

    title = TwoLineColumn(second="words", verbose_name=_("Promise"), accessor="title")
    enterprise = tables.Column(verbose_name=_("Enterprise"))
    agreement = tables.Column(verbose_name=_("Agreement"))
    side = tables.Column(verbose_name=_("Promised by"))
    progress = ProgressColumn(verbose_name=_("Counted of promised"), accessor="counted")
    promised = NumberColumn(verbose_name=_("Promised"))
    planned = NumberColumn(verbose_name=pgettext_lazy("promise", "Planned"))
    forecast = NumberColumn(verbose_name=_("Expected by the due day"))
    standing = StateColumn(verbose_name=_("How it stands"))
    starts_on = RelativeDateColumn(verbose_name=_("First day"))
    due_on = DueColumn(verbose_name=_("Due on"))

    class Meta:
        model = ObligationPeriod
        fields = ()

    def render_promised(self, record: ObligationPeriod) -> str:
        return record.promised_in_words

    def value_promised(self, value: Any) -> Any:
        return value

    def render_planned(self, record: ObligationPeriod) -> str:
        return record.planned_in_words or "—"

    def value_planned(self, value: Any) -> Any:
        return value

    def render_forecast(self, record: ObligationPeriod) -> str:
        return record.forecast_in_words or "—"

    def value_forecast(self, value: Any) -> Any:
        return value


class PromiseFilterSet(RecordFilterSet):
    standing = django_filters.MultipleChoiceFilter(
        choices=Standing,
        label=_("How it stands"),
        distinct=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    side = django_filters.ChoiceFilter(choices=Side, label=_("Promised by"))
    metric = django_filters.ChoiceFilter(
        choices=lambda: [(one.code, one.label) for one in metrics()], label=_("What is counted")
    )
    enterprise = django_filters.ModelChoiceFilter(
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        label=_("Enterprise"),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    department = django_filters.ModelMultipleChoiceFilter(
        field_name="agreement__department",
        queryset=lambda request: departments_for(request.user, READ),
        label=_("Department"),
        distinct=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    due = django_filters.DateFromToRangeFilter(
        field_name="due_on", label=_("Due between"), widget=BetweenDates
    )
    mine = TickFilter(method="of_mine", label=_("Of agreements that I look after"))

    class Meta:
        model = ObligationPeriod
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        found = Agreement.objects.visible_to(self.user).matching(value)
        return queryset.filter(agreement__in=found.order_by().values("pk"))

    def of_mine(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(agreement__owner=self.request.user)
