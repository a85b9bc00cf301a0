from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from partnerships.models import Enterprise
from partnerships.policies import departments_for
from training.models import Course, CourseState, Enrolment, EnrolmentState, Fee, FeeState, Result
from training.transitions import READ


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


def _enterprises(request: Any) -> QuerySet[Enterprise]:
    return Enterprise.objects.visible_to(request.user)


def _courses(request: Any) -> QuerySet[Course]:
    return Course.objects.visible_to(request.user)


def _days(label: Any, field: str) -> django_filters.DateFromToRangeFilter:
    return django_filters.DateFromToRangeFilter(
        label=label, field_name=field, widget=django_filters.widgets.RangeWidget(attrs={"type": "date"})
    )


class CourseFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=CourseState, widget=forms.CheckboxSelectMultiple
    )
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    enterprise = django_filters.ModelChoiceFilter(
        label=_("With people of"),
        queryset=_enterprises,
        widget=RemoteSelect("partnerships:enterprise_choices"),
        method="with_people_of",
    )
    day = _days(pgettext_lazy("course for employees", "First session"), "first_at")
    unclosed = TickFilter(method="to_close", label=_("Over and not closed"))
    free = TickFilter(method="free_of_charge", label=_("Free of charge"))

    class Meta:
        model = Course
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def with_people_of(self, queryset: Any, name: str, value: Any) -> Any:
        rows = Enrolment.objects.filter(enterprise=value).exclude(state=EnrolmentState.WITHDRAWN)
        return queryset.filter(pk__in=rows.order_by().values("course"))

    def to_close(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.over_but_open(timezone.now())

    def free_of_charge(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(fee=0)


class EnrolmentFilters(RecordFilterSet):
    finds_one_character = True

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=EnrolmentState, widget=forms.CheckboxSelectMultiple
    )
    result = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("course for employees", "Result"),
        choices=Result,
        widget=forms.CheckboxSelectMultiple,
    )
    course = django_filters.ModelChoiceFilter(
        label=_("Course"), queryset=_courses, widget=forms.Select(attrs={"data-enhance": ""})
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"), queryset=_enterprises, widget=RemoteSelect("partnerships:enterprise_choices")
    )
    day = _days(_("Enrolled"), "enrolled_at")

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)


class FeeFilters(RecordFilterSet):
    finds_one_character = True

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=FeeState, widget=forms.CheckboxSelectMultiple
    )
    course = django_filters.ModelChoiceFilter(
        label=_("Course"), queryset=_courses, widget=forms.Select(attrs={"data-enhance": ""})
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"), queryset=_enterprises, widget=RemoteSelect("partnerships:enterprise_choices")
    )
    due = _days(_("Due since"), "due_since")
    paid = _days(_("Paid"), "paid_on")

    class Meta:
        model = Fee
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)
