from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from core.access import Scope
from core.filters import RecordFilterSet
from core.indicators import indicators
from core.search import is_too_short
from insights.models import Snapshot, SnapshotRow
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


class SourceFilters(RecordFilterSet):
    """Source rows of today. In which department they are is asked of the day, by the indicator itself: the
    view hands its rows over narrowed already."""

    department = django_filters.ModelChoiceFilter(
        label=_("Department on the day"), queryset=departments_seen, method="narrowed_already"
    )

    class Meta:
        model = Teacher
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def narrowed_already(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        return queryset


class FrozenRowFilters(RecordFilterSet):
    department = django_filters.ModelChoiceFilter(label=_("Department on the day"), queryset=departments_seen)

    class Meta:
        model = SnapshotRow
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.none() if is_too_short(value) else queryset.matching(value)
