"""What people of an enterprise do with joint projects at the portal. Outside the walls; the view has made
sure who acts and that the project is theirs.

Locks: the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Major
from core import audit
from core.access import NotVisible
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner
from projects import notices
from projects.models import Project, ProjectState, Risk, Side
from projects.operations.parts import MOST_PARTS, PARTS, row_of
from projects.operations.proposals import (
    NOT_ASKED,
    SAID_AT_PORTAL,
    UnableToProceed,
    build,
    write,
)
from projects.operations.work import confirm, say, tick
from projects.transitions import PROJECT_MOVES, REVIEW

S = ProjectState


def of_enterprise(partner: Partner, pk: int) -> Project:
    """Locked. Raises NotVisible."""
    rows = Project.objects.of_enterprise(partner.enterprise.pk).select_for_update(of=("self",))
    project = rows.filter(pk=pk).first()
    if project is None:
        raise NotVisible(f"projects.Project {pk}")
    return project


def led_by(partner: Partner, pk: int) -> Project:
    """One that the enterprise leads, locked. Raises NotVisible, PermissionDenied."""
    project = of_enterprise(partner, pk)
    if project.enterprise_id != partner.enterprise.pk:
        raise PermissionDenied(_("The leading enterprise does this."))
    return project


def _only_said(fields: dict[str, Any]) -> None:
    if wrong := fields.keys() - set(SAID_AT_PORTAL):
        raise TypeError(f"{wrong} is not said at the portal")


@transaction.atomic
def propose_own(*, partner: Partner, majors: Iterable[Major], now: datetime, **fields: Any) -> Project:
    """Whoever reviews projects of the department is told. Raises ValidationError."""
    _only_said(fields)
    enterprise = Enterprise.objects.select_related("department").get(pk=partner.enterprise.pk)
    project = build(
        partner, enterprise, enterprise.department, majors=majors, fields=fields, now=now, by_enterprise=True
    )
    notices.tell_deciders(project, REVIEW, now=now)
    return project


@transaction.atomic
def change_own(
    *, partner: Partner, pk: int, majors: Iterable[Major], now: datetime, **fields: Any
) -> Project:
    """What the enterprise proposed, until the centre has taken it up, or after it was returned.

    Raises NotVisible, PermissionDenied, UnableToProceed, ValidationError.
    """
    _only_said(fields)
    project = led_by(partner, pk)
    if not project.by_enterprise or not (project.state == S.RETURNED or project.waits_to_be_taken_up):
        raise UnableToProceed(_("The school has taken it up: write to whoever leads it."))
    write(project, fields)
    project.full_clean(exclude=NOT_ASKED)
    project.save()
    project.majors.set(majors)
    audit.record(actor=partner, subject=project, verb="project.change", now=now)
    return project


def _move(partner: Partner, pk: int, name: str, now: datetime, changes: dict[str, Any]) -> Project:
    project = led_by(partner, pk)
    if not project.by_enterprise:
        raise UnableToProceed(_("The school proposed it."))
    made = changes | {"waiting_since": timezone.localdate(now)}
    why = changes.get("reason", "")
    moved: Project = PROJECT_MOVES.move(actor=partner, pk=pk, name=name, now=now, reason=why, changes=made)
    notices.tell_lead(moved, now=now)
    notices.tell_deciders(moved, REVIEW, now=now)
    return moved


@transaction.atomic
def resubmit_own(*, partner: Partner, pk: int, now: datetime) -> Project:
    """Raises NotVisible, PermissionDenied, TransitionRefused, UnableToProceed."""
    return _move(partner, pk, "resubmit_at_portal", now, {})


@transaction.atomic
def withdraw_own(*, partner: Partner, pk: int, reason: str, now: datetime) -> Project:
    """Raises as :func:`resubmit_own`."""
    gone = {"stopped_on": timezone.localdate(now), "reason": reason.strip()}
    return _move(partner, pk, "withdraw_at_portal", now, gone)


@transaction.atomic
def tick_own(
    *,
    partner: Partner,
    pk: int,
    row_id: int,
    done_on: date,
    remark: str = "",
    upload: File[bytes] | None = None,
    now: datetime,
) -> Project:
    """A deliverable of the enterprises is there; whoever leads the project is told.

    Raises NotVisible, PermissionDenied, UnableToProceed, UnacceptableFile.
    """
    project = of_enterprise(partner, pk)
    milestone = row_of(project, PARTS["milestone"], row_id)
    if milestone.side != Side.ENTERPRISE:
        raise PermissionDenied(_("The school delivers this."))
    tick(partner, project, milestone, done_on=done_on, remark=remark, upload=upload, now=now)
    notices.tell_lead(project, now=now)
    return project


@transaction.atomic
def raise_risk(*, partner: Partner, pk: int, now: datetime, **fields: Any) -> Project:
    """Raises NotVisible, UnableToProceed, ValidationError."""
    project = of_enterprise(partner, pk)
    if project.state not in PARTS["risk"].states:
        raise UnableToProceed(_("The project is over."))
    if project.risks.count() >= MOST_PARTS:
        raise UnableToProceed(_("There are too many already."))
    risk = Risk(project=project, raised_by_id=partner.pk, raised_on=timezone.localdate(now), **fields)
    risk.full_clean(exclude=["project"])
    risk.save(force_insert=True)
    details = {"risk": risk.title}
    audit.record(actor=partner, subject=project, verb="project.add_risk", details=details, now=now)
    notices.tell_lead(project, now=now)
    return project


@transaction.atomic
def give_own_opinion(*, partner: Partner, pk: int, opinion: str, words: str = "", now: datetime) -> Project:
    """As a member of the panel. Raises NotVisible, PermissionDenied, UnableToProceed."""
    project = of_enterprise(partner, pk)
    member = project.panel.filter(contact=partner.contact.pk).first()
    if member is None:
        raise PermissionDenied(_("Members of the panel give their opinions."))
    say(partner, project, member, opinion=opinion, words=words, now=now)
    notices.tell_lead(project, now=now)
    return project


@transaction.atomic
def confirm_own(*, partner: Partner, pk: int, row_id: int, now: datetime) -> Project:
    """It is right whose the outcome is. Raises NotVisible, PermissionDenied, UnableToProceed."""
    project = of_enterprise(partner, pk)
    outcome = row_of(project, PARTS["outcome"], row_id)
    if (outcome.owner_id or project.enterprise_id) != partner.enterprise.pk:
        raise PermissionDenied(_("The enterprise that owns it confirms this."))
    confirm(partner, project, outcome, now=now, capability=None)
    notices.tell_lead(project, now=now)
    return project
