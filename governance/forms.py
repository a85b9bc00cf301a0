from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, Position
from core.forms import CheckedByTheOperation, DateInput, RecordForm
from governance.models import Regulation, RegulationVersion
from governance.operations.regulations import NAMED
from governance.pages import page_choices
from governance.transitions import EDIT
from partnerships.policies import departments_for
from signing.models import ApprovalRoute

ENHANCED = {"data-enhance": ""}
TO_READ = timedelta(days=14)


class RegulationForm(CheckedByTheOperation):
    sections: ClassVar[Any] = [
        (pgettext_lazy("heading of a form", "What it is"), ("number", "name_zh", "name_en", "kind")),
        (_("Who keeps it"), ("department", "responsible")),
        (_("Whom and what it concerns"), ("applies_to", "is_for_partners")),
    ]
    applies_to = forms.MultipleChoiceField(
        label=_("Applies to"),
        required=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
        help_text=_("Lists and pages of these records lead to the regulation."),
    )

    class Meta:
        model = Regulation
        fields = (
            *("number", "name_zh", "name_en", "kind", "department", "responsible", "applies_to"),
            "is_for_partners",
        )
        widgets = {"responsible": forms.Select(attrs=ENHANCED)}
        help_texts = {"name_zh": _("At least one of the two names.")}

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = departments_for(self.user, EDIT)
        fields["responsible"].queryset = Position.objects.select_related("department")
        fields["applies_to"].choices = page_choices()
        if self.instance.pk and self.instance.versions.decided().exists():
            for name in NAMED:
                del fields[name]


class VersionForm(CheckedByTheOperation):
    sections: ClassVar[Any] = [
        (_("The text"), ("text_zh", "text_en")),
        (_("Why and when"), ("reason", "effective_from", "route")),
    ]

    class Meta:
        model = RegulationVersion
        fields = ("text_zh", "text_en", "reason", "effective_from", "route")
        widgets = {
            "text_zh": forms.Textarea(attrs={"rows": 18, "lang": "zh-Hans"}),
            "text_en": forms.Textarea(attrs={"rows": 12, "lang": "en"}),
            "reason": forms.Textarea(attrs={"rows": 3}),
            "effective_from": DateInput(),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        routes = ApprovalRoute.objects.filter(is_active=True, steps__capability__startswith="regulation.")
        fields["route"].queryset = routes.distinct()


class FileForm(RecordForm):
    upload = forms.FileField(label=_("File"), help_text=_("PDF or DOCX."))


class RepealForm(RecordForm):
    last_day = forms.DateField(label=_("Last day in force"), widget=DateInput(), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


def in_two_weeks() -> Any:
    return timezone.localdate() + TO_READ


class CallForm(RecordForm):
    sections: ClassVar[Any] = [
        (_("Who has to read it"), ("for_all", "departments", "positions")),
        (_("Until when"), ("due_on",)),
    ]
    for_all = forms.BooleanField(label=_("Everybody of the centre"), required=False)
    departments = forms.ModelMultipleChoiceField(
        label=_("People of these departments"),
        queryset=Department.objects.filter(is_active=True),
        required=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
        help_text=_("With everything below them, and their teachers."),
    )
    positions = forms.ModelMultipleChoiceField(
        label=_("People in these positions"),
        queryset=Position.objects.select_related("department"),
        required=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
        help_text=_("Whoever holds them, today and later."),
    )
    due_on = forms.DateField(
        label=pgettext_lazy("acknowledgement", "To be acknowledged until"),
        widget=DateInput(),
        initial=in_two_weeks,
    )
