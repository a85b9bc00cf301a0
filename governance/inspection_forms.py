from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.holders import Holders
from accounts.models import Department, User
from core.forms import CheckedByTheOperation, DateInput, RecordForm
from core.school_years import in_words, school_year
from governance.dossiers import dossier_kind, kind_choices
from governance.forms import ENHANCED
from governance.inspection_transitions import EDIT
from governance.models import Finding, Inspection, Inspector
from governance.models import Regulation as RegulationModel
from governance.operations.inspections import SCOPE
from internships.models import Plan
from partnerships.policies import departments_for

YEARS_BACK = 6
TO_RECTIFY = timedelta(days=30)


def years() -> list[tuple[int, str]]:
    last = school_year(timezone.localdate())
    return [(year, in_words(year)) for year in range(last, last - YEARS_BACK, -1)]


def in_a_month() -> Any:
    return timezone.localdate() + TO_RECTIFY


def who_may_answer(departments: Iterable[Department]) -> QuerySet[User]:
    """Whoever may accept what was put right, in one of the departments; the operation holds it to one."""
    holders = Holders.on(timezone.localdate())
    keys = {holder.user.pk for one in departments for holder in holders.of(EDIT, one.pk)}
    return User.objects.staff().filter(pk__in=keys)


class InspectionForm(CheckedByTheOperation):
    sections: ClassVar[Any] = [
        (_("Who inspects what, and on which basis"), ("title", ("kind", "body"), "basis", "aim")),
        (_("Who answers for it"), (("department", "responsible"),)),
        (_("What inspectors may see"), ("kinds", "departments", "plans", "years", "only_sample")),
        (_("From when to when"), (("starts_on", "ends_on"),)),
        (_("Sensitive data"), ("opens_sensitive", "sensitive_reason")),
    ]
    kinds = forms.MultipleChoiceField(label=_("Kinds of dossiers"), widget=forms.CheckboxSelectMultiple)
    years = forms.TypedMultipleChoiceField(
        label=_("School years"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("By the year in which they begin. None: all years."),
    )

    class Meta:
        model = Inspection
        fields = (
            *("title", "kind", "body", "basis", "aim", "department", "responsible"),
            *("departments", "plans", "only_sample", "starts_on", "ends_on"),
            *("opens_sensitive", "sensitive_reason"),
        )
        widgets = {
            "aim": forms.Textarea(attrs={"rows": 3}),
            "sensitive_reason": forms.Textarea(attrs={"rows": 2}),
            "responsible": forms.Select(attrs=ENHANCED),
            "departments": forms.SelectMultiple(attrs=ENHANCED),
            "plans": forms.SelectMultiple(attrs=ENHANCED),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = departments_for(self.user, EDIT)
        fields["departments"].queryset = departments_for(self.user, EDIT)
        fields["plans"].queryset = Plan.objects.visible_to(self.user).order_by("-starts_on", "pk")
        fields["responsible"].queryset = who_may_answer(fields["department"].queryset)
        fields["kinds"].choices = kind_choices()
        fields["years"].choices = years()
        if self.instance.pk and self.instance.draws.exists():
            for name in SCOPE:
                del fields[name]


class InspectorForm(CheckedByTheOperation):
    class Meta:
        model = Inspector
        fields = ("name", "position", "email", "language")


class DaysForm(RecordForm):
    ends_on = forms.DateField(
        label=_("Access until"),
        widget=DateInput(),
        help_text=_("Today or later. From the day after nobody comes in."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the history of the inspection."),
    )


class CloseForm(RecordForm):
    conclusion = forms.CharField(
        label=_("Conclusion"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the authority said in the end; it stands in the report."),
    )


class DrawForm(RecordForm):
    """How many of each kind that the inspection looks at."""

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        self.inspection = inspection
        super().__init__(*args, **kwargs)

    by_department = forms.BooleanField(
        label=_("So many of each department"),
        required=False,
        help_text=_("Each department with such dossiers is drawn from by itself."),
    )
    seed = forms.CharField(
        label=_("Seed"),
        max_length=64,
        required=False,
        help_text=_("A number that nobody here chose, such as dice or a public lottery; else a random one."),
    )
    reason = forms.CharField(
        label=_("Why it is drawn again"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands beside the draw; the earlier one stays."),
    )

    def narrow(self) -> None:
        sizes = {
            self.size_of(name): forms.IntegerField(
                label=str(dossier_kind(name).label),
                min_value=0,
                max_value=500,
                initial=4,
                help_text=_("How many are drawn; 0: none."),
            )
            for name in self.inspection.kinds
        }
        self.fields = {**sizes, **self.fields}
        if not self.inspection.draws.exists():
            del self.fields["reason"]

    @staticmethod
    def size_of(kind: str) -> str:
        return f"size_{kind}"

    def given(self) -> dict[str, Any]:
        """As the operation takes it."""
        data = dict(self.cleaned_data)
        return data | {"sizes": {name: data.pop(self.size_of(name)) for name in self.inspection.kinds}}


class FindingForm(CheckedByTheOperation):
    sections: ClassVar[Any] = [
        (
            pgettext_lazy("finding", "What was found"),
            ("what", ("article", "severity"), "regulation", "found_on"),
        ),
        (_("Who puts it right, until when"), (("assignee", "due_on"),)),
    ]

    class Meta:
        model = Finding
        fields = ("what", "article", "severity", "regulation", "found_on", "assignee", "due_on")
        widgets = {
            "what": forms.Textarea(attrs={"rows": 4}),
            "regulation": forms.Select(attrs=ENHANCED),
            "assignee": forms.Select(attrs=ENHANCED),
            "found_on": DateInput(),
            "due_on": DateInput(),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["regulation"].queryset = RegulationModel.objects.visible_to(self.user)
        fields["assignee"].queryset = User.objects.staff()
        if not self.instance.pk:
            fields["found_on"].initial = timezone.localdate
            fields["due_on"].initial = in_a_month


class AnswerForm(RecordForm):
    answer = forms.CharField(
        label=pgettext_lazy("finding", "What was done"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Add the papers that show it before you hand in."),
    )


class EvidenceForm(RecordForm):
    upload = forms.FileField(label=_("File"), help_text=_("PDF, picture or office document."))
