from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.models import Major, Region
from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from internships.conditions import Hazard
from internships.models import Plan, Post, PostState
from partnerships.models import Enterprise

ENHANCED = {"data-enhance": ""}


def in_region(queryset: QuerySet, region: Region) -> QuerySet:
    """Rows in the region and everything below it, province and prefecture alike."""
    below = Region.objects.filter(pk=region.pk) | Region.objects.filter(parent=region)
    below |= Region.objects.filter(parent__parent=region)
    return queryset.filter(region__in=below.values("pk"))


class PostFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PostState, widget=forms.CheckboxSelectMultiple
    )
    plan = django_filters.ModelChoiceFilter(
        label=_("Plan"),
        queryset=lambda request: Plan.objects.visible_to(request.user).order_by("-starts_on", "pk"),
        widget=forms.Select(attrs=ENHANCED),
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
    pay = django_filters.RangeFilter(field_name="pay_per_month", label=_("Pay a month"))
    hazard = django_filters.ChoiceFilter(label=_("Hazard"), choices=Hazard, method="with_hazard")
    all_year = TickFilter(method="without_plan", label=_("Offers for the whole year"))

    class Meta:
        model = Post
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def for_major(self, queryset: Any, name: str, value: Major) -> Any:
        return queryset.filter(pk__in=Post.majors.through.objects.filter(major=value).values("post"))

    def within_region(self, queryset: Any, name: str, value: Region) -> Any:
        return in_region(queryset, value)

    def with_hazard(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(hazards__contains=[value])

    def without_plan(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(plan=None)
