"""Who is told about changes of placements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Kind, Readers, notify
from placements.models import AskedBy, PlacementChange
from placements.transitions.changes import EDIT

ASKED = Kind(
    name="placements.change_asked",
    label=_("Changes of placements that are asked for"),
    icon="arrows-exchange",
    can_wait=True,
)
DECIDED = Kind(
    name="placements.change_decided",
    label=_("Changes of my placement, or of one that I guide"),
    icon="arrows-exchange",
    readers=Readers.EVERYBODY,
)
KINDS = (ASKED, DECIDED)


def tell_deciders(change: PlacementChange, *, now: datetime) -> None:
    """Those who place students there, and the instructor."""
    holders = Holders.on(timezone.localdate(now)).of(EDIT, change.placement.department_id)
    people = {holder.user.pk: holder.user for holder in holders}
    instructor = change.placement.instructor
    if instructor is not None and instructor.user is not None:
        people[instructor.user.pk] = instructor.user
    for person in people.values():
        _notify(change, ASKED, person, now, url=change.get_absolute_url())


def tell_decided(change: PlacementChange, *, now: datetime) -> None:
    """The student, and whoever asked."""
    student = change.placement.student.user
    if student is not None:
        _notify(change, DECIDED, student, now, url=reverse("me:changes"), is_made=change.state == "applied")
    if change.asker is not None and change.asked_by == AskedBy.ENTERPRISE:
        address = reverse("portal:home")
        _notify(change, DECIDED, change.asker, now, url=address, is_made=change.state == "applied")


def _notify(change: PlacementChange, kind: Kind, person: Any, now: datetime, **data: Any) -> None:
    notify(
        key=f"{kind.name}:{change.pk}:{change.state}:u{person.pk}",
        kind=kind.name,
        recipient=person,
        subject=change,
        data=data,
        now=now,
    )
