from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from partnerships.models import Enterprise
from partnerships.policies import departments_for
from projects.models import Project, ProjectKind, ProjectResult, ProjectState
from projects.transitions import READ


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


class ProjectFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ProjectState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("joint project", "Kind"), choices=ProjectKind, widget=forms.CheckboxSelectMultiple
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
        method="by_enterprise",
    )
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    result = django_filters.ChoiceFilter(
        label=pgettext_lazy("joint project", "Result"), choices=ProjectResult
    )
    ends = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("joint project", "Ends on"),
        field_name="ends_on",
        widget=django_filters.widgets.RangeWidget(attrs={"type": "date"}),
    )
    late = TickFilter(label=_("With a milestone overdue"), method="by_lateness")
    untaken = TickFilter(label=_("Proposed by an enterprise and not taken up"), method="by_waiting")
    mine = TickFilter(label=_("That I lead"), method="by_me")

    class Meta:
        model = Project
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_enterprise(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.of_enterprise(value.pk)

    def by_lateness(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.with_late_milestones(timezone.localdate())

    def by_waiting(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(state=ProjectState.PROPOSED, lead=None, lead_teacher=None)

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(Q(lead=self.user.pk) | Q(lead_teacher__user=self.user.pk))
