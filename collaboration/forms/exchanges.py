from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from agreements.choices import CONCLUDED_STATES
from agreements.models import Agreement
from collaboration.models import QUESTIONS, Audience, Exchange, Registration
from collaboration.transitions.exchanges import EDIT
from core.forms import CheckedByTheOperation, RecordForm, RemoteSelect, RemoteSelectMultiple
from core.versions import VersionedForm
from internships.forms.rounds import InstantInput
from internships.models import SchoolClass, Student
from partnerships.models import Contact, Enterprise
from partnerships.policies import departments_for
from teachers.models import Teacher

WHAT = ("kind", "title", "about")
WHEN = ("starts_at", "ends_at", "place_kind", "place")
WHO = ("audience", "classes", "majors", "capacity", "is_public")
WIDGETS = {
    "about": forms.Textarea(attrs={"rows": 4}),
    "starts_at": InstantInput(),
    "ends_at": InstantInput(),
}


class ChooseEnterpriseForm(RecordForm):
    """With whom."""

    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        field.queryset = Enterprise.objects.visible_to(self.user)
        field.widget.choices = field.choices


class ExchangeForm(VersionedForm, CheckedByTheOperation):
    """What both sides propose; the operation checks the record."""

    audience = forms.MultipleChoiceField(
        label=_("Who takes part"), choices=Audience, widget=forms.CheckboxSelectMultiple
    )
    contacts = forms.ModelMultipleChoiceField(
        label=_("Held by, of the enterprise"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-enhance": ""}),
        help_text=_("Somebody who is missing here is entered as a contact on the page of the enterprise."),
    )
    teachers = forms.ModelMultipleChoiceField(
        label=_("Held by teachers"),
        queryset=Teacher.objects.none(),
        required=False,
        widget=RemoteSelectMultiple("teachers:teacher_choices"),
    )
    sections: ClassVar[Any] = [
        (pgettext_lazy("heading of a form", "What it is"), (*WHAT, "agreement", "department")),
        (pgettext_lazy("exchange", "When and where"), WHEN),
        (_("For whom"), WHO),
        (_("Who holds it and looks after it"), ("contacts", "teachers", "organiser")),
    ]

    class Meta:
        model = Exchange
        fields = (*WHAT, "agreement", "department", *WHEN, *WHO, "organiser")
        widgets = {
            **WIDGETS,
            "agreement": forms.Select(attrs={"data-enhance": ""}),
            "organiser": forms.Select(attrs={"data-enhance": ""}),
            "majors": RemoteSelectMultiple("catalogue:major_choices"),
            "classes": forms.SelectMultiple(attrs={"data-enhance": ""}),
        }

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        today = timezone.localdate()
        agreements = Agreement.objects.visible_to(self.user).filter(parties__enterprise=self.enterprise.pk)
        kept = Agreement.objects.filter(pk=self.instance.agreement_id)
        fields["agreement"].queryset = (agreements.binding(today).distinct() | kept.distinct()).order_by("pk")
        fields["classes"].queryset = SchoolClass.objects.filter(graduated_on=None)
        fields["majors"].widget.choices = fields["majors"].choices
        fields["organiser"].queryset = _staff()
        if self.instance.pk:
            for name in ("department", "contacts", "teachers"):
                del fields[name]
            return
        fields["department"].queryset = departments_for(self.user, EDIT)
        fields["contacts"].queryset = Contact.objects.filter(enterprise=self.enterprise, left_on=None)
        fields["teachers"].queryset = Teacher.objects.all()
        fields["teachers"].widget.choices = fields["teachers"].choices

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def entered(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        for name in ("classes", "majors", "contacts", "teachers"):
            if name in given:
                given[name] = list(given[name])
        return given


class RecordExchangeForm(ExchangeForm):
    """What was held: over, with who was there."""

    employees = forms.CharField(
        label=_("Employees who were there"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One person a line: name, and after a comma the job title."),
    )
    students = forms.ModelMultipleChoiceField(
        label=_("Students who were there"),
        queryset=Student.objects.none(),
        required=False,
        widget=RemoteSelectMultiple("internships:student_choices"),
    )
    guests = forms.ModelMultipleChoiceField(
        label=_("Teachers who were there"),
        queryset=Teacher.objects.none(),
        required=False,
        widget=RemoteSelectMultiple("teachers:teacher_choices"),
    )
    sections: ClassVar[Any] = [
        (pgettext_lazy("heading of a form", "What it is"), (*WHAT, "agreement", "department")),
        (pgettext_lazy("exchange", "When and where"), WHEN),
        (_("Who holds it and looks after it"), ("contacts", "teachers", "organiser")),
        (
            pgettext_lazy("exchange", "Who was there"),
            ("audience", "classes", "majors", "employees", "students", "guests"),
        ),
    ]

    def narrow(self) -> None:
        super().narrow()
        fields: dict[str, Any] = self.fields
        for name in ("capacity", "is_public"):
            del fields[name]
        rows = Agreement.objects.visible_to(self.user).filter(parties__enterprise=self.enterprise.pk)
        rows = rows.filter(starts_on__lte=timezone.localdate(), state__in=CONCLUDED_STATES)
        fields["agreement"].queryset = rows.distinct().order_by("pk")
        fields["students"].queryset = Student.objects.visible_to(self.user)
        fields["guests"].queryset = Teacher.objects.all()
        for name in ("students", "guests"):
            fields[name].widget.choices = fields[name].choices

    def clean_employees(self) -> list[tuple[str, str]]:
        return people_of(self.cleaned_data["employees"])

    def entered(self) -> dict[str, Any]:
        given = super().entered()
        there = {
            "employees": given.pop("employees"),
            "students": list(given.pop("students")),
            "teachers": list(given.pop("guests")),
        }
        return given | {"there": there}


def people_of(text: str) -> list[tuple[str, str]]:
    """Each once, by name and job title. Raises ValidationError where one is too long."""
    found = []
    for line in text.replace("，", ",").splitlines():
        name, _comma, job = line.partition(",")
        if name.strip():
            found.append((name.strip(), job.strip()))
    if too_long := next((one for one in found if max(map(len, one)) > 100), None):
        raise forms.ValidationError(_("Too long: %(name)s"), params={"name": too_long[0][:40]})
    return list(dict.fromkeys(found))


def _staff() -> Any:
    return User.objects.staff().order_by("name", "pk")


class OwnExchangeForm(VersionedForm, CheckedByTheOperation):
    """What a liaison proposes at the portal; its choices are found behind the wall."""

    audience = forms.MultipleChoiceField(
        label=_("Who takes part"), choices=Audience, widget=forms.CheckboxSelectMultiple
    )
    contacts = forms.ModelMultipleChoiceField(
        label=_("Held by"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-enhance": ""}),
        help_text=_(
            "Your people who hold it. Propose a person who is missing on the page of your enterprise."
        ),
    )
    department = forms.ModelChoiceField(
        label=_("For which department"), queryset=Department.objects.none(), required=False,
        empty_label=_("the one that looks after our cooperation"),
    )  # fmt: skip
    sections: ClassVar[Any] = [
        (pgettext_lazy("heading of a form", "What it is"), (*WHAT, "department")),
        (pgettext_lazy("exchange", "When and where"), WHEN),
        (_("For whom"), ("audience", "capacity", "is_public", "contacts")),
    ]

    class Meta:
        model = Exchange
        fields = (*WHAT, *WHEN, "audience", "capacity", "is_public")
        widgets = WIDGETS

    def __init__(
        self, *args: Any, enterprise: Enterprise, people: Any, departments: Any, **kwargs: Any
    ) -> None:
        self.enterprise, self.people, self.departments = enterprise, people, departments
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["contacts"].queryset = self.people
        fields["department"].queryset = self.departments
        if self.instance.pk:
            fields["department"].disabled = True

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def entered(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        department = given.pop("department", None)
        return given | {
            "department_id": department.pk if department else self.enterprise.department_id,
            "contacts": list(given["contacts"]),
        }


class SpeakersForm(RecordForm):
    """Who holds it."""

    contacts = forms.ModelMultipleChoiceField(
        label=_("Of the enterprise"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-enhance": ""}),
    )
    teachers = forms.ModelMultipleChoiceField(
        label=_("Teachers"),
        queryset=Teacher.objects.none(),
        required=False,
        widget=RemoteSelectMultiple("teachers:teacher_choices"),
    )

    def __init__(self, *args: Any, people: Any, with_teachers: bool = True, **kwargs: Any) -> None:
        self.people, self.with_teachers = people, with_teachers
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["contacts"].queryset = self.people
        if not self.with_teachers:
            del fields["teachers"]
            return
        fields["teachers"].queryset = Teacher.objects.all()
        fields["teachers"].widget.choices = fields["teachers"].choices


class RepeatForm(RecordForm):
    every_days = forms.IntegerField(
        label=_("Days between"), min_value=1, max_value=366, initial=7, help_text=_("7 is every week.")
    )
    times = forms.IntegerField(label=_("How many times more"), min_value=1, max_value=20, initial=1)


class CloseForm(RecordForm):
    hours = forms.DecimalField(
        label=_("Hours to credit"),
        min_value=Decimal("0.5"),
        max_value=Decimal(24),
        decimal_places=1,
        help_text=_("To who held it and to teachers who were there, and for what is promised."),
    )
    outcome = forms.CharField(
        label=_("What came of it"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class PeopleForm(RecordForm):
    """Who is registered or invited by whoever keeps the exchange."""

    students = forms.ModelMultipleChoiceField(
        label=_("Students"),
        queryset=Student.objects.none(),
        required=False,
        widget=RemoteSelectMultiple("internships:student_choices"),
    )
    teachers = forms.ModelMultipleChoiceField(
        label=_("Teachers"),
        queryset=Teacher.objects.none(),
        required=False,
        widget=RemoteSelectMultiple("teachers:teacher_choices"),
    )
    invite = forms.BooleanField(
        label=_("Only invite them"),
        required=False,
        initial=True,
        help_text=_("They are told and register by themselves. Without this they have a place at once."),
    )

    employees = forms.CharField(
        label=_("Employees who were there"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One person a line: name, and after a comma the job title."),
    )

    def __init__(self, *args: Any, was_held: bool, **kwargs: Any) -> None:
        self.was_held = was_held
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        del fields["invite" if self.was_held else "employees"]
        fields["students"].queryset = Student.objects.visible_to(self.user)
        fields["teachers"].queryset = Teacher.objects.all()
        for name in ("students", "teachers"):
            fields[name].widget.choices = fields[name].choices

    def clean_employees(self) -> list[tuple[str, str]]:
        return people_of(self.cleaned_data["employees"])


class EmployeesForm(RecordForm):
    """Employees by name, one a line."""

    people = forms.CharField(
        label=_("Employees"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One person a line: name, and after a comma the job title."),
    )

    def clean_people(self) -> list[tuple[str, str]]:
        found = people_of(self.cleaned_data["people"])
        if not found:
            raise forms.ValidationError(_("Enter at least one name."))
        return found


class MaterialForm(RecordForm):
    upload = forms.FileField(label=_("File"), help_text=_("Slides, hand-outs, photos or minutes."))


class CodeForm(RecordForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text=_("The six digits on the speaker’s screen."),
    )


SCALE = [(str(number), str(number)) for number in range(5, 0, -1)]


class FeedbackForm(RecordForm):
    """The survey; what is entered is kept without whose it is."""

    words = forms.CharField(
        label=_("What else would you like to say?"),
        help_text=_("Do not write your name: nobody learns who answered what."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def narrow(self) -> None:
        asked = {
            name: forms.TypedChoiceField(
                label=label,
                choices=SCALE,
                coerce=int,
                widget=forms.RadioSelect,
                help_text=_("5 is best.") if name == "content" else "",
            )
            for name, label in QUESTIONS.items()
        }
        self.fields = {**asked, **self.fields}


class EmployeesFeedbackForm(FeedbackForm):
    """The survey at the portal, where employees are known by name only: theirs, or handed in for them."""

    registration = forms.TypedChoiceField(
        label=_("Whose answer"),
        coerce=int,
        help_text=_("Only that this person has answered is kept. What was answered is kept without a name."),
    )

    def __init__(self, *args: Any, employees: Iterable[Registration], **kwargs: Any) -> None:
        self.employees = list(employees)
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        fields: dict[str, Any] = self.fields
        whose = fields.pop("registration")
        whose.choices = [
            (one.pk, " · ".join(filter(None, (one.employee, one.job)))) for one in self.employees
        ]
        self.fields = {"registration": whose, **fields}
