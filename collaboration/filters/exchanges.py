from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from collaboration.models import Direction, Exchange, ExchangeKind, ExchangeState
from collaboration.transitions.exchanges import READ
from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from partnerships.models import Enterprise
from partnerships.policies import departments_for


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


class ExchangeFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ExchangeState, widget=forms.CheckboxSelectMultiple
    )
    direction = django_filters.ChoiceFilter(label=pgettext_lazy("exchange", "Direction"), choices=Direction)
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("exchange", "Kind"), choices=ExchangeKind, widget=forms.CheckboxSelectMultiple
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    day = django_filters.DateFromToRangeFilter(
        label=_("Day"),
        field_name="starts_at",
        widget=django_filters.widgets.RangeWidget(attrs={"type": "date"}),
    )
    coming = TickFilter(method="still_coming", label=_("Still to come"))
    unanswered = TickFilter(method="to_answer", label=_("Waiting for our answer"))
    unclosed = TickFilter(method="to_close", label=_("Over and not closed"))

    class Meta:
        model = Exchange
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def still_coming(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(ends_at__gt=timezone.now())

    def to_answer(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.waiting_for_centre()

    def to_close(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.over_but_open(timezone.now())
