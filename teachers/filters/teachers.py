from __future__ import annotations

from datetime import date
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
from core.forms import DateInput
from teachers.models import Rank, Teacher, TeacherKind
from teachers.policies import readable_departments

ENHANCED = {"data-enhance": ""}


def departments_seen(request: Any) -> QuerySet[Department]:
    return readable_departments(request.user)


def _majors(request: Any) -> QuerySet[Major]:
    """Those that a teacher whom one sees teaches."""
    taught = Teacher.majors.through.objects.filter(teacher__in=Teacher.objects.visible_to(request.user))
    return Major.objects.filter(pk__in=taught.values("major"))


class TeacherFilters(RecordFilterSet):
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=departments_seen)
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=TeacherKind, widget=forms.CheckboxSelectMultiple
    )
    rank = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a teacher", "Rank"), choices=Rank, widget=forms.CheckboxSelectMultiple
    )
    majors = django_filters.ModelChoiceFilter(
        label=_("Teaches the major"), queryset=_majors, method="of_major", widget=forms.Select(attrs=ENHANCED)
    )
    serving_on = django_filters.DateFilter(
        label=_("In service on the day"), method="in_service", widget=DateInput()
    )
    presence = django_filters.ChoiceFilter(
        label=_("At the centre"),
        choices=[("current", _("teaches here")), ("absent", _("is absent")), ("left", _("has left"))],
        method="by_presence",
    )
    manager = TickFilter(label=_("Led people in an enterprise"), method="with_management")
    waiting = TickFilter(label=_("With something to confirm"), method="with_something_waiting")

    class Meta:
        model = Teacher
        fields = (
            *("department", "kind", "rank", "majors", "serving_on", "presence"),
            *("manager", "waiting"),
        )

    def of_major(self, queryset: QuerySet, name: str, major: Major) -> QuerySet:
        taught = Teacher.majors.through.objects.filter(major=major)
        return queryset.filter(pk__in=taught.values("teacher"))

    def in_service(self, queryset: Any, name: str, day: date) -> QuerySet:
        return queryset.serving_on(day)

    def by_presence(self, queryset: Any, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        if value == "absent":
            return queryset.serving_on(today).exclude(
                pk__in=queryset.present_on(today).order_by().values("pk")
            )
        return queryset.current() if value == "current" else queryset.filter(left_on__lt=today)

    def with_management(self, queryset: Any, name: str, value: bool) -> QuerySet:
        return queryset.with_management_experience()

    def with_something_waiting(self, queryset: Any, name: str, value: bool) -> QuerySet:
        return queryset.with_something_waiting()
