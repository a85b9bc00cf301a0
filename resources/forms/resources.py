from __future__ import annotations

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect, RemoteSelectMultiple
from internships.forms.rounds import InstantInput
from partnerships.models import Contact, Enterprise
from partnerships.policies import departments_for
from resources.models import Maintenance, Resource, Weekday
from resources.transitions.bookings import EDIT

WHAT = ("name", "kind", "number", "place", "capacity", "about", "majors")
USE = ("is_shared", "safety_rules")
WHO = ("keeper", "contact", "check_months", "next_check_on")


class HourInput(forms.TimeInput):
    """The browser's own picker of an hour."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ResourceForm(RecordModelForm):
    """What is said of a resource, with its hours; the operation checks the record."""

    sections: ClassVar[Any] = [
        (pgettext_lazy("resource", "What it is"), ("enterprise", "department", *WHAT)),
        (pgettext_lazy("resource", "Use"), USE),
        (
            pgettext_lazy("resource", "Opening hours"),
            tuple(f"{name}_{day}" for day in Weekday.values for name in ("opens", "closes")),
        ),
        (pgettext_lazy("resource", "Who looks after it"), WHO),
    ]

    class Meta:
        model = Resource
        fields = ("enterprise", "department", *WHAT, *USE, *WHO)
        widgets: ClassVar[dict[str, Any]] = {
            "enterprise": RemoteSelect("partnerships:enterprise_choices"),
            "about": forms.Textarea(attrs={"rows": 3}),
            "safety_rules": forms.Textarea(attrs={"rows": 4}),
            "majors": RemoteSelectMultiple("catalogue:major_choices"),
            "keeper": forms.Select(attrs={"data-enhance": ""}),
            "contact": forms.Select(attrs={"data-enhance": ""}),
            "next_check_on": DateInput(),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        resource = self.instance if self.instance.pk else None
        fields["majors"].widget.choices = fields["majors"].choices
        fields["keeper"].queryset = User.objects.filter(is_active=True, is_partner=False, is_student=False)
        if resource is None:
            fields["enterprise"].queryset = Enterprise.objects.visible_to(self.user)
            fields["enterprise"].widget.choices = fields["enterprise"].choices
            fields["enterprise"].help_text = _("Empty where it is the department’s own.")
            fields["department"].queryset = departments_for(self.user, EDIT)
            del fields["contact"]
        else:
            del fields["enterprise"], fields["department"]
            people = Contact.objects.filter(enterprise=resource.enterprise_id, left_on=None)
            if resource.is_of_centre:
                del fields["contact"]
            else:
                fields["contact"].queryset = people
        self._ask_hours(resource)

    def _ask_hours(self, resource: Resource | None) -> None:
        known = {row.weekday: row for row in resource.hours.all()} if resource else {}
        for day in Weekday:
            row = known.get(day.value)
            for name, label in (
                ("opens", pgettext_lazy("opening hours", "%(day)s, from")),
                ("closes", pgettext_lazy("opening hours", "%(day)s, until")),
            ):
                self.fields[f"{name}_{day.value}"] = forms.TimeField(
                    label=str(label) % {"day": day.label},
                    required=False,
                    widget=HourInput(),
                    initial=getattr(row, name) if row else None,
                )
        first: Any = self.fields["opens_1"]
        first.help_text = _("A day without hours is closed; without any it is open at all times.")

    def clean(self) -> dict[str, Any]:
        for day in Weekday.values:
            opens, closes = (self.cleaned_data.get(f"{name}_{day}") for name in ("opens", "closes"))
            if (opens is None) != (closes is None):
                self.add_error(f"opens_{day}", _("Say when it opens and when it closes."))
            elif opens is not None and closes is not None and closes <= opens:
                self.add_error(f"closes_{day}", _("It closes after it opens."))
        return self.cleaned_data

    def _post_clean(self) -> None:
        """The operation checks the record."""

    def entered(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        hours: dict[int, tuple[time, time]] = {}
        for day in Weekday.values:
            opens, closes = given.pop(f"opens_{day}"), given.pop(f"closes_{day}")
            if opens is not None and closes is not None:
                hours[day] = (opens, closes)
        return given | {"majors": list(given["majors"]), "hours": hours}


class PhotoForm(RecordForm):
    upload = forms.ImageField(
        label=_("Photo"), help_text=_("Where and when it was taken is removed from it.")
    )


class MaintenanceForm(RecordModelForm):
    """Work to come, or under way."""

    cancels = forms.BooleanField(
        label=_("Cancel the bookings in the way"),
        required=False,
        help_text=_("Whoever booked is told why. Without it bookings in the way stop this."),
    )

    class Meta:
        model = Maintenance
        fields = ("kind", "cause", "starts_at", "ends_at", "cost")
        widgets: ClassVar[dict[str, Any]] = {"starts_at": InstantInput(), "ends_at": InstantInput()}

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def _post_clean(self) -> None:
        """The operation checks the record."""


class DoneForm(RecordForm):
    done_on = forms.DateField(label=pgettext_lazy("maintenance", "Done on"), widget=DateInput())
    result = forms.CharField(
        label=pgettext_lazy("maintenance", "What was found and done"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cost = forms.DecimalField(
        label=pgettext_lazy("maintenance", "Cost"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("In yuan."),
    )
