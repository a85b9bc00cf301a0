from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.forms import CheckedByTheOperation, DateInput, RecordForm
from information.models import Assignment
from information.transitions.assignments import EDIT

ENHANCED = {"data-enhance": ""}


def colleagues() -> QuerySet[User]:
    return User.objects.staff().order_by("name", "pk")


class AssignmentForm(CheckedByTheOperation):
    """To whom it is given is asked where it is new, and of those alone who may give tasks to others."""

    sections: ClassVar[Any] = [
        (None, ("title", "details", ("owner", "due_on"))),
    ]

    class Meta:
        model = Assignment
        fields = ("title", "details", "owner", "due_on")
        widgets = {
            "details": forms.Textarea(attrs={"rows": 5}),
            "owner": forms.Select(attrs=ENHANCED),
            "due_on": DateInput(),
        }
        help_texts = {"due_on": _("They are reminded three days before, and once it is late.")}

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        actor: Any = self.user
        if self.instance.pk or not actor.can(EDIT):
            del fields["owner"]
        else:
            fields["owner"].queryset = colleagues()


class WordForm(RecordForm):
    word = forms.CharField(
        label=pgettext_lazy("to-do", "What came of it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever gave it reads this."),
    )


class GiveUpForm(RecordForm):
    word = forms.CharField(
        label=_("Why it will not be done"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever gave it reads this."),
    )


class HandOverForm(RecordForm):
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("to-do", "Who does it from now on"),
        queryset=User.objects.none(),
        widget=forms.Select(attrs=ENHANCED),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who has it, who gets it and who gave it read this."),
    )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = colleagues()
