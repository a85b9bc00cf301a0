from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, RecordForm
from internships.models import Post
from partnerships.models import Contact, ContactRole
from partnerships.portal.walls import CONTACT_COLUMNS
from placements.models import ChangeKind, Placement
from placements.operations.changes import TARGETS

# Who guides the student for the school is the school's own.
ASKED_BY_HOSTS = tuple(kind for kind in ChangeKind if kind != ChangeKind.INSTRUCTOR)
NEEDED = {
    ChangeKind.MENTOR: "mentor",
    ChangeKind.WORKPLACE: "workplace",
    ChangeKind.HOURS: "hours_per_day",
    ChangeKind.DATES: "ends_on",
    ChangeKind.EARLY_END: "ends_on",
}


class HostAskForm(RecordForm):
    """What an enterprise asks to be changed for one student, and to what: choices behind the wall."""

    kind = forms.ChoiceField(
        label=_("What is to change"),
        choices=[(kind.value, kind.label) for kind in ASKED_BY_HOSTS],
        widget=forms.RadioSelect,
    )
    post = forms.ModelChoiceField(
        label=_("New post"),
        queryset=Post.objects.none(),
        required=False,
        help_text=_("Of your approved posts in the same plan. Empty: describe it below."),
    )
    mentor = forms.ModelChoiceField(label=_("New mentor"), queryset=Contact.objects.none(), required=False)
    workplace = forms.CharField(label=_("New place of work"), max_length=300, required=False)
    hours_per_day = forms.DecimalField(
        label=_("New hours a day"),
        min_value=1,
        max_value=24,
        max_digits=3,
        decimal_places=1,
        required=False,
    )
    ends_on = forms.DateField(
        label=_("New last day"),
        required=False,
        widget=DateInput(),
        help_text=_("For other dates, and for ending early."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The school and your colleagues at the portal read it."),
    )
    sections = [
        (_("What is to change"), ("kind",)),
        (_("To what: only what belongs to it"), ("post", "mentor", "workplace", "hours_per_day", "ends_on")),
        (_("Why"), ("reason",)),
    ]

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        self.placement = placement
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["post"].queryset = (
            Post.objects.approved()
            .filter(enterprise=self.placement.enterprise_id, plan=self.placement.plan_id)
            .exclude(pk=self.placement.post_id)
        )
        fields["mentor"].queryset = (
            Contact.objects.filter(
                enterprise=self.placement.enterprise_id,
                roles__contains=[ContactRole.MENTOR],
                left_on=None,
            )
            .exclude(pk=self.placement.mentor_id or 0)
            .only(*CONTACT_COLUMNS)
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        name = NEEDED.get(ChangeKind(given["kind"])) if given.get("kind") else None
        if name is not None and name not in self.errors and not given.get(name):
            self.add_error(name, _("Say to what."))
        return given

    def as_operation(self) -> dict[str, Any]:
        given = self.cleaned_data
        kind = ChangeKind(given["kind"])
        return {
            "kind": kind,
            "reason": given["reason"],
            "to": {name: given[name] for name in TARGETS[kind] if given.get(name)},
        }
