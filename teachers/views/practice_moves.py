"""What somebody may do with a practice in its state, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from teachers.models import Practice, PracticeState
from teachers.operations.practice import PLAN, may_plan
from teachers.policies import is_own
from teachers.transitions.practice import ACCEPT, APPROVE, PRACTICE_MOVES

PRIMARY = frozenset({"approve", "accept", "log", "submit", "begin"})
# Icon, and who may; what is without a power in the table is done by the teacher or whoever plans for them.
MOVES = {
    "approve": ("checks", APPROVE),
    "return": ("arrow-back-up", APPROVE),
    "accept": ("circle-check", ACCEPT),
    "send_back": ("arrow-back-up", ACCEPT),
    "reopen": ("arrow-back-up", ACCEPT),
    "begin": ("door-enter", PLAN),
    "submit": ("send", PLAN),
    "cancel": ("ban", PLAN),
}


def may_decide(user: Any, practice: Practice, power: str) -> bool:
    """Nobody about themselves, whatever their powers."""
    return practice.permits(user, power) and not is_own(user, practice.teacher)


def offered_moves(user: Any, practice: Practice) -> list[dict[str, Any]]:
    """What somebody may do with it in its state."""
    plans = may_plan(user, practice)
    powers = {PLAN: plans, **{power: may_decide(user, practice, power) for power in (APPROVE, ACCEPT)}}
    offered = [
        {
            "name": name,
            "label": capfirst(str(PRACTICE_MOVES.moves[name].label)),
            "icon": icon,
            "url": reverse(f"teachers:practice_{name}", args=[practice.pk]),
            "danger": PRACTICE_MOVES.moves[name].is_final,
            "disabled_reason": too_early(practice, name),
        }
        for name, (icon, power) in MOVES.items()
        if practice.state in PRACTICE_MOVES.moves[name].sources
        and (powers[power] or (name == "cancel" and powers[APPROVE]))
    ]
    offered += [*_changes_of(practice, plans=plans, approves=powers[APPROVE])]
    if practice.state == PracticeState.UNDER_WAY and plans:
        write = reverse("teachers:practice_entry_new", args=[practice.pk])
        offered.insert(0, {"name": "log", "label": _("Write in the log"), "url": write, "icon": "notebook"})
    if practice.is_plan and plans:
        edit = reverse("teachers:practice_edit", args=[practice.pk])
        offered.insert(0, {"name": "edit", "label": _("Change the plan"), "url": edit, "icon": "edit"})
    return offered


def _changes_of(practice: Practice, *, plans: bool, approves: bool) -> Iterator[dict[str, Any]]:
    """What changes of a practice that is approved, or of who guides the teacher."""
    if not (plans or approves):
        return

    def offer(name: str, label: str, icon: str) -> dict[str, Any]:
        return {
            "name": name,
            "label": label,
            "icon": icon,
            "url": reverse(f"teachers:practice_{name}", args=[practice.pk]),
        }

    if practice.may_get_other_days and plans:
        yield offer("prolong", pgettext("practice of a teacher", "Prolong"), "calendar-time")
    if practice.may_get_other_days and practice.ends_on > practice.starts_on:
        yield offer("end_early", pgettext("practice of a teacher", "End early"), "calendar-off")
    if practice.takes_a_guide:
        yield offer("guide", _("Name the guide"), "user-check")


def too_early(practice: Practice, name: str) -> str | None:
    """Why a move that will come cannot be made yet."""
    today = timezone.localdate()
    if name == "begin" and practice.starts_on > today:
        return _("It has not begun yet.")
    if name == "submit" and not practice.is_over(today):
        return _("It is not over yet.")
    return None


def next_step(user: Any, practice: Practice) -> dict[str, Any] | None:
    """Whose turn it is."""
    today = timezone.localdate()
    teacher = str(practice.teacher)
    match practice.state:
        case PracticeState.PLANNED:
            return {"text": _("The plan waits for approval."), "whose": _("Head of the department")}
        case PracticeState.RETURNED:
            return {"text": practice.answer, "whose": teacher, "meaning": "soon"}
        case PracticeState.APPROVED:
            return {
                "text": _("It begins with the first entry of the log."),
                "whose": teacher,
                "due": practice.starts_on,
            }
        case PracticeState.UNDER_WAY if practice.answer:
            return {"text": practice.answer, "whose": teacher, "meaning": "soon"}
        case PracticeState.UNDER_WAY if practice.is_over(today):
            return {"text": _("Say what came of it, and submit it."), "whose": teacher}
        case PracticeState.UNDER_WAY:
            return {"text": _("Write the log."), "whose": teacher, "due": practice.ends_on}
        case PracticeState.SUBMITTED:
            return {
                "text": _("It waits to be accepted; it counts from then on."),
                "whose": _("Teacher affairs office"),
            }
    return None
