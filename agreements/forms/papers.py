from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementFile, Party
from core.comments import LONGEST_TEXT
from core.forms import DateInput, RecordForm


class SignatureForm(RecordForm):
    """Who signed for a party, on paper, and when; with the scan where it is at hand."""

    signatory_name = forms.CharField(label=_("Signed by"), max_length=150)
    signatory_title = forms.CharField(label=_("Position"), max_length=150, required=False)
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    scan = forms.FileField(
        label=_("Scan of the signed paper"),
        required=False,
        help_text=_("PDF or pictures. It can also be added later, under Documents."),
    )

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        self.party = party
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        today = timezone.localdate()
        self.fields["signatory_name"].initial = self.party.signatory_name
        self.fields["signatory_title"].initial = self.party.signatory_title
        self.fields["signed_on"].initial = today
        self.fields["signed_on"].widget.attrs["max"] = today.isoformat()


class FileForm(RecordForm):
    purpose = forms.ChoiceField(label=_("What it is"), choices=AgreementFile.Purpose)
    upload = forms.FileField(
        label=_("File"), help_text=_("PDF, pictures, Word or Excel. Only those who see the agreement see it.")
    )


class CommentForm(RecordForm):
    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only your colleagues read it."),
    )
