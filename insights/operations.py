"""Freezing an indicator: its number, its definition and every row behind it, as they are at this moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from core.indicators import COUNTED, REST, Column, Group, Indicator, Member, Words, indicator_of, spoken
from insights.models import Snapshot, SnapshotGroup, SnapshotRow

READ, FREEZE = "indicator.read", "indicator.freeze"
AT_ONCE = 2000
LONGEST_SORTED, LONGEST_SEARCHED = 300, 400


class UnableToFreeze(Refused):
    """There is nothing to freeze, or it changed meanwhile."""


@transaction.atomic
def freeze_indicator(*, actor: Actor, code: str, day: date, occasion: str, now: datetime) -> Snapshot:
    """Keep an indicator of a day as it is now, in the departments where the actor has the power.

    Raises:
        NotVisible: there is no such indicator.
        PermissionDenied: the actor has the power nowhere.
        UnableToFreeze: the day has not come, nobody is counted on it, or records changed meanwhile.
    """
    indicator = indicator_of(code)
    if indicator is None:
        raise NotVisible(f"indicator {code}")
    scope = actor.scope_for(FREEZE)
    if not scope:
        raise PermissionDenied
    if day > timezone.localdate(now):
        raise UnableToFreeze(_("That day has not come yet."))
    departments = None if scope.everywhere else scope.departments
    groups = indicator.count(day, departments)
    if not groups:
        raise UnableToFreeze(_("Nobody is counted on that day."))
    snapshot = Snapshot(
        pk=_next_key(),
        code=code,
        day=day,
        occasion=occasion.strip(),
        frozen_at=now,
        frozen_by_id=actor.pk,
        is_whole=scope.everywhere,
        words=indicator.words(day),
        parts=[[part.code, spoken(part.label)] for part in indicator.parts],
        columns={},
    )
    members = {(one.record, one.pk): one for one in indicator.members(day, departments)}
    _write_groups(snapshot, groups)
    for part in (COUNTED, REST):
        _write_rows(snapshot, indicator, members, part, departments)
    if members or not _adds_up(snapshot, groups):
        raise UnableToFreeze(_("Records changed while it was being frozen. Please try again."))
    snapshot.full_clean(validate_unique=False)
    snapshot.save(force_insert=True)  # comes last: nothing is added to what is there
    audit.record(actor=actor, subject=snapshot, verb="indicator.freeze", now=now, reason=snapshot.occasion)
    return snapshot


def _next_key() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Snapshot._meta.db_table])
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
            parts=dict(group.parts),
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
    written: Counter[tuple[int | None, str]] = Counter()
    for department, part in (
        SnapshotRow.objects.of(snapshot.pk).order_by().values_list("department", "part").iterator()
    ):
        written[department, part] += 1
    counted: Counter[tuple[int | None, str]] = Counter()
    for group in groups:
        counted.update({(group.department, part): count for part, count in group.parts.items()})
        counted[group.department, ""] += group.denominator - group.numerator
    return +written == +counted
