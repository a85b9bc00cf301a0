"""What somebody of an enterprise says is different from what we have on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DateInput, RecordForm
from partnerships.corrections import CONTACT_FIELDS, ENTERPRISE_FIELDS, in_words, stored
from partnerships.models import Contact, ContactRole, Correction, Enterprise
from partnerships.models.correction import LEFT, LICENCE, NEW_CONTACT
from partnerships.portal.operations import ProposedCorrection


class _NoteForm(RecordForm):
    note = forms.CharField(
        label=gettext_lazy("Note to the centre"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Since when it is so, or where it can be looked up."),
    )


class _CorrectionForm(_NoteForm):
    """What is on record, to be overwritten: what differs is proposed. What waits already stays closed."""

    correctable: ClassVar[tuple[str, ...]]

    def __init__(
        self, *args: Any, record: Enterprise | Contact, waiting: Mapping[str, Correction], **kwargs: Any
    ) -> None:
        self.record, self.waiting = record, waiting
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for name, field in forms.fields_for_model(type(self.record), fields=self.correctable).items():
            field.initial = getattr(self.record, name)
            self.fields[name] = field
        for name in self.waiting.keys() & self.fields.keys():
            self.fields[name].disabled = True
            self.fields[name].help_text = _("Waits for the centre: %(value)s") % {
                "value": in_words(name, self.waiting[name].after)
            }

    def proposed(self) -> list[ProposedCorrection]:
        contact = self.record if isinstance(self.record, Contact) else None
        return [
            ProposedCorrection(
                field=name,
                before=stored(name, getattr(self.record, name)),
                after=stored(name, self.cleaned_data[name]),
                contact=contact,
            )
            for name in self.changed_data
            if name in (*self.correctable, LEFT)
        ]


class CorrectEnterpriseForm(_CorrectionForm):
    correctable = ENTERPRISE_FIELDS
    sections = [
        (gettext_lazy("Who you are"), ("name", "name_en", LICENCE)),
        (gettext_lazy("Where, and how large"), ("address", "website", "size_band", "staff_count")),
        (gettext_lazy("To the centre"), ("note",)),
    ]
    licence = forms.FileField(
        label=gettext_lazy("Business licence"),
        required=False,
        help_text=gettext_lazy("A scan or picture: PDF, PNG, JPEG or WebP. Only the centre sees it."),
    )

    def proposed(self) -> list[ProposedCorrection]:
        upload = self.cleaned_data[LICENCE]
        if upload is None:
            return super().proposed()
        licence = ProposedCorrection(field=LICENCE, before=None, after=upload.name, upload=upload)
        return [*super().proposed(), licence]


class CorrectContactForm(_CorrectionForm):
    correctable = CONTACT_FIELDS
    sections = [
        (gettext_lazy("Who it is"), ("name", "name_latin", "title")),
        (gettext_lazy("How to reach them"), ("email", "phone")),
        (gettext_lazy("No longer with you?"), (LEFT,)),
        (gettext_lazy("To the centre"), ("note",)),
    ]
    left_on = forms.DateField(
        label=gettext_lazy("Left on"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy("Their access to this portal ends when the centre accepts it."),
    )


class NewContactForm(_NoteForm):
    sections = [
        (gettext_lazy("Who it is"), ("name", "name_latin", "title", "roles")),
        (gettext_lazy("How to reach them"), ("email", "phone")),
        (gettext_lazy("To the centre"), ("note",)),
    ]
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"), choices=ContactRole, widget=forms.CheckboxSelectMultiple
    )

    def narrow(self) -> None:
        self.fields |= forms.fields_for_model(Contact, fields=CONTACT_FIELDS)

    def proposed(self) -> list[ProposedCorrection]:
        somebody = {name: self.cleaned_data[name] for name in (*CONTACT_FIELDS, "roles")}
        return [ProposedCorrection(field=NEW_CONTACT, before=None, after=somebody)]
