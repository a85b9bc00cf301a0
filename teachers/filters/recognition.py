from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet
from partnerships.policies import departments_for
from teachers.models import Body, Level, Panel, PanelState, Recognition, RecognitionState, Schooling
from teachers.recognition_reminders import AHEAD
from teachers.transitions.recognition import READ

QUARTER = timedelta(days=90)


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


class RecognitionFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=RecognitionState, widget=forms.CheckboxSelectMultiple
    )
    level = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a dual-qualified teacher", "Level"),
        choices=Level,
        widget=forms.CheckboxSelectMultiple,
    )
    stage = django_filters.ChoiceFilter(label=_("Stage of schooling"), choices=Schooling)
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, field_name="teacher__department"
    )
    lapses = django_filters.ChoiceFilter(
        label=_("Lapses unless reviewed"),
        choices=[
            ("quarter", _("within 90 days")),
            ("half", _("within 180 days")),
            ("year", _("this year")),
            ("next_year", _("next year")),
            ("lapsed", _("has lapsed")),
        ],
        method="by_lapse",
    )
    body = django_filters.ChoiceFilter(label=_("Who recognises"), choices=Body)
    waits = django_filters.ChoiceFilter(
        label=_("Waits for an answer"),
        choices=[
            ("objections", pgettext_lazy("of a recognition", "an objection")),
            ("appeal", pgettext_lazy("of a recognition", "an appeal")),
        ],
        method="by_what_waits",
    )
    publicity = django_filters.ChoiceFilter(
        label=_("Publicity period"), choices=[("over", _("over, for me to conclude"))], method="by_publicity"
    )
    valid = django_filters.DateFilter(
        label=_("Valid on"), method="by_validity", widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = Recognition
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_lapse(self, queryset: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        if value == "lapsed":
            return queryset.lapsed_by(today)
        if value == "quarter":
            return queryset.lapsing(today, today + QUARTER)
        if value == "half":
            return queryset.lapsing(today, today + AHEAD)
        year = today.year + (value == "next_year")
        return queryset.lapsing(max(today, date(year, 1, 1)), date(year, 12, 31))

    def by_what_waits(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_open({"appeal": "appeals"}.get(value, value))

    def by_publicity(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.to_conclude_by(self.request.user, timezone.localdate())

    def by_validity(self, queryset: Any, name: str, value: date) -> Any:
        return queryset.valid_on(value)


class PanelFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PanelState, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Panel
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(name__icontains=value)
