from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from assessments.forms import year_choices
from assessments.models import (
    Action,
    ActionSide,
    Assessment,
    AssessmentState,
    EarlyWarning,
    Grade,
    Reason,
    Survey,
)
from assessments.transitions import READ
from core.filters import RecordFilterSet, TickFilter
from partnerships.models import Enterprise
from partnerships.policies import departments_for


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


def _owners(request: Any) -> QuerySet[User]:
    rows = Enterprise.objects.visible_to(request.user).order_by()
    return User.objects.filter(pk__in=rows.values("owner"))


class OfEnterprises(RecordFilterSet):
    """What is about enterprises is found by their names."""

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)


class AssessmentFilters(OfEnterprises):
    study_year = django_filters.ChoiceFilter(label=_("School year"), choices=year_choices)
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=AssessmentState, widget=forms.CheckboxSelectMultiple
    )
    grade = django_filters.MultipleChoiceFilter(
        label=_("Grade"), choices=Grade, widget=forms.CheckboxSelectMultiple
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, field_name="enterprise__department"
    )
    objection = TickFilter(label=_("With an objection that is not answered"), method="by_objection")
    ready = TickFilter(label=_("Ready to be approved"), method="by_ready")
    mine = TickFilter(label=_("Of enterprises that I look after"), method="by_me")

    class Meta:
        model = Assessment
        fields: list[str] = []

    def by_objection(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.with_objection()

    def by_ready(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.ready_to_approve(timezone.localdate())

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(enterprise__owner=self.request.user.pk)


class SurveyFilters(OfEnterprises):
    study_year = django_filters.ChoiceFilter(label=_("School year"), choices=year_choices)
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, field_name="enterprise__department"
    )
    open = TickFilter(label=pgettext_lazy("survey", "Open"), method="by_open")

    class Meta:
        model = Survey
        fields: list[str] = []

    def by_open(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.open(timezone.localdate())


class ActionFilters(OfEnterprises):
    side = django_filters.ChoiceFilter(label=pgettext_lazy("action", "Whose"), choices=ActionSide)
    open = TickFilter(label=pgettext_lazy("action", "To be done"), method="by_open")
    overdue = TickFilter(label=_("Overdue"), method="by_overdue")
    mine = TickFilter(label=pgettext_lazy("action", "That I look after"), method="by_me")

    class Meta:
        model = Action
        fields: list[str] = []

    def by_open(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.open()

    def by_overdue(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.overdue(timezone.localdate())

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(owner=self.request.user.pk)


class WarningFilters(OfEnterprises):
    reason = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("early warning", "Why"), choices=Reason, widget=forms.CheckboxSelectMultiple
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, field_name="enterprise__department"
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("Who looks after the enterprise"), queryset=_owners, field_name="enterprise__owner"
    )
    new = TickFilter(label=pgettext_lazy("early warning", "Taken up by nobody"), method="by_new")
    late = TickFilter(label=pgettext_lazy("early warning", "Next step overdue"), method="by_late")
    mine = TickFilter(label=_("Of enterprises that I look after"), method="by_me")
    closed = TickFilter(label=pgettext_lazy("early warning", "Gone ones"), method="by_closed")

    class Meta:
        model = EarlyWarning
        fields: list[str] = []

    def by_new(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.open().filter(acknowledged_at=None)

    def by_late(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.open().filter(next_step_on__lt=timezone.localdate())

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(enterprise__owner=self.request.user.pk)

    def by_closed(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.exclude(closed_on=None)
