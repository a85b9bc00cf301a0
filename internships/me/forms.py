from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Region
from core.forms import DateInput, RecordForm, RecordModelForm
from internships.models import ProfileEntry


class AboutForm(RecordForm):
    sections = [(_("In your own words"), ("about", "skills"))]
    about = forms.CharField(
        label=_("About me"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you are good at, what you would like to learn, where you see yourself."),
    )
    skills = forms.CharField(
        label=_("Skills"),
        max_length=1000,
        required=False,
        help_text=_("Separated by commas, such as: CNC milling, AutoCAD, English."),
    )

    def clean_skills(self) -> list[str]:
        typed = self.cleaned_data["skills"]
        for separator in "，、;；\n":
            typed = typed.replace(separator, ",")
        return [name for name in (part.strip() for part in typed.split(",")) if name]


class PlacesField(forms.ModelMultipleChoiceField):
    """Regions with those above them, so that two districts of one name can be told apart."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, region: Any) -> str:
        return str(region.full_name)


class ReachForm(RecordForm):
    """Where a student can go, of the places at which a round has posts."""

    sections = [(_("Where I can go"), ("regions",))]
    regions = PlacesField(label=_("Within my reach"), queryset=Region.objects.none(), required=False)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions: Any = self.fields["regions"]
        regions.queryset = places.select_related("parent__parent")
        if not places.exists():
            regions.help_text = _("No post of this round names a district yet.")


class EntryForm(RecordModelForm):
    sections = [(_("What to show"), ("kind", "title", "by", "happened_on", "text", "file"))]
    file = forms.FileField(
        label=_("Scan or picture"), required=False, help_text=_("PDF, PNG, JPEG or WebP, if you have one.")
    )

    class Meta:
        model = ProfileEntry
        fields = ("kind", "title", "by", "happened_on", "text")
        widgets = {"happened_on": DateInput(), "text": forms.Textarea(attrs={"rows": 3})}

    def entered(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class CorrectionForm(RecordForm):
    text = forms.CharField(
        label=_("What is wrong, and what is right"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
