"""Targets of three years, and what was frozen for the annual reports of earlier years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from random import Random

from core.indicators import Indicator, indicators
from core.school_years import YearKind
from insights.boards import board_named
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work
from insights.freezing import freeze_board
from insights.operations import freeze_indicator
from insights.reading import total_on
from insights.targets import change_target, set_target

YEARS = 3
OF_TEACHERS = ("dual_qualified_share", "practice_coverage", "part_time_share")
# What is wanted of the whole centre: in per cent, or so much more than at the end of the year before, but at
# least so much, and a round number.
SHARES = {
    "dual_qualified_share": (50, 55, 60),
    "destination_rate": (92, 94, 95),
    "match_rate": (75, 78, 80),
    "consent_rate": (100, 100, 100),
    "tripartite_rate": (100, 100, 100),
    "insurance_rate": (100, 100, 100),
}
GROWING: dict[str, tuple[Decimal, int, int]] = {
    "agreements_in_force": (Decimal("1.10"), 10, 1),
    "partner_enterprises": (Decimal("1.10"), 10, 1),
    "teacher_practice_days": (Decimal("1.05"), 500, 50),
    "part_time_hours": (Decimal("1.15"), 120, 10),
    "equipment_value": (Decimal("1.20"), 200_000, 10_000),
}

OF_DEPARTMENTS = ("agreements_in_force", "partner_enterprises", "dual_qualified_share")


def freeze_earlier_years(staff: Staff, *, on: date, before: date) -> None:
    """The end of each school year, frozen in the October after it. Needs teachers with all they did.

    Of the years up to the demonstration's day those whose October came before the story ends.
    """
    chance = Random("indicators")
    affairs = staff.one("teacher_affairs", "office")
    for year in range(on.year - YEARS, on.year + 1):
        frozen_on = date(year, 10, 15)
        if frozen_on >= before:
            continue
        for code in OF_TEACHERS:
            freeze_indicator(
                actor=affairs,
                code=code,
                day=date(year, 8, 31),
                occasion=f"{year}年度质量报告",
                now=at_work(frozen_on, chance),
            )


def set_targets(staff: Staff, *, on: date) -> None:
    """Those of this school year and the two before, each set in its September; one was changed later. The
    last year's dashboard of the director is frozen."""
    chance = Random("targets")
    deputy = staff.one("deputy", "centre")
    this_year = YearKind.SCHOOL.year_of(on)
    codes = {one.code: one for one in indicators()}
    for number, year in enumerate(range(this_year - YEARS + 1, this_year + 1)):
        now = at_work(date(year, 9, 12), chance)
        if now.date() >= on:
            continue
        wanted = {code: Decimal(shares[number]) for code, shares in SHARES.items()}
        for code, (growth, least, step) in GROWING.items():
            reached = total_on(codes[code], date(year, 8, 31), None, YearKind.SCHOOL).value or 0
            wanted[code] = Decimal(step * ceil(max(Decimal(str(reached)) * growth, Decimal(least)) / step))
        for code, value in wanted.items():
            target = set_target(
                actor=deputy,
                code=code,
                year_kind=YearKind.SCHOOL,
                year=year,
                department=None,
                value=value,
                now=now,
            )
            later = date(year, 11, 5)
            if code == "partner_enterprises" and later < on:
                change_target(
                    actor=deputy,
                    pk=target.pk,
                    value=value + 2,
                    reason="产教融合实体化推进，新增两家龙头企业纳入年度计划。",
                    now=at_work(later, chance),
                )
        _set_those_of_departments(staff, year, wanted, codes, now)
    board = board_named("director")
    frozen_on = date(this_year, 10, 16)
    if board is not None and frozen_on < on:
        freeze_board(
            actor=deputy,
            board=board,
            day=date(this_year, 8, 31),
            year_kind=YearKind.SCHOOL,
            department=None,
            occasion=f"{this_year}年度质量报告",
            now=at_work(frozen_on, chance),
        )


def _set_those_of_departments(
    staff: Staff, year: int, wanted: Mapping[str, Decimal], codes: Mapping[str, Indicator], now: datetime
) -> None:
    """Shares as for the whole centre; of what grows, a tenth more than there was."""
    for name, department in staff.departments.items():
        if ("head", name) not in staff.people:
            continue
        for code in OF_DEPARTMENTS:
            value = wanted[code]
            if code in GROWING:
                within = frozenset({department.pk})
                reached = total_on(codes[code], date(year, 8, 31), within, YearKind.SCHOOL).value or 0
                value = Decimal(ceil(Decimal(str(reached)) * GROWING[code][0]))
            if value:
                set_target(
                    actor=staff.deputy,
                    code=code,
                    year_kind=YearKind.SCHOOL,
                    year=year,
                    department=department,
                    value=value,
                    now=now,
                )
