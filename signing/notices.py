"""What people are told about approvals, and when it is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.background import nudge
from core.notifications import Importance, Kind, cancel, notify

if TYPE_CHECKING:
    from accounts.models import User
    from signing.models import Approval, ApprovalStep

REMIND_TASK = "signing.tasks.remind"

DECISION = Kind(
    name="signing.decision",
    label=_("Decisions that wait for me"),
    icon="checkbox",
    can_be_off=False,
)
OVERDUE = Kind(
    name="signing.overdue",
    label=_("Decisions overdue with people who report to me"),
    icon="alarm",
    importance=Importance.HIGH,
    can_be_off=False,
)
NOBODY_DECIDES = Kind(
    name="signing.nobody_decides",
    label=_("Requests of mine that nobody can decide"),
    icon="alert-triangle",
    importance=Importance.HIGH,
    can_be_off=False,
)
DECIDED = Kind(name="signing.decided", label=_("What became of my requests"), icon="circle-check")

KINDS = (DECISION, OVERDUE, NOBODY_DECIDES, DECIDED)


def ask_soon() -> None:
    """Somebody has to decide now: tell them as soon as this transaction is committed."""
    nudge(REMIND_TASK)


def stop_asking(subject: models.Model) -> None:
    """The step is decided, or the request taken back: what has not been sent need not be."""
    cancel(subject=subject, kinds=[DECISION.name, OVERDUE.name, NOBODY_DECIDES.name])


def tell_outcome(*, approval: Approval, step: ApprovalStep, subject: models.Model, now: datetime) -> None:
    """Tell whoever asked that it is approved, or returned and why; unless they decided themselves."""
    asker: User = approval.opened_by
    if step.decided_by is None or step.decided_by == asker:
        return
    notify(
        key=f"{DECIDED.name}:{step.pk}",
        kind=DECIDED.name,
        recipient=asker,
        subject=subject,
        data={
            "is_approved": approval.outcome == "approved",
            "reason": step.reason,
            "decided_by": {"zh": step.decided_by.name, "en": step.decided_by.name_latin},
        },
        now=now,
    )
