"""Findings in sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from compliance.engine.facts import Fact, FactKind, is_date
from compliance.engine.rules import Finding
from compliance.engine.verdicts import Detail
from compliance.facts import SCHEMA
from core.bilingual import in_words, listed


def in_sentences(finding: Finding) -> list[str]:
    """Why a finding is not "passed": one sentence for each thing that was found."""
    return [sentence(detail) for detail in finding.details]


def fact_label(path: str) -> str:
    """A fact in words: "year of study"; fields of records after the name of their list."""
    name = path.replace("[]", "")
    group, _dot, field = name.partition(".")
    found = SCHEMA.get(group)
    if isinstance(found, Fact):
        inner = (found.fields or {}).get(field)
        return f"{found.label}: {inner.label}" if inner else str(found.label)
    if group == "item":
        return str(_item_field(field) or field)
    fact = (found or {}).get(field)
    return str(fact.label) if fact else path


def _item_field(field: str) -> object | None:
    for found in SCHEMA.values():
        if isinstance(found, Fact) and field in (found.fields or {}):
            return (found.fields or {})[field].label
    return None


def _fact(path: str) -> Fact | None:
    group, _dot, field = path.replace("[]", "").partition(".")
    found = SCHEMA.get(group)
    if isinstance(found, Fact):
        return (found.fields or {}).get(field)
    if isinstance(found, Mapping):
        return found.get(field)
    for other in SCHEMA.values():
        if group == "item" and isinstance(other, Fact) and field in (other.fields or {}):
            return (other.fields or {})[field]
    return None


def value_in_words(value: Any, path: str = "") -> str:
    """A value as people read it: choices by their words, days and numbers as the language writes them."""
    if isinstance(value, list):
        return listed(value_in_words(one, path) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (int, float)):
        return number_format(int(value) if float(value).is_integer() else value, use_l10n=True)
    fact = _fact(path) if path else None
    if fact and fact.choices and value in fact.choices:
        return str(fact.choices[value])
    if (fact is None or fact.kind is FactKind.DATE) and is_date(value):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return str(value)


def percent(share: float) -> str:
    """A share of 1 as people read it: 0.125 is "12.5 %"."""
    return f"{value_in_words(float(Decimal(str(share)) * 100))} %"


def sentence(detail: Detail) -> str:
    """One thing that was found, in words."""
    if detail["kind"] == "question":
        return in_words(detail["en"], detail["zh"])
    path = detail["fact"]
    words: dict[str, Any] = {
        "fact": fact_label(path),
        "value": value_in_words(detail.get("value"), path) if "value" in detail else "",
        "limit": value_in_words(detail.get("limit"), path) if "limit" in detail else "",
        "days": listed(value_in_words(day) for day in detail.get("days", ())),
        "other": fact_label(detail["other"]) if "other" in detail else "",
    }
    if detail["kind"] in {"share_below", "share_above"}:
        words |= {
            "share": percent(detail["limit"]),
            "of": fact_label(detail["of"]),
            "whole": value_in_words(detail["whole"]),
        }
    if detail["kind"] == "is":
        words["wanted"] = value_in_words(detail["wanted"], path)
    if detail["kind"] == "not_among":
        words["others"] = listed(detail["others"]) or _("none")
    if detail["kind"] == "not_recent":
        words["day"] = value_in_words(detail["day"])
    if detail["kind"] in {"age_below", "age_above"}:
        words["on"] = value_in_words(detail["on"])
    if detail["kind"] == "months_below":
        words |= {name: value_in_words(detail[name]) for name in ("first", "last")}
    if detail["kind"] == "lacks" and not detail.get("value"):
        return _("Nothing is listed: %(fact)s.") % words
    return capfirst(_template(detail["kind"]) % words)


def _template(kind: str) -> str:
    return {
        "missing": _("Not known: %(fact)s."),
        "is": _("%(fact)s: %(value)s; it has to be: %(wanted)s."),
        "below": _("%(fact)s: %(value)s; at least %(limit)s."),
        "above": _("%(fact)s: %(value)s; at most %(limit)s."),
        "barred": _("%(fact)s: %(value)s; this is not allowed."),
        "lacks": _("%(fact)s: %(value)s is missing."),
        "not_among": _("%(fact)s: %(value)s; the post is for %(others)s."),
        "share_below": _("%(fact)s: %(value)s; at least %(share)s of %(whole)s (%(of)s)."),
        "share_above": _("%(fact)s: %(value)s; at most %(share)s of %(whole)s (%(of)s)."),
        "age_below": _("%(value)s years old on %(on)s; at least %(limit)s."),
        "age_above": _("%(value)s years old on %(on)s; at most %(limit)s."),
        "too_late": _("%(fact)s: %(value)s; too late for %(limit)s (%(other)s)."),
        "not_recent": _("%(fact)s: %(value)s; at most %(limit)s days before %(day)s (%(other)s)."),
        "shorter": _("Length in days: %(value)s; at least %(limit)s."),
        "longer": _("Length in days: %(value)s; at most %(limit)s."),
        "not_covered": _("Insured: %(value)s. The internship: %(limit)s."),
        "days_above": _("Up to %(value)s hours a day, at most %(limit)s: %(days)s."),
        "weeks_above": _("Up to %(value)s hours a week, at most %(limit)s: weeks from %(days)s."),
        "rest_days": _("Worked on days of rest or holidays: %(days)s."),
        "rest_days_unconfirmed": _(
            "Worked on days of rest as the calendar stands, which is not confirmed yet: %(days)s."
        ),
        "months_below": _("%(fact)s: %(value)s months from %(first)s to %(last)s; at least %(limit)s."),
        "nights": _("Worked at night: %(days)s."),
    }[kind]
