"""The rules on practice in enterprises, as the pack that is in force at the centre has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Centre
from compliance.choices import Outcome, Stage
from compliance.engine.binding import WINDOW
from compliance.engine.rules import Rule
from compliance.engine.spans import requirement_of
from compliance.models import PackVersion
from compliance.operations import NoSuchPack, rule_pack, version_where
from core.windows import Requirement
from teachers.models import TeacherKind

PACK = "cn-teachers-2016"


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticeRule:
    """A rule that asks for months of practice within years, and of which kinds of teachers it asks it."""

    rule: Rule
    requirement: Requirement
    kinds: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.rule.code


def version_here(on: date) -> PackVersion:
    """The rules of the place where the centre is. Four queries. Raises NoSuchPack."""
    centre = Centre.objects.select_related("region").filter(pk=1).first()
    region = centre.region if centre else None
    return version_where(PACK, on, place=f"{region.country}-{region.code}" if region else "")


def practice_rules(on: date) -> list[PracticeRule]:
    """Those that ask for an amount, in the order of the pack; none where no pack is in force on the day."""
    try:
        rules = rule_pack(version_here(on)).at(Stage.TEACHER)
    except NoSuchPack:
        return []
    return [
        PracticeRule(rule=rule, requirement=requirement_of(rule.check.parameters), kinds=_concerned(rule))
        for rule in rules
        if rule.check.predicate == WINDOW
    ]


def _concerned(rule: Rule) -> tuple[str, ...]:
    return tuple(
        kind
        for kind in TeacherKind.values
        if all(check({"teacher": {"kind": kind}}).outcome is not Outcome.FAIL for check in rule.conditions)
    )
