from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement
from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect
from internships.models import SchoolClass, Student
from partnerships.models import Contact, Enterprise
from placements.models import AlternationSchedule, AlternationWeek, LearningPlace, WeekCredit
from placements.operations.alternation_credits import Absence, Absences
from placements.transitions.alternation import EDIT
from teachers.models import Teacher

ENHANCED = {"data-enhance": ""}


class WithWhomForm(RecordForm):
    """Which class goes where: what can be agreed depends on both."""

    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=SchoolClass.objects.none(), widget=forms.Select(attrs=ENHANCED)
    )
    enterprise = forms.ModelChoiceField(label=_("Enterprise"), queryset=Enterprise.objects.none())

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        classes = SchoolClass.objects.visible_to(self.user).permitting(self.user, EDIT).current()
        fields["school_class"].queryset = classes
        fields["enterprise"].queryset = Enterprise.objects.visible_to(self.user)
        fields["enterprise"].widget = RemoteSelect("partnerships:enterprise_choices")
        fields["enterprise"].widget.choices = fields["enterprise"].choices


class AlternationForm(RecordModelForm):
    """What is agreed with an enterprise about a class."""

    sections = [
        (pgettext_lazy("heading of a form", "What it is"), ("kind", "agreement")),
        (_("When, and for how many hours"), ("starts_on", "ends_on", "school_hours", "enterprise_hours")),
        (_("Who looks after the class"), ("school_contact", "host_contact", "capacity")),
    ]

    class Meta:
        model = AlternationSchedule
        fields = (
            "kind", "agreement", "starts_on", "ends_on", "school_hours", "enterprise_hours",
            "school_contact", "host_contact", "capacity",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "kind": forms.RadioSelect,
            "agreement": forms.Select(attrs=ENHANCED),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "school_contact": RemoteSelect("teachers:teacher_choices"),
            "host_contact": forms.Select(attrs=ENHANCED),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "enterprise_hours": _("In a week without holidays; a shortened week counts for less by itself."),
        }

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["agreement"].queryset = Agreement.objects.visible_to(self.user).filter(
            pk__in=Agreement.objects.filter(parties__enterprise=self.enterprise).values("pk")
        )
        fields["school_contact"].queryset = Teacher.objects.filter(left_on=None)
        fields["host_contact"].queryset = Contact.objects.filter(enterprise=self.enterprise, left_on=None)

    def entered(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PatternForm(forms.Form):
    """So many weeks here and there by turns: fills the grid, which may then be changed week by week."""

    at_school = forms.IntegerField(label=_("weeks at the school"), min_value=1, max_value=20, initial=2)
    at_enterprise = forms.IntegerField(
        label=_("weeks at the enterprise"), min_value=1, max_value=20, initial=1
    )
    begins = forms.ChoiceField(label=_("begins with"), choices=LearningPlace, initial=LearningPlace.SCHOOL)


class AbsencesForm(RecordForm):
    """Who missed how many hours of a week; nobody needs to be named who was there."""

    def __init__(
        self,
        *args: Any,
        week: AlternationWeek,
        students: Iterable[Student],
        credits: Iterable[WeekCredit] = (),
        **kwargs: Any,
    ) -> None:
        self.week, self.students = week, list(students)
        self.credits = {credit.student_id: credit for credit in credits}
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for student in self.students:
            known = self.credits.get(student.pk)
            self.fields[f"missed_{student.pk}"] = forms.DecimalField(
                label=_("Hours missed"),
                min_value=Decimal(0),
                max_value=self.week.hours,
                decimal_places=1,
                max_digits=4,
                required=False,
                initial=known.missed if known and known.missed else None,
            )
            self.fields[f"reason_{student.pk}"] = forms.CharField(
                label=_("Why"), max_length=200, required=False, initial=known.reason if known else ""
            )
        if self.week.is_vouched:
            self.fields["reason"] = forms.CharField(
                label=_("Why it is corrected"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )

    def lines(self) -> list[dict[str, Any]]:
        """Each student with the two fields about them."""
        return [
            {
                "student": student,
                "missed": self[f"missed_{student.pk}"],
                "reason": self[f"reason_{student.pk}"],
            }
            for student in self.students
        ]

    def absences(self) -> Absences:
        given = self.cleaned_data
        return {
            student.pk: Absence(given[f"missed_{student.pk}"], given[f"reason_{student.pk}"])
            for student in self.students
            if given[f"missed_{student.pk}"]
        }
