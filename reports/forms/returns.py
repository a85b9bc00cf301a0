from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.forms import DateInput, RecordForm
from partnerships.policies import departments_for
from reports.lists.returns import kind_choices
from reports.models.returns import AS_OF_THE_DAY
from reports.querysets.returns import EDIT
from reports.returns.definitions import definitions

YES, NO = "yes", "no"


class ReturnForm(RecordForm):
    sections: ClassVar[Any] = [
        (_("Which return"), ("kind", "year", "department")),
        (_("As of which day"), ("reference_day",)),
    ]
    kind = forms.ChoiceField(label=pgettext_lazy("return to an authority", "Kind"))
    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        help_text=_(
            "The one in which it begins. The cooperation return is of a calendar year, the others of a "
            "school year."
        ),
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        help_text=_("Empty: the whole centre. Else the department with everything below it."),
    )
    reference_day = forms.DateField(
        label=_("Reference day"),
        required=False,
        widget=DateInput(),
        help_text=format_lazy(
            "{} {}", _("Empty: the last day of the year, or today while it goes on."), AS_OF_THE_DAY
        ),
    )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = kind_choices()
        fields["department"].queryset = departments_for(self.user, EDIT)
        if self.user.scope_for(EDIT).everywhere:
            fields["department"].empty_label = _("The whole centre")
        else:
            fields["department"].required = True
            fields["department"].empty_label = None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        definition = definitions().get(given.get("kind", ""))
        if definition is not None and given.get("year") and not given.get("reference_day"):
            given["reference_day"] = min(definition.year.last_day(given["year"]), timezone.localdate())
        return given


class DayForm(RecordForm):
    reference_day = forms.DateField(
        label=_("Reference day"),
        widget=DateInput(),
        help_text=AS_OF_THE_DAY,
    )


class SubmitForm(RecordForm):
    """The reason is needed where a required value is missing."""

    reason = forms.CharField(
        label=_("Why it is submitted although values are missing"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
