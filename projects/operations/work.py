"""Work and acceptance of a joint project: milestones ticked, risks closed, criteria judged, opinions given,
outcomes confirmed, the end.

Locks: the project.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from projects import notices
from projects.models import (
    Opinion,
    Outcome,
    PanelMember,
    Project,
    ProjectResult,
    ProjectState,
    Risk,
    Verdict,
)
from projects.operations.parts import PARTS, keep_file, project_for, row_of
from projects.operations.proposals import UnableToProceed, move
from projects.transitions import ACCEPT, EDIT

S = ProjectState


# --- Milestones and risks -----------------------------------------------------------------------


@transaction.atomic
def tick_milestone(
    *,
    actor: Actor,
    pk: int,
    row_id: int,
    done_on: date,
    remark: str = "",
    upload: File[bytes] | None = None,
    now: datetime,
) -> Project:
    """Record that a deliverable is there, with its file.

    Raises NotVisible, PermissionDenied, UnableToProceed, UnacceptableFile.
    """
    project: Project = Project.objects.for_write(actor, pk, EDIT)
    milestone = row_of(project, PARTS["milestone"], row_id)
    tick(actor, project, milestone, done_on=done_on, remark=remark, upload=upload, now=now, capability=EDIT)
    return project


def tick(
    actor: Actor,
    project: Project,
    milestone: Any,
    *,
    done_on: date,
    remark: str,
    upload: File[bytes] | None,
    now: datetime,
    capability: str | None = None,
) -> None:
    """Of a locked project. Raises UnableToProceed, UnacceptableFile."""
    if project.state != S.RUNNING:
        raise UnableToProceed(_("Milestones are ticked while the project runs."))
    if milestone.done_on is not None:
        raise UnableToProceed(_("It is done already."))
    if done_on > timezone.localdate(now):
        raise UnableToProceed(_("What is done later is ticked then."))
    milestone.done_on, milestone.done_by_id, milestone.remark = done_on, actor.pk, remark.strip()
    milestone.save(update_fields=["done_on", "done_by", "remark"])
    keep_file(actor, project, upload, now=now, milestone=milestone)
    audit.record(
        actor=actor,
        subject=project,
        verb="project.tick_milestone",
        details={"milestone": milestone.title},
        now=now,
        capability=capability,
    )


@transaction.atomic
def reopen_milestone(*, actor: Actor, pk: int, row_id: int, now: datetime) -> Project:
    """It was ticked by mistake. Raises NotVisible, PermissionDenied, UnableToProceed."""
    project: Project = Project.objects.for_write(actor, pk, EDIT)
    milestone = row_of(project, PARTS["milestone"], row_id)
    if project.state != S.RUNNING or milestone.done_on is None:
        raise UnableToProceed(_("It is not done, or the project does not run."))
    milestone.done_on = milestone.done_by = None
    milestone.save(update_fields=["done_on", "done_by"])
    audit.record(
        actor=actor,
        subject=project,
        verb="project.reopen_milestone",
        details={"milestone": milestone.title},
        now=now,
        capability=EDIT,
    )
    return project


@transaction.atomic
def close_risk(*, actor: Actor, pk: int, row_id: int, now: datetime) -> Project:
    """It cannot happen any more. Raises NotVisible, PermissionDenied, UnableToProceed."""
    project = project_for(actor, pk, PARTS["risk"])
    risk: Risk = row_of(project, PARTS["risk"], row_id)
    if risk.closed_on is not None:
        raise UnableToProceed(_("It is closed already."))
    risk.closed_on = timezone.localdate(now)
    risk.save(update_fields=["closed_on"])
    audit.record(
        actor=actor,
        subject=project,
        verb="project.close_risk",
        details={"risk": risk.title},
        now=now,
        capability=EDIT,
    )
    return project


# --- Acceptance ---------------------------------------------------------------------------------


@transaction.atomic
def judge(*, actor: Actor, pk: int, verdicts: Mapping[int, tuple[str, str]], now: datetime) -> Project:
    """Say of each criterion whether it is met: by its key the verdict and a remark.

    Raises NotVisible, PermissionDenied, UnableToProceed, ValidationError.
    """
    project: Project = Project.objects.for_write(actor, pk, ACCEPT)
    if project.state != S.IN_ACCEPTANCE:
        raise UnableToProceed(_("Criteria are judged during the acceptance."))
    for criterion in project.criteria.filter(pk__in=verdicts):
        verdict, remark = verdicts[criterion.pk]
        criterion.verdict, criterion.remark = verdict, remark.strip()
        if verdict not in {"", Verdict.MET} and not criterion.remark:
            raise UnableToProceed(_("Say what is missing where it is not met, or met in part."))
        criterion.full_clean(exclude=["project"])
        criterion.save(update_fields=["verdict", "remark"])
    audit.record(actor=actor, subject=project, verb="project.judge", now=now, capability=ACCEPT)
    return project


def say(
    actor: Actor,
    project: Project,
    member: PanelMember,
    *,
    opinion: str,
    words: str,
    now: datetime,
    capability: str | None = None,
) -> None:
    """Of a locked project. Raises UnableToProceed."""
    if project.state != S.IN_ACCEPTANCE:
        raise UnableToProceed(_("Opinions are given during the acceptance."))
    if opinion not in Opinion or (opinion != Opinion.ACCEPT and not words.strip()):
        raise UnableToProceed(_("Say under which conditions, or why not."))
    member.opinion, member.words, member.given_on = opinion, words.strip(), timezone.localdate(now)
    member.save(update_fields=["opinion", "words", "given_on"])
    audit.record(
        actor=actor,
        subject=project,
        verb="project.give_opinion",
        details={"of": str(member), "opinion": opinion},
        now=now,
        capability=capability,
    )


@transaction.atomic
def give_opinion(*, actor: Actor, pk: int, opinion: str, words: str = "", now: datetime) -> Project:
    """One's own, as a member of the panel. Raises NotVisible, PermissionDenied, UnableToProceed."""
    project = Project.objects.visible_to(actor).filter(pk=pk).first()
    if project is None:
        raise NotVisible(f"projects.Project {pk}")
    project = Project.objects.select_for_update(of=("self",)).get(pk=pk)
    member = project.panel.filter(user=actor.pk).first()
    if member is None:
        raise PermissionDenied(_("Members of the panel give their opinions."))
    say(actor, project, member, opinion=opinion, words=words, now=now)
    return project


