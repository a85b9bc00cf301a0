from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import sms
from core.forms import RecordForm
from internships.models import Guardian
from signing.models import TaskLink

Channel = TaskLink.Channel


class PageForm(RecordForm):
    """By which way a guardian is given the page, and where to."""

    channel = forms.ChoiceField(label=_("How it goes out"), choices=Channel, widget=forms.RadioSelect)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def __init__(self, *args: Any, guardian: Guardian, link: TaskLink | None, **kwargs: Any) -> None:
        self.guardian, self.link = guardian, link
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        known = self.link or self.guardian
        self.fields["email"].initial = known.email
        self.fields["phone"].initial = known.phone
        channels: Any = self.fields["channel"]
        offered = [way for way in Channel if way != Channel.SMS or sms.is_available()]
        channels.choices = [(way.value, way.label) for way in offered]
        usual = Channel.EMAIL if known.email else Channel.SMS if Channel.SMS in offered else Channel.BY_HAND
        channels.initial = self.link.channel if self.link else usual

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        needed = {Channel.EMAIL: "email", Channel.SMS: "phone"}.get(cleaned.get("channel", ""))
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, _("It is needed for this way of sending."))
        return cleaned


class AnswerLeaveForm(forms.Form):
    """What a guardian says to leave of a child under age."""

    move = forms.ChoiceField(choices=[(name, name) for name in ("agree", "decline")])
    words = forms.CharField(required=False, max_length=300)
