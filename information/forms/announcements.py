from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from core.forms import CheckedByTheOperation, DateInput, RecordForm, RemoteSelectMultiple
from information.models import Announcement, AnnouncementState, Audience
from information.transitions.announcements import EDIT
from internships.models import Plan
from partnerships.models import Enterprise
from partnerships.policies import departments_for

ENHANCED = {"data-enhance": ""}


class AnnouncementForm(CheckedByTheOperation):
    """Whom it is for is asked as long as nobody was told. The operation checks the record."""

    audience = forms.MultipleChoiceField(
        label=_("For whom"), choices=Audience, widget=forms.CheckboxSelectMultiple
    )

    sections: ClassVar[Any] = [
        (_("What is announced"), ("title", "text", "is_important", "shown_until", "department")),
        (_("For whom"), ("audience", "departments", "enterprises", "plans")),
    ]

    class Meta:
        model = Announcement
        fields = (
            *("title", "text", "is_important", "shown_until", "department"),
            *("audience", "departments", "enterprises", "plans"),
        )
        widgets = {
            "text": forms.Textarea(attrs={"rows": 10}),
            "shown_until": DateInput(),
            "departments": forms.SelectMultiple(attrs=ENHANCED),
            "enterprises": RemoteSelectMultiple("partnerships:enterprise_choices"),
            "plans": forms.SelectMultiple(attrs=ENHANCED),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["departments"].queryset = Department.objects.order_by("code")
        fields["enterprises"].queryset = Enterprise.objects.visible_to(self.user)
        fields["plans"].queryset = Plan.objects.visible_to(self.user).order_by("-starts_on", "pk")
        fields["enterprises"].widget.choices = fields["enterprises"].choices
        if self.instance.pk:
            del fields["department"]
        else:
            fields["department"].queryset = departments_for(self.user, EDIT)
        if self.instance.state != AnnouncementState.DRAFT:
            for name in ("audience", "departments", "enterprises", "plans"):
                del fields[name]


class FileForm(RecordForm):
    upload = forms.FileField(label=_("File"), help_text=_("PDF, Word, Excel, or a picture."))
