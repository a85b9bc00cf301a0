from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.forms.clauses import words_fields
from agreements.forms.terms import TermFields
from agreements.models import Agreement
from agreements.operations import ProposedChange
from agreements.terms import CLAUSE_FIELDS, TERM_KINDS, Kind, Terms
from catalogue.models import Major
from core.forms import DateInput

SECTIONS = (
    (_("What the parties do together"), ("forms", "aims", "content", "majors")),
    (_("Term and renewal"), ("ends_on", "renewal_rule", "automatic_term_months", "notice_days")),
    (_("Value"), ("value_amount", "value_currency")),
)


@dataclass(frozen=True, slots=True)
class ClauseFields:
    """The fields of one clause, as the page shows them together."""

    key: str
    title: str
    fields: list[forms.BoundField]
    strike: forms.BoundField | None
    is_changed: bool


class AmendmentForm(TermFields):
    """The terms and clauses as they bind today, to be overwritten: what differs becomes the amendment."""

    reason = forms.CharField(
        label=_("Why it is amended"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other side reads it."),
    )
    effective_on = forms.DateField(label=_("Effective from"), widget=DateInput())

    class Meta:
        model = Agreement
        fields = tuple(TERM_KINDS)
        widgets = {
            "aims": forms.Textarea(attrs={"rows": 3}),
            "content": forms.Textarea(attrs={"rows": 4}),
            "ends_on": DateInput(),
        }

    def __init__(
        self,
        *args: Any,
        agreement: Agreement,
        terms: Terms,
        proposed: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.agreement, self.terms, self.proposed = agreement, terms, proposed or {}
        values = {name: term.value for name, term in terms.fields.items() if name != "majors"}
        kwargs["instance"] = Agreement(starts_on=agreement.starts_on, **values)
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        self.fields["effective_on"].initial = timezone.localdate()
        self.initial["majors"] = list(Major.objects.filter(code__in=self.terms.value("majors")))
        self.fields["ends_on"].required = True
        for name, kind in TERM_KINDS.items():
            if (stored := self.proposed.get(f"field.{name}")) is not None:
                value = kind.read(stored)
                self.initial[name] = Major.objects.filter(code__in=value) if name == "majors" else value
        for clause in self.terms.clauses:
            self._add_clause(clause.key, clause.words)
        for key, words in self._new_clauses():
            self._add_words(key, words)

    def _new_clauses(self) -> list[tuple[str, dict[str, str]]]:
        """Clauses that the draft adds already, and room for one more."""
        known = {clause.key for clause in self.terms.clauses}
        added = [
            words
            for target, words in self.proposed.items()
            if target.startswith("clause.") and target.removeprefix("clause.") not in known
        ]
        return [(f"new{number}", words) for number, words in enumerate([*added, {}], start=1)]

    def _add_clause(self, key: str, words: dict[str, str]) -> None:
        target = f"clause.{key}"
        struck = target in self.proposed and self.proposed[target] is None
        self._add_words(key, self.proposed.get(target) or words)
        self.fields[f"strike-{key}"] = _strike_field(initial=struck)

    def _add_words(self, key: str, words: dict[str, str]) -> None:
        for name, field in words_fields(self.agreement.language).items():
            field.initial = words.get(name, "")
            self.fields[f"{name}-{key}"] = field

    # --- What the page shows

    def term_sections(self) -> list[tuple[Any, list[Any]]]:
        return [(heading, [self[name] for name in names]) for heading, names in SECTIONS]

    def clause_fields(self) -> list[ClauseFields]:
        return [
            self._clause_fields(clause.key, clause.heading, clause.words) for clause in self.terms.clauses
        ]

    def new_clause_fields(self) -> list[ClauseFields]:
        return [self._clause_fields(key, "", {}) for key, _words in self._new_clauses()]

    def _clause_fields(self, key: str, title: str, words: dict[str, str]) -> ClauseFields:
        names = [name for name in CLAUSE_FIELDS if f"{name}-{key}" in self.fields]
        strike = self[f"strike-{key}"] if f"strike-{key}" in self.fields else None
        changed = any((self[f"{name}-{key}"].value() or "").strip() != words.get(name, "") for name in names)
        return ClauseFields(
            key,
            title,
            [self[f"{name}-{key}"] for name in words_fields(self.agreement.language)],
            strike,
            changed or bool(strike and strike.value()) or any(self[f"{name}-{key}"].errors for name in names),
        )

    # --- What it asks for

    def changes(self) -> list[ProposedChange]:
        """Everything that differs from what binds the parties today."""
        cleaned = self.cleaned_data | {"majors": sorted(m.code for m in self.cleaned_data["majors"])}
        found = [
            ProposedChange(Kind.FIELD, name, cleaned[name])
            for name, kind in TERM_KINDS.items()
            if kind.stored(cleaned[name]) != kind.stored(self.terms.value(name))
        ]
        for clause in self.terms.clauses:
            if cleaned[f"strike-{clause.key}"]:
                found.append(ProposedChange(Kind.CLAUSE, clause.key, None))
                continue
            words = self._words(clause.key)
            if any(clause.words.get(name, "").strip() != text for name, text in words.items()):
                found.append(ProposedChange(Kind.CLAUSE, clause.key, words))
        for key, _before in self._new_clauses():
            words = self._words(key)
            if any(words.values()):
                found.append(ProposedChange(Kind.CLAUSE, "", words))
        return found

    def _words(self, key: str) -> dict[str, str]:
        return {
            name: self.cleaned_data[f"{name}-{key}"].replace("\r\n", "\n").strip()
            for name in CLAUSE_FIELDS
            if f"{name}-{key}" in self.fields
        }


def _strike_field(*, initial: bool) -> forms.BooleanField:
    return forms.BooleanField(label=_("Strike this clause out"), required=False, initial=initial)