@transaction.atomic
def record_opinion(
    *, actor: Actor, pk: int, row_id: int, opinion: str, words: str = "", now: datetime
) -> Project:
    """Write down what somebody of the enterprise said who is not at the portal.

    Raises NotVisible, PermissionDenied, UnableToProceed.
    """
    project: Project = Project.objects.for_write(actor, pk, ACCEPT)
    member: PanelMember = row_of(project, PARTS["panel"], row_id)
    if member.contact is None or member.contact.user_id is not None:
        raise UnableToProceed(_("This person gives the opinion without us."))
    say(actor, project, member, opinion=opinion, words=words, now=now, capability=ACCEPT)
    return project


@transaction.atomic
def close(*, actor: Actor, pk: int, result: str, conclusion: str = "", now: datetime) -> Project:
    """The end of the acceptance: from this day on an accepted project counts.

    Accepted without conditions is only what meets every criterion.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToProceed.
    """
    if result != ProjectResult.ACCEPTED and not conclusion.strip():
        raise UnableToProceed(_("Say under which conditions, or why not."))
    project = move(
        actor,
        pk,
        "close",
        now=now,
        result=ProjectResult(result),
        conclusion=conclusion.strip(),
        accepted_by_id=actor.pk,
        accepted_on=timezone.localdate(now),
    )
    if result == ProjectResult.ACCEPTED and project.criteria.exclude(verdict=Verdict.MET).exists():
        raise UnableToProceed(_("Not every criterion is met: accept it with conditions, or let it run on."))
    return project


# --- Outcomes -----------------------------------------------------------------------------------


def confirm(
    actor: Actor,
    project: Project,
    outcome: Outcome,
    *,
    reason: str = "",
    now: datetime,
    capability: str | None,
) -> None:
    """Of a locked project. Raises UnableToProceed."""
    if outcome.confirmed_on is not None:
        raise UnableToProceed(_("It is confirmed already."))
    outcome.confirmed_on, outcome.confirmed_by_id = timezone.localdate(now), actor.pk
    outcome.save(update_fields=["confirmed_on", "confirmed_by"])
    audit.record(
        actor=actor,
        subject=project,
        verb="project.confirm_outcome",
        reason=reason,
        details={"outcome": outcome.title},
        now=now,
        capability=capability,
    )


@transaction.atomic
def record_confirmation(*, actor: Actor, pk: int, row_id: int, reason: str, now: datetime) -> Project:
    """Write down that an enterprise without anybody at the portal has said whose it is, and how.

    Raises NotVisible, PermissionDenied, UnableToProceed.
    """
    project: Project = Project.objects.for_write(actor, pk, EDIT)
    outcome: Outcome = row_of(project, PARTS["outcome"], row_id)
    if notices.liaisons([outcome.owner_id or project.enterprise_id]):
        raise UnableToProceed(_("The enterprise confirms this at the portal."))
    confirm(actor, project, outcome, reason=reason, now=now, capability=EDIT)
    return project
