from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agreements.forms.acts import ENHANCED
from agreements.models import AgreementFile, Party
from agreements.policies import signatories_of_the_centre
from core.comments import LONGEST_TEXT
from core.forms import DateInput, RecordForm


class SignatureForm(RecordForm):
    """Who signed for a party, on paper, and when; with the scan where it is at hand."""

    signatory = forms.ModelChoiceField(
        label=_("Signed for the centre by"),
        queryset=User._default_manager.none(),
        widget=forms.Select(attrs=ENHANCED),
        help_text=_("Whoever's position let them sign for the centre on that day."),
    )
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
        if self.party.role == Party.Role.CENTRE:
            del self.fields["signatory_name"], self.fields["signatory_title"]
            self._offer_signatories(today)
        else:
            del self.fields["signatory"]
            self.fields["signatory_name"].initial = self.party.signatory_name
            self.fields["signatory_title"].initial = self.party.signatory_title
        self.fields["signed_on"].initial = today
        self.fields["signed_on"].widget.attrs["max"] = today.isoformat()

    def _offer_signatories(self, today: date) -> None:
        """Whoever could sign since the agreement was drafted; the day that is given decides."""
        agreement = self.party.agreement
        drafted_on = timezone.localdate(agreement.created_at)
        holders = signatories_of_the_centre(agreement.department_id, drafted_on, today)
        field: Any = self.fields["signatory"]
        field.queryset = User.objects.filter(pk__in=holders)
        named = [pk for pk, holder in holders.items() if holder.user.name == self.party.signatory_name]
        if named or len(holders) == 1:
            field.initial = (named or list(holders))[0]


class FileForm(RecordForm):
    purpose = forms.ChoiceField(label=_("What it is"), choices=AgreementFile.Purpose)
    upload = forms.FileField(
        label=_("File"),
        help_text=_("PDF, pictures, Word or Excel. Scans and annexes are shown to the enterprise too."),
    )


class CommentForm(RecordForm):
    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only your colleagues read it, unless you share it."),
    )
    is_shared = forms.BooleanField(
        label=_("The enterprise reads it too"),
        required=False,
        help_text=_("It stands in the partner portal, as an answer to what they wrote."),
    )
