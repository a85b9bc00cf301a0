from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from agreements.models import Agreement
from core.forms import (
    CheckedByTheOperation,
    DateInput,
    RecordForm,
    RemoteSelect,
    RemoteSelectMultiple,
)
from partnerships.models import Enterprise
from partnerships.policies import departments_for
from projects.models import Criterion, Opinion, Project, ProjectResult, Verdict
from projects.transitions import EDIT
from teachers.models import Teacher

WHAT = ("kind", "title", "aims", "majors")
WHEN = ("starts_on", "ends_on")
WHO = ("lead", "lead_teacher", "agreement", "department")
WIDGETS: dict[str, Any] = {
    "aims": forms.Textarea(attrs={"rows": 5}),
    "majors": RemoteSelectMultiple("catalogue:major_choices"),
    "starts_on": DateInput(),
    "ends_on": DateInput(),
}


def staff() -> Any:
    return User.objects.staff().order_by("name", "pk")


def agreements_with(user: Any, enterprise: Any, kept: int | None = None) -> Any:
    """Those that bind today, and the one that is chosen already."""
    today = timezone.localdate()
    rows = Agreement.objects.visible_to(user).filter(parties__enterprise=enterprise)
    return (rows.binding(today).distinct() | Agreement.objects.filter(pk=kept or 0).distinct()).order_by("pk")


class ChooseEnterpriseForm(RecordForm):
    """With whom."""

    enterprise = forms.ModelChoiceField(
        label=_("Leading enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        field.queryset = Enterprise.objects.visible_to(self.user)
        field.widget.choices = field.choices


class ProjectFields(CheckedByTheOperation):
    """What either side says of a project it proposes; the operation checks the record."""

    sections: ClassVar[Any] = [
        (pgettext_lazy("joint project", "What it is"), WHAT),
        (pgettext_lazy("joint project", "When"), (WHEN,)),
    ]

    class Meta:
        model = Project
        fields = (*WHAT, *WHEN)
        widgets = WIDGETS

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["majors"].widget.choices = fields["majors"].choices

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def entered(self) -> dict[str, Any]:
        return dict(self.cleaned_data) | {"majors": list(self.cleaned_data["majors"])}


class ProjectForm(ProjectFields):
    """As the staff enters it."""

    sections: ClassVar[Any] = [
        *ProjectFields.sections,
        (pgettext_lazy("joint project", "Who leads it, under which agreement"), WHO),
    ]

    class Meta(ProjectFields.Meta):
        fields = (*WHAT, *WHEN, *WHO)  # type: ignore[assignment]
        widgets = {
            **WIDGETS,
            "lead": forms.Select(attrs={"data-enhance": ""}),
            "lead_teacher": RemoteSelect("teachers:teacher_choices"),
            "agreement": forms.Select(attrs={"data-enhance": ""}),
        }

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        fields: dict[str, Any] = self.fields
        fields["lead"].queryset = staff()
        narrow_teacher(fields["lead_teacher"])
        fields["agreement"].queryset = agreements_with(
            self.user, self.enterprise.pk, self.instance.agreement_id
        )
        if self.instance.pk:
            del fields["department"]
        else:
            fields["department"].queryset = departments_for(self.user, EDIT)


def narrow_teacher(field: Any) -> None:
    field.queryset = Teacher.objects.filter(left_on=None)
    field.widget.choices = field.choices


class TakeUpForm(RecordForm):
    """Who leads it, and under which agreement it stands."""

    lead = forms.ModelChoiceField(
        label=_("led by somebody of the staff"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-enhance": ""}),
    )
    lead_teacher = forms.ModelChoiceField(
        label=_("or by a teacher"),
        queryset=Teacher.objects.none(),
        required=False,
        widget=RemoteSelect("teachers:teacher_choices"),
    )
    agreement = forms.ModelChoiceField(
        label=_("under the agreement"),
        queryset=Agreement.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=_("It binds on the day on which the project is approved. What it promises counts there."),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        self.project = project
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["lead"].queryset = staff()
        narrow_teacher(fields["lead_teacher"])
        fields["agreement"].queryset = agreements_with(
            self.user, self.project.enterprise_id, self.project.agreement_id
        )
        if not self.project.is_planned:
            del fields["agreement"]


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class FileForm(RecordForm):
    upload = forms.FileField(label=_("File"))


class TickForm(RecordForm):
    """What was delivered."""

    done_on = forms.DateField(
        label=pgettext_lazy("milestone", "done on"), widget=DateInput(), initial=timezone.localdate
    )
    remark = forms.CharField(label=pgettext_lazy("milestone", "remark"), max_length=500, required=False)
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("The deliverable itself, or a proof of it.")
    )


class OpinionForm(RecordForm):
    opinion = forms.ChoiceField(
        label=pgettext_lazy("panel of a project", "opinion"),
        choices=Opinion.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=pgettext_lazy("panel of a project", "in words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed unless you accept it without conditions. Both sides read it."),
    )


class CloseForm(RecordForm):
    result = forms.ChoiceField(
        label=pgettext_lazy("joint project", "result"),
        choices=ProjectResult.choices,
        widget=forms.RadioSelect,
    )
    conclusion = forms.CharField(
        label=_("conclusion of the acceptance"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The conditions, or why it is not accepted. It stands in the report."),
    )


class JudgeForm(RecordForm):
    """A verdict and a remark for each criterion."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        self.criteria = criteria
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for one in self.criteria:
            self.fields[f"verdict_{one.pk}"] = forms.ChoiceField(
                label=one.text,
                choices=[("", _("not said yet")), *Verdict.choices],
                required=False,
                initial=one.verdict,
            )
            self.fields[f"remark_{one.pk}"] = forms.CharField(
                label=pgettext_lazy("criterion", "remark"),
                max_length=500,
                required=False,
                initial=one.remark,
            )

    def verdicts(self) -> dict[int, tuple[str, str]]:
        said = self.cleaned_data
        return {one.pk: (said[f"verdict_{one.pk}"], said[f"remark_{one.pk}"]) for one in self.criteria}


class ConfirmationForm(RecordForm):
    reason = forms.CharField(
        label=_("Who of the enterprise said so, and how"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
