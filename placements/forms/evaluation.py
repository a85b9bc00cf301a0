from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, RecordForm
from internships.models import AssessmentCriterion
from placements.forms.papers import SCAN
from placements.models import EvaluationResult, SideEvaluation
from placements.operations.evaluation import Given

NOT_COPIED = _(
    "Judge what the student has learned and done. Attendance at the enterprise and its standards for staff "
    "are not copied into a score (INT-32)."
)


class ScoreField(forms.IntegerField):
    """Out of a hundred."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "score-number"})
        super().__init__(min_value=0, max_value=100, widget=widget, **kwargs)


class ScoresForm(RecordForm):
    """A score and a remark for each criterion of one side, and a remark on the whole."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[AssessmentCriterion],
        known: SideEvaluation | None = None,
        **kwargs: Any,
    ) -> None:
        self.criteria = criteria
        given = {score.criterion_id: score for score in known.scores.all()} if known else {}
        self.known_scores = given
        self.known = known
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for criterion in self.criteria:
            score = self.known_scores.get(criterion.pk)
            self.fields[f"score_{criterion.pk}"] = ScoreField(
                label=criterion.name,
                initial=score.score if score else None,
                help_text=_("0 to 100; counts for %(weight)s percent.") % {"weight": criterion.weight},
            )
            self.fields[f"remark_{criterion.pk}"] = forms.CharField(
                label=_("Remark on “%(criterion)s”") % {"criterion": criterion.name},
                initial=score.remark if score else "",
                required=False,
                max_length=500,
            )
        self.fields["remark"] = forms.CharField(
            label=_("Remark on the whole"),
            initial=self.known.remark if self.known else "",
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("The student reads it, and it stands on the certificate."),
        )

    @property
    def scores(self) -> dict[int, Given]:
        return {
            criterion.pk: Given(
                self.cleaned_data[f"score_{criterion.pk}"], self.cleaned_data[f"remark_{criterion.pk}"]
            )
            for criterion in self.criteria
        }


class PaperScoresForm(ScoresForm):
    """What somebody of the enterprise judged on a sheet of paper."""

    def __init__(self, *args: Any, mentor: str, **kwargs: Any) -> None:
        self.mentor = mentor
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        known = self.known
        self.fields["name"] = forms.CharField(
            label=_("Who judged for the enterprise"),
            max_length=200,
            initial=known.given_as if known else self.mentor,
            help_text=_("As it is signed on the sheet."),
        )
        self.fields["judged_on"] = forms.DateField(
            label=_("Judged on"), widget=DateInput(), initial=known.judged_on if known else None
        )
        self.fields["scan"] = forms.FileField(label=_("Scan of the signed sheet"), help_text=SCAN)


class CorrectionForm(RecordForm):
    """The scores of a result, to be corrected, and why."""

    def __init__(self, *args: Any, result: EvaluationResult, **kwargs: Any) -> None:
        self.result = result
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for place, line in enumerate(self.result.lines):
            self.fields[f"score_{place}"] = ScoreField(label=line["criterion"], initial=line["score"])
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("The student reads it beside the corrected result."),
        )

    @property
    def scores(self) -> dict[int, int]:
        return {place: self.cleaned_data[f"score_{place}"] for place in range(len(self.result.lines))}


class AnswerForm(RecordForm):
    answer = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The student reads it. Whoever grants the appeal corrects the result first."),
    )


class DecisionForm(RecordForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The student reads what to change."),
    )


class PraiseForm(RecordForm):
    reason = forms.CharField(
        label=_("A word to the student"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GridForm:
    """Scores of many students at once, a row each. A row that says nothing is left alone."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        rows: Sequence[tuple[int, SideEvaluation | None]],
        criteria: Sequence[AssessmentCriterion],
        user: Any,
    ) -> None:
        self.rows = {
            pk: ScoresForm(data, user=user, criteria=criteria, known=known, prefix=f"p{pk}")
            for pk, known in rows
        }

    @property
    def filled(self) -> dict[int, ScoresForm]:
        return {pk: form for pk, form in self.rows.items() if form.has_changed()}

    def is_valid(self) -> bool:
        return not any(form.errors for form in self.filled.values())
