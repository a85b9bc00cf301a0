from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.choices import Stage
from compliance.operations import rule_pack
from core.filters import RecordFilterSet
from core.forms import RemoteSelect
from internships.models import Plan, SchoolClass
from internships.rule_checks import rules_in_force
from partnerships.models import Enterprise
from placements import standing
from placements.models import Arrangement, Placement, PlacementState
from placements.watch import watch_named, watches
from teachers.models import Teacher

ENHANCED = {"data-enhance": ""}
READINESS = {
    "clear": (_("nothing in the way"), standing.free_to_go),
    "blocked": (_("a rule in the way"), standing.blocked),
    "asking": (_("somebody has to decide"), standing.asking_somebody),
}


def gates() -> list[tuple[str, str]]:
    """The rules that can stand in the way of the start, with their titles."""
    pack = rule_pack(rules_in_force(timezone.localdate()))
    return [(rule.code, f"{rule.code} {rule.title}") for rule in pack.at(Stage.START) if rule.may_block]


def offered_watches() -> list[tuple[str, Any]]:
    return [(watch.name, watch.label) for watch in watches()]


class PlacementFilters(RecordFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PlacementState, widget=forms.CheckboxSelectMultiple
    )
    readiness = django_filters.ChoiceFilter(
        label=_("Rules before the start"),
        choices=[(name, label) for name, (label, _narrow) in READINESS.items()],
        method="by_readiness",
    )
    blocker = django_filters.ChoiceFilter(label=_("This rule is in the way"), choices=gates, method="by_rule")
    watch = django_filters.ChoiceFilter(
        label=_("To look after"), choices=offered_watches, method="on_the_list"
    )
    plan = django_filters.ModelChoiceFilter(
        label=_("Plan"),
        queryset=lambda request: Plan.objects.visible_to(request.user).order_by("-starts_on", "pk"),
        widget=forms.Select(attrs=ENHANCED),
    )
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"),
        field_name="student__school_class",
        queryset=lambda request: SchoolClass.objects.visible_to(request.user),
        widget=forms.Select(attrs=ENHANCED),
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("Enterprise"),
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    instructor = django_filters.ModelChoiceFilter(
        label=_("Instructor"),
        queryset=Teacher.objects.filter(left_on=None),
        widget=forms.Select(attrs=ENHANCED),
    )
    arrangement = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("placement", "How it came about"),
        choices=Arrangement,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Placement
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_readiness(self, queryset: Any, name: str, value: str) -> QuerySet:
        return READINESS[value][1](queryset)

    def by_rule(self, queryset: Any, name: str, value: str) -> QuerySet:
        return standing.blocked_by(queryset, value)

    def on_the_list(self, queryset: Any, name: str, value: str) -> QuerySet:
        watch = watch_named(value)
        return queryset if watch is None else watch.placements(queryset, timezone.localdate())
