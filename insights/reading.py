"""Indicators as pages and papers show them: numbers by department, their course over the years, rows.

What is read of today's records and what was frozen come out in the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Department
from core.access import Scope
from core.indicators import (
    Departments,
    Group,
    Indicator,
    Member,
    Nature,
    Words,
    in_both,
    indicator_of,
    spoken,
    summed,
)
from core.windows import years_before
from insights.models import Snapshot, SnapshotGroup, SnapshotRow, Target
from insights.targets import Standing, against

YEARS = 5
LISTED = 50


def departments_in(scope: Scope) -> Departments:
    return None if scope.everywhere else scope.departments


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One department's number."""

    name: Words
    group: Group


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An indicator of a day."""

    day: date
    parts: Sequence[tuple[str, Words]]
    lines: Sequence[Line]
    total: Group

    @property
    def nature(self) -> Nature:
        return self.total.nature


def reading(indicator: Indicator, on: date, departments: Departments) -> Reading:
    """By today's records. The queries of the count, and one for the names."""
    groups = indicator.count(on, departments)
    names = Department.objects.in_bulk([one.department for one in groups if one.department])
    lines = [Line(name=_name(names.get(one.department or 0)), group=one) for one in groups]
    return Reading(
        day=on,
        parts=[(part.code, spoken(part.label)) for part in indicator.parts],
        lines=sorted(lines, key=lambda line: (str(line.name), line.group.department or 0)),
        total=indicator.sum(groups),
    )


def frozen_reading(snapshot: Snapshot, groups: Iterable[SnapshotGroup]) -> Reading:
    """As it was frozen."""
    lines = [
        Line(
            name=Words(en=one.name_en or one.name_zh, zh=one.name_zh or one.name_en),
            group=one.as_group(snapshot.nature),
        )
        for one in groups
    ]
    return Reading(
        day=snapshot.day,
        parts=snapshot.part_labels(),
        lines=sorted(lines, key=lambda line: (str(line.name), line.group.department or 0)),
        total=summed((line.group for line in lines), snapshot.nature),
    )


def _name(department: Department | None) -> Words:
    if department is None:
        return in_both(lambda: _("The whole centre"))
    return Words(en=department.name_en or department.name_zh, zh=department.name_zh or department.name_en)


def course(
    indicator: Indicator, on: date, departments: Departments, *, known: Group | None = None
) -> list[tuple[date, Group]]:
    """The same day of the years before, the earliest first, and the day itself; years without anybody are
    left out. The queries of the count for each.

    Args:
        known: the number of the day itself, where it was counted already.
    """
    days = [years_before(on, years) for years in reversed(range(1, YEARS))]
    found = [(day, total_on(indicator, day, departments)) for day in days]
    found.append((on, known or total_on(indicator, on, departments)))
    return [(day, group) for day, group in found if not group.is_empty]


def total_on(indicator: Indicator, on: date, departments: Departments, year: str = "") -> Group:
    """The number of a day, by the definition that held on it. The queries of one count."""
    found = indicator_of(indicator.code, on=on) or indicator
    defined = found.of_year(year) if year else found
    return defined.sum(defined.count(on, departments))


# --- What was frozen, and what the records say of the same day now ---------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """One record that is counted otherwise now than when it was frozen."""

    record: str
    subject_id: int
    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A department's number then and now."""

    name: Words
    then: Group
    now: Group

    @property
    def is_other(self) -> bool:
        return (dict(self.then.parts), self.then.denominator) != (dict(self.now.parts), self.now.denominator)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """``basis_then`` and ``basis_now`` where the rule reads otherwise now."""

    lines: Sequence[Change]
    total: Change
    basis_then: str = ""
    basis_now: str = ""

    @property
    def is_other(self) -> bool:
        return any(line.is_other for line in self.lines)


def definition_of(snapshot: Snapshot) -> Indicator | None:
    """The version by which it was counted; ``None`` where that is counted no more."""
    found = indicator_of(snapshot.code, version=snapshot.version)
    return found.of_year(snapshot.year_kind) if found and snapshot.year_kind else found


