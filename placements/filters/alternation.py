from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet, TickFilter
from core.forms import DateInput, RemoteSelect
from internships.models import SchoolClass, Student
from partnerships.models import Enterprise
from placements.alternation_querysets import hours_of
from placements.models import AlternationKind, AlternationSchedule, AlternationState, WeekCredit

ENHANCED = {"data-enhance": ""}


def _classes(request: Any) -> Any:
    return SchoolClass.objects.visible_to(request.user)


def _enterprises(request: Any) -> Any:
    return Enterprise.objects.visible_to(request.user)


class AlternationFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=AlternationState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("work–study alternation", "Kind"), choices=AlternationKind
    )
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"), queryset=_classes, widget=forms.Select(attrs=ENHANCED)
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=_enterprises,
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    department = django_filters.ModelMultipleChoiceFilter(
        label=_("Department"),
        queryset=Department.objects.filter(is_active=True),
        distinct=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    today = TickFilter(method="today_in_force", label=_("In force today"))

    class Meta:
        model = AlternationSchedule
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def today_in_force(self, queryset: Any, name: str, value: bool) -> Any:
        today = timezone.localdate()
        return queryset.going_on(today).filter(starts_on__lte=today)


class HoursFilters(RecordFilterSet):
    """Which students, and of what their hours are counted: the sums follow the filters."""

    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"), queryset=_classes, widget=forms.Select(attrs=ENHANCED)
    )
    schedule = django_filters.ModelChoiceFilter(
        label=_("Timetable"),
        queryset=lambda request: AlternationSchedule.objects.visible_to(request.user).with_names(),
        method="counted",
        widget=forms.Select(attrs=ENHANCED),
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=_enterprises,
        method="counted",
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    since = django_filters.DateFilter(label=_("Weeks from"), method="counted", widget=DateInput())
    until = django_filters.DateFilter(label=_("Weeks until"), method="counted", widget=DateInput())

    class Meta:
        model = Student
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def counted(self, queryset: Any, name: str, value: Any) -> Any:
        """Narrows what is summed, see :meth:`filter_queryset`."""
        return queryset

    def filter_queryset(self, queryset: Any) -> Any:
        given = self.form.cleaned_data
        conditions = {
            "week__schedule": given.get("schedule"),
            "week__schedule__enterprise": given.get("enterprise"),
            "week__monday__gte": given.get("since"),
            "week__monday__lte": given.get("until"),
        }
        wanted = {name: value for name, value in conditions.items() if value is not None}
        rows = super().filter_queryset(queryset)
        if not wanted:
            return rows
        credits = WeekCredit.objects.visible_to(self.user).filter(**wanted)
        return hours_of(rows, credits).filter(pk__in=credits.order_by().values("student"))
