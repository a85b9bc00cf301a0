from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from collaboration.models import CurriculumAdjustment, Need, NeedState, Opinion
from collaboration.transitions.adjustments import EDIT
from core.forms import CheckedByTheOperation, DateInput, RecordForm, RemoteSelect
from core.school_years import Term, in_words, school_year
from partnerships.models import Contact
from partnerships.policies import departments_for

YEARS_AHEAD = 2


class AdjustmentForm(CheckedByTheOperation):
    needs = forms.ModelMultipleChoiceField(
        label=_("Needs behind it"),
        queryset=Need.objects.none(),
        widget=forms.SelectMultiple(attrs={"data-enhance": ""}),
        help_text=_("At least one. The enterprises whose needs they are read the decision."),
    )
    sections: ClassVar[Any] = [
        (_("Which course"), ("department", "major", "course", "kind")),
        (_("From which needs"), ("needs", "reason")),
        (_("The proposal"), ("before", "after", "hours_before", "hours_after")),
    ]

    class Meta:
        model = CurriculumAdjustment
        fields = (
            *("department", "major", "course", "kind", "reason"),
            *("before", "after", "hours_before", "hours_after"),
        )
        widgets = {
            "major": RemoteSelect("catalogue:major_choices"),
            "reason": forms.Textarea(attrs={"rows": 3}),
            "before": forms.Textarea(attrs={"rows": 4}),
            "after": forms.Textarea(attrs={"rows": 4}),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["needs"].queryset = (
            Need.objects.visible_to(self.user).exclude(state=NeedState.WITHDRAWN).select_related("enterprise")
        )
        fields["needs"].label_from_instance = lambda need: f"{need.title} · {need.enterprise}"
        fields["major"].widget.choices = fields["major"].choices
        if self.instance.pk:
            del fields["department"]
            fields["needs"].initial = list(self.instance.needs.values_list("pk", flat=True))
        else:
            fields["department"].queryset = departments_for(self.user, EDIT)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def entered(self) -> dict[str, Any]:
        return dict(self.cleaned_data) | {"needs": list(self.cleaned_data["needs"])}


class PanelForm(RecordForm):
    users = forms.ModelMultipleChoiceField(
        label=_("Of the centre"),
        queryset=User.objects.none(),
        widget=forms.SelectMultiple(attrs={"data-enhance": ""}),
    )
    contacts = forms.ModelMultipleChoiceField(
        label=_("Of the enterprises"),
        queryset=Contact.objects.none(),
        widget=forms.SelectMultiple(attrs={"data-enhance": ""}),
        help_text=_("People of the enterprises whose needs are behind it, and of other partners."),
    )

    def __init__(self, *args: Any, adjustment: CurriculumAdjustment, **kwargs: Any) -> None:
        self.adjustment = adjustment
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["users"].queryset = User.objects.filter(is_active=True, appointments__isnull=False).distinct()
        contacts = Contact.objects.visible_to(self.user).current().select_related("enterprise")
        fields["contacts"].queryset = contacts
        fields["contacts"].label_from_instance = lambda one: f"{one} · {one.enterprise}"
        members = list(self.adjustment.members.all())
        fields["users"].initial = [one.user_id for one in members if one.user_id]
        fields["contacts"].initial = [one.contact_id for one in members if one.contact_id]


class BringForm(RecordForm):
    panel_on = forms.DateField(label=_("panel on"), widget=DateInput())
    place = forms.CharField(label=_("place"), max_length=200, required=False)


class OpinionForm(RecordForm):
    opinion = forms.ChoiceField(
        label=pgettext_lazy("opinion on an adjustment", "opinion"),
        choices=Opinion.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=pgettext_lazy("opinion on an adjustment", "in words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    given_on = forms.DateField(label=_("given on"), widget=DateInput(), initial=timezone.localdate)


class OwnOpinionForm(OpinionForm):
    """Said today, by who sits on the panel for an enterprise."""

    def narrow(self) -> None:
        del self.fields["given_on"]


class RejectForm(RecordForm):
    reason = forms.CharField(
        label=_("decision in words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AdoptForm(RejectForm):
    study_year = forms.TypedChoiceField(label=_("In effect from the school year"), coerce=int)
    term = forms.TypedChoiceField(label=_("Term"), coerce=int, choices=Term.choices)

    def narrow(self) -> None:
        this = school_year(timezone.localdate())
        fields: dict[str, Any] = self.fields
        fields["study_year"].choices = [
            (year, in_words(year)) for year in range(this, this + YEARS_AHEAD + 1)
        ]
        fields["term"].initial = Term.SECOND


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class PaperForm(RecordForm):
    upload = forms.FileField(label=_("File"), help_text=_("The minutes, or the course standard."))
