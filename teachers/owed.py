"""Who owes how much practice by when: kept for every teacher and rule, reckoned anew when facts change.

The teacher is locked before anything is read, so that of two reckonings at once the later one has the newer
facts. The teacher comes first in the order of locks: an act that reckons at its end locks it at its
beginning.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet

from core.windows import Counted, Span
from teachers.models import PracticeDue, Teacher
from teachers.practice_rules import PracticeRule, practice_rules
from teachers.practice_to_come import spans_as_planned
from teachers.standing import Row, standings

HUNDREDTHS = Decimal("0.01")
BATCH = 2000


def hold(teachers: Collection[int]) -> None:
    """Lock teachers until the end of the transaction, by ascending key. One query."""
    rows = Teacher.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=teachers)
    list(rows.order_by("pk").values_list("pk", flat=True))


def hold_teacher_of(practice_id: int) -> None:
    """Lock the teacher whose practice it is, before the practice is. One query."""
    rows = Teacher.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(practices=practice_id).order_by("pk").values_list("pk", flat=True))


def reckon(*, on: date, teachers: Collection[int] | None = None) -> int:
    """Keep anew how teachers stand on a day; answers how many rows there are of them.

    Seven queries, and one for each rule; those of one teacher cost as many as those of thousands. Everybody
    is reckoned in several transactions; whoever is locked just then comes last, one at a time.

    Args:
        teachers: only these; ``None`` for all.
    """
    if teachers is not None:
        with transaction.atomic():
            hold(teachers)
            return _reckoned(on, teachers)
    count, everybody = 0, list(Teacher.objects.order_by("pk").values_list("pk", flat=True))
    for batch in batched(everybody, BATCH, strict=False):
        with transaction.atomic():
            rows = Teacher.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
            free = set(rows.filter(pk__in=batch).order_by("pk").values_list("pk", flat=True))
            count += _reckoned(on, free)
        for pk in batch:
            if pk not in free:
                count += reckon(on=on, teachers=[pk])
    return count


def _reckoned(on: date, teachers: Collection[int]) -> int:
    """Of teachers who are locked."""
    rules = practice_rules(on)
    coming = spans_as_planned(teachers)
    rows = [due for rule in rules for due in _dues(rule, on, teachers, coming)]
    _forget_others(rows, teachers)
    PracticeDue.objects.bulk_create(
        sorted(rows, key=lambda due: (due.teacher_id, due.rule)),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["teacher", "rule"],
        update_fields=PracticeDue.kept,
    )
    return len(rows)


def _forget_others(rows: list[PracticeDue], teachers: Collection[int]) -> None:
    """Those whom a rule does not concern any more."""
    kept: QuerySet[PracticeDue] = PracticeDue.objects.filter(teacher__in=teachers)
    wanted = {(due.teacher_id, due.rule) for due in rows}
    gone = [pk for pk, *key in kept.values_list("pk", "teacher", "rule") if tuple(key) not in wanted]
    if gone:
        kept.filter(pk__in=gone).delete()


def _dues(
    rule: PracticeRule, on: date, teachers: Collection[int], coming: Mapping[int, list[Span]]
) -> list[PracticeDue]:
    return [
        due_of(rule, row, _as_planned(rule, row, coming.get(row.teacher_id), on), on)
        for row in standings(rule.requirement, on=on, kinds=rule.kinds, teachers=teachers)
    ]


def _as_planned(rule: PracticeRule, row: Row, spans: list[Span] | None, on: date) -> date:
    if spans is None:
        return row.short_from
    return rule.requirement.short_from_as_planned(spans, since=row.since, on=on)


def due_of(rule: PracticeRule, row: Row, as_planned: date, on: date) -> PracticeDue:
    months = rule.requirement.in_months(Counted(row.calendar_days, row.single_days))
    return PracticeDue(
        teacher_id=row.teacher_id,
        rule=rule.code,
        months_wanted=_decimal(rule.requirement.months, ROUND_CEILING),
        months=_decimal(months, ROUND_FLOOR),
        missing=_decimal(max(rule.requirement.months - months, Fraction(0)), ROUND_CEILING),
        since=row.since,
        short_from=rule.owed_from(row.short_from),
        short_from_as_planned=rule.owed_from(as_planned),
        reckoned_on=on,
    )


def _decimal(number: Fraction, rounding: str) -> Decimal:
    """Rounded so that nothing looks fulfilled that is not."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(HUNDREDTHS, rounding=rounding)
