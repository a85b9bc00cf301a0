"""The moves of a post. What an enterprise may do itself is decided at the portal, and needs no power here."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.transitions import Transition, TransitionTable
from internships.models import Post, PostState
from internships.post_problems import is_unsuitable, objections_to_approval, problems_before_offer
from internships.rule_checks import rulings_on

S = PostState


def can_be_offered(post: Post, now: datetime) -> str | None:
    return next(iter(problems_before_offer(post, on=timezone.localdate(now))), None)


def host_is_not_unsuitable(post: Post, now: datetime) -> str | None:
    if is_unsuitable(post.enterprise_id):
        return _("The last visit found the host unsuitable: no students go there.")
    return None


def crosses_no_red_line(post: Post, now: datetime) -> str | None:
    """What is forbidden is not approved, whoever asks; the article says why."""
    crossed = [ruling for ruling in rulings_on(post, on=timezone.localdate(now)) if ruling.forbids]
    if not crossed:
        return None
    return " ".join(
        _("%(title)s (%(source)s): %(reasons)s")
        % {"title": one.title, "source": one.source, "reasons": " ".join(one.reasons)}
        for one in crossed
    )


def is_accepted_with_a_reason(post: Post, now: datetime) -> str | None:
    """Limits that are not kept need a person, and a reason (INT-09, INT-03)."""
    objections = objections_to_approval(post, on=timezone.localdate(now))
    if objections and not post.approval_reason.strip():
        return " ".join([*objections, _("Give the reason why it is approved all the same.")])
    return None


POST_MOVES = TransitionTable(
    "post",
    Post,
    PostState,
    {
        "offer": Transition(
            label=gettext_lazy("offer"),
            sources=frozenset({S.DRAFT, S.RETURNED}),
            target=S.OFFERED,
            capability="post.edit",
            guards=(can_be_offered,),
        ),
        "offer_by_enterprise": Transition(
            label=gettext_lazy("offer"),
            sources=frozenset({S.DRAFT, S.RETURNED}),
            target=S.OFFERED,
            capability=None,
            guards=(can_be_offered,),
        ),
        "approve": Transition(
            label=gettext_lazy("approve"),
            sources=frozenset({S.OFFERED}),
            target=S.APPROVED,
            capability="post.approve",
            guards=(can_be_offered, crosses_no_red_line, host_is_not_unsuitable, is_accepted_with_a_reason),
        ),
        "return": Transition(
            label=gettext_lazy("return"),
            sources=frozenset({S.OFFERED}),
            target=S.RETURNED,
            capability="post.approve",
            needs_reason=True,
        ),
        "close": Transition(
            label=gettext_lazy("close"),
            sources=frozenset({S.APPROVED}),
            target=S.CLOSED,
            capability="post.approve",
            needs_reason=True,
            is_final=True,
        ),
        "withdraw": Transition(
            label=gettext_lazy("withdraw"),
            sources=frozenset({S.DRAFT, S.OFFERED, S.RETURNED}),
            target=S.WITHDRAWN,
            capability="post.edit",
            needs_reason=True,
            is_final=True,
        ),
        "withdraw_by_enterprise": Transition(
            label=gettext_lazy("withdraw"),
            sources=frozenset({S.DRAFT, S.OFFERED, S.RETURNED}),
            target=S.WITHDRAWN,
            capability=None,
            is_final=True,
        ),
    },
)
