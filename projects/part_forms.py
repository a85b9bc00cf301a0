"""Forms of the parts of a joint project, by the name of the part."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import CheckedByTheOperation, DateInput, RemoteSelect
from internships.models import Student
from partnerships.models import Contact, Enterprise
from projects import models
from projects.forms import narrow_teacher, staff
from projects.notices import enterprises_of

LONG = forms.Textarea(attrs={"rows": 5})
LISTED = {"data-enhance": ""}


def enterprises_in(project: models.Project) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(pk__in=enterprises_of(project))


def people_of(project: models.Project) -> QuerySet[Contact]:
    return Contact.objects.filter(enterprise__in=enterprises_of(project), left_on=None)


class PartForm(CheckedByTheOperation):
    """One part; the operation checks the record."""

    with_upload: ClassVar[bool] = False

    def __init__(self, *args: Any, project: models.Project, **kwargs: Any) -> None:
        self.project = project
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        if self.with_upload:
            self.fields["upload"] = forms.FileField(label=_("File"), required=False)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class PartnerForm(PartForm):
    class Meta:
        model = models.ProjectPartner
        fields = ("enterprise",)
        widgets: ClassVar[dict[str, Any]] = {"enterprise": RemoteSelect("partnerships:enterprise_choices")}

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        field.queryset = Enterprise.objects.visible_to(self.user)
        field.widget.choices = field.choices


class MemberForm(PartForm):
    class Meta:
        model = models.ProjectMember
        fields = ("teacher", "contact", "student", "role", "hours", "task")
        widgets: ClassVar[dict[str, Any]] = {
            "teacher": RemoteSelect("teachers:teacher_choices"),
            "contact": forms.Select(attrs=LISTED),
            "student": RemoteSelect("internships:student_choices"),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        narrow_teacher(fields["teacher"])
        fields["contact"].queryset = people_of(self.project)
        fields["student"].queryset = Student.objects.visible_to(self.user)
        fields["student"].widget.choices = fields["student"].choices


class MilestoneForm(PartForm):
    class Meta:
        model = models.Milestone
        fields = ("title", "deliverable", "side", "due_on")
        widgets: ClassVar[dict[str, Any]] = {"due_on": DateInput()}


class BudgetLineForm(PartForm):
    class Meta:
        model = models.BudgetLine
        fields = ("purpose", "title", "amount")


class ContributionForm(PartForm):
    class Meta:
        model = models.Contribution
        fields = ("enterprise", "amount", "note")

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        field.queryset = enterprises_in(self.project)
        field.empty_label = _("the centre")


class ExpenseForm(PartForm):
    with_upload = True

    class Meta:
        model = models.Expense
        fields = ("line", "voucher", "spent_on", "amount", "payer", "purpose", "why_above")
        widgets: ClassVar[dict[str, Any]] = {"spent_on": DateInput()}

    def narrow(self) -> None:
        super().narrow()
        fields: dict[str, Any] = self.fields
        fields["line"].queryset = self.project.budget_lines.all()
        fields["payer"].queryset = enterprises_in(self.project)
        fields["payer"].empty_label = _("the centre")


class MeetingForm(PartForm):
    class Meta:
        model = models.Meeting
        fields = ("held_on", "place", "present", "minutes")
        widgets: ClassVar[dict[str, Any]] = {"held_on": DateInput(), "minutes": LONG}


class RiskForm(PartForm):
    class Meta:
        model = models.Risk
        fields = ("title", "side", "owner", "likelihood", "impact", "measure")


class CriterionForm(PartForm):
    class Meta:
        model = models.Criterion
        fields = ("text",)
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 3})}


class PanelForm(PartForm):
    class Meta:
        model = models.PanelMember
        fields = ("user", "contact")
        widgets: ClassVar[dict[str, Any]] = {
            "user": forms.Select(attrs=LISTED),
            "contact": forms.Select(attrs=LISTED),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["user"].queryset = staff()
        fields["contact"].queryset = people_of(self.project)


class OutcomeForm(PartForm):
    with_upload = True

    class Meta:
        model = models.Outcome
        fields = (
            *("kind", "title", "number", "achieved_on", "value", "centre_share", "enterprise_share", "owner"),
        )
        widgets: ClassVar[dict[str, Any]] = {"achieved_on": DateInput()}

    def narrow(self) -> None:
        super().narrow()
        field: Any = self.fields["owner"]
        field.queryset = enterprises_in(self.project)


PART_FORMS: dict[str, type[PartForm]] = {
    "partner": PartnerForm,
    "member": MemberForm,
    "milestone": MilestoneForm,
    "budget_line": BudgetLineForm,
    "contribution": ContributionForm,
    "expense": ExpenseForm,
    "meeting": MeetingForm,
    "risk": RiskForm,
    "criterion": CriterionForm,
    "panel": PanelForm,
    "outcome": OutcomeForm,
}
