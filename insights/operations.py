"""Freezing an indicator: its number, its definition and every row behind it, as they are at this moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from core.indicators import Column, Group, Indicator, Member, Words, indicator_of, spoken
from core.school_years import YearKind
from insights.models import Snapshot, SnapshotGroup, SnapshotRow
from insights.models.snapshots import number_to_keep

READ, FREEZE = "indicator.read", "indicator.freeze"
AT_ONCE = 2000
LONGEST_SORTED, LONGEST_SEARCHED = 300, 400


class UnableToFreeze(Refused):
    """There is nothing to freeze, or it changed meanwhile."""


@transaction.atomic
def freeze_indicator(
    *,
    actor: Actor,
    code: str,
    day: date,
    occasion: str,
    now: datetime,
    year_kind: str = YearKind.SCHOOL,
    board: int | None = None,
    within: frozenset[int] | None = None,
) -> Snapshot:
    """Keep an indicator of a day as it is now, in the departments where the actor has the power.

    Args:
        year_kind: what adds up since the year began is added up over such a year.
        board: the key of the frozen dashboard that it is made with, which is written after it.
        within: in these departments alone, where the actor has the power in them.

    Raises:
        NotVisible: there is no such indicator.
        PermissionDenied: the actor has the power nowhere.
        UnableToFreeze: the day has not come, nobody is counted on it, or records changed meanwhile.
    """
    found = indicator_of(code, on=day)
    if found is None:
        raise NotVisible(f"indicator {code}")
    indicator = found.of_year(year_kind)
    scope = actor.scope_for(FREEZE)
    if not scope:
        raise PermissionDenied
    if day > timezone.localdate(now):
        raise UnableToFreeze(_("That day has not come yet."))
    departments = None if scope.everywhere else scope.departments
    if within is not None:
        departments = within if departments is None else within & departments
    groups = indicator.count(day, departments)
    if not groups:
        raise UnableToFreeze(_("Nobody is counted on that day."))
    snapshot = Snapshot(
        pk=next_key(Snapshot),
        board_id=board,
        code=code,
        version=indicator.version,
        kind=indicator.nature.kind,
        measure=indicator.nature.measure,
        year_kind=year_kind if indicator.adds_up else "",
        day=day,
        occasion=occasion.strip(),
        frozen_at=now,
        frozen_by_id=actor.pk,
        is_whole=departments is None,
        words=indicator.words(day),
        parts=[[part.code, spoken(part.label)] for part in indicator.parts],
        columns={},
    )
    members = {(one.record, one.pk): one for one in indicator.members(day, departments)}
    _write_groups(snapshot, groups)
    for part in indicator.wholes():
        _write_rows(snapshot, indicator, members, part, departments)
    if members or not _adds_up(snapshot, groups):
        raise UnableToFreeze(_("Records changed while it was being frozen. Please try again."))
    snapshot.full_clean(exclude={"board"}, validate_unique=False)  # a dashboard is written after its numbers
    snapshot.save(force_insert=True)  # comes last: nothing is added to what is there
    audit.record(actor=actor, subject=snapshot, verb="indicator.freeze", now=now, reason=snapshot.occasion)
    return snapshot


def next_key(model: type[Model]) -> int:
    """The key of a row that is written after what belongs to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        (key,) = cursor.fetchone()
    return key


def _write_groups(snapshot: Snapshot, groups: Sequence[Group]) -> None:
    departments = Department.objects.in_bulk([one.department for one in groups if one.department])
    SnapshotGroup.objects.bulk_create(
        SnapshotGroup(
            snapshot_id=snapshot.pk,
            department_id=group.department,
            name_en=departments[group.department].name_en if group.department else "",
            name_zh=departments[group.department].name_zh if group.department else "",
            parts={code: number_to_keep(much) for code, much in group.parts.items()},
            denominator=group.denominator,
        )
        for group in groups
    )


def _write_rows(
    snapshot: Snapshot,
    indicator: Indicator,
    members: dict[tuple[str, int], Member],
    part: str,
    departments: Any,
) -> None:
    """Takes out of ``members`` those whose row is written."""
    rows = indicator.rows(snapshot.day, departments, part)
    known = {one.code: one for one in rows.columns}
    known |= {one["code"]: one for one in snapshot.columns.get(rows.record, [])}
    snapshot.columns[rows.record] = [
        one if isinstance(one, dict) else _column_as_kept(one) for one in known.values()
    ]
    sorted_rows = rows.queryset.order_by(rows.name_field, "pk").values_list("pk", rows.name_field)
    for some in batched(sorted_rows.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        told = rows.tell([pk for pk, _name in some])
        SnapshotRow.objects.bulk_create(
            _row(snapshot, members.pop((rows.record, pk)), str(name), told[pk], rows.columns)
            for pk, name in some
            if pk in told and (rows.record, pk) in members
        )


def _row(
    snapshot: Snapshot, member: Member, name: str, told: Mapping[str, Any], columns: Sequence[Column]
) -> SnapshotRow:
    return SnapshotRow(
        snapshot_id=snapshot.pk,
        department_id=member.department,
        record=member.record,
        subject_id=member.pk,
        part=member.part,
        weight=member.weight,
        sorted_as=name[:LONGEST_SORTED],
        searched=" ".join(_searched(told, columns))[:LONGEST_SEARCHED],
        values={code: _as_kept(value) for code, value in told.items()},
    )


def _searched(told: Mapping[str, Any], columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        value = told.get(column.code)
        if isinstance(value, Words):
            yield from value
        elif isinstance(value, str) and not column.choices:
            yield value


def _as_kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _column_as_kept(column: Column) -> dict[str, Any]:
    """With its words in both languages: it is read when the program may call things otherwise."""
    return {
        "code": column.code,
        "label": spoken(column.label),
        "shape": column.shape,
        "choices": {code: spoken(label) for code, label in column.choices.items()},
    }


def _adds_up(snapshot: Snapshot, groups: Sequence[Group]) -> bool:
    """Whether the rows are those that were counted."""
    rows = SnapshotRow.objects.of(snapshot.pk).order_by()
    written = {
        (department, part): weight
        for department, part, weight in rows.values_list("department", "part").annotate(Sum("weight"))
    }
    counted: dict[tuple[int | None, str], Any] = {}
    for group in groups:
        counted |= {(group.department, part): much for part, much in group.parts.items()}
        counted[group.department, ""] = group.rest
    return {key: much for key, much in written.items() if much} == {
        key: much for key, much in counted.items() if much
    }
