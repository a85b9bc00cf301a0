"""What the pages of promises ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.choices import Language
from agreements.documents.renewal_pack import suggested
from agreements.models import Agreement, Obligation, Party, Rhythm, Side
from agreements.models.obligations import LONGEST_WORDS
from agreements.promise_reading import PromiseLine
from core.forms import DateInput, RecordForm
from core.metrics import Giver, Measure, metric_of, metrics
from partnerships.models import Enterprise

UNITS = {
    Measure.DAYS: pgettext_lazy("what a quantity is of", "days"),
    Measure.HOURS: pgettext_lazy("what a quantity is of", "hours"),
    Measure.MONEY: pgettext_lazy("what a quantity is of", "amount"),
}


def metric_choices() -> list[tuple[Any, list[tuple[str, str]]]]:
    """By who can promise it; what either can promise stands in both groups under one value each."""
    groups = []
    for giver, heading in (
        (Giver.ENTERPRISE, _("Promised by the enterprise")),
        (Giver.CENTRE, _("Promised by the centre")),
    ):
        options = [
            (
                f"{giver}.{one.code}",
                f"{one.label} ({UNITS[one.measure]})" if one.measure in UNITS else str(one.label),
            )
            for one in metrics()
            if giver in one.givers
        ]
        if options:
            groups.append((heading, options))
    return groups


class PromiseForm(RecordForm):
    sections = [
        (_("What is promised"), ("what", "quantity", "rhythm", "enterprise")),
        (_("In words"), ("what_zh", "what_en")),
        (_("From when, until when"), ("starts_on", "ends_on")),
    ]

    what = forms.ChoiceField(
        label=_("What is counted"),
        help_text=_("It is counted from the records of this program; nobody types numbers in."),
        widget=forms.Select(attrs={"data-enhance": ""}),
    )
    quantity = forms.DecimalField(
        label=_("How much"), max_digits=14, decimal_places=2, min_value=Decimal("0.01")
    )
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=Rhythm,
        widget=forms.RadioSelect,
        help_text=_("A year of the agreement begins on the day and month of its first day."),
    )
    enterprise = forms.ModelChoiceField(label=_("Which enterprise"), queryset=Enterprise.objects.none())
    what_zh = forms.CharField(
        label=_("What exactly, in Chinese"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As it stands in the agreement: which majors, what kind, under which conditions."),
    )
    what_en = forms.CharField(
        label=_("What exactly, in English"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    starts_on = forms.DateField(
        label=_("From"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: from the first day of the agreement."),
    )
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=DateInput(), help_text=_("Empty: until its last day.")
    )

    def __init__(
        self, *args: Any, agreement: Agreement, promise: Obligation | None = None, **kwargs: Any
    ) -> None:
        self.agreement = agreement
        if promise is not None:
            kwargs["initial"] = {
                "what": f"{promise.side}.{promise.metric}",
                "quantity": promise.quantity.normalize()
                if promise.quantity != promise.quantity.to_integral_value()
                else int(promise.quantity),
                **{
                    name: getattr(promise, name)
                    for name in ("rhythm", "enterprise", "what_zh", "what_en", "starts_on", "ends_on")
                },
            }
        else:
            kwargs.setdefault("initial", {"rhythm": Rhythm.YEARLY})
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        choices = metric_choices()
        known = {value for _heading, options in choices for value, _label in options}
        now = self.initial.get("what")
        if now and now not in known:
            # What an older promise is counted by stays as it is until somebody chooses another.
            choices.append((_("As until now"), [(now, now.partition(".")[2])]))
        self._choice("what").choices = [("", ""), *choices]
        parties = Enterprise.objects.filter(
            agreement_parties__agreement=self.agreement, agreement_parties__role=Party.Role.ENTERPRISE
        )
        field: Any = self.fields["enterprise"]
        field.queryset = parties
        if parties.count() == 1:
            del self.fields["enterprise"]
        codes = Language(self.agreement.language).codes
        for code in ("zh", "en"):
            if code not in codes:
                del self.fields[f"what_{code}"]
            else:
                self.fields[f"what_{code}"].required = True

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("It cannot end before it begins."))
        first, last = self.agreement.starts_on, self.agreement.last_day or self.agreement.ends_on
        for name in ("starts_on", "ends_on"):
            day = cleaned.get(name)
            if day and ((first and day < first) or (last and day > last)):
                self.add_error(name, _("This day lies outside the term of the agreement."))
        metric = metric_of(cleaned.get("what", "").partition(".")[2])
        quantity = cleaned.get("quantity")
        if metric and quantity and metric.measure == Measure.NUMBER and quantity % 1:
            self.add_error("quantity", _("Only whole numbers of this are counted."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the operation is given."""
        values = dict(self.cleaned_data)
        side, _dot, metric = values.pop("what").partition(".")
        return values | {"side": Side(side), "metric": metric}


class PackForm(RecordForm):
    """What the renewal pack proposes, before it is made."""

    def __init__(
        self, *args: Any, lines: Sequence[PromiseLine], on: date, languages: Any, **kwargs: Any
    ) -> None:
        self.lines, self.on, self.languages = lines, on, languages
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for line in self.lines:
            self.fields[f"promise_{line.promise.pk}"] = forms.DecimalField(
                label=f"{line.promise.label} ({line.promise.get_side_display()})",
                required=False,
                max_digits=14,
                decimal_places=2,
                min_value=Decimal("0.01"),
                initial=suggested(line, on=self.on),
                help_text=_("Until now: %(amount)s. Empty: it is not promised again.")
                % {"amount": line.promise.amount},
            )
        for name, label in (("text_zh", _("In words, in Chinese")), ("text_en", _("In words, in English"))):
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
            )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=[(one.value, one.label) for one in self.languages]
        )

    def quantities(self) -> dict[int, Decimal]:
        return {
            line.promise.pk: quantity
            for line in self.lines
            if (quantity := self.cleaned_data.get(f"promise_{line.promise.pk}"))
        }


class WordForm(RecordForm):
    """Confirm a number, or say what is not right."""

    is_objection = forms.TypedChoiceField(
        label=_("Is the number right?"),
        choices=[("no", _("Yes, we confirm it")), ("yes", _("No, something is not right"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    comment = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other side reads it. An objection needs a reason."),
    )
    seen = forms.DecimalField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_objection") and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say what is not right: the other side reads it."))
        return cleaned


class CheckForm(RecordForm):
    """Whether a signed paper says what the centre entered."""

    is_wrong = forms.TypedChoiceField(
        label=_("Does the paper say so?"),
        choices=[("no", _("Yes, it does")), ("yes", _("No, it says otherwise"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    objection = forms.CharField(
        label=_("What the paper says"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The centre reads it and corrects what it entered."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_wrong") and not cleaned.get("objection", "").strip():
            self.add_error("objection", _("Say what the paper says."))
        return cleaned
