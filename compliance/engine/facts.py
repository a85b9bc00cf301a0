"""Facts: what a check is given. Plain JSON values, each known by its path ("student.birth_date").

What is absent, ``None`` or an empty text is not known. An empty list is known: there are none.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from compliance.engine.errors import InvalidFacts
from core.access import Text

type Facts = dict[str, Any]
type Path = tuple[str, ...]

LONGEST_TEXT = 1000
# What one stands for while each entry of a list is looked at.
ITEM = "item"


class FactKind(StrEnum):
    TEXT = "text"
    CODE = "code"  # one of the fact's own choices
    CODES = "codes"  # any of them, as a list
    TEXTS = "texts"
    DATE = "date"  # 2026-03-02
    DATES = "dates"
    TIME = "time"  # 22:00
    NUMBER = "number"
    NUMBERS = "numbers"
    BOOLEAN = "boolean"
    RECORDS = "records"  # a list of records with fields of their own


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that can be known, with its words."""

    kind: FactKind
    label: Text
    choices: Mapping[str, Text] | None = None
    fields: Mapping[str, Fact] | None = None


type Schema = Mapping[str, Mapping[str, Fact] | Fact]
"""Groups of facts, and lists of records at the top."""


def look(facts: Facts, path: Path) -> Any:
    """The value at a path, or ``None`` where it is not known."""
    value: Any = facts
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return None if value == "" else value


def described(schema: Schema, path: str, *, item_of: str = "") -> Fact | None:
    """The fact at a path; ``item.…`` is a field of the records at ``item_of``."""
    group, _dot, name = path.partition(".")
    if group == ITEM and item_of:
        records = described(schema, item_of)
        return (records.fields or {}).get(name) if records else None
    found = schema.get(group)
    if isinstance(found, Fact):
        return found if not name else None
    return (found or {}).get(name)


@cache
def split(path: str) -> Path:
    return tuple(path.split("."))


# --- Checking facts -----------------------------------------------------------------------------


def check_facts(facts: Any, schema: Schema) -> None:
    """Raises InvalidFacts at the first value that the schema does not know or that is of another kind.

    A name that is only misspelt would otherwise look like something that is not known.
    """
    if not isinstance(facts, dict):
        raise InvalidFacts(_("Facts are one object with groups of facts."))
    for group, values in facts.items():
        found = schema.get(group)
        if found is None:
            raise InvalidFacts(_("There are no facts called “%(name)s”.") % {"name": group})
        if values is None:
            continue
        if isinstance(found, Fact):
            _check(values, found, group)
        elif not isinstance(values, dict):
            raise InvalidFacts(_("“%(name)s” has to be an object.") % {"name": group})
        else:
            _check_fields(values, found, group)


def _check_fields(values: Mapping[str, Any], known: Mapping[str, Fact], where: str) -> None:
    for name, value in values.items():
        fact = known.get(name)
        if fact is None:
            raise InvalidFacts(_("There is no fact called “%(name)s”.") % {"name": f"{where}.{name}"})
        if value is not None:
            _check(value, fact, f"{where}.{name}")


def _check(value: Any, fact: Fact, where: str) -> None:
    if fact.kind is FactKind.RECORDS:
        if not isinstance(value, list):
            raise InvalidFacts(_("“%(name)s” has to be a list.") % {"name": where})
        for number, record in enumerate(value, start=1):
            if not isinstance(record, dict):
                raise InvalidFacts(_("“%(name)s” has to be an object.") % {"name": f"{where}[{number}]"})
            _check_fields(record, fact.fields or {}, f"{where}[{number}]")
        return
    if not _TESTS[fact.kind](value, fact):
        raise InvalidFacts(
            _("“%(name)s” is %(value)s, which is not %(kind)s.")
            % {"name": where, "value": _shortened(value), "kind": _in_words(fact)}
        )


def _is_text(value: Any, fact: Fact) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and "\0" not in value


def _is_code(value: Any, fact: Fact) -> bool:
    return isinstance(value, str) and (value == "" or value in (fact.choices or {}))


def _is_number(value: Any, fact: Fact) -> bool:
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and math.isfinite(value)
        and value >= 0
    )


def _is_date(value: Any, fact: Fact) -> bool:
    return value == "" or is_date(value)


def is_date(value: Any) -> bool:
    """Whether it is a day as ``2026-03-02``; the other spellings of ISO 8601 are not understood."""
    if not isinstance(value, str) or len(value) != 10 or value[4] != "-" or value[7] != "-":
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_time(value: Any) -> bool:
    """Whether it is a time of the day as ``22:00``, up to ``24:00``."""
    if not isinstance(value, str) or len(value) != 5 or value[2] != ":" or not value.isascii():
        return False
    hours, minutes = value[:2], value[3:]
    if not (hours.isdecimal() and minutes.isdecimal()):
        return False
    return (int(hours) < 24 and int(minutes) < 60) or value == "24:00"


def _all(test: Any) -> Any:
    return lambda value, fact: isinstance(value, list) and all(one != "" and test(one, fact) for one in value)


_TESTS: dict[FactKind, Any] = {
    FactKind.TEXT: _is_text,
    FactKind.CODE: _is_code,
    FactKind.CODES: _all(_is_code),
    FactKind.TEXTS: _all(_is_text),
    FactKind.DATE: _is_date,
    FactKind.DATES: _all(_is_date),
    FactKind.TIME: lambda value, _fact: value == "" or is_time(value),
    FactKind.NUMBER: _is_number,
    FactKind.NUMBERS: _all(_is_number),
    FactKind.BOOLEAN: lambda value, _fact: isinstance(value, bool),
}


def _shortened(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _in_words(fact: Fact) -> str:
    if fact.kind in {FactKind.CODE, FactKind.CODES}:
        words = _("one of %(choices)s") if fact.kind is FactKind.CODE else _("a list out of %(choices)s")
        return words % {"choices": ", ".join(fact.choices or {})}
    return {
        FactKind.TEXT: _("a text"),
        FactKind.TEXTS: _("a list of texts"),
        FactKind.DATE: _("a date such as 2026-03-02"),
        FactKind.DATES: _("a list of dates such as 2026-03-02"),
        FactKind.TIME: _("a time such as 08:30"),
        FactKind.NUMBER: _("a number from 0 on"),
        FactKind.NUMBERS: _("a list of numbers from 0 on"),
        FactKind.BOOLEAN: _("true or false"),
    }[fact.kind]


# --- Keeping facts ------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Dates, decimals, sets and tuples as the JSON that a check is given and that is stored."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is dict:
        return {key: one if type(one) in _AS_THEY_ARE else plain(one) for key, one in value.items()}
    match value:
        case date():  # and an instant
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case set() | frozenset():
            return sorted(plain(one) for one in value)
        case list() | tuple():
            return [one if type(one) in _AS_THEY_ARE else plain(one) for one in value]
        case _:
            return value


_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})


def fingerprint(value: Any) -> str:
    """SHA-256 of plain JSON, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def excerpt(facts: Facts, paths: Iterable[str]) -> dict[str, Any]:
    """What is known at some paths: what a rule has looked at."""
    return {path: look(facts, split(path)) for path in sorted(paths)}


def every_path(schema: Schema) -> Iterator[tuple[str, Fact]]:
    """Every fact with its path, in the order of the schema; fields of records as ``attendance[].date``."""
    for group, found in schema.items():
        if isinstance(found, Fact):
            yield group, found
            yield from ((f"{group}[].{name}", fact) for name, fact in (found.fields or {}).items())
        else:
            yield from ((f"{group}.{name}", fact) for name, fact in found.items())
