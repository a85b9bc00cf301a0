from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, RecordForm, RecordModelForm
from internships.models import GuardianTalk, Student


class TalkForm(RecordModelForm):
    sections = [
        (_("What happened"), ("guardian", "happened_on", "way", "about")),
        (_("What comes next"), ("next_step", "next_on")),
    ]

    class Meta:
        model = GuardianTalk
        fields = ("guardian", "happened_on", "way", "about", "next_step", "next_on")
        widgets = {
            "happened_on": DateInput(),
            "next_on": DateInput(),
            "about": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {"next_step": _("Left empty where nothing follows.")}

    def __init__(self, *args: Any, student: Student, **kwargs: Any) -> None:
        self.student = student
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        guardians: Any = self.fields["guardian"]
        guardians.queryset = self.student.guardians.all()
        guardians.initial = guardians.queryset.first()
        self.fields["happened_on"].initial = timezone.localdate()


class InviteForm(RecordForm):
    on_paper = forms.BooleanField(
        label=_("Print codes for everybody"),
        required=False,
        help_text=_(
            "Otherwise whoever has an e-mail address gets a link there, and the sheet has the others."
        ),
    )


class AnswerForm(RecordForm):
    answer = forms.CharField(
        label=_("Answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The student reads it. Correct the record itself first."),
    )
