from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from catalogue.models import Major
from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from partnerships.models import Enterprise
from partnerships.policies import departments_for
from resources.models import (
    Booking,
    BookingState,
    Contribution,
    ContributionKind,
    ContributionState,
    Resource,
    ResourceKind,
    ResourceState,
    Side,
)
from resources.transitions import bookings, contributions

YEARS_BACK = 8
SOON = timedelta(days=30)


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, bookings.READ)


def _of_contributions(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, contributions.READ)


def _majors(request: Any) -> QuerySet[Major]:
    rows = Resource.objects.visible_to(request.user).order_by()
    return Major.objects.filter(pk__in=rows.values("majors"))


def _resources(request: Any) -> QuerySet[Resource]:
    return Resource.objects.visible_to(request.user)


def enterprise_filter() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )


class ResourceFilters(RecordFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("resource", "Kind"), choices=ResourceKind, widget=forms.CheckboxSelectMultiple
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=ResourceState)
    owner = django_filters.ChoiceFilter(
        label=pgettext_lazy("resource", "Whose it is"), choices=Side, method="by_owner"
    )
    enterprise = enterprise_filter()
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    major = django_filters.ModelChoiceFilter(label=_("Major"), queryset=_majors, field_name="majors")
    places = django_filters.NumberFilter(
        label=pgettext_lazy("resource", "Room for at least"), field_name="capacity", lookup_expr="gte"
    )
    shared = TickFilter(label=_("May be booked by enterprises"), method="by_shared")
    check = TickFilter(label=_("Safety check due within 30 days, or overdue"), method="by_check")
    free_now = TickFilter(label=_("Free at this moment"), method="by_free")

    class Meta:
        model = Resource
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_owner(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(enterprise__isnull=value == Side.CENTRE)

    def by_shared(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(is_shared=True)

    def by_check(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.in_service().check_due(timezone.localdate() + SOON)

    def by_free(self, queryset: Any, name: str, value: bool) -> Any:
        now = timezone.now()
        return queryset.free_between(now, now + timedelta(minutes=1))


class BookingFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=BookingState, widget=forms.CheckboxSelectMultiple
    )
    resource = django_filters.ModelChoiceFilter(label=_("Resource"), queryset=_resources)
    enterprise = enterprise_filter()
    day = django_filters.DateFromToRangeFilter(
        label=_("Day"),
        field_name="starts_at",
        widget=django_filters.widgets.RangeWidget(attrs={"type": "date"}),
    )
    unanswered = TickFilter(method="to_answer", label=_("Waiting for our answer"))
    unrecorded = TickFilter(method="to_record", label=_("Over, and the use not recorded"))
    mine = TickFilter(method="by_me", label=pgettext_lazy("booking", "Asked for by me"))

    class Meta:
        model = Booking
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def to_answer(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.waiting_for_centre()

    def to_record(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.to_record(timezone.now())

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(booked_by=self.user.pk)


def _years() -> list[tuple[int, str]]:
    this = timezone.localdate().year
    return [(year, str(year)) for year in range(this, this - YEARS_BACK, -1)]


class ContributionFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ContributionState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("contribution", "Kind"),
        choices=ContributionKind,
        widget=forms.CheckboxSelectMultiple,
    )
    giver = django_filters.ChoiceFilter(label=pgettext_lazy("contribution", "Given by"), choices=Side)
    enterprise = enterprise_filter()
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_of_contributions)
    year = django_filters.ChoiceFilter(label=_("Year"), choices=_years, method="by_year")
    counted = TickFilter(label=pgettext_lazy("contribution", "That counts"), method="by_counted")
    unconfirmed = TickFilter(label=_("Waiting for our confirmation"), method="to_confirm")

    class Meta:
        model = Contribution
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_year(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.in_year(int(value))

    def by_counted(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.counted()

    def to_confirm(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.waiting_for_centre()
