"""The way of a joint project: proposed, reviewed, approved, running, in acceptance, closed; or given back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement
from core.transitions import Transition, TransitionTable
from projects.models import Project, ProjectState, Side

S = ProjectState
READ, EDIT, REVIEW, APPROVE, ACCEPT, IMPORT = (
    f"project.{action}" for action in ("read", "edit", "review", "approve", "accept", "import")
)


def is_taken_up(project: Any, now: datetime) -> str | None:
    if project.lead_id is None and project.lead_teacher_id is None:
        return _("Take it up first: say who leads it.")
    if project.agreement_id is None:
        return _("Say first under which agreement it stands.")
    return None


def is_planned_out(project: Any, now: datetime) -> str | None:
    """Two queries."""
    if not project.milestones.exists():
        return _("Add at least one milestone first.")
    if not project.criteria.exists():
        return _("Add at least one criterion first: by what it is accepted.")
    return None


def stands_under_a_binding_agreement(project: Any, now: datetime) -> str | None:
    """The agreement is one with its leading enterprise, and binds today. A query."""
    rows = Agreement.objects.binding(timezone.localdate(now))
    if not rows.filter(pk=project.agreement_id, parties__enterprise=project.enterprise_id).exists():
        return _("Its agreement with the enterprise is not in force today.")
    return None


def total(rows: Any) -> Decimal:
    """Of the amounts of some rows, in yuan. A query."""
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def is_paid_for(project: Any, now: datetime) -> str | None:
    """What both sides contribute covers the budget. Two queries."""
    if total(project.contributions.order_by()) < total(project.budget_lines.order_by()):
        return _("What both sides contribute does not cover the budget.")
    return None


def has_every_milestone(project: Any, now: datetime) -> str | None:
    if project.milestones.filter(done_on=None).exists():
        return _("Not every milestone is done yet.")
    return None


def has_a_panel_of_both_sides(project: Any, now: datetime) -> str | None:
    sides = {one.side for one in project.panel.all()}
    if sides != set(Side):
        return _("Name the panel first: members of both sides.")
    return None


def is_judged(project: Any, now: datetime) -> str | None:
    """Two queries."""
    if project.criteria.filter(verdict="").exists():
        return _("Say of every criterion whether it is met.")
    if project.panel.filter(opinion="").exists():
        return _("Not every member of the panel has given an opinion.")
    return None


# What is moved at the portal needs no power of the centre: the operation has looked who it is.
PROJECT_MOVES = TransitionTable(
    "project",
    Project,
    ProjectState,
    {
        "review": Transition(
            label=pgettext_lazy("joint project", "Record the review"),
            sources=frozenset({S.PROPOSED}),
            target=S.REVIEWED,
            capability=REVIEW,
            guards=(is_taken_up, is_planned_out),
        ),
        "return": Transition(
            label=pgettext_lazy("joint project", "Return it"),
            sources=frozenset({S.PROPOSED}),
            target=S.RETURNED,
            capability=REVIEW,
            needs_reason=True,
        ),
        "approve": Transition(
            label=pgettext_lazy("joint project", "Approve"),
            sources=frozenset({S.REVIEWED}),
            target=S.APPROVED,
            capability=APPROVE,
            guards=(stands_under_a_binding_agreement, is_paid_for),
        ),
        "send_back": Transition(
            label=pgettext_lazy("joint project", "Return it"),
            sources=frozenset({S.REVIEWED}),
            target=S.RETURNED,
            capability=APPROVE,
            needs_reason=True,
        ),
        "resubmit": Transition(
            label=pgettext_lazy("joint project", "Propose it again"),
            sources=frozenset({S.RETURNED}),
            target=S.PROPOSED,
            capability=EDIT,
        ),
        "start": Transition(
            label=pgettext_lazy("joint project", "Start it"),
            sources=frozenset({S.APPROVED}),
            target=S.RUNNING,
            capability=EDIT,
        ),
        "begin_acceptance": Transition(
            label=pgettext_lazy("joint project", "Begin the acceptance"),
            sources=frozenset({S.RUNNING}),
            target=S.IN_ACCEPTANCE,
            capability=ACCEPT,
            guards=(has_every_milestone, has_a_panel_of_both_sides),
        ),
        "close": Transition(
            label=pgettext_lazy("joint project", "Conclude the acceptance"),
            sources=frozenset({S.IN_ACCEPTANCE}),
            target=S.CLOSED,
            capability=ACCEPT,
            guards=(is_judged,),
            is_final=True,
        ),
        "resume": Transition(
            label=pgettext_lazy("joint project", "Let it run on"),
            sources=frozenset({S.IN_ACCEPTANCE}),
            target=S.RUNNING,
            capability=ACCEPT,
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("joint project", "Withdraw"),
            sources=frozenset({S.PROPOSED, S.RETURNED, S.REVIEWED}),
            target=S.STOPPED,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
        "stop": Transition(
            label=pgettext_lazy("joint project", "Stop it"),
            sources=frozenset({S.APPROVED, S.RUNNING, S.IN_ACCEPTANCE}),
            target=S.STOPPED,
            capability=APPROVE,
            needs_reason=True,
            is_final=True,
        ),
        "resubmit_at_portal": Transition(
            label=pgettext_lazy("joint project", "Propose it again"),
            sources=frozenset({S.RETURNED}),
            target=S.PROPOSED,
            capability=None,
        ),
        "withdraw_at_portal": Transition(
            label=pgettext_lazy("joint project", "Withdraw"),
            sources=frozenset({S.PROPOSED, S.RETURNED}),
            target=S.STOPPED,
            capability=None,
            needs_reason=True,
            is_final=True,
        ),
        # What was begun elsewhere is taken over as it is: projects.operations.adoption has looked who may.
        "adopt_running": Transition(
            label=pgettext_lazy("joint project", "Take it over as running"),
            sources=frozenset({S.PROPOSED}),
            target=S.RUNNING,
            capability=None,
        ),
        "adopt_closed": Transition(
            label=pgettext_lazy("joint project", "Take it over as closed"),
            sources=frozenset({S.PROPOSED}),
            target=S.CLOSED,
            capability=None,
            is_final=True,
        ),
        "adopt_stopped": Transition(
            label=pgettext_lazy("joint project", "Take it over as stopped"),
            sources=frozenset({S.PROPOSED}),
            target=S.STOPPED,
            capability=None,
            needs_reason=True,
            is_final=True,
        ),
    },
)
