from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.dates import FIRST_DAY, LAST_DAY
from core.forms import DateInput, RecordForm
from partnerships.models import Contact
from teachers.models import Practice


class OtherDaysForm(RecordForm):
    """Another last day of a practice, and why."""

    ends_on = forms.DateField(
        label=pgettext_lazy("practice of a teacher", "New last day"), widget=DateInput()
    )
    planned_days = forms.IntegerField(
        label=pgettext_lazy("practice of a teacher", "Planned days"),
        min_value=1,
        max_value=366,
        help_text=gettext_lazy("How many single days there are in all then, with those in the log."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The teacher and the centre read it; the enterprise does not."),
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        self.practice = practice
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        if not self.practice.is_by_days:
            del self.fields["planned_days"]

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("That day is too far away."))
        return day


class GuideForm(RecordForm):
    """Who looks after a teacher in the enterprise."""

    mentor = forms.ModelChoiceField(
        label=gettext_lazy("Guided by"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=gettext_lazy(
            "Who looks after the teacher in the enterprise. They are told, and asked to evaluate at the end: "
            "at the portal, or by e-mail where they have no account."
        ),
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        self.practice = practice
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["mentor"].queryset = Contact.objects.filter(
            enterprise=self.practice.enterprise_id, left_on=None
        )
        fields["mentor"].label_from_instance = guide_in_words


def guide_in_words(contact: Contact) -> str:
    return f"{contact} · {contact.title}" if contact.title else str(contact)
