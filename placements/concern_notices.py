"""Who is told about concerns. None of it repeats what somebody wrote: others read mails as well."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from accounts.models import User
from core.notifications import Importance, Kind, Readers, notify
from placements.guardian_notices import tell_guardian
from placements.models import Concern, ConcernAction, ConcernNote, ConcernReader, RaisedBy
from placements.transitions.concerns import HANDLE

RAISED = Kind(
    name="placements.concern_raised",
    label=_("Concerns of interns, and what is added to them"),
    icon="message-report",
    can_be_off=False,
    can_wait=True,
)
GRAVE = Kind(
    name="placements.concern_grave",
    label=_("Serious concerns of interns"),
    icon="urgent",
    importance=Importance.HIGH,
    can_be_off=False,
)
UNHANDLED = Kind(
    name="placements.concern_unhandled",
    label=_("Concerns that nobody may handle"),
    icon="alert-octagon",
    importance=Importance.HIGH,
    can_be_off=False,
)
PROGRESS = Kind(
    name="placements.concern_progress",
    label=_("What becomes of a concern that I raised"),
    icon="message-report",
    can_be_off=False,
    readers=Readers.EVERYBODY,
)
SHARED = Kind(
    name="placements.concern_shared",
    label=_("Concerns of interns on which I am named"),
    icon="eye",
    can_be_off=False,
)
ACTION = Kind(
    name="placements.concern_action",
    label=_("What I am asked to do about a concern"),
    icon="checkbox",
    can_be_off=False,
)
OVERDUE = Kind(
    name="placements.concern_overdue",
    label=_("Overdue actions on concerns"),
    icon="alarm",
    importance=Importance.HIGH,
    can_be_off=False,
)
KINDS = (RAISED, GRAVE, UNHANDLED, PROGRESS, SHARED, ACTION, OVERDUE)


def handlers_of(concern: Concern, *, now: datetime) -> list[User]:
    """Whoever handles concerns there; never the one who raised it. Three queries."""
    holders = Holders.on(timezone.localdate(now)).of(HANDLE, concern.department_id)
    people = {holder.user.pk: holder.user for holder in holders}
    people.pop(concern.raiser_id or 0, None)
    return list(people.values())


def tell_handlers(concern: Concern, *, now: datetime, note: ConcernNote | None = None) -> None:
    """That one was raised, or that whoever raised it adds something."""
    kind = GRAVE if concern.is_grave else RAISED
    handlers = handlers_of(concern, now=now)
    for person in handlers:
        _notify(concern, kind, person, now, of=f"note{note.pk}" if note else "", is_added=bool(note))
    if not handlers and note is None:
        _notify(concern, UNHANDLED, concern.placement.plan.owner, now, url="")


def tell_raiser(concern: Concern, *, now: datetime, note: ConcernNote | None = None) -> None:
    """That it moves, or that there is something to read. Guardians read it on their page."""
    if concern.guardian is not None:
        tell_guardian(concern.guardian, of=f"{concern.pk}:{now.isoformat()}", now=now)
    if concern.raiser is None:
        return
    address = {
        RaisedBy.STUDENT: "me:concern",
        RaisedBy.MENTOR: "portal:concern",
        RaisedBy.STAFF: "placements:concern_mine",
    }[RaisedBy(concern.raised_by)]
    _notify(
        concern,
        PROGRESS,
        concern.raiser,
        now,
        of=f"note{note.pk}" if note else f"{concern.state}:{now.isoformat()}",
        url=reverse(address, args=[concern.pk]),
        state=_both(concern) if note is None else {},
    )


def tell_reader(reader: ConcernReader, *, now: datetime) -> None:
    _notify(reader.concern, SHARED, reader.user, now, of=now.isoformat())


def tell_owner(action: ConcernAction, *, now: datetime) -> None:
    _notify(action.concern, ACTION, action.owner, now, of=str(action.pk), due_on=action.due_on)


def tell_overdue(action: ConcernAction, people: Iterable[User], *, time: int, now: datetime) -> int:
    """Answers how many were told now."""
    return sum(
        _notify(
            action.concern,
            OVERDUE,
            person,
            now,
            of=f"{action.pk}:{action.due_on.isoformat()}:{time}",
            due_on=action.due_on,
            owner={"zh": action.owner.name, "en": action.owner.name_latin or action.owner.name},
            is_owner=person.pk == action.owner_id,
        )
        for person in people
    )


def _both(concern: Concern) -> dict[str, str]:
    words = {}
    for code, name in (("en", "en"), ("zh-hans", "zh")):
        with translation.override(code):
            words[name] = str(concern.chip.label)
    return words


def _notify(concern: Concern, kind: Kind, person: Any, now: datetime, *, of: str = "", **data: Any) -> bool:
    return notify(
        key=f"{kind.name}:{concern.pk}:{of}:u{person.pk}",
        kind=kind.name,
        recipient=person,
        subject=concern,
        data=data,
        now=now,
    )
