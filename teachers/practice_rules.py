"""The rules on practice in enterprises, as the pack that is in force at the centre has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Min

from accounts.models import Centre
from compliance.choices import Outcome, Stage
from compliance.engine.binding import WINDOW
from compliance.engine.rules import Rule
from compliance.engine.spans import requirement_of
from compliance.models import PackVersion
from compliance.models import Rule as RuleRow
from compliance.operations import NoSuchPack, rule_pack, version_where
from core.windows import Requirement
from teachers.models import TeacherKind

PACK = "cn-teachers-2016"


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticeRule:
    """A rule that asks for months of practice within years, and of which kinds of teachers it asks it.

    Attributes:
        in_force_from: since when it has been asked for: nothing was owed before.
    """

    rule: Rule
    requirement: Requirement
    kinds: tuple[str, ...]
    in_force_from: date

    @property
    def code(self) -> str:
        return self.rule.code

    def owed_from(self, short_from: date) -> date:
        """The first day on which it is not enough and the rule asks for it."""
        return max(short_from, self.in_force_from)


def version_here(on: date) -> PackVersion:
    """The rules of the place where the centre is. Four queries. Raises NoSuchPack."""
    centre = Centre.objects.select_related("region").filter(pk=1).first()
    return version_where(PACK, on, place=centre.place if centre else "")


def practice_rules(on: date) -> list[PracticeRule]:
    """Those that ask for an amount, in the order of the pack; none where no pack is in force on the day."""
    try:
        version = version_here(on)
    except NoSuchPack:
        return []
    rules = rule_pack(version).at(Stage.TEACHER)
    began = _began(version.pk, version.published_at)
    return [
        PracticeRule(
            rule=rule,
            requirement=requirement_of(rule.check.parameters),
            kinds=_concerned(rule),
            in_force_from=began.get(rule.code, version.effective_from),
        )
        for rule in rules
        if rule.check.predicate == WINDOW
    ]


@lru_cache(maxsize=64)
def _began(version_id: int, published_at: datetime | None) -> dict[str, date]:
    """Since when each rule of a published version has been in force, here or in the national pack: the first
    version that has it says so. One query, kept."""
    packs = PackVersion.objects.order_by().filter(pk=version_id).values("pack__code")
    rows = RuleRow.objects.order_by().filter(version__published_at__isnull=False)
    first = rows.filter(version__pack__code=PACK) | rows.filter(version__pack__code__in=packs)
    return dict(first.values_list("code").annotate(began=Min("version__effective_from")))


def _concerned(rule: Rule) -> tuple[str, ...]:
    return tuple(
        kind
        for kind in TeacherKind.values
        if all(check({"teacher": {"kind": kind}}).outcome is not Outcome.FAIL for check in rule.conditions)
    )
