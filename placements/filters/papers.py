from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilterSet, TickFilter
from internships.models import Plan
from placements.models import Placement, TripartiteParty, TripartiteState
from placements.tables.papers import NOT_MADE

ENHANCED = {"data-enhance": ""}
NONE = "none"


def _plans(request: Any) -> QuerySet[Plan]:
    placements = Placement.objects.visible_to(request.user).order_by()
    return Plan.objects.filter(pk__in=placements.values("plan"))


class TrackingFilters(RecordFilterSet):
    plan = django_filters.ModelChoiceFilter(
        label=_("Internship plan"), queryset=_plans, widget=forms.Select(attrs=ENHANCED)
    )
    agreement = django_filters.ChoiceFilter(
        label=_("Tripartite agreement"),
        choices=[
            (NONE, NOT_MADE.label),
            *(
                (state.value, state.label)
                for state in (TripartiteState.MADE, TripartiteState.OUT, TripartiteState.SIGNED)
            ),
        ],
        method="in_state",
    )
    waits_for = django_filters.ChoiceFilter(
        label=_("Waits for"), choices=TripartiteParty, method="waiting_for"
    )
    overdue = TickFilter(label=_("Not signed in time"), method="not_signed_in_time")

    class Meta:
        model = Placement
        fields = ("plan", "agreement", "waits_for", "overdue")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.matching(value)  # type: ignore[attr-defined]

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(paper_state=None) if value == NONE else queryset.filter(paper_state=value)

    def waiting_for(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(paper_state=TripartiteState.OUT).exclude(paper_signed_by__contains=[value])

    def not_signed_in_time(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(paper_state=TripartiteState.OUT, paper_due_on__lt=timezone.localdate())