def comparison(snapshot: Snapshot, frozen: Reading, departments: Departments) -> Comparison | None:
    """What was frozen beside what the records say of the day now; ``None`` where it is counted no more."""
    indicator = definition_of(snapshot)
    if indicator is None:
        return None
    current = reading(indicator, snapshot.day, _covered(snapshot, departments, frozen))
    then = {line.group.department: line for line in frozen.lines}
    now = {line.group.department: line for line in current.lines}
    nothing = Group(department=None, parts={}, denominator=0, nature=snapshot.nature)
    lines = [
        Change(
            name=(then.get(key) or now[key]).name,
            then=then[key].group if key in then else replace(nothing, department=key),
            now=now[key].group if key in now else replace(nothing, department=key),
        )
        for key in then | now
    ]
    before = snapshot.said("basis")
    after = indicator.words(snapshot.day)["basis"]
    return Comparison(
        lines=sorted(lines, key=lambda line: str(line.name)),
        total=Change(name=_name(None), then=frozen.total, now=current.total),
        basis_then=str(before) if before.en != after.en else "",
        basis_now=str(after) if before.en != after.en else "",
    )


def moved(snapshot: Snapshot, frozen: Reading, departments: Departments) -> tuple[list[Moved], int]:
    """Whose counting differs, the first :data:`LISTED` by name, and how many there are. Two queries and those
    of the indicator's rows."""
    indicator = definition_of(snapshot)
    if indicator is None:
        return [], 0
    covered = _covered(snapshot, departments, frozen)
    current = {(one.record, one.pk): one for one in indicator.members(snapshot.day, covered)}
    rows = SnapshotRow.objects.of(snapshot)
    if departments is not None:
        rows = rows.filter(department__in=departments)
    kept = {
        (record, pk): Member(record, pk, department, part, weight)
        for record, pk, department, part, weight in rows.order_by().values_list(
            "record", "subject_id", "department", "part", "weight"
        )
    }
    other = [key for key in kept | current if kept.get(key) != current.get(key)]
    names = _names_of(snapshot, other, indicator, covered)
    said = _Said(frozen, indicator)
    found = [
        Moved(
            record=record,
            subject_id=pk,
            name=names.get((record, pk), ""),
            before=said.of(kept.get((record, pk))),
            after=said.of(current.get((record, pk))),
        )
        for record, pk in other
    ]
    return sorted(found, key=lambda one: one.name)[:LISTED], len(found)


class _Said:
    """As what a record counts, in words."""

    def __init__(self, frozen: Reading, indicator: Indicator) -> None:
        self.nature = indicator.nature
        self.parts = {part.code: str(part.label) for part in indicator.parts}
        self.parts |= {code: str(label) for code, label in frozen.parts}
        self.departments = {line.group.department: str(line.name) for line in frozen.lines}

    def of(self, member: Member | None) -> str:
        if member is None:
            return _("not there")
        department = self.departments.get(member.department, "")
        part = self.parts.get(member.part, member.part) or _("not counted")
        said = f"{part} · {department}" if department else part
        return said if member.weight == 1 else f"{said} · {self.nature.sum_in_words(member.weight)}"


def _names_of(
    snapshot: Snapshot, keys: Sequence[tuple[str, int]], indicator: Indicator, departments: Departments
) -> dict[tuple[str, int], str]:
    """As they were frozen; those who came later, as they are called now."""
    subjects = [pk for _record, pk in keys]
    rows = SnapshotRow.objects.of(snapshot).filter(subject_id__in=subjects).order_by()
    found = {
        (record, pk): str(Words(*values["name"]))
        for record, pk, values in rows.values_list("record", "subject_id", "values")
    }
    for part in indicator.wholes():
        now = indicator.rows(snapshot.day, departments, part)
        new = [pk for record, pk in keys if record == now.record and (record, pk) not in found]
        if new:
            told = now.tell(new)
            found |= {(now.record, pk): str(said["name"]) for pk, said in told.items() if "name" in said}
    return found


def _covered(snapshot: Snapshot, departments: Departments, frozen: Reading) -> Any:
    """What can be compared: no department that it was not frozen of."""
    if snapshot.is_whole:
        return departments
    return [line.group.department for line in frozen.lines if line.group.department]


# --- Against a target -----------------------------------------------------------------------------


def standing_of(target: Target, on: date) -> tuple[Group | None, Standing | None]:
    """The number of a day of the target's year, and how it stands. The queries of one or two counts."""
    found = indicator_of(target.code, on=on)
    if found is None:
        return None, None
    departments = None if target.department_id is None else [target.department_id]
    now = total_on(found, on, departments, target.year_kind)
    before = target.first_day - timedelta(days=1)
    start = 0 if found.adds_up else total_on(found, before, departments).value
    return now, against(target, now.value, start, on)
