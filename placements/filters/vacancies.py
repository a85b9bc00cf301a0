from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Major, Region
from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from internships.filters.posts import in_region
from partnerships.models import Enterprise
from placements.models import Vacancy, VacancyState
from placements.operations.vacancies import suiting


class VacancyFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=VacancyState, widget=forms.CheckboxSelectMultiple
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    major = django_filters.ModelChoiceFilter(
        label=_("Major"),
        queryset=Major.objects.all(),
        method="for_major",
        widget=RemoteSelect("catalogue:major_choices"),
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"),
        queryset=Region.objects.all(),
        method="within_region",
        widget=RemoteSelect("catalogue:region_choices"),
    )
    open = TickFilter(method="still_open", label=_("Open today"))

    class Meta:
        model = Vacancy
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def for_major(self, queryset: Any, name: str, value: Major) -> Any:
        return queryset.filter(suiting(value.pk))

    def within_region(self, queryset: Any, name: str, value: Region) -> Any:
        return in_region(queryset, value)

    def still_open(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.open_on(timezone.localdate())
