from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from catalogue.models import Industry, Major
from collaboration.models import Need, NeedKind, NeedSource, NeedState, Urgency
from collaboration.need_trends import NOT_RECORDED
from collaboration.need_waiting import late_before
from collaboration.transitions.needs import READ
from core.filters import RecordFilterSet, TickFilter
from partnerships.policies import departments_for

YEARS_BACK = 6


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


def _majors(request: Any) -> QuerySet[Major]:
    """Those that something is needed for; a query of its own, only where the filter is drawn or used."""
    needs = Need.objects.visible_to(request.user).order_by()
    return Major.objects.filter(pk__in=needs.values("majors"))


def _industries(request: Any) -> QuerySet[Industry]:
    needs = Need.objects.visible_to(request.user).order_by()
    return Industry.objects.filter(code__in=needs.divisions())


def _owners(request: Any) -> QuerySet[User]:
    needs = Need.objects.visible_to(request.user).order_by()
    return User.objects.filter(pk__in=needs.values("owner"))


def _years() -> list[tuple[int, str]]:
    this = timezone.localdate().year
    return [(year, str(year)) for year in range(this, this - YEARS_BACK, -1)]


class NeedFilters(RecordFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("need of an enterprise", "Kind"),
        choices=NeedKind,
        widget=forms.CheckboxSelectMultiple,
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=[(value, label) for value, label in NeedState.choices if value != NeedState.DRAFT],
        widget=forms.CheckboxSelectMultiple,
    )
    major = django_filters.ModelChoiceFilter(
        label=_("Major"),
        queryset=_majors,
        field_name="majors",
        null_label=_("Not recorded"),
        null_value=NOT_RECORDED,
    )
    industry = django_filters.ModelChoiceFilter(
        label=_("Industry"),
        queryset=_industries,
        to_field_name="code",
        method="by_industry",
        null_label=_("Not recorded"),
        null_value=NOT_RECORDED,
    )
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    owner = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("need of an enterprise", "Looked after by"), queryset=_owners
    )
    year = django_filters.ChoiceFilter(
        label=pgettext_lazy("need of an enterprise", "Year in which it was told"),
        choices=_years,
        method="by_year",
    )
    urgency = django_filters.ChoiceFilter(
        label=pgettext_lazy("need of an enterprise", "Urgency"), choices=Urgency
    )
    source = django_filters.ChoiceFilter(
        label=pgettext_lazy("need of an enterprise", "How we know"), choices=NeedSource
    )
    waiting = TickFilter(
        label=pgettext_lazy("need of an enterprise", "Not taken up for more than 5 working days"),
        method="by_waiting",
    )
    overdue = TickFilter(
        label=pgettext_lazy("need of an enterprise", "Taken up, and the answer overdue"), method="by_overdue"
    )
    mine = TickFilter(label=pgettext_lazy("need of an enterprise", "That I look after"), method="by_me")

    class Meta:
        model = Need
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_industry(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.of_industry("" if value == NOT_RECORDED else value.code)

    def _in_words(self, name: str, value: Any) -> str:
        return str(_("Not recorded")) if value == NOT_RECORDED else super()._in_words(name, value)

    def by_year(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.told_in(int(value))

    def by_waiting(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.not_taken_up(late_before(timezone.localdate()))

    def by_overdue(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.overdue(timezone.localdate())

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(owner=self.user.pk)
