from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from internships.models import Conclusion, HostVisit, Plan, PlanKind, PlanState
from partnerships.models import Enterprise

ENHANCED = {"data-enhance": ""}


class PlanFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PlanState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PlanKind)
    entered_in = django_filters.NumberFilter(label=_("Cohort"))
    department = django_filters.ModelMultipleChoiceFilter(
        label=_("Department"),
        queryset=Department.objects.filter(is_active=True),
        distinct=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    mine = TickFilter(method="owned", label=_("Those I look after"))

    class Meta:
        model = Plan
        fields: list[str] = []

    def owned(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(owner=self.request.user)


class HostVisitFilters(RecordFilterSet):
    conclusion = django_filters.MultipleChoiceFilter(
        label=_("Conclusion"), choices=Conclusion, widget=forms.CheckboxSelectMultiple
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    latest = TickFilter(method="most_recent", label=_("Only the last visit of each host"))
    over = TickFilter(method="out_of_date", label=_("Out of date"))

    class Meta:
        model = HostVisit
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(enterprise__in=Enterprise.objects.matching(value).values("pk"))

    def most_recent(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.most_recent()

    def out_of_date(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(valid_until__lt=timezone.localdate())
