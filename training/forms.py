from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
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
from core.imports.reading import UnreadableFile, open_table
from core.imports.spec import fold
from internships.forms.rounds import InstantInput
from partnerships.models import Enterprise
from partnerships.policies import departments_for
from teachers.models import Teacher
from training.models import Course
from training.operations.enrolments import MOST_AT_ONCE, Person
from training.transitions import EDIT

WHAT = ("title", "aims", "department", "majors", "occupation")
HOW = ("teachers", "place", "organiser")
TERMS = ("fee", "capacity", "minimum", "enrol_until", "is_for_all", "partners")
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "员工姓名", "name", "employee"),
    "job": ("岗位", "职务", "工种", "job", "post", "job title", "position"),
    "phone": ("电话", "手机", "手机号", "联系电话", "phone", "mobile"),
}
KNOWN = {fold(word): field for field, words in COLUMNS.items() for word in words}
LONGEST = {"name": 60, "job": 60, "phone": 40}


class CourseForm(CheckedByTheOperation):
    """What is offered; the operation checks the record."""

    teachers = forms.ModelMultipleChoiceField(
        label=_("Given by"),
        queryset=Teacher.objects.none(),
        required=False,
        widget=RemoteSelectMultiple("teachers:teacher_choices"),
    )
    sections: ClassVar[Any] = [
        (pgettext_lazy("heading of a form", "What it is"), WHAT),
        (_("Who gives it, and where"), HOW),
        (_("For whom, and at what price"), TERMS),
    ]

    class Meta:
        model = Course
        fields = (*WHAT, "place", "organiser", *TERMS)
        widgets = {
            "aims": forms.Textarea(attrs={"rows": 5}),
            "majors": RemoteSelectMultiple("catalogue:major_choices"),
            "occupation": RemoteSelect("catalogue:occupation_choices"),
            "partners": RemoteSelectMultiple("partnerships:enterprise_choices"),
            "organiser": forms.Select(attrs={"data-enhance": ""}),
            "enrol_until": DateInput(),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["teachers"].queryset = Teacher.objects.all()
        fields["partners"].queryset = Enterprise.objects.visible_to(self.user)
        fields["organiser"].queryset = User.objects.staff().order_by("name", "pk")
        for name in ("teachers", "partners", "majors", "occupation"):
            fields[name].widget.choices = fields[name].choices
        if self.instance.pk:
            del fields["department"]
        else:
            fields["department"].queryset = departments_for(self.user, EDIT)

    def entered(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {name: list(given[name]) for name in ("teachers", "partners", "majors")}


class SessionForm(RecordForm):
    """When it is taught: once, or again at the same time of later days."""

    starts_at = forms.DateTimeField(
        label=pgettext_lazy("session of a course", "Begins"),
        widget=InstantInput(),
        help_text=_(
            "Of a course that was held already, its past days: it is then recorded without an offer."
        ),
    )
    hours = forms.DecimalField(
        label=pgettext_lazy("session of a course", "Hours"),
        min_value=Decimal("0.5"),
        max_value=Decimal(12),
        decimal_places=1,
    )
    topic = forms.CharField(
        label=pgettext_lazy("session of a course", "Topic"), max_length=160, required=False
    )
    times = forms.IntegerField(
        label=_("How many times"), min_value=1, max_value=30, initial=1, help_text=_("1 is only this one.")
    )
    every_days = forms.IntegerField(
        label=_("Days between"), min_value=1, max_value=60, initial=7, help_text=_("7 is every week.")
    )


class PeopleForm(RecordForm):
    """Employees by name: written one a line, or as a list in a file."""

    people = forms.CharField(
        label=_("Employees"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One person a line: name, and after commas the job title and, if you like, the phone number. "
            "No more is needed of anybody."
        ),
    )
    upload = forms.FileField(
        label=_("Or a list"),
        required=False,
        help_text=_("CSV or XLSX with columns for the name, the job title and the phone number."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        found = [*_lines(given.get("people", "")), *_rows(given.pop("upload", None))]
        people = list(dict.fromkeys(found))
        if not people:
            raise forms.ValidationError(_("Enter at least one name."))
        if len(people) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most %(count)d at once."), params={"count": MOST_AT_ONCE})
        for person in people:
            if any(len(getattr(person, name)) > most for name, most in LONGEST.items()):
                raise forms.ValidationError(_("Too long: %(name)s"), params={"name": person.name[:40]})
        return given | {"people": people}


def _lines(text: str) -> list[Person]:
    found = []
    for line in text.replace("，", ",").splitlines():
        name, job, phone = (part.strip() for part in f"{line},,".split(",")[:3])
        if name:
            found.append(Person(name, job, phone))
    return found


def _rows(upload: Any) -> list[Person]:
    """Those of a file. Raises ValidationError."""
    if upload is None:
        return []
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name or "").suffix) as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            with open_table(Path(copy.name), is_known=lambda header: fold(header) in KNOWN) as table:
                columns = {KNOWN.get(fold(header), ""): place for place, header in enumerate(table.headers)}
                if "name" not in columns:
                    raise forms.ValidationError(_("The list has no column for the name."))
                return [
                    Person(**{field: _cell(cells, columns.get(field)) for field in COLUMNS})
                    for _number, cells in table.rows()
                    if _cell(cells, columns["name"])
                ]
        except UnreadableFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


class EnrolForm(PeopleForm):
    """Employees of an enterprise, enrolled by the staff."""

    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    field_order = ("enterprise", "people", "upload")

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        field.queryset = Enterprise.objects.visible_to(self.user)
        field.widget.choices = field.choices


class CloseForm(RecordForm):
    """The hours of each trainer, and what came of it."""

    def __init__(self, *args: Any, trainers: Any, most: Decimal, **kwargs: Any) -> None:
        self.trainers, self.most = list(trainers), most
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for one in self.trainers:
            self.fields[f"hours-{one.teacher_id}"] = forms.DecimalField(
                label=_("Hours of %(name)s") % {"name": one.teacher},
                min_value=Decimal(0),
                max_value=self.most,
                decimal_places=1,
                initial=self.most,
            )
        self.fields["outcome"] = forms.CharField(
            label=_("What came of it"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def entered(self) -> dict[str, Any]:
        given = self.cleaned_data
        hours = {one.teacher_id: given[f"hours-{one.teacher_id}"] for one in self.trainers}
        return {"hours": hours, "outcome": given["outcome"]}


class PaymentForm(RecordForm):
    paid_on = forms.DateField(
        label=pgettext_lazy("fee for a course", "Paid on"), widget=DateInput(), initial=timezone.localdate
    )
    receipt = forms.CharField(
        label=_("Receipt number"), max_length=60, help_text=_("As it stands on the receipt of the centre.")
    )
