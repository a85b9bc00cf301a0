"""Joint projects of the test world: rows as they stand at every step."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from partnerships.models import Contact, Enterprise
from partnerships.portal.partner import Partner, partner_of
from projects.models import (
    BudgetLine,
    Contribution,
    Criterion,
    Milestone,
    Opinion,
    Outcome,
    Project,
    ProjectState,
    Side,
    Verdict,
)
from tests.collaboration.exchanging import NOW, an_agreement
from tests.world import World, join

S = ProjectState
TODAY = timezone.localdate(NOW)
STARTS, ENDS = date(2026, 9, 1), date(2027, 8, 31)
WITH_LEAD = frozenset(S) - {S.PROPOSED, S.RETURNED}
WITH_APPROVAL = {S.APPROVED, S.RUNNING, S.IN_ACCEPTANCE, S.CLOSED}


def a_project(world: World, **fields: Any) -> Project:
    """One of our partner with the mechanics department, running, led by the director; or as it says."""
    state = fields.get("state", S.RUNNING)
    enterprise: Enterprise = fields.get("enterprise", world.partner)
    said: dict[str, Any] = {
        "number": f"T-2026-{Project.objects.count() + 1:04d}",
        "kind": "technology",
        "state": state,
        "title": "刀具磨损在线监测",
        "aims": "做出可装在加工中心上的监测装置。",
        "enterprise": enterprise,
        "department": world.mechanics,
        "starts_on": STARTS,
        "ends_on": ENDS,
        "proposed_on": TODAY - timedelta(days=60),
        "waiting_since": TODAY,
        "created_at": NOW,
    }
    if state in WITH_LEAD:
        said["lead"] = world.director
    if state in WITH_APPROVAL:
        said["approved_on"] = STARTS
        if "agreement" not in fields:
            said["agreement"] = an_agreement(world, enterprise)
    if state in {S.RUNNING, S.IN_ACCEPTANCE, S.CLOSED}:
        said["started_on"] = STARTS
    if state == S.CLOSED:
        said |= {"result": "accepted", "accepted_on": TODAY}
    if state in {S.RETURNED, S.STOPPED}:
        said["reason"] = "目标不清楚。"
    if state == S.STOPPED:
        said["stopped_on"] = TODAY
    project: Project = Project.objects.create(**said | fields)
    return project


def planned_out(project: Project, *, done: bool = False, amount: str = "100000") -> Project:
    """With a milestone of each side, a criterion, and a budget that the centre pays a quarter of."""
    for side, title in ((Side.CENTRE, "样机"), (Side.ENTERPRISE, "现场试验")):
        Milestone.objects.create(
            project=project,
            title=title,
            deliverable=f"{title}报告",
            side=side,
            due_on=TODAY + timedelta(days=30),
            done_on=TODAY if done else None,
        )
    Criterion.objects.create(project=project, text="误报率低于5%")
    BudgetLine.objects.create(project=project, purpose="equipment", amount=Decimal(amount))
    quarter = Decimal(amount) / 4
    Contribution.objects.create(project=project, enterprise=None, amount=quarter)
    Contribution.objects.create(
        project=project, enterprise=project.enterprise, amount=Decimal(amount) - quarter
    )
    return project


def with_panel(project: Project, world: World, *, judged: bool = False) -> Project:
    """The director and the liaison accept it."""
    said: dict[str, Any] = {"opinion": Opinion.ACCEPT, "given_on": TODAY} if judged else {}
    project.panel.create(user=world.director, **said)
    project.panel.create(contact=world.liaison, **said)
    if judged:
        project.criteria.update(verdict=Verdict.MET)
    return project


def an_outcome(project: Project, **fields: Any) -> Outcome:
    """A patent of both sides, half and half."""
    said: dict[str, Any] = {
        "kind": "patent",
        "title": "一种刀具磨损监测装置",
        "number": "ZL202610000001.X",
        "achieved_on": TODAY,
        "centre_share": 50,
        "enterprise_share": 50,
        "owner": project.enterprise,
    } | fields
    if said["enterprise_share"] == 0:
        said["owner"] = None
    outcome: Outcome = Outcome.objects.create(project=project, **said)
    return outcome


def partner(contact: Contact) -> Partner:
    user = contact.user or join(contact)
    found = partner_of(user, contact.pk)
    assert found is not None
    return found


__all__ = ["NOW", "TODAY", "a_project", "an_agreement", "an_outcome", "partner", "planned_out", "with_panel"]
