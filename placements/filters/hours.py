from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilterSet, TickFilter
from core.forms import DateInput, RemoteSelect
from internships.models import Plan, SchoolClass
from partnerships.models import Enterprise
from placements.filters.placements import ENHANCED
from placements.hours import BREACHES, in_week_of, waiting_weeks, weeks_against
from placements.models import Placement, WorkDay


def _own(request: Any, field: str) -> QuerySet:
    return Placement.objects.visible_to(request.user).order_by().values(field)


class WeekFilters(RecordFilterSet):
    plan = django_filters.ModelChoiceFilter(
        label=_("Plan"),
        field_name="placement__plan",
        queryset=lambda request: Plan.objects.filter(pk__in=_own(request, "plan")).order_by(
            "-starts_on", "pk"
        ),
        widget=forms.Select(attrs=ENHANCED),
    )
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"),
        field_name="placement__student__school_class",
        queryset=lambda request: SchoolClass.objects.filter(pk__in=_own(request, "student__school_class")),
        widget=forms.Select(attrs=ENHANCED),
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        field_name="placement__enterprise",
        queryset=lambda request: Enterprise.objects.filter(pk__in=_own(request, "enterprise")),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    week = django_filters.DateFilter(label=_("Week of the day"), method="of_week", widget=DateInput())
    breach = django_filters.ChoiceFilter(
        label=_("Against the rules"), choices=list(BREACHES.items()), method="against"
    )
    unconfirmed = TickFilter(label=_("Not all confirmed"), method="waiting")

    class Meta:
        model = WorkDay
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        found = Placement.objects.order_by().matching(value)
        return queryset.filter(placement__in=found.values("pk"))

    def of_week(self, queryset: Any, name: str, value: date) -> QuerySet:
        return in_week_of(queryset, value)

    def against(self, queryset: Any, name: str, value: str) -> QuerySet:
        return weeks_against(queryset, value, on=timezone.localdate())

    def waiting(self, queryset: Any, name: str, value: bool) -> QuerySet:
        return waiting_weeks(queryset)
