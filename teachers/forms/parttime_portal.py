from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, RecordForm
from partnerships.models import Contact, Enterprise
from partnerships.portal.walls import CONTACT_COLUMNS
from teachers.models.parttime import SKILL_CHOICES


class OwnProposalForm(RecordForm):
    """Somebody of one's own enterprise, for a need of the school."""

    contact = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Contact.objects.none(),
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=_("Somebody who is missing here is proposed at “Our enterprise” first."),
    )
    title = forms.CharField(
        label=pgettext_lazy("of a teacher", "professional title"),
        max_length=60,
        required=False,
        help_text=_("As it reads on the certificate, such as 工程师."),
    )
    skill = forms.CharField(
        label=pgettext_lazy("of a part-time teacher", "trade"), max_length=60, required=False
    )
    skill_level = forms.ChoiceField(
        label=_("skill level"), choices=[("", "—"), *SKILL_CHOICES], required=False
    )
    begins_on = forms.DateField(
        label=pgettext_lazy("appointment of a part-time teacher", "first day"), widget=DateInput()
    )
    ends_on = forms.DateField(
        label=pgettext_lazy("appointment of a part-time teacher", "last day"), widget=DateInput()
    )
    statement = forms.CharField(
        label=_("what speaks for it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        field: Any = self.fields["contact"]
        contacts = Contact.objects.filter(enterprise=self.enterprise, left_on=None)
        field.queryset = contacts.only(*CONTACT_COLUMNS)
