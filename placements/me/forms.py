from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, RecordForm
from internships.models import PlanTask
from placements.models import Placement
from placements.own_days import days_of


class EntryForm(RecordForm):
    """One entry of the log: today, a tap on the tasks, a few sentences, a photo."""

    happened_on = forms.DateField(label=pgettext_lazy("of work", "Day"), widget=DateInput())
    tasks = forms.ModelMultipleChoiceField(
        label=_("What it belongs to"),
        queryset=PlanTask.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=_("What I did"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few sentences are enough: what, how, what was new to you."),
    )
    file = forms.FileField(
        label=_("Photo or file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf,.docx,.xlsx,.pptx,.txt"}),
        help_text=_("Where and when a photo was taken is removed from it before it is kept."),
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        self.placement = placement
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["tasks"].queryset = PlanTask.objects.filter(plan=self.placement.plan_id)
        if not fields["tasks"].queryset.exists():
            del self.fields["tasks"]
        first, last = days_of(self.placement, on=timezone.localdate())
        self.fields["happened_on"].initial = last
        self.fields["happened_on"].widget.attrs |= {"min": f"{first:%Y-%m-%d}", "max": f"{last:%Y-%m-%d}"}

    def entered(self) -> dict[str, Any]:
        """What the operations take, rows asked for behind the walls."""
        given = self.cleaned_data
        return {
            "happened_on": given["happened_on"],
            "text": given["text"],
            "tasks": list(given.get("tasks") or ()),
            "upload": given["file"],
        }


class LeaveForm(RecordForm):
    first_on = forms.DateField(label=pgettext_lazy("days off", "First day"), widget=DateInput())
    last_on = forms.DateField(label=pgettext_lazy("days off", "Last day"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class DisputeForm(RecordForm):
    text = forms.CharField(
        label=_("What is wrong"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nothing has come, less has come, something was kept back. Your instructor is told."),
    )
