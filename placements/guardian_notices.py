"""What guardians are sent, who have no account."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.notifications import Kind, Readers, notify
from internships.models import Guardian
from placements.guardian_links import links_to
from placements.models import GuardianPage
from signing.models import TaskLink

PAGE = Kind(
    name="placements.guardian_page",
    label=_("The page of a guardian, by link"),
    icon="users",
    can_be_off=False,
    readers=Readers.NOBODY,
)
# That there is something to read on the page.
ANSWER = Kind(
    name="placements.guardian_answer",
    label=_("Answers to guardians"),
    icon="message-report",
    can_be_off=False,
    readers=Readers.NOBODY,
)
LEAVE = Kind(
    name="placements.guardian_leave",
    label=_("Leave that guardians agree to or decline"),
    icon="calendar-off",
    can_be_off=False,
    readers=Readers.NOBODY,
)
KINDS = (PAGE, ANSWER, LEAVE)


def tell_guardian(guardian: Guardian, *, of: str, now: datetime, kind: Kind = ANSWER) -> None:
    """That there is something on their page, if its link is open and goes somewhere by itself."""
    page = GuardianPage.objects.filter(guardian=guardian).first()
    link = links_to([page.pk]).filter(revoked_at=None, expires_at__gt=now).first() if page else None
    if link is None or link.channel == TaskLink.Channel.BY_HAND:
        return
    is_text_message = link.channel == TaskLink.Channel.SMS
    notify(
        key=f"{kind.name}:{of}:g{guardian.pk}",
        kind=kind.name,
        email="" if is_text_message else link.email,
        phone=link.phone if is_text_message else "",
        name=link.name,
        language=link.language,
        subject=link,
        now=now,
    )
