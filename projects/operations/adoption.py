"""Taking over joint projects that were begun before this program: as they are, nothing replayed.

Locks: the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department
from catalogue.models import Major
from core.access import Actor, NotVisible
from partnerships.models import Enterprise
from partnerships.policies import require
from projects.models import BudgetLine, Contribution, Project, ProjectState, Purpose
from projects.operations.proposals import (
    NOT_ASKED,
    UnableToProceed,
    check_agreement,
    next_key,
    number_of,
    write,
)
from projects.transitions import IMPORT, PROJECT_MOVES

S = ProjectState
MOVES = {S.RUNNING: "adopt_running", S.CLOSED: "adopt_closed", S.STOPPED: "adopt_stopped"}
__all__ = ["IMPORT", "adopt"]


@transaction.atomic
def adopt(
    *,
    actor: Actor,
    enterprise_id: int,
    department: Department,
    state: ProjectState,
    number: str = "",
    approved_on: date | None = None,
    over_on: date | None = None,
    result: str = "",
    words: str = "",
    budget: Decimal = Decimal(0),
    centre_amount: Decimal = Decimal(0),
    enterprise_amount: Decimal = Decimal(0),
    majors: Iterable[Major] = (),
    now: datetime,
    **fields: Any,
) -> Project:
    """Take over one that runs, was accepted or not, or was stopped.

    No review and no approval is replayed, and nobody is told. What is only planned is proposed instead.

    Args:
        over_on: the day of the acceptance, or the one on which it was stopped.
        words: the conclusion of the acceptance, or why it was stopped.
        budget: in yuan, as are both amounts; what is nothing is left out.

    Raises NotVisible, PermissionDenied, UnableToProceed, ValidationError.
    """
    require(actor, IMPORT, department)
    enterprise = Enterprise.objects.visible_to(actor).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    today, key = timezone.localdate(now), next_key()
    project = Project(
        pk=key,
        number=number.strip() or number_of(key, today),
        enterprise=enterprise,
        department=department,
        proposed_by_id=actor.pk,
        taken_over_on=today,
        waiting_since=today,
        created_at=now,
    )
    write(project, fields)
    approved_on = approved_on or project.starts_on
    project.proposed_on = min(approved_on, project.starts_on)
    _check(project, state, approved_on=approved_on, over_on=over_on, result=result, words=words, today=today)
    check_agreement(project)
    project.full_clean(exclude=NOT_ASKED)
    project.save(force_insert=True)
    project.majors.set(majors)
    _write_money(project, budget, centre_amount, enterprise_amount)
    changes: dict[str, Any] = {"approved_on": approved_on, "started_on": project.starts_on}
    if state == S.CLOSED:
        changes |= {"result": result, "accepted_on": over_on, "conclusion": words.strip()}
    elif state == S.STOPPED:
        changes |= {"stopped_on": over_on, "reason": words.strip()}
    moved: Project = PROJECT_MOVES.move(
        actor=actor, pk=key, name=MOVES[state], reason=words, now=now, changes=changes
    )
    return moved


def _check(
    project: Project,
    state: ProjectState,
    *,
    approved_on: date,
    over_on: date | None,
    result: str,
    words: str,
    today: date,
) -> None:
    """Raises UnableToProceed."""
    if state not in MOVES:
        raise UnableToProceed(_("Only what runs, was closed or was stopped is taken over."))
    if not (project.lead_id or project.lead_teacher_id):
        raise UnableToProceed(_("Say who leads it."))
    if approved_on > today or project.starts_on > today:
        raise UnableToProceed(_("It has not begun yet: propose it here."))
    if state != S.STOPPED and project.agreement_id is None:
        raise UnableToProceed(_("Say first under which agreement it stands."))
    if state == S.RUNNING:
        if over_on or result:
            raise UnableToProceed(_("It runs, and yet a result or an end is given."))
        return
    if over_on is None:
        raise UnableToProceed(_("Say on which day it was closed or stopped."))
    if not project.starts_on <= over_on <= today:
        raise UnableToProceed(_("It was closed or stopped after it began, and not later than today."))
    if state == S.CLOSED and not result:
        raise UnableToProceed(_("Say how the acceptance ended."))
    if state == S.STOPPED and result:
        raise UnableToProceed(_("It was stopped, and yet a result is given."))
    if not words.strip() and (state == S.STOPPED or result != "accepted"):
        raise UnableToProceed(_("Say the conditions, or why it was not accepted or stopped."))


def _write_money(project: Project, budget: Decimal, centre: Decimal, enterprise: Decimal) -> None:
    """One line for the whole budget: what it was made of is in the old papers. Raises ValidationError."""
    rows: list[BudgetLine | Contribution] = []
    if budget:
        title = _("The whole, as it was taken over")
        rows.append(BudgetLine(project=project, purpose=Purpose.OTHER, title=title, amount=budget))
    if centre:
        rows.append(Contribution(project=project, enterprise=None, amount=centre))
    if enterprise:
        rows.append(Contribution(project=project, enterprise=project.enterprise, amount=enterprise))
    for row in rows:
        row.full_clean(exclude=["project"])
        row.save(force_insert=True)
