from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from catalogue.models import Major, Region
from core.filters import RecordFilterSet, TickFilter
from core.forms import DateInput, RemoteSelect
from partnerships.models import Enterprise
from partnerships.policies import departments_for
from teachers.models import (
    Opening,
    OpeningState,
    Practice,
    PracticeDue,
    PracticeForm,
    PracticeState,
    TeacherKind,
)
from teachers.openings_reading import in_district, near_to, teachers_in
from teachers.operations.practice import READ
from teachers.practice_people import own_record
from teachers.practice_rules import practice_rules

A_YEAR = timedelta(days=366)


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


class PracticeFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PracticeState, widget=forms.CheckboxSelectMultiple
    )
    form = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("practice of a teacher", "Form"),
        choices=PracticeForm,
        widget=forms.CheckboxSelectMultiple,
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, field_name="teacher__department"
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    prolonging = TickFilter(method="to_prolong", label=_("A prolongation waits for approval"))
    since = django_filters.DateFilter(
        field_name="ends_on", lookup_expr="gte", label=_("Ended since"), widget=DateInput()
    )
    until = django_filters.DateFilter(
        field_name="starts_on", lookup_expr="lte", label=_("Begun until"), widget=DateInput()
    )

    class Meta:
        model = Practice
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def to_prolong(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.to_prolong()


def _rules() -> list[tuple[str, str]]:
    return [(one.code, f"{one.code} · {one.rule.title}") for one in practice_rules(timezone.localdate())]


class DueFilters(RecordFilterSet):
    due = django_filters.ChoiceFilter(
        label=pgettext_lazy("practice of a teacher", "Owed"),
        choices=[
            ("now", pgettext_lazy("practice of a teacher", "now")),
            ("year", pgettext_lazy("practice of a teacher", "within a year")),
            ("unplanned", pgettext_lazy("practice of a teacher", "within a year, and not planned")),
            ("met", pgettext_lazy("practice of a teacher", "not for a year")),
        ],
        method="by_due",
    )
    by_day = django_filters.DateFilter(
        field_name="short_from", lookup_expr="lte", label=_("Owed by"), widget=DateInput()
    )
    rule = django_filters.ChoiceFilter(label=pgettext_lazy("rule of law", "Rule"), choices=_rules)
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, field_name="teacher__department"
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"),
        choices=TeacherKind,
        field_name="teacher__kind",
        widget=forms.CheckboxSelectMultiple,
    )
    major = django_filters.ModelChoiceFilter(
        label=_("Major"),
        queryset=Major.objects.all(),
        method="by_major",
        widget=RemoteSelect("catalogue:major_choices"),
    )
    district = django_filters.ModelChoiceFilter(
        label=_("District"),
        queryset=Region.objects.all(),
        method="by_district",
        widget=RemoteSelect("catalogue:region_choices"),
    )

    class Meta:
        model = PracticeDue
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_due(self, queryset: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        match value:
            case "now":
                return queryset.short_by(today)
            case "year":
                return queryset.short_by(today + A_YEAR)
            case "unplanned":
                soon = queryset.short_by(today + A_YEAR)
                return soon.filter(short_from_as_planned__lte=F("short_from"))
            case _:
                return queryset.filter(short_from__gt=today + A_YEAR)

    def by_major(self, queryset: Any, name: str, value: Major) -> Any:
        return queryset.filter(teacher__in=value.teachers.values("pk"))

    def by_district(self, queryset: Any, name: str, value: Region) -> Any:
        return queryset.filter(teachers_in(value))


class OpeningFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=OpeningState, widget=forms.CheckboxSelectMultiple
    )
    free = TickFilter(method="with_free_seats", label=_("With free seats"))
    mine = TickFilter(method="for_my_majors", label=_("For what I teach"))
    near = TickFilter(method="in_my_district", label=_("In my district"))
    major = django_filters.ModelChoiceFilter(
        label=_("Major"),
        queryset=Major.objects.all(),
        method="by_major",
        widget=RemoteSelect("catalogue:major_choices"),
    )
    district = django_filters.ModelChoiceFilter(
        label=_("District"),
        queryset=Region.objects.all(),
        method="by_district",
        widget=RemoteSelect("catalogue:region_choices"),
    )
    since = django_filters.DateFilter(
        field_name="ends_on", lookup_expr="gte", label=_("Until at least"), widget=DateInput()
    )

    class Meta:
        model = Opening
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def with_free_seats(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(pk__in=Opening.objects.with_free_seats().values("pk"))

    def for_my_majors(self, queryset: Any, name: str, value: bool) -> Any:
        teacher = own_record(self.user)
        return queryset.near_to(teacher) if teacher is not None else queryset.none()

    def in_my_district(self, queryset: Any, name: str, value: bool) -> Any:
        teacher = own_record(self.user)
        return queryset.filter(near_to(teacher)) if teacher is not None else queryset.none()

    def by_district(self, queryset: Any, name: str, value: Region) -> Any:
        return queryset.filter(in_district(value))

    def by_major(self, queryset: Any, name: str, value: Major) -> Any:
        return queryset.filter(pk__in=value.teacher_openings.values("pk")) | queryset.filter(majors=None)
