from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput
from teachers.forms import recognition
from teachers.models import Answered, Appointment
from teachers.operations.objections import Consequence


class ObjectionForm(recognition.ObjectionForm):
    objected_on = forms.DateField(label=_("Received on"), required=False, widget=DateInput())

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        self.appointment = appointment
        super().__init__(*args, may_enter=True, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        one: Any = self.appointment  # it is public, or was
        words = _("Where it came from outside: a day of the publicity period, %(start)s to %(end)s.")
        days = {"start": date_format(one.publicised_from), "end": date_format(one.publicised_until)}
        self.fields["objected_on"].help_text = words % days


class AnswerForm(recognition.AnswerForm):
    """Says what follows where it is upheld and the appointment is not decided on."""

    consequence = forms.ChoiceField(
        label=_("What follows where it is upheld"),
        choices=Consequence.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    field_order = ("outcome", "consequence", "answer")

    def __init__(self, *args: Any, possible: Sequence[Consequence], **kwargs: Any) -> None:
        self.possible = possible
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["consequence"].choices = [(one.value, one.label) for one in self.possible]
        if not self.possible:
            del fields["consequence"]
            return
        fields["answer"].help_text = _(
            "Whoever made it reads this; where it is upheld, so does whoever proposed, the enterprise as "
            "well. Do not say who objected."
        )

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or self.cleaned_data
        is_upheld = known.get("outcome") == Answered.UPHELD
        if is_upheld and self.possible and not known.get("consequence"):
            self.add_error("consequence", _("Say what follows from the objection."))
        return known
