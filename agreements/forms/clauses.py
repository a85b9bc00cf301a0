from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, AgreementClause, Clause, ClauseVersion
from agreements.operations import clause_fingerprint
from agreements.reading import CLAUSE_LABELS, LANGUAGE_TAGS, languages_to_read
from agreements.terms import CLAUSE_FIELDS
from agreements.variables import declarations_of
from core.forms import DateInput, RecordForm

VALUE = "value_"


def words_fields(language: str) -> dict[str, forms.Field]:
    """Heading and text in each language of the agreement."""
    fields: dict[str, forms.Field] = {}
    for code in languages_to_read(language):
        tag = LANGUAGE_TAGS[code]
        fields[f"heading_{code}"] = forms.CharField(
            label=CLAUSE_LABELS[f"heading_{code}"],
            max_length=200,
            required=False,
            widget=forms.TextInput(attrs={"lang": tag}),
        )
        fields[f"text_{code}"] = forms.CharField(
            label=CLAUSE_LABELS[f"text_{code}"],
            required=False,
            widget=forms.Textarea(attrs={"rows": 8, "lang": tag}),
        )
    return fields


class ClauseForm(RecordForm):
    """The words of one clause, the values of its variables, and a name for what was shown."""

    def __init__(self, *args: Any, clause: AgreementClause, language: str, **kwargs: Any) -> None:
        self.clause, self.language = clause, language
        super().__init__(*args, prefix=f"clause-{clause.pk}", **kwargs)

    def narrow(self) -> None:
        self.fields |= words_fields(self.language)
        for name in CLAUSE_FIELDS:
            if name in self.fields:
                self.fields[name].initial = getattr(self.clause, name)
        for declared in declarations_of(self.clause):
            field: forms.Field = forms.CharField(label=declared.label, required=False)
            if declared.kind == "number":
                field = forms.DecimalField(label=declared.label, required=False)
            elif declared.kind == "date":
                field = forms.DateField(label=declared.label, required=False, widget=DateInput())
            field.initial = self.clause.values.get(declared.name, "")
            self.fields[f"{VALUE}{declared.name}"] = field
        self.fields["seen"] = forms.CharField(
            widget=forms.HiddenInput, initial=clause_fingerprint(self.clause), required=False
        )

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CLAUSE_FIELDS if name in self.fields}

    def values(self) -> dict[str, Any]:
        return {
            name.removeprefix(VALUE): value
            for name, value in self.cleaned_data.items()
            if name.startswith(VALUE)
        }

    def typed(self) -> tuple[dict[str, str], dict[str, str]]:
        """Words and values as they stand in the fields, valid or not."""
        typed = {name: self[name].data or "" for name in self.fields}
        return (
            {name: typed[name] for name in CLAUSE_FIELDS if name in typed},
            {name.removeprefix(VALUE): text for name, text in typed.items() if name.startswith(VALUE)},
        )


class NewClauseForm(RecordForm):
    """A clause of the library, or one's own words."""

    version = forms.ModelChoiceField(
        label=_("From the library"),
        queryset=ClauseVersion.objects.none(),
        required=False,
        empty_label=_("My own words"),
        widget=forms.Select(attrs={"data-enhance": ""}),
    )
    position = forms.IntegerField(
        label=_("As clause number"), min_value=1, required=False, help_text=_("Leave it empty for the end.")
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        there = self.agreement.clauses.exclude(source=None).values("source__clause")
        latest = ClauseVersion.objects.filter(clause=OuterRef("pk")).order_by("-number").values("pk")[:1]
        offered = Clause.objects.filter(is_active=True).exclude(pk__in=there)
        field: Any = self.fields["version"]
        field.queryset = ClauseVersion.objects.filter(
            pk__in=offered.annotate(latest=Subquery(latest)).values("latest")
        ).order_by("clause__category", "clause__code")
        field.label_from_instance = lambda version: version.heading
        self.fields |= words_fields(self.agreement.language)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("version") and not any(cleaned.get(name) for name in CLAUSE_FIELDS):
            self.add_error("version", _("Choose a clause of the library, or write one."))
        return cleaned

    def words(self) -> dict[str, str]:
        """What was written by hand; nothing where the library's words are taken as they are."""
        return {
            name: self.cleaned_data[name]
            for name in CLAUSE_FIELDS
            if name in self.fields and self.cleaned_data[name].strip()
        }
