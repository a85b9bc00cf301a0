from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilterSet
from core.search import search
from internships.models import Plan, Student
from placements.filters.placements import ENHANCED
from placements.models import ApplicationState, PlaceApplication


class ApplicationFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ApplicationState, widget=forms.CheckboxSelectMultiple
    )
    plan = django_filters.ModelChoiceFilter(
        label=_("Plan"),
        queryset=lambda request: Plan.objects.visible_to(request.user).order_by("-starts_on", "pk"),
        widget=forms.Select(attrs=ENHANCED),
    )

    class Meta:
        model = PlaceApplication
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        students = search(Student.objects.order_by(), value)
        return queryset.filter(
            Q(student__in=students.values("pk")) | Q(enterprise_name__icontains=value.strip())
        )
