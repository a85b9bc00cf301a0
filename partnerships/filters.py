from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, User
from catalogue.codes import IndustryLevel
from catalogue.models import Industry, Region
from core.codes import scheme_choices
from core.filters import RecordFilterSet
from core.forms import RemoteSelect
from partnerships.forms import ENHANCED
from partnerships.models import (
    Contact,
    ContactRole,
    Enterprise,
    Interaction,
    InteractionKind,
    RegisterEntry,
    SizeBand,
    Stage,
    Tag,
)
from partnerships.policies import READ, departments_for, possible_owners
from partnerships.portal_people import PortalState


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


def _owners(request: Any) -> QuerySet[User]:
    return possible_owners(timezone.localdate())


class EnterpriseFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("Stage"), choices=Stage, widget=forms.CheckboxSelectMultiple
    )
    industry = django_filters.ModelChoiceFilter(
        label=_("Industry"),
        queryset=Industry.objects.filter(level=IndustryLevel.SECTION),
        method="in_section",
        widget=forms.Select(attrs=ENHANCED),
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"),
        queryset=Region.objects.all(),
        method="in_region",
        widget=RemoteSelect("catalogue:region_choices"),
    )
    size_band = django_filters.MultipleChoiceFilter(
        label=_("Size"), choices=SizeBand, widget=forms.CheckboxSelectMultiple
    )
    is_integration_type = django_filters.BooleanFilter(label=_("Of the integration type"))
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner"), queryset=_owners, widget=forms.Select(attrs=ENHANCED)
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, widget=forms.Select(attrs=ENHANCED)
    )
    tags = django_filters.ModelChoiceFilter(label=_("Tag"), queryset=Tag.objects.all(), method="with_tag")

    class Meta:
        model = Enterprise
        fields = (
            *("state", "industry", "region", "size_band", "is_integration_type"),
            *("owner", "department", "tags"),
        )

    def in_section(self, queryset: QuerySet, name: str, section: Industry) -> QuerySet:
        """Codes of the national classification begin with their section's letter."""
        return queryset.filter(industry__in=Industry.objects.filter(code__startswith=section.code))

    def in_region(self, queryset: QuerySet, name: str, region: Region) -> QuerySet:
        """The region and everything below it, province and prefecture alike."""
        below = Region.objects.filter(pk=region.pk) | Region.objects.filter(parent=region)
        below |= Region.objects.filter(parent__parent=region)
        return queryset.filter(region__in=below.values("pk"))

    def with_tag(self, queryset: QuerySet, name: str, tag: Tag) -> QuerySet:
        return queryset.filter(pk__in=Enterprise.tags.through.objects.filter(tag=tag).values("enterprise"))


class InteractionFilters(RecordFilterSet):
    whose = django_filters.ChoiceFilter(
        label=_("To be done by"),
        choices=[("mine", _("me")), ("others", _("somebody else"))],
        method="by_person",
    )
    due = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=[("overdue", _("overdue")), ("open", _("open")), ("done", _("done"))],
        method="by_due_date",
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=InteractionKind, widget=forms.CheckboxSelectMultiple
    )
    happened_at = django_filters.DateFromToRangeFilter(
        label=_("When"), widget=django_filters.widgets.RangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = Interaction
        fields = ("whose", "due", "kind", "happened_at")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(enterprise__in=Enterprise.objects.matching(value).values("pk"))

    def by_person(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        mine = {"next_action_owner": self.user.pk}
        return queryset.filter(**mine) if value == "mine" else queryset.exclude(**mine)

    def by_due_date(self, queryset: Any, name: str, value: str) -> QuerySet:
        if value == "done":
            return queryset.filter(next_action_done_at__isnull=False)
        return queryset.overdue(timezone.localdate()) if value == "overdue" else queryset.with_open_action()


def _enterprises(request: Any) -> QuerySet[Enterprise]:
    return Enterprise.objects.visible_to(request.user)


class PortalPeopleFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        field_name="portal_state",
        choices=PortalState,
        widget=forms.CheckboxSelectMultiple,
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=_enterprises,
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=ContactRole, method="with_role")
    invited = django_filters.DateFromToRangeFilter(
        label=_("Invited"),
        field_name="invited_at",
        widget=django_filters.widgets.RangeWidget(attrs={"type": "date"}),
    )

    class Meta:
        model = Contact
        fields = ("state", "enterprise", "role", "invited")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        of_person = Q(name__icontains=value) | Q(name_latin__icontains=value) | Q(email__icontains=value)
        return queryset.filter(of_person | Q(enterprise__in=Enterprise.objects.matching(value).values("pk")))

    def with_role(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.with_role(value)


class RegisterFilters(RecordFilterSet):
    scheme = django_filters.ChoiceFilter(label=_("Register"), choices=scheme_choices)
    is_adopted = django_filters.BooleanFilter(
        label=_("With us already"), field_name="adopted_as", lookup_expr="isnull", exclude=True
    )
    registered_on = django_filters.DateFromToRangeFilter(
        label=_("Registered on"), widget=django_filters.widgets.RangeWidget(attrs={"type": "date"})
    )

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    class Meta:
        model = RegisterEntry
        fields = ("scheme", "is_adopted", "registered_on")
