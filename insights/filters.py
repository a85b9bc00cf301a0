from __future__ import annotations

from functools import cache, reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from core.access import Scope
from core.filters import RecordFilterSet
from core.indicators import indicators
from core.school_years import YearKind
from core.search import is_too_short
from insights.models import BoardSnapshot, Snapshot, SnapshotRow, Target
from insights.operations import READ
from teachers.models import Teacher


def departments_seen(request: Any) -> QuerySet[Department]:
    scope: Scope = request.user.scope_for(READ)
    rows = Department.objects.all()
    return rows if scope.everywhere else rows.filter(pk__in=scope.departments)


class SnapshotFilters(RecordFilterSet):
    code = django_filters.ChoiceFilter(
        label=_("Indicator"), choices=lambda: [(one.code, one.label) for one in indicators()]
    )
    day = django_filters.DateFromToRangeFilter(label=_("As of the day"))

    class Meta:
        model = Snapshot
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(occasion__icontains=value)


class TargetFilters(RecordFilterSet):
    code = django_filters.ChoiceFilter(
        label=_("Indicator"), choices=lambda: [(one.code, one.label) for one in indicators()]
    )
    year = django_filters.NumberFilter(label=_("Year in which it begins"))
    year_kind = django_filters.ChoiceFilter(label=_("Kind of year"), choices=YearKind.choices)
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=departments_seen)

    class Meta:
        model = Target
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By the name of the indicator, in the reader's language."""
        found = [one.code for one in indicators() if value.casefold() in str(one.label).casefold()]
        return queryset.filter(code__in=found)


class BoardSnapshotFilters(RecordFilterSet):
    day = django_filters.DateFromToRangeFilter(label=_("As of the day"))

    class Meta:
        model = BoardSnapshot
        fields: list[str] = []

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(occasion__icontains=value)


@cache
def searching(fields: tuple[str, ...]) -> type[SourceFilters]:
    """Filters that search in some fields; in those that the rows know themselves where there are none."""
    return type("SourceFilters", (SourceFilters,), {"found_by": fields})


class SourceFilters(RecordFilterSet):
    """Source rows of today. In which department they are is asked of the day, by the indicator itself: the
    view hands its rows over narrowed already."""

    department = django_filters.ModelChoiceFilter(
        label=_("Department on the day"), queryset=departments_seen, method="narrowed_already"
    )

    found_by: ClassVar[tuple[str, ...]] = ()

    class Meta:
        model = Teacher
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        if not self.found_by:
            return queryset.matching(value)
        for term in value.split():
            queryset = queryset.filter(
                reduce(or_, (Q(**{f"{field}__icontains": term}) for field in self.found_by))
            )
        return queryset

    def narrowed_already(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        return queryset


class FrozenRowFilters(RecordFilterSet):
    department = django_filters.ModelChoiceFilter(label=_("Department on the day"), queryset=departments_seen)

    class Meta:
        model = SnapshotRow
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.none() if is_too_short(value) else queryset.matching(value)
