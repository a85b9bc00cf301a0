"""What waits on the home page to be read or to be done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from information.models import Assignment
from information.reading import unread_by
from information.story_waiting import chip_of, text_of, waiting_for
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


def tasks(user: User) -> Queue:
    """This person's own open ones, the nearest day first. One query."""
    rows = Assignment.objects.open().filter(owner=user.pk).select_related("giver").nearest_first()
    return queue_of(
        "tasks",
        pgettext("to-do", "Tasks"),
        "checkbox",
        [
            Line(
                title=one.title,
                url=one.get_absolute_url(),
                text=str(one.giver) if one.giver is not None and one.giver_id != user.pk else "",
                due_on=one.due_on,
            )
            for one in rows.defer("details", "search_text", "search_bigrams")[: SHOWN + 1]
        ],
        reverse("information:assignment_board") + "?source=assignments",
    )


def stories(user: User, on: date) -> Queue:
    """Stories to publish, without an answer, or proposed by enterprises. One query at most."""
    return queue_of(
        "stories",
        pgettext("of the partnership", "Stories"),
        "photo",
        [
            Line(
                title=one.title,
                url=one.get_absolute_url(),
                text=text_of(one),
                due_on=one.answer_by,
                chip=chip_of(one),
            )
            for one in waiting_for(user, on)[: SHOWN + 1]
        ],
        reverse("information:assignment_board") + "?source=stories",
    )
