from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilterSet
from internships.models import Plan, SchoolClass
from partnerships.models import Enterprise
from placements.models import Grade, Placement

ENHANCED = {"data-enhance": ""}

# What is still missing, in the order in which it comes.
STEPS = (
    ("enterprise", _("The enterprise has not judged")),
    ("school", _("The school has not judged")),
    ("confirm", _("To be confirmed")),
    ("certificate", _("Confirmed, without a certificate")),
    ("appeal", _("An appeal waits for an answer")),
    ("report", _("Without an accepted report")),
)


def _own(request: Any, field: str) -> QuerySet:
    return Placement.objects.visible_to(request.user).order_by().values(field)


class ResultFilters(RecordFilterSet):
    plan = django_filters.ModelChoiceFilter(
        label=_("Internship plan"),
        queryset=lambda request: Plan.objects.filter(pk__in=_own(request, "plan")),
        widget=forms.Select(attrs=ENHANCED),
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.filter(pk__in=_own(request, "enterprise")),
        widget=forms.Select(attrs=ENHANCED),
    )
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"),
        field_name="student__school_class",
        queryset=lambda request: SchoolClass.objects.filter(pk__in=_own(request, "student__school_class")),
        widget=forms.Select(attrs=ENHANCED),
    )
    step = django_filters.ChoiceFilter(label=_("What is missing"), choices=STEPS, method="missing")
    grade = django_filters.MultipleChoiceFilter(
        label=_("Grade"),
        choices=Grade,
        field_name="last_grade",
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )

    class Meta:
        model = Placement
        fields = ("plan", "enterprise", "school_class", "step", "grade")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=Placement.objects.order_by().matching(value).values("pk"))

    def missing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        match value:
            case "enterprise":
                return queryset.filter(by_enterprise=False)
            case "school":
                return queryset.filter(by_school=False)
            case "confirm":
                return queryset.filter(
                    by_enterprise=True,
                    by_school=True,
                    last_grade=None,
                    state__in=["finished", "ended_early"],
                )
            case "certificate":
                return queryset.filter(last_grade__isnull=False, certificate_number=None)
            case "appeal":
                return queryset.filter(appeal__isnull=False, appeal__answered_at=None)
        return queryset.filter(~Q(report_state="accepted") | Q(report_state=None))
