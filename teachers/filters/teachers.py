from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from core.filters import RecordFilterSet
from teachers.models import Teacher, TeacherKind
from teachers.policies import readable_departments


def _departments(request: Any) -> QuerySet[Department]:
    return readable_departments(request.user)


class TeacherFilters(RecordFilterSet):
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=TeacherKind, widget=forms.CheckboxSelectMultiple
    )
    presence = django_filters.ChoiceFilter(
        label=_("At the centre"),
        choices=[("current", _("teaches here")), ("left", _("has left"))],
        method="by_presence",
    )

    class Meta:
        model = Teacher
        fields = ("department", "kind", "presence")

    def by_presence(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.current() if value == "current" else queryset.filter(left_on__isnull=False)
