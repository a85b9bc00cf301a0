"""What administrators may set in a rule: each predicate says which parameters it takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from django.utils.translation import gettext as _

from compliance.engine.errors import InvalidRule
from compliance.engine.facts import FactKind, Schema, described, is_time


class Tighter(StrEnum):
    """Which way a child pack may move a parameter."""

    FIXED = "fixed"
    LOWER = "lower"
    HIGHER = "higher"
    MORE = "more"  # a list may only grow
    FEWER = "fewer"  # a list may only shrink
    FREE = "free"  # words, which decide nothing


class Unset(Enum):
    """Tells a parameter without a default from one whose default is ``None``."""

    UNSET = "unset"


UNSET = Unset.UNSET


class ParameterKind(StrEnum):
    FACT = "fact"
    NUMBER = "number"
    VALUE = "value"  # a text, a number, true or false
    TEXTS = "texts"
    WEEKDAYS = "weekdays"
    TIME = "time"
    BOOLEAN = "boolean"
    WORDS = "words"
    CHECKS = "checks"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of a predicate.

    Attributes:
        default: what counts where it is left out; without one it is required.
        kinds: of which kinds a fact may be.
    """

    kind: ParameterKind
    tighter: Tighter = Tighter.FIXED
    default: Any = UNSET
    kinds: frozenset[FactKind] = frozenset()

    @property
    def is_required(self) -> bool:
        return self.default is UNSET


def fact(*kinds: FactKind, default: Any = UNSET) -> Parameter:
    return Parameter(kind=ParameterKind.FACT, kinds=frozenset(kinds), default=default)


def number(tighter: Tighter, default: Any = UNSET) -> Parameter:
    return Parameter(kind=ParameterKind.NUMBER, tighter=tighter, default=default)


def check_parameters(
    given: Any, known: Mapping[str, Parameter], *, predicate: str, schema: Schema, item_of: str = ""
) -> dict[str, Any]:
    """The parameters with their defaults filled in.

    Raises:
        InvalidRule: one is missing, unknown or of another kind.
    """
    if not isinstance(given, Mapping):
        raise InvalidRule(_("The parameters of “%(predicate)s” are one object.") % {"predicate": predicate})
    if unknown := sorted(set(given) - set(known)):
        raise InvalidRule(
            _("“%(predicate)s” takes no parameter “%(name)s”; it takes %(known)s.")
            % {"predicate": predicate, "name": unknown[0], "known": ", ".join(known) or "—"}
        )
    values = {}
    for name, parameter in known.items():
        value = given.get(name, parameter.default)
        if value is UNSET:
            raise InvalidRule(
                _("“%(predicate)s” needs the parameter “%(name)s”.") % {"predicate": predicate, "name": name}
            )
        if value is not None or name in given:
            _check(value, parameter, f"{predicate}.{name}", schema=schema, item_of=item_of)
        values[name] = value
    return values


def _check(value: Any, parameter: Parameter, where: str, *, schema: Schema, item_of: str) -> None:
    if parameter.kind is ParameterKind.FACT:
        _check_fact(value, parameter, where, schema=schema, item_of=item_of)
    elif not _TESTS[parameter.kind](value):
        raise InvalidRule(
            _("“%(name)s” has to be %(kind)s.") % {"name": where, "kind": _in_words(parameter.kind)}
        )


def _check_fact(value: Any, parameter: Parameter, where: str, *, schema: Schema, item_of: str) -> None:
    found = described(schema, value, item_of=item_of) if isinstance(value, str) else None
    if found is None:
        hint = " " + _("Fields of the list begin with “item.”.") if item_of else ""
        raise InvalidRule(_("“%(name)s” names no fact: %(value)s.") % {"name": where, "value": value} + hint)
    if found.kind not in parameter.kinds:
        raise InvalidRule(
            _("“%(name)s” needs a fact of the kind %(wanted)s; %(value)s is of the kind %(kind)s.")
            % {
                "name": where,
                "wanted": " / ".join(sorted(parameter.kinds)),
                "value": value,
                "kind": found.kind,
            }
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value)


def _are_weekdays(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= 7 for one in value
    )


_TESTS: dict[ParameterKind, Any] = {
    ParameterKind.NUMBER: _is_number,
    ParameterKind.VALUE: lambda value: isinstance(value, (bool, str)) or _is_number(value),
    ParameterKind.TEXTS: _are_texts,
    ParameterKind.WEEKDAYS: _are_weekdays,
    ParameterKind.TIME: is_time,
    ParameterKind.BOOLEAN: lambda value: isinstance(value, bool),
    ParameterKind.WORDS: lambda value: isinstance(value, str) and bool(value.strip()),
    ParameterKind.CHECKS: lambda value: isinstance(value, list) and bool(value),
}


def _in_words(kind: ParameterKind) -> str:
    return {
        ParameterKind.NUMBER: _("a number"),
        ParameterKind.VALUE: _("a text, a number, true or false"),
        ParameterKind.TEXTS: _("a list of texts"),
        ParameterKind.WEEKDAYS: _("a list of weekdays from 1 (Monday) to 7 (Sunday)"),
        ParameterKind.TIME: _("a time such as 22:00"),
        ParameterKind.BOOLEAN: _("true or false"),
        ParameterKind.WORDS: _("a text"),
        ParameterKind.CHECKS: _("a list of checks"),
    }[kind]


# --- Tightening ---------------------------------------------------------------------------------


def why_looser(parent: Any, child: Any, parameter: Parameter, name: str) -> str | None:
    """Why a child's value would let through what the parent's refuses, or ``None``."""
    if child == parent:
        return None
    words = {"name": name, "parent": parent, "child": child}
    match parameter.tighter:
        case Tighter.LOWER:
            if child is not None and (parent is None or child <= parent):
                return None
            return _("“%(name)s” may only become smaller than %(parent)s, not %(child)s.") % words
        case Tighter.HIGHER:
            if child is not None and (parent is None or child >= parent):
                return None
            return _("“%(name)s” may only become larger than %(parent)s, not %(child)s.") % words
        case Tighter.MORE:
            if set(child) >= set(parent):
                return None
            return _("“%(name)s” may only be added to; %(parent)s has to stay.") % words
        case Tighter.FEWER:
            if set(child) <= set(parent):
                return None
            return _("“%(name)s” may only lose entries of %(parent)s.") % words
        case Tighter.FREE:
            return None
        case _:
            return _("“%(name)s” has to stay %(parent)s.") % words
