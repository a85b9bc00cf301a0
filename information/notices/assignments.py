"""Who is told of a task: whose it is, whose it was, and who gave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from core.access import Actor
from core.notifications import Importance, Kind, NewNotification, cancel, notify_many
from information.models import Assignment

GIVEN = Kind(name="information.task_given", label=_("Tasks that I am given"), icon="checkbox", can_wait=True)
HANDED_OVER = Kind(
    name="information.task_handed_over",
    label=_("Tasks that go from one person to another"),
    icon="arrows-exchange",
    can_wait=True,
)
DUE = Kind(
    name="information.task_due",
    label=_("My tasks that are due"),
    icon="alarm",
    importance=Importance.HIGH,
)
ENDED = Kind(
    name="information.task_ended",
    label=_("Tasks that I gave and that are done or given up"),
    icon="checks",
    can_wait=True,
)
KINDS = (GIVEN, HANDED_OVER, DUE, ENDED)
AHEAD, BACK = timedelta(days=3), timedelta(days=60)
"""How long before its day a task is reminded of, and how long after it for the first time."""


def _note(
    kind: Kind, task: Assignment, user_id: int, *, stamp: str, by: str = "", words: str = ""
) -> NewNotification:
    return NewNotification(
        key=f"{kind.name}:{task.pk}:{stamp}:u{user_id}",
        kind=kind.name,
        recipient_id=user_id,
        subject=task,
        data={
            "title": task.title,
            "due_on": task.due_on,
            "state": task.state,
            "by": by,
            "words": words,
            # Who only had it before sees it no longer.
            "url": task.get_absolute_url() if user_id in (task.owner_id, task.giver_id) else "",
        },
    )


def tell(
    kind: Kind, task: Assignment, people: Iterable[int | None], *, by: Actor, words: str, now: datetime
) -> None:
    """Each of them but who did it. One query."""
    told = sorted({one for one in people if one is not None and one != by.pk})
    notify_many(
        [
            _note(kind, task, one, stamp=now.isoformat(), by=str(by) if by.pk else "", words=words)
            for one in told
        ],
        now=now,
    )


def forget_reminders(task: Assignment) -> None:
    """What has not been sent holds no longer."""
    cancel(subject=task, kinds=[DUE.name])


def remind(*, on: date, now: datetime) -> int:
    """Whose task is due within three days, and once more when it is late. Answers how many were told."""
    return notify_many(_due(on), now=now)


def _due(on: date) -> Iterator[NewNotification]:
    rows = Assignment.objects.open().filter(due_on__range=(on - BACK, on + AHEAD), owner__is_active=True)
    for task in rows.order_by("due_on", "pk").iterator():
        stage = "late" if task.is_late(on) else "soon"
        anew = f":{task.planned_at.isoformat()}" if task.planned_at else ""
        yield _note(DUE, task, task.owner_id, stamp=f"{task.due_on}:{stage}{anew}")
