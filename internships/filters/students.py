from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from catalogue.models import Major
from core.filters import RecordFilterSet, TickFilter
from core.school_years import school_year
from internships.models import Guardian, SchoolClass, Student, StudentState
from internships.policies import majors_taught, readable_departments

ENHANCED = {"data-enhance": ""}
STUDY_YEARS = [(str(year), _("Year %(number)s") % {"number": year}) for year in range(1, 7)]


def _departments(request: Any) -> QuerySet[Department]:
    return readable_departments(request.user)


def _majors(request: Any) -> QuerySet[Major]:
    return majors_taught(request.user)


def _classes(request: Any) -> QuerySet[SchoolClass]:
    return SchoolClass.objects.visible_to(request.user)


def entered_for(study_year: str) -> int:
    """The year of entry of those who are in a study year today."""
    return school_year(timezone.localdate()) - int(study_year) + 1


class StudentFilters(RecordFilterSet):
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"), queryset=_classes, widget=forms.Select(attrs=ENHANCED)
    )
    major = django_filters.ModelChoiceFilter(
        label=_("Major"), queryset=_majors, method="of_major", widget=forms.Select(attrs=ENHANCED)
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, method="of_department"
    )
    study_year = django_filters.ChoiceFilter(
        label=_("Study year"), choices=STUDY_YEARS, method="in_study_year"
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=StudentState, widget=forms.CheckboxSelectMultiple
    )
    without_guardian = TickFilter(label=_("Without a guardian"), method="lacking_guardian")
    without_account = TickFilter(label=_("Without an account"), method="lacking_account")

    class Meta:
        model = Student
        fields = (
            *("school_class", "major", "department", "study_year", "state"),
            *("without_guardian", "without_account"),
        )

    def of_major(self, queryset: QuerySet, name: str, major: Major) -> QuerySet:
        return queryset.filter(school_class__in=SchoolClass.objects.filter(major=major).values("pk"))

    def of_department(self, queryset: QuerySet, name: str, department: Department) -> QuerySet:
        return queryset.filter(
            school_class__in=SchoolClass.objects.filter(department=department).values("pk")
        )

    def in_study_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        classes = SchoolClass.objects.filter(entered_in=entered_for(value))
        return queryset.filter(school_class__in=classes.values("pk"))

    def lacking_guardian(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(~Exists(Guardian.objects.filter(student=OuterRef("pk"))))

    def lacking_account(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(user=None)


class ClassFilters(RecordFilterSet):
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    major = django_filters.ModelChoiceFilter(
        label=_("Major"), queryset=_majors, widget=forms.Select(attrs=ENHANCED)
    )
    study_year = django_filters.ChoiceFilter(
        label=_("Study year"), choices=STUDY_YEARS, method="in_study_year"
    )
    presence = django_filters.ChoiceFilter(
        label=_("At the school"),
        choices=[("current", _("goes on")), ("graduated", _("graduated"))],
        method="by_presence",
    )

    class Meta:
        model = SchoolClass
        fields = ("department", "major", "study_year", "presence")

    def in_study_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(entered_in=entered_for(value))

    def by_presence(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.current() if value == "current" else queryset.exclude(graduated_on=None)
