from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet
from core.school_years import Term, in_words, school_year
from partnerships.policies import departments_for
from teachers.models import (
    Appointment,
    AppointmentState,
    Engagement,
    EngagementGrade,
    NeedState,
    PartTimeNeed,
    PartTimeTeacher,
)
from teachers.transitions.parttime import READ

MONTH, QUARTER = timedelta(days=30), timedelta(days=90)
YEARS_BACK = 5


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


def _years() -> list[tuple[int, str]]:
    this = school_year(timezone.localdate())
    return [(year, in_words(year)) for year in range(this + 1, this - YEARS_BACK, -1)]


class PartTimeFilters(RecordFilterSet):
    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)


class NeedFilters(PartTimeFilters):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=NeedState, widget=forms.CheckboxSelectMultiple
    )
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)

    class Meta:
        model = PartTimeNeed
        fields: list[str] = []


class PartTimerFilters(PartTimeFilters):
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    serving = django_filters.DateFilter(
        label=pgettext_lazy("part-time teachers", "Serving on"),
        method="by_service",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    managers = django_filters.BooleanFilter(
        label=_("Has led something in an enterprise"), field_name="is_manager"
    )
    trained = django_filters.BooleanFilter(
        label=_("Trained in teaching"), field_name="trained_on", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = PartTimeTeacher
        fields: list[str] = []

    def by_service(self, queryset: Any, name: str, value: date) -> Any:
        return queryset.serving_on(value)


class AppointmentFilters(PartTimeFilters):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=AppointmentState, widget=forms.CheckboxSelectMultiple
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, field_name="need__department"
    )
    publicity = django_filters.ChoiceFilter(
        label=_("Publicity period"), choices=[("over", _("over, and nothing signed"))], method="by_publicity"
    )
    waits = django_filters.ChoiceFilter(
        label=_("Waits for an answer of mine"),
        choices=[("objections", pgettext_lazy("of a recognition", "an objection"))],
        method="by_what_waits",
    )
    ending = django_filters.ChoiceFilter(
        label=_("Ends, and nothing follows"),
        choices=[("month", _("within 30 days")), ("quarter", _("within 90 days"))],
        method="by_end",
    )
    serving = django_filters.DateFilter(
        label=pgettext_lazy("part-time teachers", "Serving on"),
        method="by_service",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Appointment
        fields: list[str] = []

    def by_publicity(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(state=AppointmentState.PUBLICISED, publicised_until__lt=timezone.localdate())

    def by_what_waits(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.to_answer_by(self.request.user)

    def by_end(self, queryset: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        return queryset.ending(today, today + (MONTH if value == "month" else QUARTER))

    def by_service(self, queryset: Any, name: str, value: date) -> Any:
        return queryset.serving_on(value)


class EngagementFilters(PartTimeFilters):
    study_year = django_filters.TypedChoiceFilter(label=_("School year"), choices=_years, coerce=int)
    term = django_filters.ChoiceFilter(label=_("Term"), choices=Term)
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, field_name="appointment__need__department"
    )
    hours = django_filters.ChoiceFilter(
        label=_("Hours"),
        choices=[("open", _("not confirmed")), ("confirmed", pgettext_lazy("hours", "confirmed"))],
        method="by_hours",
    )
    grade = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of an engagement", "Assessment"),
        choices=EngagementGrade,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Engagement
        fields: list[str] = []

    def by_hours(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(hours_taught__isnull=value == "open")
