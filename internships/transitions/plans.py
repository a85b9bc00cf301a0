from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.transitions import Transition, TransitionTable
from internships.models import Plan, PlanState, PostState
from internships.plan_problems import lacks_before_review, lacks_before_start

S = PlanState


def is_complete(plan: Plan, now: datetime) -> str | None:
    return next((lack.message for lack in lacks_before_review(plan)), None)


def is_ready_to_start(plan: Plan, now: datetime) -> str | None:
    return next((lack.message for lack in lacks_before_start(plan)), None)


def no_post_is_open(plan: Plan, now: datetime) -> str | None:
    if plan.posts.filter(state__in=[PostState.OFFERED, PostState.APPROVED]).exists():
        return _("Some of its posts are still open: close or return them first.")
    return None


PLAN_MOVES = TransitionTable(
    "plan",
    Plan,
    PlanState,
    {
        "submit": Transition(
            label=gettext_lazy("submit for review"),
            sources=frozenset({S.DRAFT}),
            target=S.IN_REVIEW,
            capability="plan.edit",
            guards=(is_complete,),
        ),
        "recall": Transition(
            label=gettext_lazy("take back from review"),
            sources=frozenset({S.IN_REVIEW}),
            target=S.DRAFT,
            capability="plan.edit",
        ),
        "approve": Transition(
            label=gettext_lazy("approve"),
            sources=frozenset({S.IN_REVIEW}),
            target=S.APPROVED,
            capability=None,
        ),
        "return": Transition(
            label=gettext_lazy("return"),
            sources=frozenset({S.IN_REVIEW}),
            target=S.DRAFT,
            capability=None,
            needs_reason=True,
        ),
        "start": Transition(
            label=gettext_lazy("start"),
            sources=frozenset({S.APPROVED}),
            target=S.RUNNING,
            capability="plan.edit",
            guards=(is_ready_to_start,),
        ),
        "close": Transition(
            label=gettext_lazy("close"),
            sources=frozenset({S.RUNNING}),
            target=S.CLOSED,
            capability="plan.edit",
            guards=(no_post_is_open,),
            is_final=True,
        ),
        "withdraw": Transition(
            label=gettext_lazy("withdraw"),
            sources=frozenset({S.DRAFT, S.IN_REVIEW, S.APPROVED}),
            target=S.WITHDRAWN,
            capability="plan.edit",
            guards=(no_post_is_open,),
            needs_reason=True,
            is_final=True,
        ),
    },
)
