"""Joint projects: proposed by either side, taken up, reviewed, approved, started, stopped.

Locks: the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department, User
from agreements.models import Agreement
from catalogue.models import Major
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from partnerships.models import Enterprise
from projects import notices
from projects.models import Project
from projects.transitions import APPROVE, EDIT, PROJECT_MOVES, REVIEW
from teachers.models import Teacher

FIELDS = ("kind", "title", "aims", "starts_on", "ends_on", "agreement", "lead", "lead_teacher")
SAID_AT_PORTAL = ("kind", "title", "aims", "starts_on", "ends_on")
NOT_ASKED = ["enterprise", "department", "proposed_by", "reviewed_by", "approved_by", "accepted_by"]
NEXT_KEY = "SELECT nextval(pg_get_serial_sequence('projects_project', 'id'))"


class UnableToProceed(Refused):
    """Not so, not now, or not by this person; the message says why."""


def next_key() -> int:
    """A query."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_KEY)
        (key,) = cursor.fetchone()
    return int(key)


def number_of(key: int, on: date) -> str:
    return f"P-{on.year}-{key:04d}"


def build(
    actor: Actor,
    enterprise: Enterprise,
    department: Department,
    *,
    majors: Iterable[Major],
    fields: dict[str, Any],
    now: datetime,
    by_enterprise: bool = False,
) -> Project:
    """A proposal with a number of its own. Raises UnableToProceed, ValidationError."""
    today, key = timezone.localdate(now), next_key()
    project = Project(
        pk=key,
        number=number_of(key, today),
        enterprise=enterprise,
        department=department,
        by_enterprise=by_enterprise,
        proposed_by_id=actor.pk,
        proposed_on=today,
        waiting_since=today,
        created_at=now,
    )
    write(project, fields)
    check_agreement(project)
    project.full_clean(exclude=NOT_ASKED)
    project.save(force_insert=True)
    project.majors.set(majors)
    capability = None if by_enterprise else EDIT
    audit.record(actor=actor, subject=project, verb="project.propose", now=now, capability=capability)
    return project


def write(project: Project, fields: dict[str, Any]) -> None:
    """Raises TypeError where something is not said of a project."""
    for name, value in fields.items():
        if name.removesuffix("_id") not in FIELDS:
            raise TypeError(f"{name} is not said of a joint project")
        setattr(project, name, value)


def check_agreement(project: Project) -> None:
    """It is one with the leading enterprise; whether it binds is asked when the project is approved.

    Raises UnableToProceed.
    """
    if project.agreement_id is None:
        return
    rows = Agreement.objects.filter(pk=project.agreement_id, parties__enterprise=project.enterprise_id)
    if not rows.exists():
        raise UnableToProceed(_("This agreement is not one with the leading enterprise."))


# --- Proposing ----------------------------------------------------------------------------------


@transaction.atomic
def propose(
    *,
    actor: Actor,
    enterprise_id: int,
    department: Department,
    majors: Iterable[Major] = (),
    now: datetime,
    **fields: Any,
) -> Project:
    """The centre proposes it; the enterprise reads it at the portal from the start.

    Raises NotVisible, PermissionDenied, UnableToProceed, ValidationError.
    """
    if not actor.scope_for(EDIT).covers(department.pk):
        raise PermissionDenied(_("You do not keep joint projects of this department."))
    enterprise = Enterprise.objects.visible_to(actor).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    if not (fields.get("lead") or fields.get("lead_teacher")):
        raise UnableToProceed(_("Say who leads it."))
    project = build(actor, enterprise, department, majors=majors, fields=fields, now=now)
    notices.tell_deciders(project, REVIEW, now=now, by=actor.pk)
    notices.tell_enterprises(project, now=now)
    return project


@transaction.atomic
def change(
    *, actor: Actor, pk: int, majors: Iterable[Major] | None = None, now: datetime, **fields: Any
) -> Project:
    """Correct what was said of it, as long as it is not reviewed.

    Raises NotVisible, PermissionDenied, UnableToProceed, ValidationError.
    """
    project: Project = Project.objects.for_write(actor, pk, EDIT)
    if not project.is_planned:
        raise UnableToProceed(_("What was reviewed is changed only after it is returned."))
    write(project, fields)
    check_agreement(project)
    project.full_clean(exclude=NOT_ASKED)
    project.save()
    if majors is not None:
        project.majors.set(majors)
    audit.record(actor=actor, subject=project, verb="project.change", now=now, capability=EDIT)
    return project


