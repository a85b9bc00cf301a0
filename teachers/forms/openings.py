from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect, RemoteSelectMultiple
from partnerships.models import Contact, Enterprise
from partnerships.policies import departments_for
from partnerships.portal.walls import CONTACT_COLUMNS
from teachers.models import Opening
from teachers.operations.practice import PLAN


class OpeningForm(RecordModelForm):
    """A post for teachers, filled in by the staff or by the enterprise itself."""

    sections = [
        (pgettext_lazy("post for a teacher", "What the post is"), ("title", "majors", "tasks", "asked_for")),
        (_("Where and when"), ("region", "place", "starts_on", "ends_on")),
        (_("How many, and who looks after them"), ("seats", "contact")),
    ]

    class Meta:
        model = Opening
        fields = (
            "title", "majors", "tasks", "asked_for", "region", "place", "starts_on", "ends_on", "seats",
            "contact",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "tasks": forms.Textarea(attrs={"rows": 4}),
            "asked_for": forms.Textarea(attrs={"rows": 3}),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "contact": forms.Select(attrs={"data-enhance": ""}),
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
        return dict(self.cleaned_data) | {"majors": list(self.cleaned_data["majors"])}


class OwnOpeningForm(OpeningForm):
    """One's own enterprise's, at the portal: its choices are found behind the wall."""

    def contacts(self) -> Any:
        return super().contacts().only(*CONTACT_COLUMNS)


class ChooseHostForm(RecordForm):
    """Whose post is to be entered."""

    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        visible = Enterprise.objects.visible_to(self.user)
        field.queryset = visible.filter(department__in=departments_for(self.user, PLAN))
        field.widget.choices = field.choices
