from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import sms
from core.forms import RecordForm
from signing.models import Signatory, TaskLink

Channel = TaskLink.Channel


class ReachForm(RecordForm):
    """By which way, and where to."""

    channel = forms.ChoiceField(label=_("How it goes out"), choices=Channel, widget=forms.RadioSelect)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def __init__(self, *args: Any, signatory: Signatory, **kwargs: Any) -> None:
        self.signatory = signatory
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        self.fields["email"].initial = self.signatory.email
        self.fields["phone"].initial = self.signatory.phone
        self.fields["email"].help_text = _(
            "The code to sign with can go there. It counts for this signing only."
        )
        channels: Any = self.fields["channel"]
        offered = [way for way in Channel if way != Channel.SMS or sms.is_available()]
        channels.choices = [(way.value, way.label) for way in offered]
        channels.initial = Channel.EMAIL if self.signatory.email else offered[-1]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        needed = {Channel.EMAIL: "email", Channel.SMS: "phone"}.get(cleaned.get("channel", ""))
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, _("It is needed for this way of sending."))
        return cleaned
