from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilterSet
from core.forms import RemoteSelect
from internships.models import SchoolClass, Student
from partnerships.models import Enterprise
from placements import standing
from placements.board import WHERE, in_plan, standing_at
from placements.filters.placements import ENHANCED, gates, offered_watches
from placements.watch import watch_named
from teachers.models import Teacher


class BoardFilters(RecordFilterSet):
    """Filters of the students of one plan; the view puts the plan into the request."""

    where = django_filters.ChoiceFilter(label=_("Stands at"), choices=list(WHERE.items()), method="at")
    blocker = django_filters.ChoiceFilter(label=_("This rule is in the way"), choices=gates, method="by_rule")
    watch = django_filters.ChoiceFilter(
        label=_("To look after"), choices=offered_watches, method="on_the_list"
    )
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"),
        queryset=lambda request: SchoolClass.objects.visible_to(request.user),
        widget=forms.Select(attrs=ENHANCED),
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
        method="at_enterprise",
    )
    instructor = django_filters.ModelChoiceFilter(
        label=_("Instructor"),
        queryset=Teacher.objects.filter(left_on=None),
        widget=forms.Select(attrs=ENHANCED),
        method="guided_by",
    )

    class Meta:
        model = Student
        fields: list[str] = []

    def _placed(self, queryset: Any, placements: Any) -> QuerySet:
        return queryset.filter(Exists(placements))

    def at(self, queryset: Any, name: str, value: str) -> QuerySet:
        return standing_at(queryset, self.request.plan, value)

    def by_rule(self, queryset: Any, name: str, value: str) -> QuerySet:
        return self._placed(queryset, standing.blocked_by(in_plan(self.request.plan).live(), value))

    def on_the_list(self, queryset: Any, name: str, value: str) -> QuerySet:
        watch = watch_named(value)
        if watch is None:
            return queryset
        return self._placed(queryset, watch.placements(in_plan(self.request.plan), timezone.localdate()))

    def at_enterprise(self, queryset: Any, name: str, value: Enterprise) -> QuerySet:
        return self._placed(queryset, in_plan(self.request.plan).live().filter(enterprise=value))

    def guided_by(self, queryset: Any, name: str, value: Teacher) -> QuerySet:
        return self._placed(queryset, in_plan(self.request.plan).live().filter(instructor=value))
