"""Reminding of reviews: the teacher in good time and when it has lapsed, the office once a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from accounts.holders import Holders
from core.notifications import NewNotification, notify_many
from teachers.models import Recognition
from teachers.recognition_notices import LAPSES, LAPSING, names_of
from teachers.transitions.recognition import PUBLISH

# Days before the last one on which the teacher is told. Who comes to the product later is told once.
STEPS = (180, 90, 30)
AHEAD = timedelta(days=STEPS[0])
# What lapsed longer ago is no news any more.
LAPSED_SINCE = timedelta(days=30)


def remind(*, on: date, now: datetime) -> int:
    """Tell of reviews that are due, each once a step or a month; answers how many were told."""
    return notify_many([*_teachers(on), *_offices(on)], now=now)


def _teachers(on: date) -> Iterator[NewNotification]:
    """One query."""
    rows = (
        Recognition.objects.lapsing(on - LAPSED_SINCE, on + AHEAD)
        .filter(teacher__left_on=None)
        .exclude(teacher__user=None)
        .select_related("teacher")
    )
    for row in rows:
        due = row.review_due
        if due is None:
            continue
        left = (due - on).days
        step = "lapsed" if left < 0 else str(min(days for days in STEPS if left <= days))
        yield NewNotification(
            key=f"{LAPSES.name}:{row.pk}:{due.isoformat()}:{step}",
            kind=LAPSES.name,
            recipient_id=row.teacher.user_id,
            subject=row,
            data=names_of(row) | {"review_due": due, "has_lapsed": left < 0},
        )


def _offices(on: date) -> Iterator[NewNotification]:
    """Whoever reviews there, once a month: how many lapse, and how many have. Two queries and those of the
    holders."""
    page = reverse("teachers:recognition_list")
    for name, span, query in (
        ("", (on, on + AHEAD), "?lapses=half&sort=review_due"),
        ("lapsed:", (on - LAPSED_SINCE, on - timedelta(days=1)), "?lapses=lapsed&sort=-review_due"),
    ):
        rows = Recognition.objects.lapsing(*span).filter(teacher__left_on=None).order_by()
        counts = Counter(rows.values_list("teacher__department", flat=True))
        for person, count in _per_holder(counts, on).items():
            yield NewNotification(
                key=f"{LAPSING.name}:{name}{on:%Y-%m}:u{person}",
                kind=LAPSING.name,
                recipient_id=person,
                data={"count": count, "have_lapsed": bool(name), "url": page + query},
            )


def _per_holder(counts: Counter[int], on: date) -> Counter[int]:
    """Of counts by department, how many each person who reviews has. No query where there are none."""
    per_person: Counter[int] = Counter()
    if counts:
        holders = Holders.on(on)
        for department, count in counts.items():
            for person in {holder.user.pk for holder in holders.of(PUBLISH, department)}:
                per_person[person] += count
    return per_person
