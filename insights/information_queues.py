"""What waits on the home page to be read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from information.reading import unread_by
from insights.lines import SHOWN, Line, Queue, queue_of

if TYPE_CHECKING:
    from accounts.models import User


def announcements(user: User, on: date) -> Queue:
    """Those this person has not read, the important ones first. One query."""
    rows = (
        unread_by(user.pk, on=on).select_related("department").defer("text", "search_text", "search_bigrams")
    )
    return queue_of(
        "announcements",
        _("Announcements to read"),
        "speakerphone",
        [
            Line(title=one.title, url=one.get_absolute_url(), text=str(one.department))
            for one in rows.defer("text", "search_text", "search_bigrams")[: SHOWN + 1]
        ],
        reverse("information:announcement_board"),
    )
