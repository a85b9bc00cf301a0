"""The table and the filters of the library."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from alliances.models import Alliance
from core.filters import RecordFilterSet, TickFilter
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from information.models import LibraryDocument, LibraryKind, LibraryState


def _departments(request: Any) -> QuerySet[Department]:
    return Department.objects.filter(is_active=True).order_by("code")


def _alliances(request: Any) -> QuerySet[Alliance]:
    return Alliance.objects.visible_to(request.user).order_by("name", "pk")


class LibraryFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=LibraryState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=LibraryKind, widget=forms.CheckboxSelectMultiple
    )
    department = django_filters.ModelChoiceFilter(label=_("Kept by"), queryset=_departments)
    alliances = django_filters.ModelChoiceFilter(
        label=_("For members of the alliance"), queryset=_alliances, method="for_alliance"
    )
    partners = TickFilter(label=_("Only those for partners"), method="for_partners")
    outdated = TickFilter(label=_("Only those out of date"), method="out_of_date")

    class Meta:
        model = LibraryDocument
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def for_alliance(self, queryset: Any, name: str, value: Alliance) -> Any:
        through = LibraryDocument.alliances.through
        rows = through.objects.filter(alliance=value).values("librarydocument")
        return queryset.filter(pk__in=rows)

    def for_partners(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.for_partners()

    def out_of_date(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.out_of_date(timezone.localdate())


class LibraryTable(RecordTable):
    default_columns = ("title", "kind", "department", "latest", "valid_until", "download_count", "state")

    title = LinkColumn(verbose_name=pgettext_lazy("library document", "title"))
    kind = tables.Column(verbose_name=pgettext_lazy("library document", "kind"))
    keywords = tables.Column(verbose_name=pgettext_lazy("library document", "keywords"))
    department = tables.Column(verbose_name=_("kept by"))
    latest = NumberColumn(verbose_name=_("latest version"))
    partner_reach = tables.Column(verbose_name=_("partners"))
    staff_reach = tables.Column(verbose_name=_("staff"))
    valid_until = RelativeDateColumn(verbose_name=pgettext_lazy("library document", "valid until"))
    created_at = RelativeDateColumn(verbose_name=_("entered at"))
    shared_at = RelativeDateColumn(verbose_name=pgettext_lazy("library document", "shared at"))
    download_count = NumberColumn(verbose_name=_("fetched"), default=0)
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = LibraryDocument
        fields = ()
