from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.choices import Evidence, Severity, Stage
from compliance.models import Pack, PackVersion
from core.filters import RecordFilterSet, TickFilter


def _packs(request: Any) -> QuerySet[Pack]:
    return Pack.objects.visible_to(request.user)


def _versions(request: Any) -> QuerySet[PackVersion]:
    return PackVersion.objects.visible_to(request.user).published().select_related("pack")


def _several(label: Any, choices: Any) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple
    )


class RuleFilters(RecordFilterSet):
    pack = django_filters.ModelChoiceFilter(
        label=_("Rule pack"), queryset=_packs, field_name="version__pack", empty_label=_("all")
    )
    version = django_filters.ModelChoiceFilter(
        label=_("Version"), queryset=_versions, empty_label=_("those in force today")
    )
    severity = _several(pgettext_lazy("of a rule", "Weight"), Severity)
    evidence = _several(_("Evidence"), Evidence)
    stage = _several(_("Looked at"), Stage)
    gate = TickFilter(label=_("Stands in the way"), method="only_gates")
    person = TickFilter(label=_("A person decides"), method="only_questions")

    def only_gates(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        return queryset.filter(is_gate=True)

    def only_questions(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        return queryset.filter(predicate="by_person")
