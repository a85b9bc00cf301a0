from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.forms import DateInput, RecordForm
from core.indicators import indicators
from core.school_years import YearKind
from insights.targets import SET


class FreezeForm(RecordForm):
    day = forms.DateField(
        label=_("As of the day"),
        widget=DateInput(),
        help_text=_("Today or a day in the past. It is counted by what the records say of it now."),
    )
    occasion = forms.CharField(
        label=pgettext_lazy("of a snapshot", "What it is for"),
        max_length=200,
        help_text=_("Such as the annual quality report or an inspection."),
    )


class TargetForm(RecordForm):
    """What a number should be at the end of a year."""

    code = forms.ChoiceField(label=_("Indicator"), widget=forms.Select(attrs={"data-enhance": ""}))
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    year_kind = forms.ChoiceField(label=_("Kind of year"), choices=YearKind.choices)
    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        help_text=_("The one in which it begins: 2026 for the school year 2026–2027."),
    )
    value = forms.DecimalField(
        label=pgettext_lazy("of an indicator", "Target"),
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
        help_text=_("In the unit of the indicator; a share in per cent."),
    )

    def narrow(self) -> None:
        fields: Any = self.fields
        fields["code"].choices = [(one.code, one.label) for one in indicators()]
        scope = self.user.scope_for(SET)
        rows = Department.objects.filter(is_active=True)
        fields["department"].queryset = rows if scope.everywhere else rows.filter(pk__in=scope.departments)
        if scope.everywhere:
            fields["department"].required = False
            fields["department"].empty_label = _("The whole centre")
        fields["year"].initial = YearKind.SCHOOL.year_of(timezone.localdate())


class ChangeTargetForm(RecordForm):
    value = forms.DecimalField(
        label=pgettext_lazy("of an indicator", "Target"),
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
        help_text=_("In the unit of the indicator; a share in per cent."),
    )
    reason = forms.CharField(
        label=_("Why it is changed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history beside what the target was before."),
    )
