from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from signing.operations import Decision


class DecisionForm(RecordForm):
    """Approve, or return with a reason. ``seen`` names the words that were on the page."""

    decision = forms.ChoiceField(
        choices=[(Decision.APPROVE, _("approve")), (Decision.RETURN, _("return"))], widget=forms.HiddenInput
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason or remark"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to return it: whoever asked reads it. With an approval it is a remark."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == Decision.RETURN and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Please give a reason: whoever asked will read it."))
        return cleaned
