from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.holders import Holders
from accounts.models import Department, User
from collaboration.models import ANSWER_KEYS, AnswerKind, Need
from collaboration.operations.needs import possible_answers
from collaboration.transitions.needs import EDIT
from core.forms import (
    CheckedByTheOperation,
    DateInput,
    RecordForm,
    RemoteSelect,
    RemoteSelectMultiple,
)
from partnerships.models import Contact, Enterprise, Interaction
from partnerships.policies import departments_for

WHAT = ("kind", "title", "details", "majors")
PEOPLE = ("people", "occupation", "level", "from_on", "hours")
RESULT = ("hoped", "budget")
WHEN = ("urgency", "until_on")
SAID = (*WHAT, *PEOPLE, *RESULT, *WHEN)
SECTIONS: list[Any] = [
    (_("What is needed"), WHAT),
    (_("For talent and training"), PEOPLE),
    (_("For technology and research"), RESULT),
    (pgettext_lazy("need of an enterprise", "How pressing"), WHEN),
]
WIDGETS: dict[str, Any] = {
    "details": forms.Textarea(attrs={"rows": 5}),
    "hoped": forms.Textarea(attrs={"rows": 3}),
    "majors": RemoteSelectMultiple("catalogue:major_choices"),
    "occupation": RemoteSelect("catalogue:occupation_choices"),
    "from_on": DateInput(),
    "until_on": DateInput(),
}


class NeedFields(CheckedByTheOperation):
    """What is said of a need by whoever tells it; the operation checks the record."""

    sections: ClassVar[Any] = SECTIONS

    class Meta:
        model = Need
        fields = SAID
        widgets = WIDGETS

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        for name in ("majors", "occupation"):
            fields[name].widget.choices = fields[name].choices

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def entered(self) -> dict[str, Any]:
        return dict(self.cleaned_data) | {"majors": list(self.cleaned_data["majors"])}


class NeedForm(NeedFields):
    """As the staff enters it, with who told it and when."""

    told_on = forms.DateField(
        label=pgettext_lazy("need of an enterprise", "told on"),
        widget=DateInput(),
        initial=timezone.localdate,
    )
    sections: ClassVar[Any] = [
        *SECTIONS,
        (
            pgettext_lazy("need of an enterprise", "How we know"),
            ("told_on", "told_by", "interaction", "department"),
        ),
    ]

    class Meta(NeedFields.Meta):
        fields = (*SAID, "told_by", "interaction", "department")  # type: ignore[assignment]
        widgets = {
            **WIDGETS,
            "told_by": forms.Select(attrs={"data-enhance": ""}),
            "interaction": forms.Select(attrs={"data-enhance": ""}),
        }

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        fields: dict[str, Any] = self.fields
        if self.instance.pk:
            for name in ("told_on", "told_by", "interaction", "department"):
                del fields[name]
            return
        of_this = {"enterprise": self.enterprise}
        fields["told_by"].queryset = Contact.objects.visible_to(self.user).current().filter(**of_this)
        fields["interaction"].queryset = Interaction.objects.visible_to(self.user).filter(**of_this)
        fields["department"].queryset = departments_for(self.user, EDIT)


class PassOnForm(RecordForm):
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), help_text=_("Its people are told.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = Department.objects.filter(is_active=True)


class TakeUpForm(RecordForm):
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("need of an enterprise", "looked after by"),
        queryset=User.objects.none(),
        widget=forms.Select(attrs={"data-enhance": ""}),
    )
    answer_by = forms.DateField(
        label=_("to be answered by"), widget=DateInput(), help_text=_("The enterprise is told this day.")
    )

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        self.need = need
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        holders = Holders.on(timezone.localdate()).of(EDIT, self.need.department_id)
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = User.objects.filter(pk__in={one.user.pk for one in holders})


class AnswerForm(RecordForm):
    """One record, a course, or words; only what the kind names is looked at."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("answer to a need", "kind"), choices=AnswerKind.choices, widget=forms.RadioSelect
    )
    course = forms.CharField(
        label=_("Course"), max_length=200, required=False, help_text=_("Its name, where a course answers it.")
    )
    words = forms.CharField(
        label=pgettext_lazy("answer to a need", "in words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How it answers the need. The enterprise reads it."),
    )

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        self.need = need
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for key, rows in possible_answers(self.user, self.need).items():
            self.fields[key] = forms.ModelChoiceField(
                label=LABELS[key],
                queryset=rows.order_by("-pk"),
                required=False,
                widget=forms.Select(attrs={"data-enhance": ""}),
            )
        self.order_fields(["kind", *LABELS, "course", "words"])

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        kind = said.get("kind", "")
        key = ANSWER_KEYS.get(AnswerKind(kind)) if kind else None
        if key and not said.get(key):
            self.add_error(key, _("Choose what answers it."))
        if kind == AnswerKind.COURSE and not said.get("course"):
            self.add_error("course", _("Say which course."))
        if kind in {AnswerKind.COURSE, AnswerKind.WORDS} and not said.get("words"):
            self.add_error("words", _("Say how it answers the need."))
        return said

    def entered(self) -> dict[str, Any]:
        said = self.cleaned_data
        key = ANSWER_KEYS.get(AnswerKind(said["kind"]))
        course = said["course"] if said["kind"] == AnswerKind.COURSE else ""
        record = said[key] if key else None
        return {"kind": said["kind"], "record": record, "course": course, "words": said["words"]}


LABELS = {
    "post": AnswerKind.POST.label,
    "opening": AnswerKind.OPENING.label,
    "part_time_need": AnswerKind.PART_TIME.label,
    "exchange": AnswerKind.EXCHANGE.label,
    "project": AnswerKind.PROJECT.label,
    "training_course": AnswerKind.TRAINING.label,
    "resource": AnswerKind.RESOURCE.label,
}


class WordsForm(RecordForm):
    """The whole answer, as the enterprise reads it above its parts."""

    words = forms.CharField(
        label=_("answer in words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class MissingForm(RecordForm):
    reason = forms.CharField(
        label=_("what is still missing"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
