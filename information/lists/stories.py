"""The table and the filters of the list of stories."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet, TickFilter
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from information.models import Story, StoryAudience, StoryKind, StoryState
from information.transitions.stories import READ
from partnerships.policies import departments_for


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


class StoryFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=StoryState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("story", "Kind"), choices=StoryKind, widget=forms.CheckboxSelectMultiple
    )
    audience = django_filters.ChoiceFilter(label=_("For whom"), choices=StoryAudience)
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    happened_on = django_filters.DateFromToRangeFilter(label=pgettext_lazy("story", "Day"))
    proposed = TickFilter(label=_("Only those that enterprises proposed"), method="only_proposed")
    enterprise = django_filters.NumberFilter(
        label=_("Enterprise"), method="about_enterprise", widget=forms.HiddenInput
    )

    class Meta:
        model = Story
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def only_proposed(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.exclude(proposer=None)

    def about_enterprise(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.about(int(value))


class StoryTable(RecordTable):
    default_columns = ("title", "kind", "happened_on", "department", "agreed_count", "partner_count", "state")

    title = LinkColumn(verbose_name=pgettext_lazy("story", "title"))
    kind = tables.Column(verbose_name=pgettext_lazy("story", "kind"))
    happened_on = RelativeDateColumn(verbose_name=pgettext_lazy("story", "day"))
    audience = tables.Column(verbose_name=_("for whom"))
    department = tables.Column(verbose_name=_("department"))
    partner_count = NumberColumn(verbose_name=_("enterprises"), default=0)
    agreed_count = NumberColumn(verbose_name=pgettext_lazy("of a story", "agreed"), default=0)
    answer_by = RelativeDateColumn(verbose_name=_("answer asked for until"))
    created_at = RelativeDateColumn(verbose_name=_("written at"))
    published_at = RelativeDateColumn(verbose_name=_("published at"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Story
        fields = ()
