"""Beginning an agreement, and editing its terms and its parties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agreements.choices import FormOfCooperation, Language, RenewalRule
from agreements.forms.terms import TermFields
from agreements.models import Agreement, AgreementType, Party
from agreements.operations.parties import CORRECTABLE
from agreements.policies import EDIT, departments_for
from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect, RemoteSelectMultiple
from partnerships.models import Contact, Enterprise

ENHANCED = {"data-enhance": ""}
HINTED = {
    "hx-trigger": "change",
    "hx-target": "#draft-hints",
    "hx-include": "#draft-form [name=type], #id_enterprises, #id_starts_on, #id_ends_on",
}


class TypeCards(forms.widgets.ChoiceWidget):
    """Types of agreement as cards that say what each one brings along.

    Not a ``RadioSelect``: crispy would draw that by itself.
    """

    input_type = "radio"
    add_id_index = True
    checked_attribute = {"checked": True}
    option_inherits_attrs = True
    template_name = "agreements/widgets/type_cards.html"

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index) if index is not None else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        offered = AgreementType.objects.filter(is_active=True)
        types = {kind.pk: kind for kind in offered.prefetch_related("route__steps", "template")}
        context = super().get_context(name, value, attrs)
        for _group, options, _index in context["widget"]["optgroups"]:
            for option in options:
                key = getattr(option["value"], "value", option["value"])
                if kind := types.get(key):
                    option["kind"] = kind
                    option["forms"] = [FormOfCooperation(code).label for code in kind.forms]
        return context


class DraftForm(RecordForm):
    sections = [
        (_("What kind of agreement"), ("type",)),
        (_("With whom, and from when"), ("enterprises", "starts_on", "ends_on")),
        (_("What it is called, and whose it is"), ("title_zh", "title_en", "language", "department")),
    ]

    type = forms.ModelChoiceField(
        label=_("Type"),
        queryset=AgreementType.objects.filter(is_active=True),
        widget=TypeCards,
        empty_label=None,
    )
    enterprises = forms.ModelMultipleChoiceField(
        label=_("Enterprises"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelectMultiple("partnerships:enterprise_choices"),
        help_text=_("Type two characters of a name or a code. The first one becomes party B."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=DateInput(),
        required=False,
        help_text=_("Leave it empty for the usual term of the type."),
    )
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200, required=False)
    title_en = forms.CharField(
        label=_("Title in English"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the titles name the type and the first enterprise."),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=Language, initial="both")
    department: Any = forms.ModelChoiceField(label=_("Department"), queryset=None)

    def __init__(self, *args: Any, hints_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("type", "enterprises", "starts_on", "ends_on"):
            self.fields[name].widget.attrs |= HINTED | {"hx-get": hints_url}

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["enterprises"].queryset = Enterprise.objects.visible_to(self.user)
        departments = departments_for(self.user, EDIT)
        fields["department"].queryset = departments
        if departments.count() == 1:
            fields["department"].initial = departments.get()

    def clean(self) -> dict[str, Any]:
        """A title that is left empty becomes the usual one, in each language of the paper."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind, enterprises = cleaned.get("type"), cleaned.get("enterprises")
        if kind is None or not enterprises or "language" not in cleaned:
            return cleaned
        names = {
            "en": f"{kind.name_en or kind.name_zh} – {enterprises[0].name_en or enterprises[0].name}",
            "zh": f"{enterprises[0].name}{kind.name_zh or kind.name_en}",
        }
        for code in Language(cleaned["language"]).codes:
            cleaned[f"title_{code}"] = cleaned.get(f"title_{code}") or names[code][:200]
        return cleaned


class TermsForm(TermFields):
    """Everything beside parties and clauses. ``expected`` is the version that was shown."""

    sections = [
        (_("Title and language"), ("title_zh", "title_en", "language")),
        (_("What the parties do together"), ("forms", "aims", "content", "majors")),
        (
            _("Term and renewal"),
            ("starts_on", "ends_on", "renewal_rule", "automatic_term_months", "notice_days"),
        ),
        (_("Value"), ("value_amount", "value_currency")),
    ]
    expected = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Agreement
        fields = (
            "title_zh",
            "title_en",
            "language",
            "forms",
            "aims",
            "content",
            "majors",
            "starts_on",
            "ends_on",
            "renewal_rule",
            "automatic_term_months",
            "notice_days",
            "value_amount",
            "value_currency",
        )
        widgets = {
            "aims": forms.Textarea(attrs={"rows": 3}),
            "content": forms.Textarea(attrs={"rows": 5}),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }
        help_texts = {
            "aims": _("What both sides want to reach; clauses can quote it."),
            "notice_days": _("So many days before the last day, notice has to be given."),
            "automatic_term_months": _("Only where it renews itself."),
            "value_amount": _("Only where money is promised."),
        }

    def narrow(self) -> None:
        self.fields["expected"].initial = self.instance.terms_version

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("renewal_rule") == RenewalRule.AUTOMATIC and not cleaned.get("automatic_term_months"):
            self.add_error("automatic_term_months", _("Say by how many months it renews itself."))
        return cleaned

    def terms(self) -> dict[str, Any]:
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"majors", "expected"}
        }


class PartyForm(RecordForm):
    """Another enterprise, with the people who act for it there."""

    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
        help_text=_("Type two characters of a name or a code."),
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"),
        queryset=Contact.objects.none(),
        required=False,
        help_text=_("Who is written to about this agreement."),
    )
    signatory = forms.ModelChoiceField(
        label=_("Signatory"), queryset=Contact.objects.none(), required=False, help_text=_("Who signs.")
    )

    def __init__(
        self, *args: Any, people_url: str, enterprise: Enterprise | None = None, **kwargs: Any
    ) -> None:
        self.chosen = enterprise
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].widget.attrs |= {
            "hx-get": people_url,
            "hx-trigger": "change",
            "hx-target": "#party-people",
            "hx-include": "#id_enterprise",
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        visible = Enterprise.objects.visible_to(self.user)
        fields["enterprise"].queryset = visible
        key = self.data.get("enterprise", "") if self.is_bound else ""
        chosen = visible.filter(pk=key).first() if key.isdecimal() else self.chosen
        if chosen is not None:
            fields["enterprise"].initial = chosen
            for name in ("contact", "signatory"):
                fields[name].queryset = chosen.contacts.current()


class PartyEditForm(RecordModelForm):
    """A party's particulars as they stand on the paper, and its people."""

    sections = [
        (_("People"), ("contact", "signatory", "signatory_name", "signatory_title")),
        (
            _("As it stands on the paper"),
            (
                "legal_name",
                "legal_name_en",
                "registration_code",
                "address",
                "address_en",
                "representative",
            ),
        ),
    ]

    class Meta:
        model = Party
        fields = ("contact", "signatory", *sorted(CORRECTABLE))
        help_texts = {"signatory": _("Another person here replaces the name and position below.")}

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        if self.instance.enterprise is None:
            del fields["contact"], fields["signatory"]
            return
        for name in ("contact", "signatory"):
            fields[name].queryset = self.instance.enterprise.contacts.current()

    def particulars(self) -> dict[str, str]:
        """What was corrected by hand; the rest follows from the people that are named."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in CORRECTABLE}

    def newly(self, name: str) -> Contact | None:
        return self.cleaned_data.get(name) if name in self.changed_data else None
