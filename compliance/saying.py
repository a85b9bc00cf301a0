"""How a rule is checked, in words: its predicate with its parameters, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from compliance.engine.binding import WINDOW, Check
from compliance.engine.parameters import ParameterKind
from compliance.engine.predicates import PREDICATES
from compliance.wording import fact_label, percent, value_in_words
from core.bilingual import in_words, listed

RATIOS = frozenset({"ratio_at_least", "ratio_at_most", "share_at_most"})


@dataclass(frozen=True)
class Said:
    """A check in words, with those that it is made of."""

    sentence: str
    parts: tuple[Said, ...] = ()


def said(check: Check) -> Said:
    return Said(capfirst(_sentence(check)), tuple(said(part) for part in check.parts))


def _sentence(check: Check) -> str:
    values = check.parameters
    if check.predicate == "by_person":
        return in_words(values["question_en"], values["question_zh"])
    words = _words(check)
    if check.predicate == "age_at":
        return _ages(values) % words
    if check.predicate == "lasts":
        return _lengths(values) % words
    if check.predicate == "in_order" and values["days"] == 0:
        return _("%(earlier)s: not after “%(later)s”") % words
    if check.predicate == WINDOW:
        return _window(values) % words
    return _templates()[check.predicate] % words


def _words(check: Check) -> dict[str, str]:
    words = {}
    about = check.parameters.get("key") or check.parameters.get("fact") or ""
    for name, parameter in PREDICATES[check.predicate].parameters.items():
        value = check.parameters[name]
        if parameter.kind is ParameterKind.FACT:
            words[name] = fact_label(value)
        elif parameter.kind is ParameterKind.NUMBER and check.predicate in RATIOS:
            words[name] = percent(value)
        elif parameter.kind is not ParameterKind.CHECKS and value is not None:
            words[name] = value_in_words(value, about) if value != [] else ""
    return words


def _ages(values: Mapping[str, Any]) -> str:
    if values["maximum"] is None:
        return _("Age on “%(on)s”: at least %(minimum)s")
    if values["minimum"] is None:
        return _("Age on “%(on)s”: at most %(maximum)s")
    return _("Age on “%(on)s”: from %(minimum)s to %(maximum)s")


def _lengths(values: Mapping[str, Any]) -> str:
    if values["maximum"] is None:
        return _("Days from “%(first)s” to “%(last)s”: at least %(minimum)s")
    if values["minimum"] is None:
        return _("Days from “%(first)s” to “%(last)s”: at most %(maximum)s")
    return _("Days from “%(first)s” to “%(last)s”: %(minimum)s to %(maximum)s")


def _window(values: Mapping[str, Any]) -> str:
    if values["anchor"] is None:
        return _("%(records)s: at least %(minimum)s months within any %(years)s years")
    return _("%(records)s: at least %(minimum)s months in each %(years)s years, counted from %(anchor)s")


def _templates() -> dict[str, str]:
    return {
        "all_of": _("All of these:"),
        "any_of": _("At least one of these:"),
        "is_given": _("%(fact)s: is known"),
        "equals": _("%(fact)s: %(value)s"),
        "at_least": _("%(fact)s: at least %(minimum)s"),
        "at_most": _("%(fact)s: at most %(maximum)s"),
        "one_of": _("%(fact)s: one of %(values)s"),
        "none_of": _("%(fact)s: none of %(values)s"),
        "all_present": _("%(fact)s: all of %(items)s"),
        "shares_beginning": _("%(fact)s: the first %(characters)s characters as in “%(among)s”"),
        "ratio_at_least": _("%(fact)s: at least %(minimum)s of “%(of)s”"),
        "ratio_at_most": _("%(fact)s: at most %(maximum)s of “%(of)s”"),
        "in_order": _("%(earlier)s: at least %(days)s days before “%(later)s”"),
        "is_recent": _("%(fact)s: at most %(days)s days before “%(on)s”"),
        "covers": _(
            "From “%(covers_from)s” to “%(covers_until)s”: the whole time from “%(first)s” to “%(last)s”"
        ),
        "each": _("Each entry of “%(records)s”:"),
        "distinct_at_most": _("Different entries of “%(field)s”: at most %(maximum)s"),
        "sum_at_least": _("Sum of “%(field)s”: at least %(minimum)s"),
        "sum_at_most": _("Sum of “%(field)s” where “%(key)s” is %(value)s: at most %(maximum)s"),
        "share_at_most": _("Share of “%(field)s” where “%(key)s” is %(value)s: at most %(maximum)s"),
        "hours_per_day": _("%(hours)s: at most %(maximum)s a day"),
        "hours_per_week": _("%(hours)s: at most %(maximum)s a week"),
        "no_rest_day_work": _("%(hours)s: none on days of rest and holidays of the working calendar"),
        "no_night_work": _("%(hours)s: none between %(night_from)s and %(night_until)s"),
    }


def facts_in_words(paths: frozenset[str]) -> str:
    return listed(sorted(fact_label(path) for path in paths))
