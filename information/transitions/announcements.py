"""The way of an announcement."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from information.models import Announcement, AnnouncementState

S = AnnouncementState
READ, EDIT = "announcement.read", "announcement.edit"

ANNOUNCEMENT_MOVES = TransitionTable(
    "announcement",
    Announcement,
    AnnouncementState,
    {
        "publish": Transition(
            label=pgettext_lazy("announcement", "Publish"),
            sources=frozenset({S.DRAFT}),
            target=S.PUBLISHED,
            capability=EDIT,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("announcement", "Withdraw"),
            sources=frozenset({S.PUBLISHED}),
            target=S.WITHDRAWN,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
