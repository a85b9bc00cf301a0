from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import RecordFilterSet, TickFilter
from core.search import fold
from internships.models import (
    Answer,
    Outcome,
    Plan,
    RoundKind,
    RoundSeat,
    RoundState,
    SchoolClass,
    SelectionRound,
    Student,
)

ENHANCED = {"data-enhance": ""}


def _rounds(request: Any) -> QuerySet[SelectionRound]:
    return SelectionRound.objects.visible_to(request.user)


def _plans(request: Any) -> QuerySet[Plan]:
    return Plan.objects.filter(pk__in=_rounds(request).order_by().values("plan"))


def _classes(request: Any) -> QuerySet[SchoolClass]:
    return SchoolClass.objects.visible_to(request.user)


class RoundFilters(RecordFilterSet):
    plan = django_filters.ModelChoiceFilter(
        label=_("Internship plan"), queryset=_plans, widget=forms.Select(attrs=ENHANCED)
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=RoundState, widget=forms.SelectMultiple(attrs=ENHANCED)
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=RoundKind)

    class Meta:
        model = SelectionRound
        fields = ("plan", "state", "kind")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(name__icontains=value)


class SeatFilters(RecordFilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round of selection"), queryset=_rounds, widget=forms.Select(attrs=ENHANCED)
    )
    unranked = TickFilter(label=_("Students wait for a list of the enterprise"), method="waiting_for_a_list")

    class Meta:
        model = RoundSeat
        fields = ("round", "unranked")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(post__search_text__contains=fold(value)) | queryset.filter(
            post__enterprise__search_text__contains=fold(value)
        )

    def waiting_for_a_list(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(wishes__isnull=False, rankings=None).distinct()


class OutcomeFilters(RecordFilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round of selection"),
        queryset=_rounds,
        method="of_round",
        widget=forms.Select(attrs=ENHANCED),
    )
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"), queryset=_classes, method="of_class", widget=forms.Select(attrs=ENHANCED)
    )
    answer = django_filters.MultipleChoiceFilter(
        label=_("Answer"),
        choices=[("none", Answer.NONE.label), *[one for one in Answer.choices if one[0]]],
        method="answered",
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    unplaced = TickFilter(label=_("Without a place"), method="without_a_place")

    class Meta:
        model = Outcome
        fields = ("round", "school_class", "answer", "unplaced")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        students = Student.objects.order_by().matching(value)
        return queryset.filter(student__in=students.values("pk"))

    def of_round(self, queryset: QuerySet, name: str, value: SelectionRound) -> QuerySet:
        return queryset.filter(run__round=value)

    def of_class(self, queryset: QuerySet, name: str, value: SchoolClass) -> QuerySet:
        return queryset.filter(student__school_class=value)

    def answered(self, queryset: QuerySet, name: str, values: list[str]) -> QuerySet:
        wanted = [Answer.NONE.value if value == "none" else value for value in values]
        return queryset.filter(seat__isnull=False, answer__in=wanted) if wanted else queryset

    def without_a_place(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(seat=None)
