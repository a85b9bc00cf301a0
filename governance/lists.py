"""The tables and the filters of regulations and of acknowledgements."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.filters import RecordFilterSet, TickFilter
from core.look import chip_html, deadline_html
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from governance.models import Acknowledgement, Regulation, RegulationKind
from governance.pages import page_choices

STANDINGS = [
    ("in_force", pgettext_lazy("regulation", "In force")),
    ("upcoming", pgettext_lazy("regulation", "Approved, not in force yet")),
    ("in_work", pgettext_lazy("regulation", "A version is being worked on")),
    ("over", pgettext_lazy("regulation", "Not in force any more")),
]
ANSWERS = [
    ("open", pgettext_lazy("acknowledgement", "Not yet")),
    ("overdue", pgettext_lazy("acknowledgement", "Overdue")),
    ("done", pgettext_lazy("acknowledgement", "Acknowledged")),
]


def _departments(request: Any) -> QuerySet[Department]:
    rows = Regulation.objects.visible_to(request.user).order_by()
    return Department.objects.filter(pk__in=rows.values("department"))


def _regulations(request: Any) -> QuerySet[Regulation]:
    return Regulation.objects.visible_to(request.user)


class RegulationFilters(RecordFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("regulation", "Kind"), choices=RegulationKind, widget=forms.CheckboxSelectMultiple
    )
    standing = django_filters.ChoiceFilter(
        label=pgettext_lazy("regulation", "Where it stands"), choices=STANDINGS, method="by_standing"
    )
    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments)
    applies_to = django_filters.ChoiceFilter(label=_("Applies to"), choices=page_choices, method="by_page")
    is_for_partners = TickFilter(label=_("Concerns partners"), method="for_partners")
    mine = TickFilter(label=_("To be acknowledged by me"), method="by_me")

    class Meta:
        model = Regulation
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_standing(self, queryset: Any, name: str, value: str) -> Any:
        if value == "in_work":
            return queryset.in_work()
        return getattr(queryset, value)(timezone.localdate())

    def by_page(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.to_page(value)

    def for_partners(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(is_for_partners=True)

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        mine = Acknowledgement.objects.filter(user=self.request.user.pk).open(timezone.localdate())
        return queryset.filter(pk__in=mine.order_by().values("version__regulation"))


class RegulationTable(RecordTable):
    default_columns = ("name", "number", "kind", "department", "responsible", "in_force_since", "state")

    name = LinkColumn(verbose_name=pgettext_lazy("of the centre", "regulation"))
    number = tables.Column(verbose_name=pgettext_lazy("of a regulation", "number"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=pgettext_lazy("regulation", "kind"))
    department = tables.Column(verbose_name=_("department"))
    responsible = tables.Column(accessor="responsible__title", verbose_name=_("responsible position"))
    version = NumberColumn(accessor="in_force_number", verbose_name=_("version"))
    in_force_since = RelativeDateColumn(verbose_name=_("in force from"))
    in_force_until = RelativeDateColumn(verbose_name=_("in force until"))
    updated_at = RelativeDateColumn(verbose_name=_("last changed"))
    state = StateColumn(accessor="pk", verbose_name=_("state"))

    class Meta:
        model = Regulation
        fields = ()


class AcknowledgementFilters(RecordFilterSet):
    regulation = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("of the centre", "Regulation"),
        queryset=_regulations,
        field_name="version__regulation",
    )
    version = django_filters.NumberFilter(label=_("Version"), field_name="version__number")
    answer = django_filters.ChoiceFilter(
        label=pgettext_lazy("acknowledgement", "Answer"), choices=ANSWERS, method="by_answer"
    )
    mine = TickFilter(label=_("My own"), method="by_me")

    class Meta:
        model = Acknowledgement
        fields: list[str] = []

    finds_one_character = True

    def search(self, queryset: Any, name: str, value: str) -> Any:
        """By the name of a person, in characters or Latin letters; names are short and people few."""
        for term in value.split():
            queryset = queryset.filter(user__name__icontains=term) | queryset.filter(
                user__name_latin__icontains=term
            )
        return queryset

    def by_answer(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.done() if value == "done" else getattr(queryset, value)(timezone.localdate())

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(user=self.request.user.pk)


class AcknowledgementTable(RecordTable):
    default_columns = ("person", "regulation", "version", "due_on", "confirmed_at", "state")

    person = tables.Column(accessor="user", verbose_name=_("person"))
    regulation = LinkColumn(
        accessor="version__regulation", verbose_name=pgettext_lazy("of the centre", "regulation")
    )
    version = NumberColumn(accessor="version__number", verbose_name=_("version"))
    asked_at = RelativeDateColumn(verbose_name=_("asked at"))
    due_on = tables.Column(verbose_name=_("until"))
    confirmed_at = RelativeDateColumn(verbose_name=pgettext_lazy("acknowledgement", "confirmed at"))
    state = tables.Column(accessor="pk", verbose_name=_("state"))

    class Meta:
        model = Acknowledgement
        fields = ()

    def render_due_on(self, value: Any, record: Acknowledgement) -> SafeString:
        return deadline_html(value, done=record.confirmed_at is not None, today=timezone.localdate())

    def value_due_on(self, value: Any) -> Any:
        return value

    def render_state(self, record: Acknowledgement) -> SafeString:
        return chip_html(record.chip_on(timezone.localdate()))

    def value_state(self, record: Acknowledgement) -> str:
        return str(record.chip_on(timezone.localdate()).label)
