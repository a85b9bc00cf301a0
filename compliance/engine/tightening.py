"""A child pack may only be stricter than its parent. Each parameter says which way is stricter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from compliance.engine.binding import Check
from compliance.engine.errors import LooserThanParent
from compliance.engine.facts import fingerprint
from compliance.engine.parameters import ParameterKind, why_looser
from compliance.engine.predicates import PREDICATES
from compliance.engine.rules import Rule


def merged(parent: Iterable[Rule], own: Iterable[Rule]) -> tuple[Rule, ...]:
    """The parent's rules with those of the child in their places, then those that only the child has.

    Raises:
        LooserThanParent: one of the child's rules would let through what the parent's refuses.
    """
    replacing = {rule.code: rule for rule in own}
    rules = []
    for rule in parent:
        child = replacing.pop(rule.code, None)
        if child is not None:
            check_tightening(rule, child)
        rules.append(child or rule)
    return (*rules, *replacing.values())


def check_tightening(parent: Rule, child: Rule) -> None:
    """Raises LooserThanParent with every way in which the child's rule is the looser one."""
    objections = list(_objections(parent, child))
    if objections:
        raise LooserThanParent(
            _("%(code)s may only be tightened. %(objections)s")
            % {"code": child.code, "objections": " ".join(objections)}
        )


def _objections(parent: Rule, child: Rule) -> Iterable[str]:
    before, after = parent.spec, child.spec
    if after.severity.weight < before.severity.weight:
        yield _("Its severity may not fall from “%(parent)s” to “%(child)s”.") % {
            "parent": before.severity.label,
            "child": after.severity.label,
        }
    if before.evidence.may_block and not after.evidence.may_block:
        yield _("Its evidence may not become “%(child)s”: it would no longer block.") % {
            "child": after.evidence.label
        }
    if after.stage != before.stage:
        yield _("It has to be looked at %(stage)s, as before.") % {"stage": before.stage.label}
    if before.is_gate and not after.is_gate:
        yield _("It has to stay a gate.")
    if after.override and after.override != before.override:
        yield _("No other filing may lift it.")
    if _as_said(child.conditions) != _as_said(parent.conditions):
        yield _("Its conditions have to stay: whom else it concerns is for a rule of its own.")
    yield from _all_kept(_parts_of_all(parent.check), _parts_of_all(child.check))


def _as_said(conditions: Iterable[Check]) -> set[str]:
    return {fingerprint([one.predicate, dict(one.parameters)]) for one in conditions}


def _parts_of_all(check: Check) -> tuple[Check, ...]:
    """What has to hold together: one check, or the parts of ``all_of``."""
    if check.predicate != "all_of":
        return (check,)
    return tuple(inner for part in check.parts for inner in _parts_of_all(part))


def _all_kept(parent: Sequence[Check], child: Sequence[Check]) -> Iterable[str]:
    """Each of the parent's checks has one of the child's that is at least as strict."""
    for wanted in parent:
        alike = [one for one in child if one.predicate == wanted.predicate]
        reasons = [why_looser_check(wanted, one) for one in alike]
        if not alike:
            yield _("The check “%(name)s” is missing.") % {"name": PREDICATES[wanted.predicate].label}
        elif all(reasons):
            # The one that looks at the same facts is meant, where there is one.
            meant = next((n for n, one in enumerate(alike) if one.reads == wanted.reads), 0)
            yield reasons[meant] or ""


def why_looser_check(parent: Check, child: Check) -> str | None:
    """Why a check of the same predicate is looser, or ``None`` where it is at least as strict."""
    for name, parameter in PREDICATES[parent.predicate].parameters.items():
        if parameter.kind is ParameterKind.CHECKS:
            continue
        reason = why_looser(parent.parameters[name], child.parameters[name], parameter, name)
        if reason:
            return reason
    if parent.predicate == "any_of":
        return _why_any_is_looser(parent, child)
    return next(iter(_all_kept(parent.parts, child.parts)), None)


def _why_any_is_looser(parent: Check, child: Check) -> str | None:
    """Every way out that the child leaves must be one of the parent's, at least as strict."""
    for way in child.parts:
        is_known = any(
            one.predicate == way.predicate and why_looser_check(one, way) is None for one in parent.parts
        )
        if not is_known:
            return _("“any_of” may lose ways out, not gain any.")
    return None
