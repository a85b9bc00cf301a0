from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.choices import DecidedOutcome
from compliance.engine.rules import Rule, RulePack
from compliance.facts import FILINGS
from core.forms import DateInput, RecordForm

A_YEAR = timedelta(days=365)


class DecideForm(RecordForm):
    """A person's answer to the question of a rule."""

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (DecidedOutcome.PASS, _("The rule is kept")),
            (DecidedOutcome.FAIL, _("The rule is not kept")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the check-list with your name."),
    )


class WaiverForm(RecordForm):
    """A filing with an authority, and the rules that it lifts."""

    codes = forms.MultipleChoiceField(
        label=_("Rules that it lifts"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All of one kind: each kind of work is filed by itself."),
    )
    number = forms.CharField(label=_("Number of the filing"), max_length=100)
    authority = forms.CharField(label=_("Filed with"), max_length=200)
    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput(), initial=timezone.localdate)
    valid_until = forms.DateField(label=_("Valid until"), widget=DateInput())
    scan = forms.FileField(label=_("Scan of the filing"), help_text=_("As PDF or picture."))

    def __init__(self, *args: Any, pack: RulePack, **kwargs: Any) -> None:
        self.pack = pack
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["codes"].choices = [
            (rule.code, f"{rule.code} {rule.title} ({FILINGS[rule.spec.override]})")
            for rule in self._liftable()
        ]
        fields["valid_until"].initial = timezone.localdate() + A_YEAR

    def _liftable(self) -> list[Rule]:
        return [rule for rule in self.pack.rules if rule.spec.override]

    def clean(self) -> dict[str, Any]:
        """The kind of the filing follows from the rules, which have to agree on it."""
        cleaned: dict[str, Any] = super().clean() or {}
        kinds = {self.pack.rule(code).spec.override for code in cleaned.get("codes", ())}
        if len(kinds) > 1:
            self.add_error("codes", _("These rules are lifted by different kinds of filings."))
        cleaned["kind"] = next(iter(kinds), "")
        return cleaned


class WithdrawForm(RecordForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Checks made from now on leave the filing out."),
    )
