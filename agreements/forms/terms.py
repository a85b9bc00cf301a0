"""Terms that a form asks for in another way than their columns would."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.choices import FormOfCooperation
from catalogue.models import Major
from core.forms import RecordModelForm, RemoteSelectMultiple
from core.money import CURRENCIES_IN_USE


class TermFields(RecordModelForm):
    majors = forms.ModelMultipleChoiceField(
        label=_("Majors concerned"),
        queryset=Major.objects.all(),
        required=False,
        widget=RemoteSelectMultiple("catalogue:major_choices"),
    )
    value_currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in sorted(CURRENCIES_IN_USE, key=lambda code: (code != "CNY", code))],
    )
    # Last: it hides the module of that name from the lines below it.
    forms = forms.MultipleChoiceField(
        label=_("Forms of cooperation"), choices=FormOfCooperation, widget=forms.CheckboxSelectMultiple
    )
