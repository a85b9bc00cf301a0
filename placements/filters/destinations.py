from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilterSet
from internships.models import Plan, SchoolClass, Student
from internships.policies import majors_taught, readable_departments
from placements.models import DestinationKind, Placement

ENHANCED = {"data-enhance": ""}
UNREPORTED = ("none", _("not reported"))


class GraduateFilters(RecordFilterSet):
    # Named as the rates name their rows, which lead here.
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"),
        queryset=lambda request: SchoolClass.objects.visible_to(request.user),
        widget=forms.Select(attrs=ENHANCED),
    )
    major = django_filters.ModelChoiceFilter(
        label=_("Major"),
        field_name="school_class__major",
        queryset=lambda request: majors_taught(request.user),
        widget=forms.Select(attrs=ENHANCED),
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"),
        field_name="school_class__department",
        queryset=lambda request: readable_departments(request.user),
        widget=forms.Select(attrs=ENHANCED),
    )
    plan = django_filters.ModelChoiceFilter(
        label=_("Internship plan"),
        method="of_plan",
        queryset=lambda request: Plan.objects.visible_to(request.user),
        widget=forms.Select(attrs=ENHANCED),
    )
    entered_in = django_filters.NumberFilter(label=_("Cohort"), field_name="school_class__entered_in")
    kind = django_filters.MultipleChoiceFilter(
        label=_("What became of them"),
        choices=[*DestinationKind.choices, UNREPORTED],
        method="of_kind",
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    confirmed = django_filters.ChoiceFilter(
        label=_("Confirmed"),
        choices=(("yes", _("confirmed")), ("no", _("reported, not confirmed"))),
        method="is_confirmed",
    )

    class Meta:
        model = Student
        fields: list[str] = []

    def of_plan(self, queryset: Any, name: str, value: Plan) -> Any:
        placed = Placement.objects.filter(plan=value).exclude(state="cancelled")
        return queryset.filter(pk__in=placed.values("student"))

    def of_kind(self, queryset: Any, name: str, values: list[str]) -> Any:
        if not values:
            return queryset
        found = queryset.filter(destination__kind__in=values)
        return found | queryset.filter(destination=None) if "none" in values else found

    def is_confirmed(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(destination__isnull=False, destination__confirmed_at__isnull=value != "yes")
