from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.forms import CheckedByTheOperation, DateInput, RecordForm, RemoteSelect
from partnerships.policies import departments_for
from teachers.models import (
    Answered,
    Body,
    Panel,
    PanelMember,
    Recognition,
    ReviewOutcome,
    Teacher,
)
from teachers.panel_counting import proposed_quorum
from teachers.transitions.recognition import APPLY, JUDGE


class ApplicationForm(CheckedByTheOperation):
    """What a teacher applies for; the office says for whom."""

    sections = [
        (pgettext_lazy("of a recognition", "What it is about"), ("teacher", "level", "stage", "body")),
        (_("In your words"), ("statement",)),
    ]

    class Meta:
        model = Recognition
        fields = ("teacher", "level", "stage", "body", "statement")
        widgets = {
            "teacher": RemoteSelect("teachers:teacher_choices"),
            "statement": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "stage": _("Where you teach: each has a list of its own."),
            "body": _("The province may recognise by itself: then the dossier is sent there."),
        }

    def __init__(self, *args: Any, teacher: Teacher | None = None, **kwargs: Any) -> None:
        self.teacher = teacher
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        if self.teacher is not None or self.instance.pk:
            del fields["teacher"]
            return
        fields["teacher"].queryset = Teacher.objects.permitting(self.user, APPLY).current()
        fields["teacher"].widget.choices = fields["teacher"].choices

    def clean(self) -> dict[str, Any]:
        """The rule of one open application a stage is the operation's: it knows the teacher."""
        return self.cleaned_data

    def entered(self) -> dict[str, Any]:
        known = dict(self.cleaned_data)
        known.pop("teacher", None)
        return known


class AnswerForm(RecordForm):
    """Of an objection or an appeal."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Answered.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever made it reads this."),
    )


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ObjectionForm(RecordForm):
    reason = forms.CharField(
        label=_("What speaks against it"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    from_outside = forms.CharField(
        label=_("From whom, where from outside"),
        max_length=200,
        required=False,
        help_text=_("Name of whoever wrote to the centre. Empty where you object yourself."),
    )

    def __init__(self, *args: Any, may_enter: bool, **kwargs: Any) -> None:
        self.may_enter = may_enter
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        if not self.may_enter:
            del self.fields["from_outside"]


class ConcludeForm(RecordForm):
    recognised_on = forms.DateField(label=_("Recognised on"), widget=DateInput())
    review_due = forms.DateField(
        label=_("Review due by"),
        widget=DateInput(),
        help_text=_("It lapses with this day unless it is reviewed before. Five years at most."),
    )


class ReviewForm(RecordForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    reviewed_on = forms.DateField(label=_("Reviewed on"), widget=DateInput(), initial=timezone.localdate)
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=DateInput(),
        help_text=_("Where it is kept. Five years from the review at most."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was looked at: practice, teaching and ethics since the last time."),
    )

    def __init__(self, *args: Any, is_outside: bool, **kwargs: Any) -> None:
        self.is_outside = is_outside
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        """What an outside body gave is prolonged by a new application: here it can only be revoked."""
        if self.is_outside:
            fields: dict[str, Any] = self.fields
            fields["outcome"].choices = [(ReviewOutcome.REVOKED.value, ReviewOutcome.REVOKED.label)]
            fields["outcome"].initial = ReviewOutcome.REVOKED
            fields["valid_until"].widget = forms.HiddenInput()
            fields["valid_until"].disabled = True
            fields["valid_until"].initial = None


class SendOutForm(RecordForm):
    outside_body = forms.CharField(label=_("Body that recognises"), max_length=200)


class OutsideDecisionForm(RecordForm):
    is_recognised = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Recognised")), ("no", _("Refused"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label=_("Number of the decision"), max_length=100)
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DateInput())
    review_due = forms.DateField(
        label=_("Valid until"), required=False, widget=DateInput(), help_text=_("Five years at most.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where it was refused."),
    )
    scan = forms.FileField(label=_("Scan of the decision"))


# --- Panels -----------------------------------------------------------------------------------


class PanelForm(CheckedByTheOperation):
    sections = [
        (_("When and where"), ("name", "department", "held_on", "place")),
        (_("Who decides, and how"), ("chair", "members", "quorum", "majority")),
    ]
    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=User.objects.none(),
        widget=forms.SelectMultiple(attrs={"data-enhance": ""}),
        help_text=_("Experts from outside need an account of the centre. The chair is a member as well."),
    )

    class Meta:
        model = Panel
        fields = ("name", "department", "held_on", "place", "chair", "quorum", "majority")
        widgets = {"held_on": DateInput(), "chair": forms.Select(attrs={"data-enhance": ""})}
        help_texts = {
            "quorum": _("Left empty: two thirds of the members. So many have to be present."),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        people = User.objects.staff()
        fields["chair"].queryset = fields["members"].queryset = people.order_by("name", "pk")
        fields["department"].queryset = departments_for(self.user, JUDGE)
        if self.user.scope_for(JUDGE).everywhere:
            fields["department"].empty_label = _("the whole centre")
        else:
            fields["department"].required = True
        fields["quorum"].required = False
        if self.instance.pk:
            fields["members"].initial = list(self.instance.members.values_list("user", flat=True))

    def clean(self) -> dict[str, Any]:
        known = super().clean() or self.cleaned_data
        if not known.get("quorum") and known.get("members") is not None:
            seats = {person.pk for person in known["members"]}
            if known.get("chair"):
                seats.add(known["chair"].pk)
            known["quorum"] = proposed_quorum(len(seats))
        return known


class AgendaForm(RecordForm):
    """Which of the applications that wait go before the panel."""

    recognitions = forms.ModelMultipleChoiceField(
        label=_("Applications"),
        queryset=Recognition.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def narrow(self) -> None:
        field: Any = self.fields["recognitions"]
        waiting = Recognition.objects.permitting(self.user, JUDGE).filter(
            state="department_approved", body=Body.OWN
        )
        waiting = waiting.exclude(teacher__user=self.user.pk)
        field.queryset = waiting.with_names().order_by("teacher__pinyin_key", "pk")
        field.label_from_instance = lambda one: (
            f"{one.teacher} · {one.get_level_display()} · {one.teacher.department}"
        )


class SessionForm(RecordForm):
    """Who is there."""

    present = forms.ModelMultipleChoiceField(
        label=_("Present"),
        queryset=PanelMember.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        self.panel = panel
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        field: Any = self.fields["present"]
        field.queryset = self.panel.members.select_related("user").order_by("pk")
        field.initial = [member.pk for member in field.queryset]


class MinutesForm(RecordForm):
    """The minutes, with a remark a case. Fields are made for the cases of the panel."""

    minutes = forms.CharField(
        label=_("Minutes"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Course of the session, what was discussed, and anything out of the ordinary."),
    )

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        self.cases = list(panel.cases.select_related("recognition__teacher"))
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for case in self.cases:
            self.fields[f"remark_{case.pk}"] = forms.CharField(
                label=_("Remark on %(name)s") % {"name": case.recognition.teacher},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Needed where the case is not carried: the teacher reads it."),
            )
            self.fields[f"later_{case.pk}"] = forms.BooleanField(
                label=_("Postpone %(name)s") % {"name": case.recognition.teacher}, required=False
            )

    def entered(self) -> dict[str, Any]:
        known = self.cleaned_data
        return {
            "minutes": known["minutes"],
            "remarks": {case.pk: known[f"remark_{case.pk}"] for case in self.cases},
            "postponed": [case.pk for case in self.cases if known[f"later_{case.pk}"]],
        }
