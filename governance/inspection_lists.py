"""The tables and the filters of inspections, of their findings, and of what inspectors saw."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.filters import RecordFilterSet, TickFilter
from core.look import chip_html, deadline_html
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from governance import inspection_reading as reading
from governance.models import (
    Finding,
    FindingSeverity,
    FindingState,
    Inspection,
    InspectionAccess,
    InspectionKind,
    InspectionState,
    SeenAct,
    SeenPage,
)


def _inspections(request: Any) -> QuerySet[Inspection]:
    return Inspection.objects.visible_to(request.user)


class InspectionFilters(RecordFilterSet):
    finds_one_character = True

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=InspectionState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("inspection", "Kind"), choices=InspectionKind, widget=forms.CheckboxSelectMultiple
    )
    mine = TickFilter(label=_("I answer for it"), method="by_me")

    class Meta:
        model = Inspection
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        """By title, authority and basis: inspections are few."""
        for term in value.split():
            queryset = queryset.filter(
                Q(title__icontains=term) | Q(body__icontains=term) | Q(basis__icontains=term)
            )
        return queryset

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(responsible=self.request.user.pk)


class InspectionTable(RecordTable):
    default_columns = ("title", "body", "kind", "starts_on", "ends_on", "open_findings", "state")

    title = LinkColumn(verbose_name=_("inspection"))
    body = tables.Column(verbose_name=_("who inspects"))
    basis = tables.Column(verbose_name=_("basis"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=pgettext_lazy("inspection", "kind"))
    department = tables.Column(verbose_name=_("department"))
    responsible = tables.Column(verbose_name=pgettext_lazy("inspection", "who answers for it"))
    starts_on = tables.DateColumn(verbose_name=_("access from"))
    ends_on = tables.DateColumn(verbose_name=_("access until"))
    findings = NumberColumn(accessor="finding_count", verbose_name=_("findings"))
    open_findings = NumberColumn(accessor="open_count", verbose_name=_("findings not settled"))
    updated_at = RelativeDateColumn(verbose_name=_("last changed"))
    state = StateColumn(accessor="pk", verbose_name=_("state"))

    class Meta:
        model = Inspection
        fields = ()


class FindingFilters(RecordFilterSet):
    finds_one_character = True

    inspection = django_filters.ModelChoiceFilter(label=_("Inspection"), queryset=_inspections)
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=FindingState, widget=forms.CheckboxSelectMultiple
    )
    severity = django_filters.MultipleChoiceFilter(
        label=_("Severity"), choices=FindingSeverity, widget=forms.CheckboxSelectMultiple
    )
    overdue = TickFilter(label=_("Overdue"), method="by_overdue")
    unsettled = TickFilter(label=_("Not settled"), method="by_unsettled")
    mine = TickFilter(label=_("To be put right by me"), method="by_me")

    class Meta:
        model = Finding
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        for term in value.split():
            queryset = queryset.filter(
                Q(what__icontains=term) | Q(dossier__icontains=term) | Q(article__icontains=term)
            )
        return queryset

    def by_overdue(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.overdue(timezone.localdate())

    def by_unsettled(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.unsettled()

    def by_me(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(assignee=self.request.user.pk)


class FindingTable(RecordTable):
    default_columns = ("what", "inspection", "dossier", "severity", "assignee", "due_on", "state")

    number = NumberColumn(verbose_name=_("number"))
    what = LinkColumn(verbose_name=_("what was found"))
    inspection = tables.Column(verbose_name=_("inspection"))
    dossier = tables.Column(verbose_name=_("dossier"))
    article = tables.Column(verbose_name=_("rule and article"))
    severity = tables.Column(accessor="get_severity_display", verbose_name=_("severity"))
    assignee = tables.Column(verbose_name=pgettext_lazy("finding", "to be put right by"))
    found_on = tables.DateColumn(verbose_name=_("found on"))
    due_on = tables.Column(verbose_name=_("until"))
    answer = tables.Column(verbose_name=_("what was done"))
    closed_at = RelativeDateColumn(verbose_name=_("closed at"))
    state = tables.Column(accessor="pk", verbose_name=_("state"))

    class Meta:
        model = Finding
        fields = ()

    def render_due_on(self, value: Any, record: Finding) -> SafeString:
        return deadline_html(value, done=record.is_settled, today=timezone.localdate())

    def value_due_on(self, value: Any) -> Any:
        return value

    def render_state(self, record: Finding) -> SafeString:
        return chip_html(record.chip)

    def value_state(self, record: Finding) -> str:
        return str(record.chip.label)


class AccessFilters(RecordFilterSet):
    finds_one_character = True

    inspection = django_filters.ModelChoiceFilter(label=_("Inspection"), queryset=_inspections)
    act = django_filters.MultipleChoiceFilter(
        label=_("Act"), choices=SeenAct, widget=forms.CheckboxSelectMultiple
    )
    page_seen = django_filters.MultipleChoiceFilter(
        field_name="page", label=_("What"), choices=SeenPage, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = InspectionAccess
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        """By whoever looked: the log keeps no names of what was looked at."""
        for term in value.split():
            queryset = queryset.filter(
                Q(inspector__name__icontains=term) | Q(inspector__email__icontains=term)
            )
        return queryset


WHOLE = {"td": {"class": "text-nowrap"}}


class AccessTable(RecordTable):
    default_columns = ("at", "inspector", "act", "what", "standings", "inspection")

    at = tables.DateTimeColumn(verbose_name=_("at"), attrs=WHOLE)
    inspector = tables.Column(verbose_name=_("inspector"))
    act = tables.Column(accessor="get_act_display", verbose_name=_("act"), attrs=WHOLE)
    what = tables.Column(accessor="pk", verbose_name=pgettext_lazy("inspection", "what"))
    standings = tables.Column(accessor="pk", verbose_name=_("how papers stood"))
    inspection = tables.Column(verbose_name=_("inspection"))
    address = tables.Column(verbose_name=_("from the address"))

    class Meta:
        model = InspectionAccess
        fields = ()

    @cached_property
    def titles(self) -> dict[tuple[str, int], str]:
        """The dossiers of this page by their names; a file names them one after the other, each once."""
        return reading.titles_of(row.record for row in self.rows)

    def render_what(self, record: InspectionAccess) -> str:
        if record.key is not None and (record.kind, record.key) not in self.titles:
            self.titles |= {(record.kind, record.key): f"#{record.key}"} | reading.titles_of([record])
        return reading.seen_in_words(record, self.titles)

    def render_standings(self, record: InspectionAccess) -> str:
        return reading.standings_in_words(record)
