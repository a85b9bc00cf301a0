"""The way of a need of an enterprise: told, taken up, answered, met; or given up with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from collaboration.models import Need, NeedKind, NeedState
from core.transitions import Transition, TransitionTable

S = NeedState
READ, EDIT = "need.read", "need.edit"
OF_PEOPLE = (NeedKind.TALENT, NeedKind.TRAINING)


def says_enough(need: Any, now: datetime) -> str | None:
    """What each kind has to say before somebody can take it up."""
    if need.kind in OF_PEOPLE and not need.people:
        return _("Say how many people.")
    if need.kind == NeedKind.TALENT and not (need.occupation_id or need.majors.exists()):
        return _("Say of which majors or for which occupation.")
    if need.kind == NeedKind.RESEARCH and not need.hoped.strip():
        return _("Say which result is hoped for.")
    if not need.details.strip():
        return _("Say in detail what is needed.")
    return None


def has_an_answer(need: Any, now: datetime) -> str | None:
    if not (need.answers.exists() or need.adjustments.adopted().exists()):
        return _("Add first what answers it: a record, a course, or words.")
    return None


# What is moved at the portal needs no power of the centre: the operation has looked who it is.
NEED_MOVES = TransitionTable(
    "need",
    Need,
    NeedState,
    {
        "tell": Transition(
            label=pgettext_lazy("need of an enterprise", "Tell the school"),
            sources=frozenset({S.DRAFT}),
            target=S.TOLD,
            capability=None,
            guards=(says_enough,),
        ),
        "take_up": Transition(
            label=pgettext_lazy("need of an enterprise", "Take it up"),
            sources=frozenset({S.TOLD}),
            target=S.TAKEN_UP,
            capability=EDIT,
        ),
        "answer": Transition(
            label=pgettext_lazy("need of an enterprise", "Answer"),
            sources=frozenset({S.TAKEN_UP}),
            target=S.ANSWERED,
            capability=EDIT,
            guards=(has_an_answer,),
        ),
        "decline": Transition(
            label=pgettext_lazy("need of an enterprise", "Decline"),
            sources=frozenset({S.TOLD, S.TAKEN_UP}),
            target=S.DECLINED,
            capability=EDIT,
            needs_reason=True,
        ),
        "confirm": Transition(
            label=pgettext_lazy("need of an enterprise", "Record that it is met"),
            sources=frozenset({S.ANSWERED}),
            target=S.MET,
            capability=EDIT,
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("need of an enterprise", "Withdraw"),
            sources=frozenset({S.TOLD, S.TAKEN_UP}),
            target=S.WITHDRAWN,
            capability=EDIT,
            needs_reason=True,
        ),
        "reopen": Transition(
            label=pgettext_lazy("need of an enterprise", "Open again"),
            sources=frozenset({S.DECLINED, S.WITHDRAWN, S.MET}),
            target=S.TOLD,
            capability=EDIT,
            needs_reason=True,
        ),
        "confirm_at_portal": Transition(
            label=pgettext_lazy("need of an enterprise", "It is met"),
            sources=frozenset({S.ANSWERED}),
            target=S.MET,
            capability=None,
        ),
        "miss_at_portal": Transition(
            label=pgettext_lazy("need of an enterprise", "Something is missing"),
            sources=frozenset({S.ANSWERED, S.MET}),
            target=S.TAKEN_UP,
            capability=None,
            needs_reason=True,
        ),
        "withdraw_at_portal": Transition(
            label=pgettext_lazy("need of an enterprise", "Withdraw"),
            sources=frozenset({S.TOLD, S.TAKEN_UP, S.ANSWERED}),
            target=S.WITHDRAWN,
            capability=None,
            needs_reason=True,
        ),
        "reopen_at_portal": Transition(
            label=pgettext_lazy("need of an enterprise", "Tell it again"),
            sources=frozenset({S.DECLINED, S.WITHDRAWN}),
            target=S.TOLD,
            capability=None,
            needs_reason=True,
        ),
    },
)
