from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import DateInput, RecordModelForm
from internships.models import Aspect, HostVisit, Verdict
from partnerships.policies import possible_owners

A_YEAR = timedelta(days=365)
ASPECTS = [f"{aspect.value}_{part}" for aspect in Aspect for part in ("verdict", "note")]


class HostVisitForm(RecordModelForm):
    """The written report of a visit: every respect of INT-03 with its verdict, then the conclusion."""

    sections = [
        (_("The visit"), ("visited_on", "visitors", "summary", "report")),
        (_("What was found"), tuple(ASPECTS)),
        (_("Public records"), ("record_checked_on", "has_clean_credit", "has_clean_safety")),
        (_("Conclusion"), ("conclusion", "conditions", "valid_until")),
    ]
    report = forms.FileField(
        label=_("Signed report or photographs"), required=False, help_text=_("As PDF or picture.")
    )

    class Meta:
        model = HostVisit
        fields = (
            "visited_on", "visitors", "summary", "record_checked_on", "has_clean_credit", "has_clean_safety",
            "conclusion", "conditions", "valid_until",
        )  # fmt: skip
        widgets = {
            "visited_on": DateInput(),
            "record_checked_on": DateInput(),
            "valid_until": DateInput(),
            "summary": forms.Textarea(attrs={"rows": 4}),
            "conditions": forms.Textarea(attrs={"rows": 2}),
            "visitors": forms.SelectMultiple(attrs={"data-enhance": ""}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        if self.instance.pk is None:
            usual: dict[str, Any] = {
                "visited_on": today,
                "record_checked_on": today,
                "valid_until": today + A_YEAR,
                "visitors": [self.user.pk],
            }
            self.initial = usual | dict(self.initial)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        known = (
            {finding.aspect: finding for finding in self.instance.findings.all()} if self.instance.pk else {}
        )
        visitors = possible_owners(timezone.localdate())
        if self.instance.pk:
            visitors = visitors | User.objects.filter(host_visits=self.instance)
        fields["visitors"].queryset = visitors.distinct()
        for aspect in Aspect:
            finding = known.get(aspect.value)
            fields[f"{aspect.value}_verdict"] = forms.ChoiceField(
                label=aspect.label,
                choices=Verdict,
                widget=forms.RadioSelect,
                initial=finding.verdict if finding else None,
            )
            fields[f"{aspect.value}_note"] = forms.CharField(
                label=_("Note: %(aspect)s") % {"aspect": aspect.label},
                max_length=500,
                required=False,
                initial=finding.note if finding else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for aspect in Aspect:
            verdict = cleaned.get(f"{aspect.value}_verdict")
            if verdict not in {None, Verdict.MET} and not cleaned.get(f"{aspect.value}_note"):
                self.add_error(f"{aspect.value}_note", _("Say what is missing."))
        return cleaned

    def as_operation(self) -> dict[str, Any]:
        """What :func:`internships.operations.hosts.record_visit` takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ASPECTS}
        given["findings"] = {
            aspect.value: (
                self.cleaned_data[f"{aspect.value}_verdict"],
                self.cleaned_data[f"{aspect.value}_note"],
            )
            for aspect in Aspect
        }
        return given
