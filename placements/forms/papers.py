from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, RecordForm, RecordModelForm
from placements.models import ConsentParty, InsurancePolicy, Placement, SafetyTraining

DAYS_TO_ANSWER = 14
SCAN = _("PDF, PNG, JPEG or WebP.")


def before_the_start(placement: Placement, days: int) -> date:
    """So many days from now, yet before the first day where that is still possible."""
    today = timezone.localdate()
    return max(today, min(today + timedelta(days=days), placement.starts_on - timedelta(days=1)))


class AskConsentForm(RecordForm):
    party = forms.ChoiceField(label=_("Who is asked"), choices=ConsentParty)
    due_on = forms.DateField(
        label=_("Until"),
        widget=DateInput(),
        help_text=_("Whoever has no account here gets a link by mail or text message."),
    )


class RecordConsentForm(RecordForm):
    party = forms.ChoiceField(label=_("Whose"), choices=ConsentParty)
    is_given = forms.TypedChoiceField(
        label=_("What they say"),
        choices=[
            ("yes", pgettext_lazy("consent", "gives consent")),
            ("no", pgettext_lazy("consent", "objects")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    decided_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for an objection."),
    )
    scan = forms.FileField(label=_("Scan of the signed form"), required=False, help_text=SCAN)

    def narrow(self) -> None:
        self.fields["decided_on"].initial = timezone.localdate()


class AnswerConsentForm(forms.Form):
    """What somebody answers who was asked."""

    move = forms.ChoiceField(choices=[(name, name) for name in ("give", "object")])
    reason = forms.CharField(required=False, max_length=1000)


def say_what_is_open(field: Any) -> None:
    """Django says "Unknown" where nobody has answered yet."""
    field.widget.choices = [("unknown", _("nobody has said yet")), ("true", _("yes")), ("false", _("no"))]


class InsureForm(RecordModelForm):
    scan = forms.FileField(label=_("Policy as issued"), required=False, help_text=SCAN)

    class Meta:
        model = InsurancePolicy
        fields = ("insurer", "number", "covers_from", "covers_until", "paid_by", "is_deducted")
        widgets = {
            "covers_from": DateInput(),
            "covers_until": DateInput(),
            "is_deducted": forms.NullBooleanSelect(),
        }

    def narrow(self) -> None:
        say_what_is_open(self.fields["is_deducted"])

    def validate_unique(self) -> None:
        """A policy that is known covers one more person."""


class DeductionForm(RecordForm):
    is_deducted = forms.TypedChoiceField(
        label=_("Is any of the premium kept back from the students’ pay?"),
        choices=[("no", _("no")), ("yes", _("yes"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Your answer counts for everybody whom the policy insures."),
    )


class TrainingForm(RecordModelForm):
    scan = forms.FileField(label=_("Signed sheet or certificate"), required=False, help_text=SCAN)

    class Meta:
        model = SafetyTraining
        fields = ("course", "held_on", "score", "pass_mark", "has_protective_gear")
        widgets = {"held_on": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = timezone.localdate()
        say_what_is_open(self.fields["has_protective_gear"])
