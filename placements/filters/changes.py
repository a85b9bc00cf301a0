from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from internships.models import Plan
from partnerships.models import Enterprise
from placements.filters.placements import ENHANCED
from placements.models import AskedBy, ChangeKind, ChangeState, Placement, PlacementChange
from placements.transitions.changes import EDIT


class ChangeFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ChangeState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("What is changed"), choices=ChangeKind, widget=forms.CheckboxSelectMultiple
    )
    asked_by = django_filters.MultipleChoiceFilter(
        label=_("Asked for by"), choices=AskedBy, widget=forms.CheckboxSelectMultiple
    )
    plan = django_filters.ModelChoiceFilter(
        label=_("Plan"),
        field_name="placement__plan",
        queryset=lambda request: Plan.objects.visible_to(request.user).order_by("-starts_on", "pk"),
        widget=forms.Select(attrs=ENHANCED),
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        field_name="placement__enterprise",
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    mine = TickFilter(label=_("Those I can decide"), method="decided_by_me")
    amendment_due = TickFilter(label=_("The tripartite agreement is to be amended"), method="to_be_amended")

    class Meta:
        model = PlacementChange
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        found = Placement.objects.order_by().matching(value)
        return queryset.filter(placement__in=found.values("pk"))

    def decided_by_me(self, queryset: Any, name: str, value: bool) -> QuerySet:
        own = PlacementChange.objects.permitting(self.user, EDIT)
        return queryset.filter(state=ChangeState.ASKED, pk__in=own.order_by().values("pk"))

    def to_be_amended(self, queryset: Any, name: str, value: bool) -> QuerySet:
        return queryset.filter(amendment_due=True)
