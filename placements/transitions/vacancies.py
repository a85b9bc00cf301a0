"""From a draft to open work, and from a letter to an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.transitions import Transition, TransitionTable
from placements.models import Vacancy, VacancyApplication, VacancyApplicationState, VacancyState

V, A = VacancyState, VacancyApplicationState


def _is_not_over(vacancy: Any, now: datetime) -> str | None:
    if vacancy.open_until < timezone.localdate(now):
        return _("It was open until a day that is past: choose a later one first.")
    return None


def _is_complete(vacancy: Any, now: datetime) -> str | None:
    if not vacancy.duties.strip():
        return _("Say what there is to do.")
    return None


VACANCY_MOVES = TransitionTable(
    "vacancy",
    Vacancy,
    VacancyState,
    {
        "offer": Transition(
            label=gettext_lazy("Hand in for approval"),
            sources=frozenset({V.DRAFT, V.RETURNED}),
            target=V.OFFERED,
            capability="vacancy.edit",
            guards=(_is_complete, _is_not_over),
        ),
        # Who acts for the enterprise is checked by its operation, behind the wall.
        "offer_by_enterprise": Transition(
            label=gettext_lazy("Offer to the centre"),
            sources=frozenset({V.DRAFT, V.RETURNED}),
            target=V.OFFERED,
            capability=None,
            guards=(_is_complete, _is_not_over),
        ),
        "approve": Transition(
            label=gettext_lazy("Approve"),
            sources=frozenset({V.OFFERED}),
            target=V.APPROVED,
            capability="vacancy.approve",
            guards=(_is_not_over,),
        ),
        "return": Transition(
            label=gettext_lazy("Return"),
            sources=frozenset({V.OFFERED}),
            target=V.RETURNED,
            capability="vacancy.approve",
            needs_reason=True,
        ),
        "close": Transition(
            label=gettext_lazy("Close"),
            sources=frozenset({V.DRAFT, V.OFFERED, V.RETURNED, V.APPROVED}),
            target=V.CLOSED,
            capability="vacancy.edit",
            is_final=True,
        ),
        "close_by_enterprise": Transition(
            label=gettext_lazy("Close"),
            sources=frozenset({V.DRAFT, V.OFFERED, V.RETURNED, V.APPROVED}),
            target=V.CLOSED,
            capability=None,
            is_final=True,
        ),
    },
)


def _has_a_seat(application: Any, now: datetime) -> str | None:
    """The vacancy is locked by whoever accepts."""
    vacancy = application.vacancy
    taken = vacancy.applications.filter(state=A.ACCEPTED).count()
    return _("Every seat of this vacancy is taken.") if taken >= vacancy.seats else None


# Both sides' operations check who acts; the table says what follows on what.
APPLICATION_MOVES = TransitionTable(
    "vacancy_application",
    VacancyApplication,
    VacancyApplicationState,
    {
        "read": Transition(
            label=gettext_lazy("Read"), sources=frozenset({A.SENT}), target=A.READ, capability=None
        ),
        "invite": Transition(
            label=gettext_lazy("Invite"),
            sources=frozenset({A.SENT, A.READ}),
            target=A.INVITED,
            capability=None,
        ),
        "offer": Transition(
            label=gettext_lazy("Offer the work"),
            sources=frozenset({A.SENT, A.READ, A.INVITED}),
            target=A.OFFERED,
            capability=None,
            guards=(_has_a_seat,),
        ),
        "turn_down": Transition(
            label=gettext_lazy("Turn down"),
            sources=frozenset({A.SENT, A.READ, A.INVITED, A.OFFERED}),
            target=A.TURNED_DOWN,
            capability=None,
            needs_reason=True,
        ),
        "accept": Transition(
            label=gettext_lazy("Accept the work"),
            sources=frozenset({A.OFFERED}),
            target=A.ACCEPTED,
            capability=None,
            guards=(_has_a_seat,),
        ),
        "decline": Transition(
            label=gettext_lazy("Decline the work"),
            sources=frozenset({A.OFFERED}),
            target=A.DECLINED,
            capability=None,
        ),
        "withdraw": Transition(
            label=gettext_lazy("Withdraw"),
            sources=frozenset({A.SENT, A.READ, A.INVITED}),
            target=A.WITHDRAWN,
            capability=None,
        ),
    },
)
OF_ENTERPRISES = ("invite", "offer", "turn_down")
OF_STUDENTS = ("accept", "decline", "withdraw")
