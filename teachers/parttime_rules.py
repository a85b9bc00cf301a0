"""The rules on part-time teachers (PT-01 to PT-07), as the pack in force has them, with their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accounts.models import Centre
from compliance.models import PackVersion
from compliance.operations import NoSuchPack, rule_pack, version_where

PACK = "cn-parttime-2023"
CAP, PUBLICITY, CONVERSION = "PT-03", "PT-05b", "PT-07"


def rules_on(on: date) -> PackVersion:
    """The rules of the place where the centre is. About four queries. Raises NoSuchPack."""
    return version_where(PACK, on, place=Centre.current().place)


@dataclass(frozen=True, slots=True)
class PartTimeNumbers:
    """What the rules say in numbers.

    Attributes:
        cap: the greatest share of part-time teachers among all, as a share of 1.
        publicity_workdays: the shortest publicity period.
        hours: how many hours of a school year count as one full-time teacher.
    """

    cap: Fraction
    publicity_workdays: int
    hours: int


def numbers_of(version: PackVersion) -> PartTimeNumbers:
    """No query beside the kept pack."""
    pack = rule_pack(version)
    return PartTimeNumbers(
        cap=Fraction(str(pack.rule(CAP).check.parameters["maximum"])),
        publicity_workdays=int(pack.rule(PUBLICITY).check.parameters["minimum"]),
        hours=int(pack.rule(CONVERSION).check.parameters["maximum"]),
    )


def numbers_on(on: date) -> PartTimeNumbers | None:
    """Those of the pack in force on a day; none where there was none yet."""
    try:
        return numbers_of(rules_on(on))
    except NoSuchPack:
        return None
