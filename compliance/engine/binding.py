"""Making something that runs of a predicate's name and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from compliance.engine import records, spans
from compliance.engine.errors import InvalidRule
from compliance.engine.facts import ITEM, FactKind, Facts, Schema, described, split
from compliance.engine.parameters import ParameterKind, check_parameters
from compliance.engine.predicates import PREDICATES, Predicate, Ref, Run
from compliance.engine.verdicts import Verdict

DEEPEST = 5
COMPOSITE = frozenset({"all_of", "any_of", records.each.__name__})
WINDOW = spans.months_in_window.__name__
# What may stand in the list of values of a fact with choices: a misspelt one would never be met.
_VALUES = ("values", "items", "value")


@dataclass(frozen=True, kw_only=True)
class Check:
    """One predicate with its parameters, ready to run.

    Attributes:
        parameters: with the defaults filled in.
        parts: the checks that it is made of.
        reads: the paths of the facts that it looks at.
    """

    predicate: str
    parameters: Mapping[str, Any]
    parts: tuple[Check, ...]
    reads: frozenset[str]
    run: Run

    def __call__(self, facts: Facts) -> Verdict:
        return self.run(facts)


def bind(spec: Any, *, schema: Schema, item_of: str = "", depth: int = 0) -> Check:
    """A check from ``{"predicate": …, "parameters": {…}}``.

    Raises:
        InvalidRule: the predicate or one of its parameters is not known or not possible.
    """
    if not isinstance(spec, Mapping) or set(spec) - {"predicate", "parameters"}:
        raise InvalidRule(_("A check is an object with “predicate” and “parameters”."))
    if depth > DEEPEST:
        raise InvalidRule(_("Checks lie too deep in each other."))
    found = PREDICATES.get(spec.get("predicate", ""))
    if found is None:
        raise InvalidRule(
            _("There is no predicate “%(name)s”; there are %(known)s.")
            % {"name": spec.get("predicate", ""), "known": ", ".join(sorted(PREDICATES))}
        )
    given = spec.get("parameters", {})
    own_list = given.get("records", "") if isinstance(given, Mapping) else ""
    inner = own_list if isinstance(own_list, str) and own_list else item_of
    values = check_parameters(given, found.parameters, predicate=found.name, schema=schema, item_of=inner)
    _check_values(found, values, schema=schema, item_of=inner)
    if found.objection and (objection := found.objection(values)):
        raise InvalidRule(f"{found.name}: {objection}")
    parts = tuple(
        bind(part, schema=schema, item_of=inner, depth=depth + 1) for part in values.get("checks", ())
    )
    return Check(
        predicate=found.name,
        parameters=values,
        parts=parts,
        reads=_reads(found, values, parts, item_of=inner),
        run=partial(found.function, **_arguments(found, values, parts)),
    )


def _check_values(found: Predicate, values: Mapping[str, Any], *, schema: Schema, item_of: str) -> None:
    path = values.get("key") or values.get("fact")
    fact = described(schema, path, item_of=item_of) if path else None
    if fact is None:
        return
    for name in _VALUES:
        if name not in values:
            continue
        wanted = values[name] if isinstance(values[name], list) else [values[name]]
        if fact.choices is not None and (unknown := [one for one in wanted if one not in fact.choices]):
            raise InvalidRule(
                _("“%(name)s”: “%(path)s” is never %(value)s; it can be %(known)s.")
                % {
                    "name": f"{found.name}.{name}",
                    "path": path,
                    "value": unknown[0],
                    "known": ", ".join(fact.choices),
                }
            )
        if name == "value" and "key" not in values and not _fits(wanted[0], fact.kind):
            raise InvalidRule(
                _("“%(name)s” does not fit “%(path)s”, which is of the kind %(kind)s.")
                % {"name": f"{found.name}.{name}", "path": path, "kind": fact.kind}
            )


def _fits(value: Any, kind: FactKind) -> bool:
    if kind is FactKind.BOOLEAN or isinstance(value, bool):
        return kind is FactKind.BOOLEAN and isinstance(value, bool)
    return isinstance(value, str) != (kind is FactKind.NUMBER)


def _arguments(found: Predicate, values: Mapping[str, Any], parts: tuple[Check, ...]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for name, parameter in found.parameters.items():
        value = values[name]
        if parameter.kind is ParameterKind.FACT:
            arguments[name] = Ref(split(value), value)
        elif parameter.kind is ParameterKind.CHECKS:
            arguments[name] = tuple(part.run for part in parts)
        else:
            arguments[name] = value
    return arguments


def _reads(
    found: Predicate, values: Mapping[str, Any], parts: tuple[Check, ...], *, item_of: str
) -> frozenset[str]:
    own = {values[name] for name, one in found.parameters.items() if one.kind is ParameterKind.FACT}
    if found.name == records.no_rest_day_work.__name__:
        own.add("calendar")
    inner = own.union(*(part.reads for part in parts))
    # A field of an entry is read by reading the list.
    return frozenset(item_of if path.split(".")[0] == ITEM else path for path in inner)
