from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect
from internships import identity as identities
from internships.models import Guardian, SchoolClass, Student
from internships.policies import EDIT, classes_for, departments_for
from teachers.models import Teacher

ENHANCED = {"data-enhance": ""}


class StudentForm(RecordModelForm):
    sections = [
        (_("Who it is"), ("name", "name_latin", "number", "sex", "born_on", "identity")),
        (_("At the school"), ("school_class",)),
        (_("How to reach them"), ("phone", "email", "address")),
    ]
    identity = forms.CharField(
        label=_("Identity number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted, and shown in full to nobody without the power to see it."),
    )

    class Meta:
        model = Student
        fields = (
            *("name", "name_latin", "number", "sex", "born_on", "school_class"),
            *("phone", "email", "address"),
        )
        widgets = {"born_on": DateInput(), "school_class": forms.Select(attrs=ENHANCED)}

    def narrow(self) -> None:
        classes: Any = self.fields["school_class"]
        classes.queryset = classes_for(self.user)
        if self.instance.pk:
            own = SchoolClass.objects.visible_to(self.user).filter(pk=self.instance.school_class_id)
            classes.queryset = classes.queryset | own
            if masked := self.instance.masked_identity:
                self.fields["identity"].help_text = _(
                    "On record is %(masked)s. Leave this empty to keep it."
                ) % {"masked": masked}

    def clean_identity(self) -> str:
        typed = self.cleaned_data["identity"]
        if not typed.strip():
            return ""
        try:
            return identities.read(typed).number
        except identities.NotAnIdentity as fault:
            raise ValidationError(str(fault.problem.label)) from fault


class GuardianForm(RecordModelForm):
    sections = [
        (_("Who it is"), ("name", "relationship", "is_first")),
        (_("How to reach them"), ("phone", "email", "language")),
    ]

    class Meta:
        model = Guardian
        fields = ("name", "relationship", "phone", "email", "language", "is_first")


class MoveForm(RecordForm):
    """Why a student goes on leave, or leaves."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class ClassForm(RecordModelForm):
    sections = [
        (_("Which class"), ("name", "department", "major")),
        (_("When, and with whom"), ("entered_in", "years", "class_teacher")),
    ]

    class Meta:
        model = SchoolClass
        fields = ("name", "department", "major", "entered_in", "years", "class_teacher")
        widgets = {
            "major": RemoteSelect("catalogue:major_choices"),
            "class_teacher": forms.Select(attrs=ENHANCED),
        }

    def narrow(self) -> None:
        departments: Any = self.fields["department"]
        departments.queryset = departments_for(self.user, EDIT)
        teachers: Any = self.fields["class_teacher"]
        scope = self.user.scope_for(EDIT)
        # Whoever keeps the classes of a department knows its teachers, without the power to see records.
        teachers.queryset = (
            Teacher.objects.current() if scope.everywhere else Teacher.objects.current().within(scope)
        )
        if self.instance.class_teacher_id:
            teachers.queryset |= Teacher.objects.filter(pk=self.instance.class_teacher_id)


class GraduationForm(RecordForm):
    graduated_on = forms.DateField(label=_("Graduated on"), widget=DateInput())

    def narrow(self) -> None:
        self.fields["graduated_on"].initial = timezone.localdate()
