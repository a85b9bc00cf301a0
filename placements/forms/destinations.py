from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, RecordForm
from placements.models import DestinationKind


class OwnDestinationForm(RecordForm):
    """What became of a graduate, as they say it themselves."""

    kind = forms.ChoiceField(label=_("What became of you"), choices=DestinationKind)
    where = forms.CharField(
        label=_("Employer or school"), max_length=200, required=False, help_text=_("Its whole name.")
    )
    is_matched = forms.BooleanField(
        label=_("In the field of the major"),
        required=False,
        help_text=_("For who works for themselves; of other work the choice above says it."),
    )
    since_on = forms.DateField(label=_("Since"), required=False, widget=DateInput())
    proof = forms.CharField(
        label=_("What shows it"),
        max_length=300,
        required=False,
        help_text=_("A contract, an admission letter, a call, with its date."),
    )
    upload = forms.FileField(label=_("Scan"), required=False)


class DestinationForm(OwnDestinationForm):
    """The same, as the class teacher reports it."""

    kind = forms.ChoiceField(label=_("What became of them"), choices=DestinationKind)


class ProofForm(RecordForm):
    proof = forms.CharField(
        label=_("What shows it"),
        max_length=300,
        required=False,
        help_text=_("Empty: what was said or filed with it counts."),
    )
