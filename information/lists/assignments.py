"""The table and the filters of the list of tasks."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from core.filters import RecordFilterSet, TickFilter
from core.tables import LinkColumn, RecordTable, RelativeDateColumn, StateColumn
from information.forms.assignments import colleagues
from information.models import Assignment, AssignmentState
from information.subjects import SUBJECTS, kinds
from information.transitions.assignments import READ
from partnerships.policies import departments_for


def _departments(request: Any) -> QuerySet[Department]:
    return departments_for(request.user, READ)


def _people(request: Any) -> QuerySet[User]:
    return colleagues()


class AssignmentFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=AssignmentState, widget=forms.CheckboxSelectMultiple
    )
    late = TickFilter(label=_("Only overdue ones"), method="only_late")
    mine = TickFilter(label=_("Only my own"), method="only_mine")
    given = TickFilter(label=_("Only those that I gave"), method="only_given")
    owner = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("to-do", "Done by"),
        queryset=_people,
        widget=forms.Select(attrs={"data-enhance": ""}),
    )
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    due_on = django_filters.DateFromToRangeFilter(label=pgettext_lazy("to-do", "Due on"))
    about = django_filters.ChoiceFilter(label=_("About"), choices=kinds, method="about_kind")

    class Meta:
        model = Assignment
        fields: list[str] = []

    def only_late(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.late(timezone.localdate())

    def only_mine(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(owner=self.user.pk)

    def only_given(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(giver=self.user.pk)

    def about_kind(self, queryset: Any, name: str, value: str) -> Any:
        model = next(one for one in SUBJECTS if one._meta.label_lower == value)
        return queryset.filter(subject_type=ContentType.objects.get_for_model(model))


class AssignmentTable(RecordTable):
    default_columns = ("title", "owner", "due_on", "giver", "department", "state")

    title = LinkColumn(verbose_name=pgettext_lazy("to-do", "what is to be done"))
    owner = tables.Column(verbose_name=pgettext_lazy("to-do", "done by"))
    giver = tables.Column(verbose_name=pgettext_lazy("to-do", "given by"))
    department = tables.Column(verbose_name=_("department"))
    given_at = RelativeDateColumn(verbose_name=pgettext_lazy("to-do", "given at"))
    due_on = RelativeDateColumn(verbose_name=pgettext_lazy("to-do", "due on"))
    word = tables.Column(verbose_name=pgettext_lazy("to-do", "what came of it"))
    ended_at = RelativeDateColumn(verbose_name=pgettext_lazy("to-do", "ended at"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Assignment
        fields = ()
