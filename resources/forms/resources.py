from __future__ import annotations

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.forms import (
    CheckedByTheOperation,
    DateInput,
    RecordForm,
    RemoteSelect,
    RemoteSelectMultiple,
)
from internships.forms.rounds import InstantInput
from partnerships.models import Contact, Enterprise
from partnerships.policies import departments_for
from resources.models import Maintenance, Resource, Weekday
from resources.transitions.bookings import EDIT

WHAT = ("name", "kind", "number", "place", "capacity", "about", "majors")
OWN = tuple(name for name in WHAT if name != "number")
USE = ("is_shared", "safety_rules")
WHO = ("keeper", "contact", "check_months", "next_check_on")
CHECKS = ("keeper", "contact", ("check_months", "next_check_on"))


HOURS = (
    pgettext_lazy("resource", "Opening hours"),
    tuple((f"opens_{day}", f"closes_{day}") for day in Weekday.values),
)


def staff() -> Any:
    return User.objects.staff().order_by("name", "pk")


class HourInput(forms.TimeInput):
    """The browser's own picker of an hour."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ResourceFields(CheckedByTheOperation):
    """What either side says of a resource, with its hours; the operation checks the record."""

    sections: ClassVar[Any] = [
        (pgettext_lazy("resource", "What it is"), OWN),
        (pgettext_lazy("resource", "Use"), ("safety_rules",)),
        HOURS,
    ]

    class Meta:
        model = Resource
        fields = (*OWN, "safety_rules")
        widgets: ClassVar[dict[str, Any]] = {
            "about": forms.Textarea(attrs={"rows": 3}),
            "safety_rules": forms.Textarea(attrs={"rows": 4}),
            "majors": RemoteSelectMultiple("catalogue:major_choices"),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["majors"].widget.choices = fields["majors"].choices
        self._ask_hours(self.instance if self.instance.pk else None)

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

    def entered(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        hours: dict[int, tuple[time, time]] = {}
        for day in Weekday.values:
            opens, closes = given.pop(f"opens_{day}"), given.pop(f"closes_{day}")
            if opens is not None and closes is not None:
                hours[day] = (opens, closes)
        return given | {"majors": list(given["majors"]), "hours": hours}


class ResourceForm(ResourceFields):
    """As the staff enters it."""

    sections: ClassVar[Any] = [
        (pgettext_lazy("resource", "What it is"), ("enterprise", "department", *WHAT)),
        (pgettext_lazy("resource", "Use"), USE),
        HOURS,
        (pgettext_lazy("resource", "Who looks after it"), CHECKS),
    ]

    class Meta(ResourceFields.Meta):
        fields = ("enterprise", "department", *WHAT, *USE, *WHO)
        widgets: ClassVar[dict[str, Any]] = {
            **ResourceFields.Meta.widgets,
            "enterprise": RemoteSelect("partnerships:enterprise_choices"),
            "keeper": forms.Select(attrs={"data-enhance": ""}),
            "contact": forms.Select(attrs={"data-enhance": ""}),
            "next_check_on": DateInput(),
        }

    def narrow(self) -> None:
        super().narrow()
        fields: dict[str, Any] = self.fields
        resource = self.instance if self.instance.pk else None
        fields["keeper"].queryset = staff()
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


class TakeInForm(RecordForm):
    """Who of the centre looks after it, and a word to the enterprise."""

    keeper = forms.ModelChoiceField(
        label=pgettext_lazy("resource", "Responsible person"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=_("Of the centre: is told of bookings and of checks that are due."),
    )
    answer = forms.CharField(
        label=_("A word to the enterprise"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its liaisons read it, with the news that it is accepted."),
    )

    def narrow(self) -> None:
        field: Any = self.fields["keeper"]
        field.queryset = staff()


class PhotoForm(RecordForm):
    upload = forms.ImageField(
        label=_("Photo"), help_text=_("Where and when it was taken is removed from it.")
    )


class MaintenanceForm(CheckedByTheOperation):
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
