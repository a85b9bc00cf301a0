"""What an act on an agreement asks for: a reason where others read it, a day where one counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.operations.renewal import latest_snooze, usual_snooze
from agreements.phases import last_day_of_term
from agreements.policies import EDIT, departments_for, possible_owners
from core.comments import LONGEST_TEXT
from core.forms import DateInput, RecordForm, RemoteSelect

ENHANCED = {"data-enhance": ""}


def reason_field(*, required: bool, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        required=required,
        help_text=help_text or _("Whoever works on this agreement reads it in its history."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(RecordForm):
    reason = reason_field(required=True)


class OptionalReasonForm(RecordForm):
    reason = reason_field(required=False)


class AnswerForm(RecordForm):
    """Yes or no to what an enterprise asks for; a no says why."""

    is_accepted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Agree")), ("no", _("Do not agree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever asked reads it. Declining needs a reason."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_accepted") is False and not cleaned.get("answer"):
            self.add_error("answer", _("Say why: whoever asked reads it."))
        return cleaned


class TerminateForm(RecordForm):
    terminated_on = forms.DateField(
        label=_("Ends on"), widget=DateInput(), help_text=_("The last day on which it binds the parties.")
    )
    reason = reason_field(required=True)

    def narrow(self) -> None:
        self.fields["terminated_on"].initial = timezone.localdate()


class SnoozeForm(RecordForm):
    until = forms.DateField(
        label=_("Remind me again on"),
        widget=DateInput(),
        help_text=_("A day before notice has to be given or, once that is past, before the last day."),
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        today = timezone.localdate()
        self.fields["until"].initial = usual_snooze(self.agreement, on=today)
        self.fields["until"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(),
            "max": latest_snooze(self.agreement, on=today).isoformat(),
        }


class RenewForm(RecordForm):
    starts_on = forms.DateField(label=_("First day of the new term"), widget=DateInput())
    ends_on = forms.DateField(label=_("Last day of the new term"), widget=DateInput())

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        if self.agreement.last_day is None:
            return
        starts_on = max(self.agreement.last_day + timedelta(days=1), timezone.localdate())
        self.fields["starts_on"].initial = starts_on
        self.fields["ends_on"].initial = last_day_of_term(starts_on, self.agreement.type.term_months)


class CopyForm(RecordForm):
    source = forms.ModelChoiceField(
        label=_("Agreement to start from"),
        queryset=Agreement.objects.none(),
        widget=RemoteSelect("agreements:agreement_choices"),
        help_text=_("Its words, parties and values are copied; its dates and its number are not."),
    )
    department: Any = forms.ModelChoiceField(label=_("Department"), queryset=None)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["source"].queryset = Agreement.objects.visible_to(self.user)
        fields["department"].queryset = departments_for(self.user, EDIT)


class HandOverForm(RecordForm):
    owner = forms.ModelChoiceField(
        label=_("New owner"),
        queryset=get_user_model()._default_manager.none(),
        widget=forms.Select(attrs=ENHANCED),
        help_text=_("Who drafts it, follows it and is reminded of its end."),
    )
    reason = reason_field(required=False)

    def narrow(self) -> None:
        field: Any = self.fields["owner"]
        field.queryset = possible_owners(timezone.localdate())
