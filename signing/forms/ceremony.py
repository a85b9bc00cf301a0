from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from signing.models import Means
from signing.statements import STATEMENT


class ConsentForm(RecordForm):
    statement = forms.CharField(widget=forms.HiddenInput, initial=STATEMENT.version)
    agree = forms.BooleanField(label=_("I agree to sign electronically"))


class AuthorityForm(RecordForm):
    """A deputy's proof."""

    proof = forms.FileField(
        label=_("Proof of authority"), help_text=_("PDF or pictures of the signed paper.")
    )


class CodeForm(RecordForm):
    means = forms.ChoiceField(choices=Means, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}
        ),
    )

    def __init__(self, *args: Any, means: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["means"].initial = means
        self.fields["code"].widget.attrs["id"] = f"code-{means}"


class SignForm(RecordForm):
    """The name, typed; ``seen`` is the fingerprint of the document that was on the page."""

    seen = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class DeclineForm(RecordForm):
    reason = forms.CharField(
        label=_("Reason for declining"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who was to sign reads it."),
    )