@transaction.atomic
def take_up(
    *,
    actor: Actor,
    pk: int,
    lead: User | None = None,
    lead_teacher: Teacher | None = None,
    agreement: Agreement | None = None,
    now: datetime,
) -> Project:
    """The centre takes up what an enterprise proposed: somebody leads it, under an agreement. Or another
    leads it from now on.

    Raises NotVisible, PermissionDenied, UnableToProceed, ValidationError.
    """
    project: Project = Project.objects.for_write(actor, pk, EDIT)
    if not project.is_open:
        raise UnableToProceed(_("The project is over."))
    if lead is None and lead_teacher is None:
        raise UnableToProceed(_("Say who leads it."))
    was_waiting = project.waits_to_be_taken_up
    project.lead, project.lead_teacher = lead, lead_teacher
    if project.is_planned:
        project.agreement = agreement
        check_agreement(project)
    project.full_clean(exclude=NOT_ASKED)
    project.save(update_fields=["lead", "lead_teacher", "agreement"])
    audit.record(actor=actor, subject=project, verb="project.take_up", now=now, capability=EDIT)
    notices.tell_lead(project, now=now, by=actor.pk)
    if was_waiting:
        notices.tell_enterprises(project, now=now)
        notices.tell_deciders(project, REVIEW, now=now, by=actor.pk)
    return project


# --- Deciding -----------------------------------------------------------------------------------


def move(actor: Actor, pk: int, name: str, *, now: datetime, reason: str = "", **changes: Any) -> Project:
    """By the table; both sides are told. Raises NotVisible, PermissionDenied, TransitionRefused."""
    today = timezone.localdate(now)
    made = {"waiting_since": today} | changes
    if PROJECT_MOVES.moves[name].needs_reason:
        made["reason"] = reason.strip()
    project: Project = PROJECT_MOVES.move(actor=actor, pk=pk, name=name, reason=reason, now=now, changes=made)
    notices.tell_lead(project, now=now, by=actor.pk)
    notices.tell_enterprises(project, now=now, by=actor.pk)
    return project


@transaction.atomic
def review(*, actor: Actor, pk: int, now: datetime) -> Project:
    """It is worth doing, and planned out: whoever approves is told.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    project = move(actor, pk, "review", now=now, reviewed_by_id=actor.pk, reviewed_on=timezone.localdate(now))
    notices.tell_deciders(project, APPROVE, now=now, by=actor.pk)
    return project


@transaction.atomic
def give_back(*, actor: Actor, pk: int, reason: str, now: datetime) -> Project:
    """Return what is proposed or reviewed, to be changed. Raises as :func:`review`."""
    seen = Project.objects.visible_to(actor).filter(pk=pk).values_list("state", flat=True).first()
    name = "send_back" if seen == "reviewed" else "return"
    return move(actor, pk, name, reason=reason, now=now)


@transaction.atomic
def resubmit(*, actor: Actor, pk: int, now: datetime) -> Project:
    """Raises as :func:`review`."""
    project = move(actor, pk, "resubmit", now=now)
    notices.tell_deciders(project, REVIEW, now=now, by=actor.pk)
    return project


@transaction.atomic
def approve(*, actor: Actor, pk: int, now: datetime) -> Project:
    """Its agreement binds today, and the contributions cover the budget. Raises as :func:`review`."""
    return move(actor, pk, "approve", now=now, approved_by_id=actor.pk, approved_on=timezone.localdate(now))


@transaction.atomic
def start(*, actor: Actor, pk: int, now: datetime) -> Project:
    """Raises as :func:`review`."""
    return move(actor, pk, "start", now=now, started_on=timezone.localdate(now))


@transaction.atomic
def withdraw(*, actor: Actor, pk: int, reason: str, now: datetime) -> Project:
    """Give up what is not approved yet. Raises as :func:`review`."""
    return move(actor, pk, "withdraw", reason=reason, now=now, stopped_on=timezone.localdate(now))


@transaction.atomic
def stop(*, actor: Actor, pk: int, reason: str, now: datetime) -> Project:
    """End it before its end. What was spent and what came of it stays. Raises as :func:`review`."""
    return move(actor, pk, "stop", reason=reason, now=now, stopped_on=timezone.localdate(now))


@transaction.atomic
def begin_acceptance(*, actor: Actor, pk: int, now: datetime) -> Project:
    """The panel is asked for its opinions. Raises as :func:`review`."""
    project = move(actor, pk, "begin_acceptance", now=now)
    notices.tell_panel(project, now=now, by=actor.pk)
    return project


@transaction.atomic
def resume(*, actor: Actor, pk: int, reason: str, now: datetime) -> Project:
    """It runs on: something is missing. Opinions are given anew next time. Raises as :func:`review`."""
    project = move(actor, pk, "resume", reason=reason, now=now)
    project.panel.update(opinion="", words="", given_on=None)
    return project
