"""How teachers stand before a requirement as planned: as if all came to pass that is approved or under way,
or waits to be accepted. Few have practice to come, so that they are reckoned one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from core.windows import ONE_DAY, Span
from teachers.models import CountedAs, Practice, PracticeDay, PracticeState

# What of it is written in the log is all there is of other practice.
MORE_DAYS_TO_COME = frozenset({PracticeState.APPROVED, PracticeState.UNDER_WAY})


def spans_as_planned(teachers: Collection[int] | None = None) -> dict[int, list[Span]]:
    """All that is done or coming, of those teachers who have something coming. Two queries.

    Args:
        teachers: only these; ``None`` for all.
    """
    coming = Practice.objects.coming().order_by()
    if teachers is not None:
        coming = coming.filter(teacher__in=teachers)
    rows = (Practice.objects.done() | Practice.objects.coming()).filter(teacher__in=coming.values("teacher"))
    days: dict[int, list[date]] = defaultdict(list)
    by_days = rows.filter(counted_as=CountedAs.DAY).order_by()
    for practice_id, day in PracticeDay.objects.filter(practice__in=by_days.values("pk")).values_list(
        "practice", "on"
    ):
        days[practice_id].append(day)
    found: dict[int, list[Span]] = defaultdict(list)
    for practice in rows.only("teacher", "state", "counted_as", "starts_on", "ends_on", "planned_days"):
        found[practice.teacher_id] += _spans_of(practice, days[practice.pk])
    return dict(found)


def _spans_of(practice: Practice, written: list[date]) -> list[Span]:
    """Days that are planned and not in the log yet count as if they came one after the other at the end."""
    if not practice.is_by_days:
        return [Span(practice.starts_on, practice.ends_on)]
    spans = [Span(day, day, is_single=True) for day in written]
    left = (practice.planned_days or 0) - len(written)
    if practice.state in MORE_DAYS_TO_COME and left > 0:
        first = max(practice.starts_on, practice.ends_on + ONE_DAY - timedelta(days=left))
        spans.append(Span(first, practice.ends_on, is_single=True))
    return spans
