"""Variables in clause texts: ``{{ party_b.name }}``, replaced by values and by nothing else.

A name without a dot is declared by the clause and filled in by hand; a name with a dot comes from
the agreement. No template engine looks at a text that people typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.choices import FormOfCooperation
from agreements.models import Agreement, AgreementClause, Party
from core.bilingual import listed

LANGUAGE_CODES = {"en": "en", "zh": "zh-hans"}
KINDS = ("text", "number", "date")
_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?")


class VariableProblem(ValueError):
    """A text cannot be filled in; the message says which variable is at fault."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A variable that a clause asks somebody to fill in."""

    name: str
    kind: str
    label_en: str
    label_zh: str

    @property
    def label(self) -> str:
        return self.label_zh if (translation.get_language() or "").startswith("zh") else self.label_en


def declarations_of(clause: AgreementClause) -> list[Declaration]:
    """What the clause's version in the library declares; reads the source."""
    if clause.source is None:
        return []
    return [Declaration(**declared) for declared in clause.source.variables]


def names_in(text: str) -> list[str]:
    """The variables of a text, in order of appearance.

    Raises:
        VariableProblem: braces that hold no name, or do not match.
    """
    names = []
    for match in _BRACES.finditer(text):
        name = match[1].strip()
        if not _NAME.fullmatch(name):
            raise VariableProblem(_("“%(text)s” is not a variable.") % {"text": match[0]})
        names.append(name)
    rest = _BRACES.sub("", text)
    if "{{" in rest or "}}" in rest:
        raise VariableProblem(_("There is a pair of braces that is not closed."))
    return list(dict.fromkeys(names))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every variable replaced.

    Raises:
        VariableProblem: a variable is unknown, or has no value yet.
    """
    for name in names_in(text):
        if name not in values:
            raise VariableProblem(_("The variable “%(name)s” is not known.") % {"name": name})
        if not values[name].strip():
            raise VariableProblem(_("The variable “%(name)s” has no value yet.") % {"name": name})
    return _BRACES.sub(lambda match: values[match[1].strip()], text)


def preview(text: str, values: Mapping[str, str]) -> str:
    """The text as far as it can be filled in; what is missing stays as it was typed."""
    return _BRACES.sub(lambda match: values.get(match[1].strip(), "").strip() or match[0], text)


# --- Values of an agreement -------------------------------------------------------------------


def shown_date(day: date | None) -> str:
    """A date as a paper in the active language writes it."""
    if day is None:
        return ""
    if (translation.get_language() or "").startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {formats.date_format(day, 'F')} {day.year}"


def shown_amount(amount: Decimal | None, currency: str) -> str:
    if amount is None:
        return ""
    places = 0 if amount == amount.to_integral_value() else 2
    figure = f"{amount:,.{places}f}"
    if currency == "CNY" and (translation.get_language() or "").startswith("zh"):
        return f"人民币{figure}元"
    return f"{currency} {figure}"


def _form_label(code: str) -> str:
    return str(FormOfCooperation(code).label)


_OF_AGREEMENT: dict[str, Callable[[Agreement], str]] = {
    "agreement.title": lambda a: a.title,
    "agreement.reference": lambda a: a.number,
    "agreement.aims": lambda a: a.aims,
    "agreement.content": lambda a: a.content,
    "agreement.forms": lambda a: listed([_form_label(code) for code in a.forms]),
    "agreement.majors": lambda a: listed([major.name for major in a.majors.all()]),
    "agreement.value": lambda a: shown_amount(a.value_amount, a.value_currency),
    "term.start": lambda a: shown_date(a.starts_on),
    "term.end": lambda a: shown_date(a.ends_on),
    "term.notice_days": lambda a: str(a.notice_days),
    "term.automatic_months": lambda a: str(a.automatic_term_months or ""),
}
_OF_PARTY: dict[str, Callable[[Party], str]] = {
    "name": lambda p: p.name,
    "code": lambda p: p.registration_code,
    "address": lambda p: p.shown_address,
    "representative": lambda p: p.representative,
    "signatory": lambda p: p.signatory_name,
    "signatory_title": lambda p: p.signatory_title,
}


_LABELS = {
    "agreement.title": gettext_lazy("title"),
    "agreement.reference": gettext_lazy("reference"),
    "agreement.aims": gettext_lazy("aims"),
    "agreement.content": gettext_lazy("content"),
    "agreement.forms": gettext_lazy("forms of cooperation"),
    "agreement.majors": gettext_lazy("majors concerned"),
    "agreement.value": gettext_lazy("value"),
    "term.start": gettext_lazy("first day"),
    "term.end": gettext_lazy("last day"),
    "term.notice_days": gettext_lazy("days of notice"),
    "term.automatic_months": gettext_lazy("months added by each automatic renewal"),
}
_LABELS_OF_PARTY = {
    "name": gettext_lazy("name of party %(letter)s"),
    "code": gettext_lazy("registration code of party %(letter)s"),
    "address": gettext_lazy("address of party %(letter)s"),
    "representative": gettext_lazy("legal representative of party %(letter)s"),
    "signatory": gettext_lazy("signatory of party %(letter)s"),
    "signatory_title": gettext_lazy("position of the signatory of party %(letter)s"),
}


CHINESE_PARTIES = "甲乙丙丁戊己庚辛壬癸"


def in_chinese(letter: str) -> str:
    """The character by which a Chinese text calls the party that an English one calls by a letter."""
    at = ord(letter) - ord("A")
    return CHINESE_PARTIES[at] if at < len(CHINESE_PARTIES) else letter


def built_in_label(name: str) -> str:
    """A built-in variable in the words of the forms."""
    if name in _LABELS:
        return str(_LABELS[name])
    party, _dot, particular = name.partition(".")
    letter = party.removeprefix("party_").upper()
    if (translation.get_language() or "").startswith("zh"):
        letter = in_chinese(letter)
    return str(_LABELS_OF_PARTY[particular]) % {"letter": letter}


def built_in_labels(names: Iterable[str], language: str) -> dict[str, str]:
    """Built-in variables in the words of one language ("en" or "zh")."""
    with translation.override(LANGUAGE_CODES[language]):
        return {name: built_in_label(name) for name in names}


def built_in_names(parties: int) -> list[str]:
    """Every variable that an agreement with so many parties offers to its clauses."""
    letters = [chr(ord("a") + i) for i in range(parties)]
    return [*_OF_AGREEMENT, *(f"party_{letter}.{name}" for letter in letters for name in _OF_PARTY)]


def agreement_values(agreement: Agreement, language: str) -> dict[str, str]:
    """The built-in variables in one language ("en" or "zh"); two queries."""
    with translation.override(LANGUAGE_CODES[language]):
        values = {name: value(agreement) for name, value in _OF_AGREEMENT.items()}
        for party in agreement.parties.all():
            letter = party.letter.lower()
            values |= {f"party_{letter}.{name}": value(party) for name, value in _OF_PARTY.items()}
    return values


def clause_values(clause: AgreementClause, language: str) -> dict[str, str]:
    """The declared variables of a clause as a paper in this language writes them."""
    with translation.override(LANGUAGE_CODES[language]):
        return {
            declared.name: _shown(clause.values.get(declared.name), declared.kind)
            for declared in declarations_of(clause)
        }


def checked_values(clause: AgreementClause, values: Mapping[str, Any]) -> dict[str, str]:
    """Values that somebody typed, for storing.

    Raises:
        VariableProblem: a value for a variable that the clause does not declare, or of another kind.
    """
    kinds = {declared.name: declared.kind for declared in declarations_of(clause)}
    checked = {}
    for name, value in values.items():
        if name not in kinds:
            raise VariableProblem(_("The variable “%(name)s” is not known.") % {"name": name})
        text = str(value if value is not None else "").strip()
        try:
            if text and kinds[name] == "number":
                Decimal(text)
            elif text and kinds[name] == "date":
                date.fromisoformat(text)
        except (InvalidOperation, ValueError):
            raise VariableProblem(
                _("“%(value)s” is not a valid value for “%(name)s”.") % {"value": text, "name": name}
            ) from None
        checked[name] = text
    return checked


def _shown(value: Any, kind: str) -> str:
    text = str(value if value is not None else "").strip()
    if text and kind == "number":
        return formats.number_format(Decimal(text), use_l10n=True, force_grouping=True)
    if text and kind == "date":
        return shown_date(date.fromisoformat(text))
    return text
