from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.countries import country_choices
from core.comments import LONGEST_TEXT
from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect
from partnerships.corrections import ReadCorrection
from partnerships.hints import holder_of
from partnerships.models import (
    Contact,
    ContactRole,
    Enterprise,
    EnterpriseFile,
    EnterpriseName,
    Interaction,
    NameKind,
    Question,
    Tag,
)
from partnerships.operations import CorrectionDecision
from partnerships.policies import MERGE, departments_for, possible_owners
from partnerships.transitions import STAGES

ENHANCED = {"data-enhance": ""}
DAYS_TO_ANSWER = timedelta(days=14)


class EnterpriseForm(RecordModelForm):
    sections = [
        (_("Who it is"), ("name", "name_en", "scheme", "code")),
        (
            _("What it does, and where"),
            (
                *("industry", "country", "region", "address"),
                *("size_band", "staff_count", "is_integration_type", "website"),
            ),
        ),
        (_("With us"), ("department", "owner", "tags", "notes")),
    ]

    class Meta:
        model = Enterprise
        fields = (
            "name",
            "name_en",
            "scheme",
            "code",
            "industry",
            "country",
            "region",
            "address",
            "size_band",
            "staff_count",
            "is_integration_type",
            "website",
            "department",
            "owner",
            "tags",
            "notes",
        )
        widgets = {
            "industry": RemoteSelect("catalogue:industry_choices"),
            "region": RemoteSelect("catalogue:region_choices"),
            "owner": forms.Select(attrs=ENHANCED),
            "tags": forms.SelectMultiple(attrs=ENHANCED),
            "notes": forms.Textarea(attrs={"rows": 4}),
            "website": forms.URLInput(attrs={"placeholder": "https://"}),
        }
        help_texts = {
            "code": _("Leave it empty for a body that stands in no register."),
            "region": _("Type a name, its pinyin or the code."),
            "industry": _("Section or division of the national classification."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].widget = forms.Select(choices=country_choices(), attrs=ENHANCED)

    def narrow(self) -> None:
        departments: Any = self.fields["department"]
        departments.queryset = departments_for(self.user)
        if not self.instance.pk and departments.queryset.count() == 1:
            departments.initial = departments.queryset.get()
        owners: Any = self.fields["owner"]
        owners.queryset = possible_owners(timezone.localdate())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("code") and "scheme" in cleaned:
            held = holder_of(
                actor=self.user, scheme=cleaned["scheme"], code=cleaned["code"], exclude_pk=self.instance.pk
            )
            if held and held.record is None:
                self.add_error("code", str(held.reason))
            elif held:
                self.add_error(
                    "code",
                    _("Another enterprise has this registration code: %(enterprise)s (%(reason)s).")
                    % {"enterprise": held.record, "reason": held.reason},
                )
        return cleaned


class HintedEnterpriseForm(EnterpriseForm):
    """A new enterprise: while one types, the page shows what looks like it."""

    def __init__(self, *args: Any, hints_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "code"):
            self.fields[name].widget.attrs |= {
                "hx-get": hints_url,
                "hx-trigger": "input changed delay:350ms",
                "hx-target": "#duplicate-hints",
                "hx-include": "#id_name, #id_code, #id_scheme",
                "autocomplete": "off",
            }


class NameForm(RecordModelForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in (NameKind.FORMER, NameKind.ALIAS)]
    )

    class Meta:
        model = EnterpriseName
        fields = ("name", "kind", "until")
        widgets = {"until": DateInput()}


class ContactForm(RecordModelForm):
    sections = [
        (_("Who it is"), ("name", "name_latin", "title", "roles", "is_primary")),
        (_("How to reach them"), ("email", "phone", "wechat", "language")),
        (_("Notes"), ("notes",)),
    ]
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=ContactRole, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Contact
        fields = (
            "name",
            "name_latin",
            "title",
            "roles",
            "is_primary",
            "email",
            "phone",
            "wechat",
            "language",
            "notes",
        )
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}


class LeavingForm(RecordForm):
    left_on = forms.DateField(label=_("Left on"), widget=DateInput())

    def narrow(self) -> None:
        self.fields["left_on"].initial = timezone.localdate()


class InteractionForm(RecordModelForm):
    sections = [
        (_("What happened"), ("kind", "happened_at", "place", "staff", "contacts")),
        (_("What was said"), ("summary", "minutes")),
        (_("What comes next"), ("next_action", "next_action_on", "next_action_owner")),
    ]

    class Meta:
        model = Interaction
        fields = (
            "kind",
            "happened_at",
            "place",
            "staff",
            "contacts",
            "summary",
            "minutes",
            "next_action",
            "next_action_on",
            "next_action_owner",
        )
        widgets = {
            "happened_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "staff": forms.SelectMultiple(attrs=ENHANCED),
            "contacts": forms.SelectMultiple(attrs=ENHANCED),
            "minutes": forms.Textarea(attrs={"rows": 8}),
            "next_action_on": DateInput(),
            "next_action_owner": forms.Select(attrs=ENHANCED),
        }
        help_texts = {
            "next_action": _("Left empty where nothing follows."),
            "next_action_owner": _("You, unless you choose somebody else."),
        }

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        people = possible_owners(timezone.localdate())
        fields: dict[str, Any] = self.fields
        fields["staff"].queryset = people
        fields["next_action_owner"].queryset = people
        contacts = self.enterprise.contacts.current()
        if self.instance.pk:
            contacts = contacts | self.enterprise.contacts.filter(interactions=self.instance)
        fields["contacts"].queryset = contacts.distinct()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        action, due_on = cleaned.get("next_action"), cleaned.get("next_action_on")
        if action and not due_on and "next_action_on" not in self.errors:
            self.add_error("next_action_on", _("Say by when it is to be done."))
        if not action and (due_on or cleaned.get("next_action_owner")) and "next_action" not in self.errors:
            self.add_error(
                "next_action", _("Say what is to be done, or leave the date and the person empty.")
            )
        if action and cleaned.get("next_action_owner") is None:
            cleaned["next_action_owner"] = self.user
        return cleaned


