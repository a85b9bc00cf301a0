from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.holders import Holders
from accounts.models import Department, User
from agreements.choices import CONCLUDED_STATES
from agreements.models import Agreement
from assessments.models import Action, ActionSide, Assessment, Grade, Result, questions_for
from assessments.operations.assessments import Mark, word_expected_by
from assessments.scoring import MOST_JUDGED
from assessments.transitions import EDIT
from core.forms import CheckedByTheOperation, DateInput, RecordForm
from core.school_years import in_words, school_year
from partnerships.models import Contact, Enterprise
from partnerships.policies import departments_for

YEARS_BACK = 6
SURVEY_DAYS = timedelta(days=20)


def year_choices() -> list[tuple[int, str]]:
    """The school years that can be assessed, the latest first."""
    this = school_year(timezone.localdate())
    return [(year, in_words(year)) for year in range(this, this - YEARS_BACK, -1)]


def last_year() -> int:
    return school_year(timezone.localdate()) - 1


def _words(label: Any, *, rows: int = 4, required: bool = True, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


class YearForm(RecordForm):
    """Of which school year, for the partners of which departments."""

    study_year = forms.TypedChoiceField(
        label=_("School year"), coerce=int, choices=year_choices, initial=last_year
    )
    departments = forms.ModelMultipleChoiceField(
        label=_("Departments"),
        queryset=Department.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All partners of theirs that have none for the year yet."),
    )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["departments"].queryset = departments_for(self.user, EDIT)


class SurveysForm(YearForm):
    opens_on = forms.DateField(
        label=pgettext_lazy("survey", "Opens on"), widget=DateInput(), initial=timezone.localdate
    )
    closes_on = forms.DateField(
        label=pgettext_lazy("survey", "Closes on"),
        widget=DateInput(),
        initial=lambda: timezone.localdate() + SURVEY_DAYS,
        help_text=_("The last day. Who has not answered is reminded once, three days before."),
    )


class MoveEndForm(RecordForm):
    closes_on = forms.DateField(label=pgettext_lazy("survey", "Closes on"), widget=DateInput())


class AssessmentForm(RecordForm):
    """One year of one enterprise."""

    study_year = forms.TypedChoiceField(
        label=_("School year"), coerce=int, choices=year_choices, initial=last_year
    )
    agreement = forms.ModelChoiceField(
        label=_("Agreement"),
        queryset=Agreement.objects.none(),
        required=False,
        empty_label=_("The whole partnership"),
        help_text=_("Only where one agreement is assessed by itself."),
    )

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        rows = Agreement.objects.visible_to(self.user).filter(
            parties__enterprise=self.enterprise, state__in=CONCLUDED_STATES
        )
        fields["agreement"].queryset = rows.distinct().order_by("-starts_on", "pk")


class JudgeForm(RecordForm):
    """A section for each indicator: points where people judge, a remark, whether it concerns at all."""

    def __init__(self, *args: Any, results: Iterable[Result], **kwargs: Any) -> None:
        self.results = list(results)
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        sections: list[Any] = []
        for row in self.results:
            key, names = row.indicator_id, []
            if row.indicator.is_judged:
                self.fields[f"points_{key}"] = forms.DecimalField(
                    label=_("Points, 0 to 5"),
                    min_value=Decimal(0),
                    max_value=Decimal(MOST_JUDGED),
                    max_digits=3,
                    decimal_places=1,
                    required=False,
                    initial=row.value,
                    help_text=row.indicator.guide,
                )
                names.append(f"points_{key}")
            self.fields[f"remark_{key}"] = forms.CharField(
                label=_("Remark"),
                max_length=2000,
                required=False,
                initial=row.remark,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"left_out_{key}"] = forms.BooleanField(
                label=_("Does not concern this partnership"),
                required=False,
                initial=row.is_left_out,
                help_text=_("Say why in the remark. Its weight then does not count."),
            )
            names += [f"remark_{key}", f"left_out_{key}"]
            sections.append((f"{row.indicator.name} · {row.indicator.weight} %", tuple(names)))
        self.sections = sections  # type: ignore[misc]  # of this scheme, not of the class

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        for row in self.results:
            key = row.indicator_id
            if said.get(f"left_out_{key}") and not said.get(f"remark_{key}", "").strip():
                self.add_error(f"remark_{key}", _("Say why it does not concern this partnership."))
        return said

    def marks(self) -> dict[int, Mark]:
        said = self.cleaned_data
        return {
            key: Mark(said.get(f"points_{key}"), said[f"remark_{key}"], said[f"left_out_{key}"])
            for key in (row.indicator_id for row in self.results)
        }


class ConclusionForm(CheckedByTheOperation):
    """The operation checks and writes the record."""

    sections = [
        (_("Conclusion"), ("conclusion",)),
        (_("Money, as Article 41 of the law asks"), ("income", "allocation")),
    ]

    class Meta:
        model = Assessment
        fields = ("conclusion", "income", "allocation")
        widgets = {
            "conclusion": forms.Textarea(attrs={"rows": 6}),
            "allocation": forms.Textarea(attrs={"rows": 3}),
        }


class GradeForm(RecordForm):
    grade = forms.ChoiceField(
        label=_("Grade"), choices=[("", _("As the score says")), *Grade.choices], required=False
    )
    reason = _words(_("Reason"), required=False, help_text=_("The enterprise reads it."))


class SendForm(RecordForm):
    word_due_on = forms.DateField(
        label=_("word of the enterprise until"),
        widget=DateInput(),
        initial=lambda: word_expected_by(timezone.localdate()),
        help_text=_("After this day it can be approved without."),
    )


class WordForm(RecordForm):
    """The word of the enterprise, at the portal or written down for it."""

    words = _words(
        pgettext_lazy("assessment of a partnership", "What the enterprise says"),
        rows=6,
        required=False,
        help_text=_("It is kept with the assessment, and printed on its paper."),
    )
    is_objection = forms.BooleanField(
        label=pgettext_lazy("assessment of a partnership", "This is an objection"),
        required=False,
        help_text=_("The school answers it before the assessment is approved."),
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("is_objection") and not said.get("words", "").strip():
            self.add_error("words", _("Say what you object to."))
        return said


class AnswerForm(RecordForm):
    words = _words(_("answer to the objection"))


class WhyForm(RecordForm):
    reason = _words(_("Reason"))


class ActionForm(CheckedByTheOperation):
    """What is to be better; the operation checks the record."""

    class Meta:
        model = Action
        fields = ("side", "title", "details", "owner", "contact", "due_on")
        widgets = {
            "side": forms.RadioSelect,
            "details": forms.Textarea(attrs={"rows": 3}),
            "owner": forms.Select(attrs={"data-enhance": ""}),
            "contact": forms.Select(attrs={"data-enhance": ""}),
            "due_on": DateInput(),
        }

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        self.assessment = assessment
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        holders = Holders.on(timezone.localdate()).of(EDIT, self.assessment.department_id)
        people = {one.user.pk for one in holders} | {self.user.pk, self.assessment.enterprise.owner_id}
        fields["side"].choices = ActionSide.choices
        fields["owner"].queryset = User.objects.filter(pk__in=[one for one in people if one is not None])
        fields["contact"].queryset = (
            Contact.objects.visible_to(self.user).current().filter(enterprise=self.assessment.enterprise_id)
        )


class FinishForm(RecordForm):
    result = forms.CharField(
        label=_("what came of it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AgainForm(RecordForm):
    due_on = forms.DateField(label=_("due on"), widget=DateInput())
    reason = _words(_("Reason"))


class AcknowledgeForm(RecordForm):
    next_step = forms.CharField(
        label=pgettext_lazy("early warning", "Next step"),
        max_length=300,
        help_text=_("Such as: visit with the head of the department."),
    )
    next_step_on = forms.DateField(label=_("until"), widget=DateInput())


class SurveyForm(RecordForm):
    """Six questions of 1 to 5, and words."""

    def __init__(self, *args: Any, group: str, **kwargs: Any) -> None:
        self.group = group
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        labels: dict[str, Any] = dict(questions_for(self.group))
        for name, question in labels.items():
            self.fields[name] = forms.TypedChoiceField(
                label=question, coerce=int, choices=SCALE, widget=forms.RadioSelect
            )
        self.fields["words"] = forms.CharField(
            label=_("What else would you like to say?"),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )


SCALE = [
    (5, pgettext_lazy("answer to a survey", "5 · quite so")),
    (4, pgettext_lazy("answer to a survey", "4 · mostly")),
    (3, pgettext_lazy("answer to a survey", "3 · partly")),
    (2, pgettext_lazy("answer to a survey", "2 · hardly")),
    (1, pgettext_lazy("answer to a survey", "1 · not at all")),
]
