from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agreements.choices import FormOfCooperation, Phase, State
from agreements.models import Agreement, AgreementType, Party
from agreements.policies import READ, departments_for
from catalogue.models import Major
from core.filters import RecordFilterSet, TickFilter
from core.forms import RemoteSelect
from partnerships.models import Enterprise
from signing.models import ApprovalStep

ENHANCED = {"data-enhance": ""}


class BetweenDates(django_filters.widgets.DateRangeWidget):
    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"})


def owners(request: Any) -> QuerySet[User]:
    return User.objects.filter(is_active=True)


class AgreementFilterSet(RecordFilterSet):
    waiting = TickFilter(method="waiting_for_me", label=_("Waits for my decision"))
    type = django_filters.ModelMultipleChoiceFilter(
        queryset=AgreementType.objects.all(),
        label=_("Type"),
        distinct=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    state = django_filters.MultipleChoiceFilter(
        choices=State, label=_("State"), distinct=False, widget=forms.SelectMultiple(attrs=ENHANCED)
    )
    phase = django_filters.ChoiceFilter(choices=Phase, method="in_phase", label=_("By its dates"))
    undecided = TickFilter(method="awaiting_decision", label=_("Its end needs a decision"))
    enterprise = django_filters.ModelChoiceFilter(
        queryset=lambda request: Enterprise.objects.visible_to(request.user),
        method="with_enterprise",
        label=_("Enterprise"),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    department = django_filters.ModelMultipleChoiceFilter(
        queryset=lambda request: departments_for(request.user, READ),
        label=_("Department"),
        distinct=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    owner = django_filters.ModelMultipleChoiceFilter(
        queryset=owners, label=_("Owner"), distinct=False, widget=forms.SelectMultiple(attrs=ENHANCED)
    )
    form = django_filters.ChoiceFilter(
        choices=FormOfCooperation, method="with_form", label=_("Form of cooperation")
    )
    major = django_filters.ModelChoiceFilter(
        queryset=Major.objects.all(),
        method="with_major",
        label=_("Major"),
        widget=RemoteSelect("catalogue:major_choices"),
    )
    ends = django_filters.DateFromToRangeFilter(
        field_name="last_day", label=_("Ends between"), widget=BetweenDates
    )
    starts = django_filters.DateFromToRangeFilter(
        field_name="starts_on", label=_("Starts between"), widget=BetweenDates
    )
    value = django_filters.RangeFilter(field_name="value_amount", label=_("Value between"))

    class Meta:
        model = Agreement
        fields: list[str] = []

    def waiting_for_me(self, queryset: Any, name: str, value: bool) -> Any:
        steps = ApprovalStep.objects.waiting_for(self.request.user).filter(
            approval__subject_type=ContentType.objects.get_for_model(Agreement)
        )
        return queryset.filter(pk__in=steps.order_by().values("approval__subject_id"))

    def in_phase(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.in_phase(value, timezone.localdate())

    def awaiting_decision(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.awaiting_decision(timezone.localdate())

    def with_enterprise(self, queryset: Any, name: str, value: Enterprise) -> Any:
        return queryset.filter(pk__in=Party.objects.filter(enterprise=value).values("agreement"))

    def with_form(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(forms__contains=[value])

    def with_major(self, queryset: Any, name: str, value: Major) -> Any:
        return queryset.filter(
            pk__in=Agreement.majors.through.objects.filter(major=value).values("agreement")
        )


class HasAgreement(django_filters.ChoiceFilter):
    """Narrows a list of enterprises by the agreements that this person sees with them."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Agreement"),
            choices=[
                ("in_force", _("with one in force")),
                ("any", _("with any")),
                ("none", _("without any")),
            ],
        )

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if value not in {"in_force", "any", "none"}:
            return qs
        agreements = Agreement.objects.visible_to(self.parent.request.user)
        if value == "in_force":
            agreements = agreements.binding(timezone.localdate())
        # Found by the index party_by_enterprise.
        has_one = Exists(Party.objects.filter(enterprise=OuterRef("pk"), agreement__in=agreements))
        return qs.exclude(has_one) if value == "none" else qs.filter(has_one)
