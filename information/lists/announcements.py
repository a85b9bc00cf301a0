"""The tables and filters of the lists of information."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from information.models import Announcement, AnnouncementState, Audience
from information.transitions.announcements import EDIT
from partnerships.policies import departments_for


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, EDIT)


class AnnouncementFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=AnnouncementState, widget=forms.CheckboxSelectMultiple
    )
    audience = django_filters.ChoiceFilter(label=_("For whom"), choices=Audience, method="for_audience")
    department = django_filters.ModelChoiceFilter(label=_("Announced by"), queryset=_departments)

    class Meta:
        model = Announcement
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def for_audience(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(audience__contains=[value])


class AnnouncementTable(RecordTable):
    default_columns = (
        "title",
        "audience_label",
        "department",
        "published_at",
        "read_count",
        "told_count",
        "state",
    )

    title = LinkColumn(verbose_name=pgettext_lazy("announcement", "title"))
    audience_label = tables.Column(verbose_name=_("for whom"))
    department = tables.Column(verbose_name=_("announced by"))
    created_at = RelativeDateColumn(verbose_name=_("written at"))
    published_at = RelativeDateColumn(verbose_name=_("published at"))
    shown_until = RelativeDateColumn(verbose_name=_("shown until"))
    told_count = NumberColumn(verbose_name=pgettext_lazy("announcement", "told"), default=0)
    read_count = NumberColumn(verbose_name=pgettext_lazy("announcement", "read by"), default=0)
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Announcement
        fields = ()
