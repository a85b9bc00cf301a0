"""What people are told of information that is for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications import Kind, NewNotification, Readers, notify_many
from information.models import Announcement, Audience

ANNOUNCED = Kind(
    name="information.announced",
    label=_("Announcements"),
    icon="speakerphone",
    can_wait=True,
    readers=Readers.EVERYBODY,
)
WITHDRAWN = Kind(
    name="information.withdrawn",
    label=_("Announcements that were withdrawn"),
    icon="archive",
    can_wait=True,
    readers=Readers.EVERYBODY,
)
KINDS = (ANNOUNCED, WITHDRAWN)
PAGES = {
    Audience.STAFF: "information:announcement_detail",
    Audience.PARTNERS: "portal:announcement",
    Audience.STUDENTS: "me:announcement",
}
BEGINNING = 400


def tell(announcement: Announcement, people: Mapping[int, Audience], *, now: datetime) -> int:
    """Each of them once, however often it is said. Answers how many were told."""
    text = announcement.text.strip()
    said = text if len(text) <= BEGINNING else f"{text[:BEGINNING].rstrip()}…"
    return notify_many(
        (
            NewNotification(
                key=f"{ANNOUNCED.name}:{announcement.pk}:u{user}",
                kind=ANNOUNCED.name,
                recipient_id=user,
                subject=announcement,
                data={
                    "title": announcement.title,
                    "text": said,
                    "by": str(announcement.department),
                    "url": reverse(PAGES[audience], args=[announcement.pk]),
                },
            )
            for user, audience in people.items()
        ),
        now=now,
    )


def tell_of_withdrawal(announcement: Announcement, people: list[int], *, now: datetime) -> int:
    """Those who have read it: what they know holds no longer."""
    return notify_many(
        (
            NewNotification(
                key=f"{WITHDRAWN.name}:{announcement.pk}:u{user}",
                kind=WITHDRAWN.name,
                recipient_id=user,
                subject=announcement,
                data={"title": announcement.title, "reason": announcement.reason, "url": ""},
            )
            for user in people
        ),
        now=now,
    )
