"""Whether somebody studies here, and how that changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.transitions import Transition, TransitionTable
from internships.models import Student, StudentState


def _class_goes_on(student: Any, now: datetime) -> str | None:
    if student.school_class.graduated_on is not None:
        return _("The class has graduated: choose another class first.")
    return None


STUDENT_MOVES = TransitionTable(
    "student",
    Student,
    StudentState,
    {
        "take_leave": Transition(
            label=gettext_lazy("Leave of absence"),
            sources=frozenset({StudentState.ENROLLED}),
            target=StudentState.ON_LEAVE,
            capability="student.edit",
            needs_reason=True,
        ),
        "come_back": Transition(
            label=gettext_lazy("Come back"),
            sources=frozenset({StudentState.ON_LEAVE, StudentState.LEFT}),
            target=StudentState.ENROLLED,
            capability="student.edit",
            guards=(_class_goes_on,),
        ),
        "graduate": Transition(
            label=gettext_lazy("Graduate"),
            sources=frozenset({StudentState.ENROLLED}),
            target=StudentState.GRADUATED,
            capability="student.edit",
        ),
        "leave": Transition(
            label=gettext_lazy("Leave the school"),
            sources=frozenset({StudentState.ENROLLED, StudentState.ON_LEAVE}),
            target=StudentState.LEFT,
            capability="student.edit",
            needs_reason=True,
            is_final=True,
        ),
    },
)
