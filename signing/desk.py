"""What waits for me to decide or to sign, where mine are stuck, the way of one record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.bilingual import listed
from core.registry import acts_for
from signing.models import Approval, ApprovalStep, Signatory
from signing.policies import Stuck, power_for, with_whom
from signing.subjects import subjects_with_names

SHOWN = 200
STEP_STATES = {
    "waiting": "waiting",
    "current": "current",
    "approved": "done",
    "returned": "returned",
    "skipped": "skipped",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One decision that waits, as the desk shows it."""

    step: ApprovalStep
    subject: Any
    since: Any
    lender: User | None = None
    stuck: Stuck | None = None

    @property
    def url(self) -> str:
        return reverse("signing:decide", args=[self.step.pk])


def waiting_for_me(user: User) -> list[Waiting]:
    """Decisions this person can take now, the most overdue first; a constant number of queries."""
    found = []
    for step in with_subjects(ApprovalStep.objects.waiting_for(user))[:SHOWN]:
        power = power_for(user, step)
        found.append(Waiting(step, step.approval.subject, _since(step), power.lender if power else None))
    return found


def for_me_to_sign(user: User) -> list[Signatory]:
    """Documents whose next signature is this person's, the most urgent first; two queries."""
    return list(waiting_to_sign(user)[:SHOWN])


def waiting_to_sign(user: User) -> models.QuerySet[Signatory]:
    """The same, all of them."""
    waiting = Signatory.objects.of(user).asked().filter(way=Signatory.Way.ELECTRONIC).with_envelope()
    return waiting.order_by("envelope__deadline_on", "pk")


def asked_by_me(user: User, *, on: date) -> list[Waiting]:
    """Where what this person asked for is stuck, and with whom."""
    mine = ApprovalStep.objects.current().filter(approval__opened_by=user)
    steps = list(with_subjects(mine.select_related("approval").order_by("due_on", "pk"))[:SHOWN])
    return [
        Waiting(stuck.step, stuck.step.approval.subject, _since(stuck.step), stuck=stuck)
        for stuck in with_whom(steps, on=on)
    ]


def current_step(subject: models.Model) -> ApprovalStep | None:
    """The decision a record waits for."""
    return (
        ApprovalStep.objects.current()
        .filter(approval__in=Approval.objects.about(subject).open())
        .select_related("approval")
        .first()
    )


def way_of(subject: models.Model, *, user: User, on: date) -> dict[str, Any]:
    """Every run of a record through approval, the latest first, as ``signing/way.html`` shows them."""
    approvals = list(
        Approval.objects.about(subject)
        .select_related("opened_by", "route")
        .prefetch_related("steps__decided_by", "steps__on_behalf_of")
    )
    current = [step for approval in approvals for step in approval.steps.all() if step.status == "current"]
    for approval in approvals:
        for step in approval.steps.all():
            step.approval = approval
    stuck = {entry.step.pk: entry for entry in with_whom(current, on=on)}
    mine = next((step for step in current if power_for(user, step) is not None), None)
    return {
        "runs": [
            {
                "approval": approval,
                "acts": acts_for(user, approval),
                "steps": [_entry(step, stuck.get(step.pk)) for step in approval.steps.all()],
            }
            for approval in approvals
        ],
        "decide_url": reverse("signing:decide", args=[mine.pk]) if mine else "",
    }


def _entry(step: ApprovalStep, stuck: Stuck | None) -> dict[str, Any]:
    """As ``components/steps.html`` shows it."""
    person = ""
    if step.decided_by is not None:
        person = str(step.decided_by)
        if step.on_behalf_of is not None:
            person = _("%(person)s for %(lender)s") % {"person": person, "lender": step.on_behalf_of}
    elif stuck is not None:
        person = listed(
            dict.fromkeys(
                _("%(person)s for %(lender)s") % {"person": holder.user, "lender": holder.lender}
                if holder.lender
                else str(holder.user)
                for holder in stuck.deciders
            )
        ) or _("nobody holds the power that is needed")
    return {
        "label": step.name,
        "state": STEP_STATES[step.status],
        "person": person,
        "at": step.decided_at,
        "due": step.due_on if step.status == "current" else None,
        "note": step.reason,
    }


def with_subjects(steps: Any) -> Any:
    """Each record with what its title needs; one query per kind of record."""
    return steps.prefetch_related(
        GenericPrefetch("approval__subject", subjects_with_names()), "approval__steps"
    ).select_related("approval__opened_by")


def _since(step: ApprovalStep) -> Any:
    """When it became this step's turn: the decision before it, or the request."""
    decided = [other.decided_at for other in step.approval.steps.all() if other.decided_at]
    return max(decided, default=step.approval.opened_at)
