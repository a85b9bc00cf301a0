from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.filters import RecordFilterSet, TickFilter
from core.forms import DateInput, RemoteSelect
from internships.models import SchoolClass
from partnerships.models import Enterprise
from placements.models import ActivityKind, ActivityState, StudentActivity


class ActivityFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ActivityState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("activity of a student", "Kind"),
        choices=ActivityKind,
        widget=forms.CheckboxSelectMultiple,
    )
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"),
        queryset=lambda request: SchoolClass.objects.visible_to(request.user),
        field_name="student__school_class",
        widget=forms.Select(attrs={"data-enhance": ""}),
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    since = django_filters.DateFilter(
        field_name="ends_on", lookup_expr="gte", label=_("Ended since"), widget=DateInput()
    )
    until = django_filters.DateFilter(
        field_name="ends_on", lookup_expr="lte", label=_("Ended until"), widget=DateInput()
    )
    mine = TickFilter(method="mine_to_confirm", label=_("For me to confirm"))

    class Meta:
        model = StudentActivity
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def mine_to_confirm(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.guided_by(self.user).filter(state=ActivityState.SUBMITTED)
