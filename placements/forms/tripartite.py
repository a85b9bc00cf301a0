from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agreements.choices import Language
from agreements.policies import signatories_of_the_centre
from core.forms import DateInput, ReasonForm, RecordForm
from placements.forms.papers import SCAN
from placements.models import Tripartite, TripartiteParty
from placements.operations.tripartite_signing import SignedByHand, usual_signatories

DAYS_TO_SIGN = 14


class SignatoryField(forms.ModelChoiceField):
    """Who may sign for the school today, each with the position that lets them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), label=_("Signs for the school"), **kwargs)

    def offer(self, department_id: int) -> None:
        today = timezone.localdate()
        self.holders = signatories_of_the_centre(department_id, today, today)
        self.queryset = User.objects.filter(pk__in=self.holders)
        if len(self.holders) == 1:
            self.initial = next(iter(self.holders))

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {self.holders[obj.pk].position.title}"


class MakeForm(RecordForm):
    """In which language; by itself for one agreement, with the others for a plan."""

    language = forms.ChoiceField(label=_("Language of the document"), choices=Language, initial=Language.BOTH)


class SendForm(RecordForm):
    signatory = SignatoryField()
    due_on = forms.DateField(label=_("To be signed by"), widget=DateInput())

    def __init__(self, *args: Any, department_id: int, **kwargs: Any) -> None:
        self.department_id = department_id
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["signatory"].offer(self.department_id)
        fields["due_on"].initial = timezone.localdate() + timedelta(days=DAYS_TO_SIGN)


class BatchForm(SendForm):
    """For every placement of a plan that has no agreement out or signed yet."""

    sections = [
        (_("What is made"), ("language", "sends")),
        (_("Signing"), ("signatory", "due_on")),
    ]
    language = forms.ChoiceField(label=_("Language of the document"), choices=Language, initial=Language.BOTH)
    sends = forms.BooleanField(
        label=_("Send them out for electronic signature"),
        required=False,
        initial=True,
        help_text=_("Without it they are only made: to be printed, or sent later."),
    )

    def narrow(self) -> None:
        super().narrow()
        self.fields["signatory"].required = self.fields["due_on"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("sends"):
            for name in ("signatory", "due_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed to send them out."))
        return cleaned


class AmendForm(ReasonForm):
    language = forms.ChoiceField(label=_("Language of the document"), choices=Language, initial=Language.BOTH)
    reason = forms.CharField(
        label=_("Why the agreement changes"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed in the amendment."),
    )


class PartyOnPaperForm(RecordForm):
    """Which party signed a printed copy of what is out electronically."""

    party = forms.ChoiceField(label=_("Party"), choices=TripartiteParty)
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    scan = forms.FileField(label=_("Scan of the signed copy"), help_text=SCAN)
    signatory = SignatoryField(required=False)
    name = forms.CharField(
        label=_("Who signed"),
        max_length=150,
        required=False,
        help_text=_("For the enterprise, the student or the guardian."),
    )
    title = forms.CharField(label=_("Position"), max_length=150, required=False)

    def __init__(self, *args: Any, paper: Tripartite, **kwargs: Any) -> None:
        self.paper = paper
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["signatory"].offer(self.paper.placement.department_id)
        fields["signatory"].required = False
        fields["signed_on"].initial = timezone.localdate()
        signed = set(self.paper.signatures.values_list("party", flat=True))
        fields["party"].choices = [one for one in TripartiteParty.choices if one[0] not in signed]

    def as_operation(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_school = given["party"] == TripartiteParty.SCHOOL
        return {
            "party": given["party"],
            "signed_on": given["signed_on"],
            "scan": given["scan"],
            "signatory": given["signatory"] if is_school else None,
            "person": None if is_school else SignedByHand(name=given["name"], title=given["title"]),
        }


class OnPaperForm(RecordForm):
    """Who signed the printed paper; the people on record are filled in."""

    sections = [
        (_("The signed paper"), ("signed_on", "scan")),
        (
            _("Who signed"),
            ("signatory", "host_name", "host_title", "student_name", "guardian_name"),
        ),
    ]
    signed_on = forms.DateField(
        label=_("Signed on"), widget=DateInput(), help_text=_("The day of the last signature.")
    )
    scan = forms.FileField(label=_("Scan of the whole paper"), help_text=SCAN)
    signatory = SignatoryField()
    host_name = forms.CharField(label=_("For the enterprise"), max_length=150)
    host_title = forms.CharField(label=_("Position"), max_length=150, required=False)
    student_name = forms.CharField(label=_("Student"), max_length=150)
    guardian_name = forms.CharField(label=_("Guardian"), max_length=150)

    def __init__(self, *args: Any, paper: Tripartite, **kwargs: Any) -> None:
        self.paper = paper
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["signatory"].offer(self.paper.placement.department_id)
        fields["signed_on"].initial = timezone.localdate()
        usual = usual_signatories(self.paper)
        for party, person in usual.items():
            fields[f"{party}_name"].initial = person.name
        fields["host_title"].initial = usual[TripartiteParty.HOST].title

    def others(self) -> dict[str, SignedByHand]:
        given = self.cleaned_data
        return {
            TripartiteParty.HOST: SignedByHand(name=given["host_name"], title=given["host_title"]),
            TripartiteParty.STUDENT: SignedByHand(name=given["student_name"]),
            TripartiteParty.GUARDIAN: SignedByHand(name=given["guardian_name"]),
        }
