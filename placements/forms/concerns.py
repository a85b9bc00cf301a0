from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.forms import DateInput, RecordForm
from placements.models import ConcernKind, Severity

FILE = _("A photograph, a message or a paper, if you have one.")


class ConcernForm(RecordForm):
    """Something is wrong. ``places`` are the placements that it may be about, with what each is called."""

    placement = forms.TypedChoiceField(label=_("Whom or what place it is about"), coerce=int)
    kind = forms.ChoiceField(label=_("What it is about"), choices=ConcernKind, widget=forms.RadioSelect)
    severity = forms.ChoiceField(
        label=_("How bad it is"),
        choices=Severity,
        widget=forms.RadioSelect,
        initial=Severity.MINOR,
        help_text=_("In danger, call the emergency number first: 110, 119, 120."),
    )
    text = forms.CharField(
        label=_("What happened"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("When, where, who was there. As you would tell a friend."),
    )
    file = forms.FileField(label=_("File"), required=False, help_text=FILE)
    is_anonymous = forms.BooleanField(
        label=_("The enterprise is not told who says this"),
        required=False,
        initial=True,
        help_text=_("The school knows who you are, so that it can help you and answer."),
    )

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        field: Any = self.fields["placement"]
        field.choices = self.places
        if len(self.places) == 1:
            field.initial, field.widget = self.places[0][0], forms.HiddenInput()

    def as_operation(self) -> dict[str, Any]:
        """What :func:`placements.operations.concerns.raise_concern` takes beside who raises it."""
        given = self.cleaned_data
        return {
            "placement_id": given["placement"],
            "kind": given["kind"],
            "severity": given["severity"],
            "text": given["text"],
            "is_anonymous": given["is_anonymous"],
            "uploads": [given["file"]] if given["file"] else [],
        }


class MoreForm(RecordForm):
    """What whoever raised it adds."""

    text = forms.CharField(
        label=_("What I want to add"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = forms.FileField(label=_("File"), required=False, help_text=FILE)

    def as_operation(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"text": given["text"], "uploads": [given["file"]] if given["file"] else []}


class NoteForm(RecordForm):
    text = forms.CharField(label=_("Note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    is_for_raiser = forms.BooleanField(
        label=_("Whoever raised it reads this"),
        required=False,
        help_text=_("Otherwise only those who read this concern."),
    )
    file = forms.FileField(label=_("File"), required=False)

    def as_operation(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "text": given["text"],
            "is_for_raiser": given["is_for_raiser"],
            "uploads": [given["file"]] if given["file"] else [],
        }


class OutcomeForm(RecordForm):
    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever raised it reads this."),
    )


class PublicReasonForm(RecordForm):
    """A reason that others read, who know nothing of the concern."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Others read it: name neither the concern nor who raised it."),
    )


def colleagues() -> QuerySet[User]:
    """People of the school, whose accounts are open."""
    return User.objects.staff().order_by("name", "pk")


class ReaderForm(RecordForm):
    reader = forms.ModelChoiceField(
        label=_("Who is to read it"),
        queryset=User.objects.none(),
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=_("They read everything about this one concern, and are told so."),
    )

    def narrow(self) -> None:
        field: Any = self.fields["reader"]
        field.queryset = colleagues()


class ActionForm(RecordForm):
    text = forms.CharField(
        label=_("What is to be done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ModelChoiceField(
        label=_("Who does it"),
        queryset=User.objects.none(),
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=_("They can read this concern from then on."),
    )
    due_on = forms.DateField(label=pgettext_lazy("a deadline", "Until"), widget=DateInput())

    def narrow(self) -> None:
        field: Any = self.fields["owner"]
        field.queryset, field.initial = colleagues(), self.user.pk


class ResultForm(RecordForm):
    result = forms.CharField(
        label=_("What came of it"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AffectedForm(RecordForm):
    placements = forms.TypedMultipleChoiceField(
        label=_("Students at this enterprise whom it concerns"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        field: Any = self.fields["placements"]
        field.choices = self.places
