from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from catalogue.models import Major
from collaboration.models import AdjustmentState, ChangeKind, CurriculumAdjustment
from collaboration.transitions.adjustments import READ
from core.filters import RecordFilterSet, TickFilter
from partnerships.models import Enterprise
from partnerships.policies import departments_for


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


def _majors(request: Any) -> QuerySet[Major]:
    rows = CurriculumAdjustment.objects.visible_to(request.user).order_by()
    return Major.objects.filter(pk__in=rows.values("major"))


def _enterprises(request: Any) -> QuerySet[Enterprise]:
    rows = CurriculumAdjustment.objects.visible_to(request.user).order_by()
    return Enterprise.objects.visible_to(request.user).filter(pk__in=rows.values("needs__enterprise"))


class AdjustmentFilters(RecordFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("change of a course", "Kind of change"),
        choices=ChangeKind,
        widget=forms.CheckboxSelectMultiple,
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=AdjustmentState, widget=forms.CheckboxSelectMultiple
    )
    major = django_filters.ModelChoiceFilter(label=_("Major"), queryset=_majors)
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    enterprise = django_filters.ModelChoiceFilter(
        label=_("From a need of"), queryset=_enterprises, method="by_enterprise"
    )
    in_effect = TickFilter(label=_("In effect today"), method="by_effect")

    class Meta:
        model = CurriculumAdjustment
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_enterprise(self, queryset: Any, name: str, value: Enterprise) -> Any:
        through: Any = CurriculumAdjustment.needs.through
        rows = through.objects.filter(need__enterprise=value.pk)
        return queryset.filter(pk__in=rows.values("curriculumadjustment"))

    def by_effect(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.in_effect_on(timezone.localdate())
