from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from core.filters import RecordFilterSet, TickFilter
from core.forms import DateInput, RemoteSelect
from partnerships.models import Enterprise
from placements.models import SupervisionVisit
from placements.models.visits import Way


class VisitFilters(RecordFilterSet):
    way = django_filters.MultipleChoiceFilter(
        label=_("How"), choices=Way, widget=forms.CheckboxSelectMultiple
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    department = django_filters.ModelMultipleChoiceFilter(
        label=_("Department"),
        queryset=Department.objects.filter(is_active=True),
        distinct=False,
        widget=forms.SelectMultiple(attrs={"data-enhance": ""}),
    )
    since = django_filters.DateFilter(
        field_name="visited_on", lookup_expr="gte", label=_("Visited since"), widget=DateInput()
    )
    mine = TickFilter(method="visited_by_me", label=_("Those I made"))

    class Meta:
        model = SupervisionVisit
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(enterprise__in=Enterprise.objects.matching(value).values("pk"))

    def visited_by_me(self, queryset: Any, name: str, value: bool) -> Any:
        mine = SupervisionVisit.visitors.through.objects.filter(user=self.user.pk)
        return queryset.filter(pk__in=mine.values("supervisionvisit"))
