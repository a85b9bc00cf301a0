from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect
from partnerships.models import Contact
from teachers.forms.practice_changes import guide_in_words
from teachers.models import Opening, Practice, PracticeContent, PracticeGrade
from teachers.practice_people import hosts

ACCEPTED_FILES = "image/*,application/pdf,.docx,.xlsx,.pptx,.txt"


class PlanForm(RecordModelForm):
    """Where, when, in what form and to what end a teacher practises."""

    sections = [
        (gettext_lazy("Where and when"), ("enterprise", "place", "mentor", "starts_on", "ends_on")),
        (gettext_lazy("How its time is counted"), ("counted_as", "planned_days")),
        (gettext_lazy("What it is for"), ("form", "contents", "objectives")),
    ]
    contents = forms.MultipleChoiceField(
        label=pgettext_lazy("practice of a teacher", "Content"),
        choices=PracticeContent,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Practice
        fields = (
            "enterprise", "place", "mentor", "starts_on", "ends_on", "counted_as", "planned_days", "form",
            "contents", "objectives",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "counted_as": forms.RadioSelect,
            "form": forms.RadioSelect,
            "objectives": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, opening: Opening | None = None, **kwargs: Any) -> None:
        self.opening = opening
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        for name in ("counted_as", "form"):
            fields[name].choices = [choice for choice in fields[name].choices if choice[0]]
        self._narrow_guides(fields["mentor"])
        if self.opening is not None:
            del self.fields["enterprise"]
            return
        fields["enterprise"].queryset = hosts()
        fields["enterprise"].widget = RemoteSelect("teachers:practice_host_choices")
        fields["enterprise"].widget.choices = fields["enterprise"].choices

    def _narrow_guides(self, field: Any) -> None:
        """The people of the enterprise of a post; of any, until it is said which enterprise it is."""
        guides = Contact.objects.filter(left_on=None).select_related("enterprise")
        if self.opening is not None:
            field.queryset = guides.filter(enterprise=self.opening.enterprise_id)
            field.label_from_instance = guide_in_words
            return
        field.queryset = guides.filter(enterprise__in=hosts())
        field.label_from_instance = lambda contact: f"{guide_in_words(contact)} · {contact.enterprise}"
        field.widget = RemoteSelect("teachers:practice_guide_choices")
        field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        guide, enterprise = given.get("mentor"), given.get("enterprise")
        if guide is not None and enterprise is not None and guide.enterprise_id != enterprise.pk:
            self.add_error("mentor", _("Who guides the teacher works in another enterprise."))
        return given

    def entered(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if self.opening is not None:
            guide = given.get("mentor") or self.opening.contact
            given |= {"enterprise": self.opening.enterprise, "mentor": guide}
        return given


class PastPracticeForm(PlanForm):
    """Practice that is over, entered from paper by the office."""

    sections = [
        (gettext_lazy("Where and when"), ("enterprise", "place", "mentor")),
        (gettext_lazy("How its time is counted"), ("counted_as", "starts_on", "ends_on", "days")),
        (gettext_lazy("What it was"), ("form", "contents", "objectives", "log", "outcome")),
    ]
    days = forms.CharField(
        label=gettext_lazy("Single days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as 2025-07-01, 2025-07-04; only where single days are counted."),
    )
    log = forms.CharField(
        label=gettext_lazy("What was done there"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The log in one text, as the paper has it."),
    )
    outcome = forms.CharField(
        label=pgettext_lazy("practice of a teacher", "Outcome"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def narrow(self) -> None:
        super().narrow()
        del self.fields["planned_days"]
        for name in ("starts_on", "ends_on"):
            self.fields[name].required = False
            self.fields[name].help_text = _("For a period; single days say it themselves.")

    def clean_days(self) -> list[date]:
        return dates_in(self.cleaned_data["days"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("counted_as") == "period":
            given["days"] = []
            for name in ("starts_on", "ends_on"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Say from when until when."))
        elif not given.get("days") and "days" not in self.errors:
            self.add_error("days", _("Name the single days."))
        return given

    def _post_clean(self) -> None:
        """The operation checks the practice as a whole: its days may say when it began and ended."""


def dates_in(text: str) -> list[date]:
    """Days that are written one after the other. Raises ValidationError at the first that is none."""
    found = []
    for word in re.split(r"[\s,;，、；]+", text.strip()):
        if not word:
            continue
        try:
            found.append(date.fromisoformat(word.replace("/", "-").replace(".", "-")))
        except ValueError:
            raise ValidationError(_("“%(word)s” is no date such as 2025-07-01.") % {"word": word}) from None
    return sorted(set(found))


class EntryForm(RecordForm):
    """One day of the log."""

    happened_on = forms.DateField(label=pgettext_lazy("log of practice", "Day"), widget=DateInput())
    text = forms.CharField(
        label=pgettext_lazy("log of practice", "What I did"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Tasks, people, machines and methods; what you found out."),
    )
    upload = forms.FileField(
        label=gettext_lazy("Photo or file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED_FILES}),
    )

    def entered(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        upload = given.pop("upload", None)
        return given | {"uploads": [upload] if upload else []}


class OutcomeForm(RecordForm):
    """What came of it, when it is handed in."""

    outcome = forms.CharField(
        label=pgettext_lazy("practice of a teacher", "Outcome"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "What you learned, made or improved there, and what it changes in your courses and exercises."
        ),
    )


class EvaluationForm(RecordForm):
    """One side's evaluation."""

    grade = forms.ChoiceField(label=gettext_lazy("Grade"), choices=PracticeGrade, widget=forms.RadioSelect)
    remark = forms.CharField(
        label=pgettext_lazy("evaluation of practice", "In words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("grade") == "fail" and not given.get("remark", "").strip():
            self.add_error("remark", _("Say why it was failed."))
        return given


class PaperEvaluationForm(EvaluationForm):
    """The enterprise's evaluation, entered by the centre from paper."""

    name = forms.CharField(
        label=gettext_lazy("Who evaluated for the enterprise"),
        max_length=200,
        help_text=gettext_lazy("Name and post, as on the paper."),
    )


class AskByLinkForm(RecordForm):
    """Whom in the enterprise a link goes to."""

    contact = forms.ModelChoiceField(
        label=gettext_lazy("Who is asked"),
        queryset=Contact.objects.none(),
        help_text=gettext_lazy(
            "People of the enterprise with an address and without an account; others evaluate at the portal."
        ),
    )

    def __init__(self, *args: Any, people: QuerySet[Contact], guide_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["contact"]
        field.queryset = people
        field.initial = guide_id


class DecisionForm(RecordForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The teacher reads it."),
    )
