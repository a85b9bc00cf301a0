from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.forms import DateInput, RecordForm, RecordModelForm
from internships.models import Verdict
from partnerships.policies import possible_owners
from placements.models import Looked, Mood, SupervisionVisit, VisitFrequency
from placements.operations.visits import Seen

# Of one host and department; whoever has more records a second visit.
MOST_STUDENTS = 60
WAS_MET = [
    ("", pgettext_lazy("student in a visit", "not part of this visit")),
    ("met", pgettext_lazy("student in a visit", "Seen")),
    ("missed", pgettext_lazy("student in a visit", "Not met")),
]
MOODS = [("", pgettext_lazy("student in a visit", "nothing special")), *Mood.choices]
VERDICTS = [("", pgettext_lazy("aspect of a visit", "not looked at")), *Verdict.choices]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the form: a choice of a few, and what is only unfolded where there is something to say."""

    label: Any
    choice: forms.BoundField
    note: forms.BoundField
    mood: forms.BoundField | None = None
    about: Any = ""

    @property
    def is_open(self) -> bool:
        said = (self.note, self.mood)
        return any(field is not None and (field.value() or field.errors) for field in said)


class VisitForm(RecordModelForm):
    """One visit: whom it was about, what was found in each respect, what follows."""

    paper = forms.FileField(
        label=_("Photograph or signed record"), required=False, help_text=_("As PDF or picture.")
    )

    class Meta:
        model = SupervisionVisit
        fields = ("way", "visited_on", "visitors", "others_met", "summary", "measures", "next_on")
        widgets = {
            "way": forms.RadioSelect,
            "visited_on": DateInput(),
            "next_on": DateInput(),
            "summary": forms.Textarea(attrs={"rows": 4}),
            "measures": forms.Textarea(attrs={"rows": 3}),
            "visitors": forms.SelectMultiple(attrs={"data-enhance": ""}),
        }
        labels = {"visited_on": pgettext_lazy("to interns", "Visited on")}
        help_texts = {"summary": _("What concerns one student alone belongs beside that student, below.")}

    def __init__(self, *args: Any, placements: list[Any], chosen: int | None = None, **kwargs: Any) -> None:
        self.placements = placements[:MOST_STUDENTS]
        self.chosen = chosen
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial = {"visited_on": timezone.localdate(), "visitors": [self.user.pk]} | dict(
                self.initial
            )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        is_known = self.instance.pk is not None
        visitors = possible_owners(timezone.localdate()) | User.objects.filter(pk=self.user.pk)
        if is_known:
            visitors = visitors | User.objects.filter(supervision_visits=self.instance)
        visitors = visitors | User.objects.filter(teacher__placements__in=self.placements)
        fields["visitors"].queryset = visitors.distinct()
        lines = {line.placement_id: line for line in self.instance.lines.all()} if is_known else {}
        for placement in self.placements:
            line = lines.get(placement.pk)
            initial = ("met" if line.was_met else "missed") if line else ""
            if placement.pk == self.chosen and not line:
                initial = "met"
            fields[f"met_{placement.pk}"] = forms.ChoiceField(
                label=str(placement.student), choices=WAS_MET, required=False, initial=initial
            )
            fields[f"mood_{placement.pk}"] = forms.ChoiceField(
                label=_("How %(student)s is") % {"student": placement.student},
                choices=MOODS,
                required=False,
                initial=line.mood if line else "",
            )
            fields[f"note_{placement.pk}"] = forms.CharField(
                label=_("About %(student)s") % {"student": placement.student},
                max_length=1000,
                required=False,
                initial=line.note if line else "",
            )
        found = {one.aspect: one for one in self.instance.findings.all()} if is_known else {}
        for aspect in Looked:
            finding = found.get(aspect.value)
            fields[f"{aspect.value}_verdict"] = forms.ChoiceField(
                label=aspect.label,
                choices=VERDICTS,
                required=False,
                initial=finding.verdict if finding else "",
            )
            fields[f"{aspect.value}_note"] = forms.CharField(
                label=_("Note: %(aspect)s") % {"aspect": aspect.label},
                max_length=500,
                required=False,
                initial=finding.note if finding else "",
            )

    def student_rows(self) -> list[Row]:
        return [
            Row(
                label=one.student,
                about=f"{one.student.school_class} · {one.post}",
                choice=self[f"met_{one.pk}"],
                mood=self[f"mood_{one.pk}"],
                note=self[f"note_{one.pk}"],
            )
            for one in self.placements
        ]

    def finding_rows(self) -> list[Row]:
        return [
            Row(label=one.label, choice=self[f"{one.value}_verdict"], note=self[f"{one.value}_note"])
            for one in Looked
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(f"met_{one.pk}") for one in self.placements):
            self.add_error(None, _("Name the students whom the visit was about."))
        for one in self.placements:
            said = any(cleaned.get(f"{name}_{one.pk}") for name in ("mood", "note"))
            if said and not cleaned.get(f"met_{one.pk}"):
                self.add_error(f"met_{one.pk}", _("Say whether the student was seen."))
            if cleaned.get(f"mood_{one.pk}") == Mood.HELP and not cleaned.get(f"note_{one.pk}"):
                self.add_error(f"note_{one.pk}", _("Say what the student needs help with."))
        for aspect in Looked:
            verdict = cleaned.get(f"{aspect.value}_verdict")
            if verdict and verdict != Verdict.MET and not cleaned.get(f"{aspect.value}_note"):
                self.add_error(f"{aspect.value}_note", _("Say what is missing."))
        return cleaned

    def as_operation(self) -> dict[str, Any]:
        """What :func:`placements.operations.visits.record_visit` takes."""
        given = self.cleaned_data
        upload = given["paper"]
        return {name: given[name] for name in self.Meta.fields} | {
            "files": [upload] if upload else [],
            "students": {
                one.pk: Seen(
                    was_met=given[f"met_{one.pk}"] == "met",
                    mood=given[f"mood_{one.pk}"],
                    note=given[f"note_{one.pk}"],
                )
                for one in self.placements
                if given[f"met_{one.pk}"]
            },
            "findings": {
                one.value: (given[f"{one.value}_verdict"], given[f"{one.value}_note"])
                for one in Looked
                if given[f"{one.value}_verdict"]
            },
        }


class FrequencyForm(RecordForm):
    every_days = forms.IntegerField(
        label=VisitFrequency._meta.get_field("every_days").verbose_name,
        min_value=1,
        max_value=365,
        help_text=_("The national rules ask for visits and name no frequency: the school decides."),
    )
