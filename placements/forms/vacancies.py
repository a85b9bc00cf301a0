from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Region
from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect, RemoteSelectMultiple
from partnerships.models import Contact, Enterprise
from partnerships.portal.walls import CONTACT_COLUMNS
from placements.models import Vacancy
from placements.operations.vacancies import CHOSEN_PARTS


class VacancyForm(RecordModelForm):
    """Work for graduates, filled in by the staff or by the enterprise itself."""

    sections = [
        (_("What the work is"), ("name_zh", "name_en", "majors", "duties", "asked_for")),
        (_("Where, and for what pay"), ("region", "address", "pay_from", "pay_to")),
        (_("How many, and until when"), ("seats", "open_until", "contact")),
    ]

    class Meta:
        model = Vacancy
        fields = (
            "name_zh", "name_en", "majors", "duties", "asked_for", "region", "address", "pay_from", "pay_to",
            "seats", "open_until", "contact",
        )  # fmt: skip
        widgets = {
            "duties": forms.Textarea(attrs={"rows": 4}),
            "asked_for": forms.Textarea(attrs={"rows": 3}),
            "open_until": DateInput(),
            "contact": forms.Select(attrs={"data-enhance": ""}),
        }
        help_texts = {
            "name_zh": _("At least one of the two names."),
            "pay_from": _("In yuan, before tax."),
        }

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["contact"].queryset = self.contacts()
        fields["majors"].widget = RemoteSelectMultiple("catalogue:major_choices")
        fields["majors"].widget.choices = fields["majors"].choices
        fields["region"].widget = RemoteSelect("catalogue:region_choices")
        fields["region"].widget.choices = fields["region"].choices

    def contacts(self) -> Any:
        return Contact.objects.filter(enterprise=self.enterprise, left_on=None)

    def entered(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class OwnVacancyForm(VacancyForm):
    """One's own enterprise's, at the portal: its choices are found behind the wall."""

    def contacts(self) -> Any:
        return super().contacts().only(*CONTACT_COLUMNS)


class ApplyForm(RecordForm):
    letter = forms.CharField(
        label=_("Letter"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Why this work, and why you."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What this enterprise sees of your profile"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(part.value, part.label) for part in CHOSEN_PARTS],
        help_text=_("Your name, class, major, skills and what you say about yourself are shown in any case."),
    )


class WordForm(RecordForm):
    word = forms.CharField(
        label=_("A word with it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SearchForm(forms.Form):
    """How the vacancies are narrowed; every choice stands in the page's address."""

    q = forms.CharField(label=_("Search"), required=False)
    region = forms.ModelChoiceField(
        label=_("District"), queryset=Region.objects.none(), required=False, empty_label=_("anywhere")
    )
    pay = forms.IntegerField(label=_("Pay from"), required=False, min_value=0)
    own_major = forms.BooleanField(label=_("For my major"), required=False)

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = districts
