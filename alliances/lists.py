"""The table and the filters of the list of alliances."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from alliances.models import Alliance, AllianceKind, AllianceState, Member
from alliances.transitions import READ
from core.filters import RecordFilterSet
from core.forms import RemoteSelect
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from partnerships.models import Enterprise
from partnerships.policies import departments_for


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


class AllianceFilters(RecordFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("alliance", "Kind"), choices=AllianceKind, widget=forms.CheckboxSelectMultiple
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=AllianceState, widget=forms.CheckboxSelectMultiple
    )
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    enterprise = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("alliance", "With the member"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
        method="with_member",
    )

    class Meta:
        model = Alliance
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def with_member(self, queryset: Any, name: str, value: Any) -> Any:
        rows = Member.objects.filter(enterprise=value).order_by()
        return queryset.filter(pk__in=rows.values("alliance"))


class AllianceTable(RecordTable):
    default_columns = ("name", "kind", "founded_on", "industry", "region", "member_count", "state")

    name = LinkColumn(verbose_name=_("alliance"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=pgettext_lazy("alliance", "kind"))
    department = tables.Column(verbose_name=_("department"))
    founded_on = RelativeDateColumn(verbose_name=_("founded on"))
    legal_form = tables.Column(
        accessor="get_legal_form_display", verbose_name=pgettext_lazy("alliance", "legal form")
    )
    industry = tables.Column(verbose_name=_("industry"))
    region = tables.Column(verbose_name=_("region"))
    member_count = NumberColumn(verbose_name=_("members"), default=0)
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Alliance
        fields = ()
