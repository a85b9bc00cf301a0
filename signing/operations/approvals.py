"""Approvals: asking for one, deciding on it, taking it back.

Locks are taken in one order: the record, its approval, the approval's steps.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Refused
from signing.models import Approval, ApprovalRoute, ApprovalStep, Look
from signing.notices import ask_soon, stop_asking, tell_outcome
from signing.policies import power_for
from signing.subjects import Snapshot, fingerprint, locked_subject, model_of, snapshot_of, subject_of

if TYPE_CHECKING:
    from accounts.models import User

Status = ApprovalStep.Status


class UnableToDecide(Refused):
    """The decision cannot be taken; the message says why, to the person who tried."""


class Decision(StrEnum):
    APPROVE = "approve"
    RETURN = "return"


@transaction.atomic
def open_approval(
    *,
    actor: User,
    subject: models.Model,
    route: ApprovalRoute,
    department_id: int,
    title: str,
    now: datetime,
) -> Approval:
    """Send a record on its way. The caller has authorised the actor and holds the record's lock.

    Raises:
        UnableToDecide: the route has no steps.
    """
    definitions = list(route.steps.all())
    if not definitions:
        raise UnableToDecide(_("The approval route “%(route)s” has no steps.") % {"route": route})
    approval = Approval.objects.create(
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        title=title[:300],
        route=route,
        department_id=department_id,
        allows_own_decision=route.allows_own_decision,
        opened_by=actor,
        opened_at=now,
    )
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            approval=approval,
            order=order,
            name_en=step.name_en,
            name_zh=step.name_zh,
            capability=step.capability,
            reach=step.reach,
            days_allowed=step.days_allowed,
            status=Status.WAITING if order > 1 else Status.CURRENT,
            due_on=None if order > 1 else _due(step.days_allowed, now),
        )
        for order, step in enumerate(definitions, start=1)
    )
    ask_soon()
    return approval


@transaction.atomic
def look_at(*, actor: User, approval: Approval, now: datetime) -> str:
    """Note that an approver has the record before their eyes; answers the fingerprint of what they see.

    A decision names this fingerprint, so that nobody approves words they have not seen.
    """
    snapshot = snapshot_of(model_of(approval)._base_manager.get(pk=approval.subject_id))
    _remember(actor, approval, snapshot, now)
    return fingerprint(snapshot)


def last_look(*, actor: User, subject: models.Model) -> Look | None:
    """The record as this person saw it last, to compare with what it says now."""
    return Look.objects.filter(
        subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk, user=actor
    ).first()


@transaction.atomic
def decide(
    *,
    actor: User,
    step_id: int,
    decision: Decision,
    seen: str,
    now: datetime,
    reason: str = "",
) -> ApprovalStep:
    """Approve the current step, or return the record with a reason.

    Args:
        seen: the fingerprint that :func:`look_at` answered when the actor was shown the record.

    Raises:
        PermissionDenied: the actor does not hold the power that the step needs, or asked for it.
        UnableToDecide: the step is not the current one any more, the record changed since the
            actor saw it, or a return gives no reason.
    """
    step = ApprovalStep.objects.select_related("approval").get(pk=step_id)
    subject = locked_subject(step.approval)
    approval = Approval.objects.select_for_update().get(pk=step.approval_id)
    step = ApprovalStep.objects.select_for_update().get(pk=step_id)
    step.approval = approval
    power = power_for(actor, step)
    if power is None:
        raise PermissionDenied(_refusal(actor, approval))
    if not approval.is_open or step.status != Status.CURRENT:
        raise UnableToDecide(
            _("This has been decided or taken back in the meantime: it is now “%(status)s”.")
            % {"status": step.get_status_display()}
        )
    snapshot = snapshot_of(subject)
    if fingerprint(snapshot) != seen:
        raise UnableToDecide(_("The text changed while you were reading. Please look at it again."))
    if decision is Decision.RETURN and not reason.strip():
        raise UnableToDecide(_("Please give a reason: whoever asked will read it."))

    step.status = Status.APPROVED if decision is Decision.APPROVE else Status.RETURNED
    step.decided_by, step.on_behalf_of = actor, power.lender
    step.decided_at, step.reason, step.seen = now, reason.strip(), snapshot
    step.save(update_fields=["status", "decided_by", "on_behalf_of", "decided_at", "reason", "seen"])
    _remember(actor, approval, snapshot, now)
    audit.record(
        actor=actor,
        subject=subject,
        verb=f"approval.{decision.value}",
        now=now,
        reason=reason.strip(),
        details={"step": {"en": step.name_en, "zh": step.name_zh}, "approval": approval.pk},
        on_behalf_of=power.lender,
    )
    stop_asking(subject)
    if decision is Decision.RETURN:
        _close(approval, Approval.Outcome.RETURNED, now, reason)
        subject_of(subject).returned(subject, actor, now, reason.strip())
        tell_outcome(approval=approval, step=step, subject=subject, now=now)
    elif not _advance(approval, now):
        _close(approval, Approval.Outcome.APPROVED, now, "")
        subject_of(subject).approved(subject, actor, now)
        tell_outcome(approval=approval, step=step, subject=subject, now=now)
    return step


@transaction.atomic
def cancel_approval(*, subject: models.Model, now: datetime, reason: str) -> Approval | None:
    """Take an open approval back, where there is one.

    The caller has authorised the actor and holds the record's lock.
    """
    approval = Approval.objects.about(subject).open().select_for_update().first()
    if approval is not None:
        stop_asking(subject)
        _close(approval, Approval.Outcome.CANCELLED, now, reason)
    return approval


def escalated(*, step_id: int, now: datetime) -> bool:
    """Mark an overdue step as passed on to the superior; false where that has happened already."""
    return bool(ApprovalStep.objects.current().filter(pk=step_id, escalated_at=None).update(escalated_at=now))


def _remember(actor: User, approval: Approval, snapshot: Snapshot, now: datetime) -> None:
    Look.objects.update_or_create(
        subject_type_id=approval.subject_type_id,
        subject_id=approval.subject_id,
        user=actor,
        defaults={"seen_at": now, "snapshot": snapshot},
    )


def _refusal(actor: Any, approval: Approval) -> str:
    if actor.pk == approval.opened_by_id:
        return _("You asked for this approval, so somebody else has to decide.")
    return _("This decision needs a power that your positions do not give you here.")


def _advance(approval: Approval, now: datetime) -> bool:
    following = approval.steps.filter(status=Status.WAITING).order_by("order").first()
    if following is None:
        return False
    following.status = Status.CURRENT
    following.due_on = _due(following.days_allowed, now)
    following.save(update_fields=["status", "due_on"])
    ask_soon()
    return True


def _close(approval: Approval, outcome: str, now: datetime, reason: str) -> None:
    approval.outcome, approval.closed_at, approval.closing_reason = outcome, now, reason.strip()
    approval.save(update_fields=["outcome", "closed_at", "closing_reason"])
    approval.steps.filter(status__in=[Status.WAITING, Status.CURRENT]).update(status=Status.SKIPPED)


def _due(days: int, now: datetime) -> date:
    return timezone.localdate(now) + timedelta(days=days)
