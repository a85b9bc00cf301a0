from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, User
from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelectMultiple
from internships.models import FilingKind, Plan, PlanDocument, SchoolClass, Side
from partnerships.policies import possible_owners
from signing.models import ApprovalRoute
from teachers.models import Teacher

ENHANCED = {"data-enhance": ""}
SPARE_LINES = 3
YES_OR_NO = [("yes", _("yes")), ("no", _("no"))]


def is_yes(answer: str) -> bool:
    return answer == "yes"


class PlanForm(RecordModelForm):
    sections = [
        (_("What it is called"), ("name_zh", "name_en", "kind", "aims")),
        (_("Who takes part"), ("department", "entered_in", "classes", "majors")),
        (_("When"), ("starts_on", "ends_on")),
        (_("Who looks after it"), ("owner", "responsible", "instructors", "route")),
    ]

    class Meta:
        model = Plan
        fields = (
            "name_zh", "name_en", "kind", "aims", "department", "entered_in", "classes", "majors",
            "starts_on", "ends_on", "owner", "responsible", "instructors", "route",
        )  # fmt: skip
        widgets = {
            "aims": forms.Textarea(attrs={"rows": 3}),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "classes": forms.SelectMultiple(attrs=ENHANCED),
            "instructors": forms.SelectMultiple(attrs=ENHANCED),
            "responsible": forms.Select(attrs=ENHANCED),
            "owner": forms.Select(attrs=ENHANCED),
            "majors": RemoteSelectMultiple("catalogue:major_choices"),
        }
        help_texts = {
            "name_zh": _("At least one of the two names."),
            "ends_on": _("A post internship normally takes six months."),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        scope = self.user.scope_for("plan.edit")
        departments = Department.objects.filter(is_active=True)
        fields["department"].queryset = (
            departments if scope.everywhere else departments.filter(pk__in=scope.departments)
        )
        fields["classes"].queryset = SchoolClass.objects.visible_to(self.user).current()
        teachers = Teacher.objects.filter(left_on=None)
        fields["responsible"].queryset = fields["instructors"].queryset = teachers
        fields["route"].queryset = ApprovalRoute.objects.filter(
            is_active=True, steps__capability__startswith="plan."
        ).distinct()
        fields["owner"].queryset = possible_owners(timezone.localdate()) | User.objects.filter(
            pk=self.instance.owner_id or self.user.pk
        )


class TaskLine(forms.Form):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Task"), max_length=200)
    learning_outcome = forms.CharField(label=_("Learning outcome"), widget=forms.Textarea(attrs={"rows": 2}))
    typical_task = forms.CharField(label=_("Typical work task"), max_length=200, required=False)


class CriterionLine(forms.Form):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Criterion"), max_length=200)
    side = forms.ChoiceField(label=_("Judged by"), choices=Side)
    weight = forms.IntegerField(label=_("Weight in percent"), min_value=1, max_value=100)


class LinesForm(RecordForm):
    """Several lines of one kind, in their order; an empty line says nothing, a ticked one goes."""

    line_form: type[forms.Form]

    def __init__(self, data: Any = None, *args: Any, lines: list[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        factory: Any = formset_factory(
            self.line_form, extra=SPARE_LINES, can_delete=True, can_order=True, max_num=60, validate_max=True
        )
        self.lines: BaseFormSet = factory(data, initial=lines, prefix="lines")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.lines.is_valid():
            raise forms.ValidationError(_("Please look at the marked lines."))
        rows = [line.cleaned_data for line in self.lines.ordered_forms if line.cleaned_data]
        cleaned["lines"] = [
            {name: value for name, value in row.items() if name not in {"ORDER", "DELETE"}} for row in rows
        ]
        return cleaned


class TasksForm(LinesForm):
    line_form = TaskLine


class CriteriaForm(LinesForm):
    line_form = CriterionLine


class DocumentForm(RecordForm):
    upload = forms.FileField(label=_("File"))
    kind = forms.ChoiceField(label=_("What it is"), choices=PlanDocument.Kind)


class FilingForm(RecordForm):
    kind = forms.ChoiceField(label=_("What was filed"), choices=FilingKind)
    number = forms.CharField(label=_("Filing number"), max_length=80)
    authority = forms.CharField(label=_("Filed with"), max_length=200)
    filed_on = forms.DateField(label=_("Filed on"), widget=DateInput())
    scan = forms.FileField(label=_("Scan of the receipt"), required=False)


class PublishHostsForm(RecordForm):
    decided_on = forms.DateField(
        label=_("Approved on"),
        widget=DateInput(),
        help_text=_("By the Party committee of the school."),
    )
    published_on = forms.DateField(label=_("Published on"), widget=DateInput())
    address = forms.URLField(
        label=_("Address of the page"),
        max_length=500,
        help_text=_("Where everybody can read the list."),
        assume_scheme="https",
    )


class DeclareForm(RecordForm):
    """What only the school can say; a question that nobody has answered keeps everybody from starting."""

    is_for_profit = forms.TypedChoiceField(
        label=_("Is the internship organised for profit?"),
        choices=YES_OR_NO,
        coerce=is_yes,
        widget=forms.RadioSelect,
        help_text=_("This is strictly prohibited (INT-10)."),
    )
    payment_to_school = forms.DecimalField(
        label=_("What do enterprises pay the school for the interns?"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        help_text=_("In yuan, 0 if nothing. The school takes no pay for interns (INT-10)."),
    )
    copies_host_standards = forms.TypedChoiceField(
        label=_("Are students assessed by the attendance or staff standards of the hosts alone?"),
        choices=YES_OR_NO,
        coerce=is_yes,
        widget=forms.RadioSelect,
        help_text=_("Standards for staff are never simply copied (INT-32)."),
    )


class ReasonForm(RecordForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the history of the plan."),
    )
