"""The way of an alliance, of its meetings, and of what they resolved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from alliances.models import (
    Alliance,
    AllianceState,
    AllianceTask,
    Meeting,
    MeetingState,
    TaskState,
)
from core.transitions import Transition, TransitionTable

S, M, T = AllianceState, MeetingState, TaskState
READ, EDIT = "alliance.read", "alliance.edit"


def is_founded(alliance: Any, now: datetime) -> str | None:
    """A query."""
    if alliance.founded_on is None:
        return _("Say when it was founded first.")
    if not alliance.members.exists():
        return _("It has no members yet.")
    return None


def has_begun(meeting: Any, now: datetime) -> str | None:
    if meeting.starts_at > now:
        return _("It has not begun yet.")
    return None


ALLIANCE_MOVES = TransitionTable(
    "alliance",
    Alliance,
    AllianceState,
    {
        "activate": Transition(
            label=pgettext_lazy("alliance", "It is at work"),
            sources=frozenset({S.PREPARING}),
            target=S.ACTIVE,
            capability=EDIT,
            guards=(is_founded,),
        ),
        "dissolve": Transition(
            label=pgettext_lazy("alliance", "Dissolve"),
            # One that was never at work is given up.
            sources=frozenset({S.PREPARING, S.ACTIVE}),
            target=S.DISSOLVED,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
MEETING_MOVES = TransitionTable(
    "alliance_meeting",
    Meeting,
    MeetingState,
    {
        "hold": Transition(
            label=pgettext_lazy("meeting of an alliance", "Enter the minutes"),
            sources=frozenset({M.PLANNED}),
            target=M.HELD,
            capability=EDIT,
            guards=(has_begun,),
        ),
        "cancel": Transition(
            label=pgettext_lazy("meeting of an alliance", "Cancel"),
            sources=frozenset({M.PLANNED}),
            target=M.CANCELLED,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
# Whose a task is was looked at by the operations: its owner does it, or whoever keeps the alliance.
TASK_MOVES = TransitionTable(
    "alliance_task",
    AllianceTask,
    TaskState,
    {
        "finish": Transition(
            label=pgettext_lazy("task of an alliance", "Done"),
            sources=frozenset({T.OPEN}),
            target=T.DONE,
            capability=None,
            needs_reason=True,
        ),
        "drop": Transition(
            label=pgettext_lazy("task of an alliance", "Drop"),
            sources=frozenset({T.OPEN}),
            target=T.DROPPED,
            capability=EDIT,
            needs_reason=True,
        ),
    },
)
