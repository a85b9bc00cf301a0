from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from internships.models import Student
from partnerships.models import Enterprise
from placements.models import Concern, ConcernAction, ConcernKind, ConcernState, Severity


class ConcernFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ConcernState, widget=forms.CheckboxSelectMultiple
    )
    severity = django_filters.MultipleChoiceFilter(
        label=_("How bad it is"), choices=Severity, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("What it is about"), choices=ConcernKind, widget=forms.CheckboxSelectMultiple
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    incident = TickFilter(method="incidents", label=_("Incidents"))
    mine = TickFilter(method="handled_by_me", label=_("Those I look into"))
    overdue = TickFilter(method="with_overdue_action", label=_("With an overdue action"))

    class Meta:
        model = Concern
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        """By the names of student and enterprise. What somebody wrote is encrypted, and not searched."""
        students = Student.objects.order_by().matching(value)
        enterprises = Enterprise.objects.order_by().matching(value)
        return queryset.filter(
            Q(placement__student__in=students.values("pk")) | Q(enterprise__in=enterprises.values("pk"))
        )

    def incidents(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(is_incident=True)

    def handled_by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(handler=self.user.pk)

    def with_overdue_action(self, queryset: Any, name: str, value: bool) -> Any:
        late = ConcernAction.objects.filter(done_at=None, due_on__lt=timezone.localdate())
        return queryset.filter(pk__in=late.values("concern"))
