from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.filters import RecordFilterSet
from core.forms import DateInput
from teachers.filters.teachers import departments_seen
from teachers.models import EvidenceState, Qualification, QualificationKind, QualificationLevel

SPANS = ((30, _("within 30 days")), (90, _("within 90 days")), (365, _("within a year")))


class QualificationFilters(RecordFilterSet):
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=departments_seen, field_name="teacher__department"
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=QualificationKind, widget=forms.CheckboxSelectMultiple
    )
    level = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("qualification", "Level"),
        choices=QualificationLevel,
        widget=forms.CheckboxSelectMultiple,
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=EvidenceState, widget=forms.CheckboxSelectMultiple
    )
    expires = django_filters.ChoiceFilter(
        label=_("Expires"),
        choices=[(str(days), label) for days, label in SPANS],
        method="expiring",
    )
    valid_on = django_filters.DateFilter(label=_("Valid on the day"), method="valid", widget=DateInput())

    class Meta:
        model = Qualification
        fields = ("department", "kind", "level", "state", "expires", "valid_on")

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def expiring(self, queryset: Any, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        return queryset.expiring(today, today + timedelta(days=int(value)))

    def valid(self, queryset: Any, name: str, day: date) -> QuerySet:
        return queryset.counting_on(day)
