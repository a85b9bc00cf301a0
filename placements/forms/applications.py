from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Major, Region
from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect, RemoteSelectMultiple
from internships.conditions import Channel, Fee, Hazard, LabourGrade, PayMethod, Shift, Venue
from partnerships.models import Contact, ContactRole, Enterprise
from placements.models import PlaceApplication
from teachers.models import Teacher

ENHANCED = {"data-enhance": ""}


class OwnPlaceForm(RecordModelForm):
    """What a student says of the host they found."""

    sections = [
        (
            _("The enterprise"),
            ("enterprise_name", "enterprise_code", "address", "contact_name", "contact_phone"),
        ),
        (_("The work"), ("work", "duties", "hours_per_day", "days_per_week", "pay_per_month")),
        (_("When, and why there"), ("starts_on", "ends_on", "reason")),
    ]

    class Meta:
        model = PlaceApplication
        fields = (
            "enterprise_name", "enterprise_code", "address", "contact_name", "contact_phone", "work",
            "duties", "hours_per_day", "days_per_week", "pay_per_month", "starts_on", "ends_on", "reason",
        )  # fmt: skip
        widgets = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "duties": forms.Textarea(attrs={"rows": 3}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }


class ApproveForm(RecordForm):
    """What the school found out of the post, before it lets a student go there."""

    sections = [
        (_("The host"), ("enterprise", "venue", "region")),
        (_("The post"), ("majors", "shift", "works_on_holidays", "works_independently")),
        (_("What the law forbids or limits"), ("hazards", "labour_grade", "is_harmful", "channel", "fees")),
        (_("How it is paid"), ("pay_method", "same_post_wage")),
        (_("Who guides the student"), ("instructor", "mentor", "answer")),
    ]
    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
        help_text=_("Look at its record first; enter it where we do not have it yet."),
    )
    venue = forms.ChoiceField(label=_("Kind of place"), choices=Venue, initial=Venue.ORDINARY)
    region = forms.ModelChoiceField(
        label=_("Region"),
        queryset=Region.objects.all(),
        required=False,
        widget=RemoteSelect("catalogue:region_choices"),
    )
    majors = forms.ModelMultipleChoiceField(
        label=_("Majors that it suits"),
        queryset=Major.objects.all(),
        widget=RemoteSelectMultiple("catalogue:major_choices"),
        help_text=_("As the work is, not as the student wishes (INT-06)."),
    )
    shift = forms.ChoiceField(label=_("Shifts"), choices=Shift, initial=Shift.DAY)
    works_on_holidays = forms.BooleanField(label=_("Work on rest days or public holidays"), required=False)
    works_independently = forms.BooleanField(
        label=_("The student works relatively independently"), required=False
    )
    hazards = forms.MultipleChoiceField(
        label=_("Hazards"), choices=Hazard, required=False, widget=forms.CheckboxSelectMultiple
    )
    labour_grade = forms.TypedChoiceField(
        label=_("Grade of physical labour"), choices=LabourGrade, coerce=int, initial=LabourGrade.LIGHT
    )
    is_harmful = forms.BooleanField(label=_("The work harms body or mind"), required=False)
    channel = forms.ChoiceField(label=_("How it came about"), choices=Channel, initial=Channel.DIRECT)
    fees = forms.MultipleChoiceField(
        label=_("Asked of the intern"), choices=Fee, required=False, widget=forms.CheckboxSelectMultiple
    )
    pay_method = forms.ChoiceField(label=_("How it is paid"), choices=PayMethod, initial=PayMethod.DIRECT)
    same_post_wage = forms.DecimalField(
        label=_("Monthly wage of staff in the same post"), min_value=0, required=False
    )
    instructor = forms.ModelChoiceField(
        label=_("School instructor"),
        queryset=Teacher.objects.none(),
        required=False,
        widget=forms.Select(attrs=ENHANCED),
        help_text=_("Keeps track of the student (INT-08)."),
    )
    mentor = forms.ModelChoiceField(
        label=_("Mentor at the enterprise"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.Select(attrs=ENHANCED),
        help_text=_("Somebody of this enterprise; may be chosen later."),
    )
    answer = forms.CharField(
        label=_("Word to the student"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        enterprises = Enterprise.objects.visible_to(self.user)
        fields["enterprise"].queryset = enterprises
        fields["instructor"].queryset = Teacher.objects.filter(left_on=None)
        # The mentors of the host that was chosen; before, there is nobody to choose from.
        chosen = self.data.get("enterprise", "") if self.is_bound else ""
        if chosen.isdecimal():
            mentors = Contact.objects.current().with_role(ContactRole.MENTOR)
            fields["mentor"].queryset = mentors.filter(enterprise=int(chosen), enterprise__in=enterprises)


class RefuseForm(RecordForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The student reads it."),
    )
