from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from alliances.models import Alliance
from core.forms import CheckedByTheOperation, DateInput, RecordForm, RemoteSelectMultiple
from information.models import LibraryDocument, LibraryState, Reach
from information.transitions.library import EDIT
from partnerships.models import Enterprise
from partnerships.policies import departments_for

ENHANCED = {"data-enhance": ""}


def tell_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Tell the liaisons of the partners that see it"),
        required=False,
        help_text=_("Each of them once for this version."),
    )


class LibraryForm(CheckedByTheOperation):
    """Its first file is asked where it is new. The operation checks the record."""

    upload = forms.FileField(
        label=pgettext_lazy("library document", "First version"),
        help_text=_("PDF, Word, Excel, PowerPoint, text or a picture."),
    )
    tell_partners = tell_field()

    sections: ClassVar[Any] = [
        (
            pgettext_lazy("library document", "The document"),
            ("title", "description", ("kind", "department"), "keywords", "valid_until", "upload"),
        ),
        (
            pgettext_lazy("library document", "Who reads it"),
            ("staff_reach", "departments", "partner_reach", "enterprises", "alliances", "tell_partners"),
        ),
    ]

    class Meta:
        model = LibraryDocument
        fields = (
            *("title", "description", "kind", "department", "keywords", "valid_until"),
            *("staff_reach", "departments", "partner_reach", "enterprises", "alliances"),
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "valid_until": DateInput(),
            "staff_reach": forms.RadioSelect,
            "partner_reach": forms.RadioSelect,
            "departments": forms.SelectMultiple(attrs=ENHANCED),
            "enterprises": RemoteSelectMultiple("partnerships:enterprise_choices"),
            "alliances": forms.SelectMultiple(attrs=ENHANCED),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        document = self.instance
        if document.pk:
            del fields["department"], fields["upload"]
        else:
            fields["department"].queryset = departments_for(self.user, EDIT)
        fields["departments"].queryset = Department.objects.order_by("code")
        fields["enterprises"].queryset = self._choosable(Enterprise)
        fields["enterprises"].widget.choices = fields["enterprises"].choices
        fields["alliances"].queryset = self._choosable(Alliance).order_by("name", "pk")
        if document.state != LibraryState.SHARED:
            del fields["tell_partners"]

    def _choosable(self, model: Any) -> Any:
        """What the person sees; what was chosen before stays chosen, whoever changes something else."""
        rows = model.objects.visible_to(self.user)
        if not self.instance.pk:
            return rows
        before = model.objects.filter(library=self.instance.pk)
        return model.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=before.values("pk")))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("staff_reach") != Reach.CHOSEN:
            said["departments"] = []
        if said.get("partner_reach") != Reach.CHOSEN:
            said["enterprises"] = said["alliances"] = []
        return said


class VersionForm(RecordForm):
    upload = forms.FileField(label=_("File"), help_text=_("PDF, Word, Excel, PowerPoint, text or a picture."))
    changes = forms.CharField(
        label=pgettext_lazy("version of a document", "What changed"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it beside the version."),
    )
    tell_partners = tell_field()


class ShareForm(RecordForm):
    tell_partners = tell_field()
