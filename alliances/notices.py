"""Who is told of alliances: liaisons of members, and whose a task is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.models import Alliance, AllianceDocument, AllianceTask, Meeting
from core.notifications import Importance, Kind, NewNotification, Readers, notify_many
from partnerships.models import Contact

PARTIES = Readers.STAFF | Readers.PARTNERS
MEETING = Kind(
    name="alliances.meeting_called",
    label=_("Meetings of our alliances"),
    icon="calendar-event",
    readers=Readers.PARTNERS,
)
CANCELLED = Kind(
    name="alliances.meeting_cancelled",
    label=_("Meetings of our alliances that were cancelled"),
    icon="ban",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.PARTNERS,
)
TASK = Kind(
    name="alliances.task_given",
    label=_("Tasks from meetings of alliances"),
    icon="checkbox",
    readers=PARTIES,
)
DUE = Kind(
    name="alliances.task_due",
    label=_("Tasks from meetings of alliances that are due"),
    icon="alarm",
    importance=Importance.HIGH,
    readers=PARTIES,
)
ENDED = Kind(
    name="alliances.task_ended",
    label=_("Tasks of my alliances that were done or dropped"),
    icon="checks",
    can_wait=True,
    readers=PARTIES,
)
DOCUMENT = Kind(
    name="alliances.document_shared",
    label=_("Documents of our alliances"),
    icon="file",
    can_wait=True,
    readers=Readers.PARTNERS,
)
KINDS = (MEETING, CANCELLED, TASK, DUE, ENDED, DOCUMENT)
BEFORE, BACK = timedelta(days=3), timedelta(days=60)


def page_of(alliance_id: int, where: str) -> str:
    return reverse(
        "portal:alliance" if where == "portal" else "alliances:alliance_detail", args=[alliance_id]
    )


def _note(
    subject: Any, kind: Kind, user_id: int, where: str, alliance: Alliance, *, at: Any, **said: Any
) -> NewNotification:
    stamp = at if isinstance(at, str) else at.isoformat()
    return NewNotification(
        key=f"{kind.name}:{subject.pk}:{stamp}:u{user_id}",
        kind=kind.name,
        recipient_id=user_id,
        subject=subject,
        data={"alliance": alliance.name, "url": page_of(alliance.pk, where)} | said,
    )


def liaisons(members: Any) -> list[int]:
    """The accounts of the liaisons of these members. One query."""
    rows = Contact.objects.liaisons_with_account()
    rows = rows.filter(enterprise__in=members.exclude(enterprise=None).order_by().values("enterprise"))
    return sorted(set(rows.order_by().values_list("user", flat=True)))


def tell_of_meeting(meeting: Meeting, kind: Kind, *, now: datetime) -> None:
    """The liaisons of whoever is a member on its day."""
    members = meeting.alliance.members.lasting(timezone.localdate(meeting.starts_at))
    said = {
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "reason": meeting.reason,
    }
    notify_many(
        [_note(meeting, kind, one, "portal", meeting.alliance, at=now, **said) for one in liaisons(members)],
        now=now,
    )


def tell_of_document(document: AllianceDocument, *, now: datetime) -> None:
    """The liaisons of the members it is for."""
    members = document.parent.members.lasting(timezone.localdate(now))
    if not document.for_all:
        members = members.filter(pk__in=document.readers.values("pk"))
    notify_many(
        [
            _note(document, DOCUMENT, one, "portal", document.parent, at=now, title=document.name)
            for one in liaisons(members)
        ],
        now=now,
    )


def _whose(task: AllianceTask) -> tuple[int | None, str]:
    """The account of who has to do it, and on whose pages; ``None`` without an account."""
    if task.contact is not None:
        return task.contact.user_id, "portal"
    return task.owner_id, "staff"


def _of_task(task: AllianceTask, kind: Kind, user_id: int, where: str, *, at: Any) -> NewNotification:
    said = {"title": task.text, "due_on": task.due_on, "state": task.state, "reason": task.word}
    return _note(task, kind, user_id, where, task.meeting.alliance, at=at, **said)


def tell_of_task(task: AllianceTask, *, now: datetime, by: int | None) -> None:
    user_id, where = _whose(task)
    if user_id is not None and user_id != by:
        notify_many([_of_task(task, TASK, user_id, where, at=now)], now=now)


def tell_of_end(task: AllianceTask, *, now: datetime, by: int | None) -> None:
    """Who looks after the alliance, and whose the task was, what became of it."""
    people = {_whose(task), (task.meeting.alliance.organiser_id, "staff")}
    notes = [
        _of_task(task, ENDED, one, where, at=now)
        for one, where in sorted(people, key=str)
        if one is not None and one != by
    ]
    notify_many(notes, now=now)


def remind(*, on: date, now: datetime) -> int:
    """Whose task is due within three days, and again once it is late. Answers how many were told."""
    return notify_many(list(_due(on)), now=now)


def _due(on: date) -> Iterator[NewNotification]:
    rows = AllianceTask.objects.open().filter(due_on__range=(on - BACK, on + BEFORE))
    for task in rows.select_related("contact", "meeting__alliance"):
        user_id, where = _whose(task)
        if user_id is not None:
            stage = "late" if task.due_on < on else "soon"
            yield _of_task(task, DUE, user_id, where, at=f"{task.due_on}:{stage}")