class EnterpriseFileForm(RecordForm):
    purpose = forms.ChoiceField(label=_("What it is"), choices=EnterpriseFile.Purpose)
    upload = forms.FileField(
        label=_("File"), help_text=_("PDF, pictures, Word, Excel or PowerPoint. Only our staff see it.")
    )


class InteractionFileForm(RecordForm):
    upload = forms.FileField(
        label=_("File"), help_text=_("PDF, pictures, Word, Excel or PowerPoint. Only our staff see it.")
    )


class CommentForm(RecordForm):
    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only your colleagues read it."),
    )


class StageMoveForm(RecordForm):
    """A reason where the move asks for one."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your colleagues read it on the history of the enterprise."),
    )

    def __init__(self, *args: Any, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class CorrectionsForm(RecordForm):
    """Each of the corrections that wait: accept it, reject it with a reason, or leave it for later."""

    ACCEPT, REJECT = "accept", "reject"

    def __init__(self, *args: Any, lines: Sequence[ReadCorrection], **kwargs: Any) -> None:
        self.lines = lines
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        choices = [(self.ACCEPT, _("Accept")), (self.REJECT, _("Reject")), ("", _("Later"))]
        for line in self.lines:
            pk = line.correction.pk
            self.fields[f"decision-{pk}"] = forms.ChoiceField(
                label=_("Decision"), choices=choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"reason-{pk}"] = forms.CharField(
                label=_("Reason"),
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Whoever proposed it reads this. A rejection needs one."),
            )

    def shown(self) -> list[tuple[ReadCorrection, forms.BoundField, forms.BoundField]]:
        """Each correction with what is asked about it."""
        return [
            (line, self[f"decision-{line.correction.pk}"], self[f"reason-{line.correction.pk}"])
            for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for line in self.lines:
            pk = line.correction.pk
            if cleaned.get(f"decision-{pk}") == self.REJECT and not cleaned.get(f"reason-{pk}"):
                self.add_error(f"reason-{pk}", _("Say why: whoever proposed it reads this."))
        if not self.errors and not self.decisions():
            raise forms.ValidationError(_("Accept or reject at least one of them."))
        return cleaned

    def decisions(self) -> list[CorrectionDecision]:
        return [
            CorrectionDecision(
                pk=pk,
                is_accepted=decision == self.ACCEPT,
                seen=self.data.get(f"seen-{pk}", ""),
                reason=self.cleaned_data[f"reason-{pk}"],
            )
            for line in self.lines
            for pk in [line.correction.pk]
            for decision in [self.cleaned_data[f"decision-{pk}"]]
            if decision
        ]


# --- Asked once for many rows -----------------------------------------------------------------


class OwnerForm(RecordForm):
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=get_user_model()._default_manager.none(),
        widget=forms.Select(attrs=ENHANCED),
    )

    def narrow(self) -> None:
        field: Any = self.fields["owner"]
        field.queryset = possible_owners(timezone.localdate())


class TagForm(RecordForm):
    add = forms.ModelMultipleChoiceField(
        label=_("Tags to put on"),
        queryset=Tag.objects.all(),
        required=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )
    remove = forms.ModelMultipleChoiceField(
        label=_("Tags to take off"),
        queryset=Tag.objects.all(),
        required=False,
        widget=forms.SelectMultiple(attrs=ENHANCED),
    )


class BulkMoveForm(RecordForm):
    name = forms.ChoiceField(label=_("Move"))
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def narrow(self) -> None:
        field: Any = self.fields["name"]
        field.choices = [
            (name, f"{move.label} → {STAGES.states(move.target).label}")
            for name, move in STAGES.moves.items()
            if move.capability and self.user.scope_for(move.capability)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        move = STAGES.moves.get(cleaned.get("name", ""))
        if move and move.needs_reason and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("This move needs a reason."))
        return cleaned


# --- Questions by link ------------------------------------------------------------------------


class QuestionForm(RecordForm):
    contact = forms.ModelChoiceField(
        label=_("Who is asked"),
        queryset=Contact.objects.none(),
        help_text=_("The link goes to the mailbox on record, or to the telephone where there is none."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of question"),
        choices=Question.Kind,
        widget=forms.RadioSelect,
        initial=Question.Kind.ANSWER,
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("As they read it. The link shows them this and nothing else of the centre."),
    )
    due_on = forms.DateField(label=_("Until"), widget=DateInput)

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = timezone.localdate() + DAYS_TO_ANSWER

    def narrow(self) -> None:
        field: Any = self.fields["contact"]
        field.queryset = self.enterprise.contacts.current()

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        return due_on


class AnswerForm(forms.Form):
    """What somebody answers who came by a link."""

    move = forms.ChoiceField(choices=[(name, name) for name in ("confirm", "deny", "answer")])
    text = forms.CharField(required=False, max_length=LONGEST_TEXT)


# --- Merging, and the register ----------------------------------------------------------------


class PickForm(RecordForm):
    """Which other record is the same enterprise."""

    other = forms.ModelChoiceField(
        label=_("The other record"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
        help_text=_("Type two characters of a name or a code."),
    )

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        field: Any = self.fields["other"]
        field.queryset = Enterprise.objects.permitting(self.user, MERGE).exclude(pk=self.enterprise.pk)
