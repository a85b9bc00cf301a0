from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, RecordForm


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
