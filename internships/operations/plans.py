"""Internship plans: drafted, decided on, run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.changes import facts_changed
from core import audit
from core.access import Actor, NotVisible, capability_label
from core.attachments import discard, store_upload
from core.errors import Refused
from core.models import Attachment
from internships.models import (
    AssessmentCriterion,
    Filing,
    FilingScan,
    Plan,
    PlanDocument,
    PlanState,
    PlanTask,
)
from internships.models.plans import EDITABLE_PLAN_STATES
from internships.transitions.plans import PLAN_MOVES
from signing.operations import cancel_approval, open_approval

if TYPE_CHECKING:
    from accounts.models import User

EDIT = "plan.edit"
SEVERAL = ("classes", "majors", "instructors")
# Papers, filings and hosts follow the plan until it is over.
OVER = frozenset({PlanState.CLOSED, PlanState.WITHDRAWN})


class UnableToChange(Refused):
    """The plan cannot be changed so, now; the message says why."""


@transaction.atomic
def draft_plan(*, actor: Actor, now: datetime, **fields: Any) -> Plan:
    """Begin a plan. Raises PermissionDenied, ValidationError."""
    plan = Plan(created_at=now)
    _write(plan, fields, now)
    if not plan.permits(actor, EDIT):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(EDIT)}
        )
    _note(actor, plan, "draft", now)
    return plan


@transaction.atomic
def change_plan(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Plan:
    """Change a draft. Raises NotVisible, PermissionDenied, UnableToChange, ValidationError."""
    plan = _draft_for_write(actor, pk)
    _write(plan, fields, now)
    if not plan.permits(actor, EDIT):  # moved to a department that is not theirs
        raise PermissionDenied
    _note(actor, plan, "edit", now)
    return plan


def _write(plan: Plan, fields: Mapping[str, Any], now: datetime) -> None:
    for name, value in fields.items():
        if name not in SEVERAL:
            setattr(plan, name, value)
    plan.updated_at = now
    plan.full_clean()
    plan.save()
    for name in SEVERAL:
        if name in fields:
            getattr(plan, name).set(fields[name])


@transaction.atomic
def set_tasks(*, actor: Actor, pk: int, lines: Sequence[Mapping[str, Any]], now: datetime) -> Plan:
    """Make these the tasks of a draft, in this order. A line with an ``id`` stays the task it was.

    Raises NotVisible, PermissionDenied, UnableToChange, ValidationError.
    """
    plan = _draft_for_write(actor, pk)
    _set_lines(plan.tasks, PlanTask(plan=plan), lines)
    _note(actor, plan, "set_tasks", now)
    return plan


@transaction.atomic
def set_criteria(*, actor: Actor, pk: int, lines: Sequence[Mapping[str, Any]], now: datetime) -> Plan:
    """Make these what is assessed, in this order.

    Raises NotVisible, PermissionDenied, UnableToChange, ValidationError.
    """
    plan = _draft_for_write(actor, pk)
    _set_lines(plan.criteria, AssessmentCriterion(plan=plan), lines)
    _note(actor, plan, "set_criteria", now)
    return plan


def _set_lines(rows: Any, blank: PlanTask | AssessmentCriterion, lines: Iterable[Mapping[str, Any]]) -> None:
    known = {row.pk: row for row in rows.all()}
    kept = set()
    for order, line in enumerate(lines, start=1):
        row = known.get(line.get("id")) or type(blank)(plan=blank.plan)
        for name, value in line.items():
            if name != "id":
                setattr(row, name, value)
        row.order = order
        row.full_clean(validate_unique=False, validate_constraints=False)
        row.save()
        kept.add(row.pk)
    rows.exclude(pk__in=kept).delete()


# --- Papers, filings and hosts ----------------------------------------------------------------


@transaction.atomic
def attach_document(*, actor: Actor, pk: int, upload: File[bytes], kind: str, now: datetime) -> PlanDocument:
    """Raises NotVisible, PermissionDenied, UnableToChange, UnacceptableFile."""
    plan = _living_for_write(actor, pk)
    kept = store_upload(actor=actor, model=PlanDocument, parent=plan, upload=upload, now=now, kind=kind)
    _note(actor, plan, "attach", now, {"file": kept.pk, "name": kept.name, "sha256": kept.sha256})
    return kept


@transaction.atomic
def remove_document(*, actor: Actor, pk: int, file_id: int, now: datetime) -> Plan:
    """Raises NotVisible, PermissionDenied, UnableToChange."""
    plan = _living_for_write(actor, pk)
    _discard(actor, plan, plan.documents.filter(pk=file_id).first(), now)
    return plan


@transaction.atomic
def record_filing(
    *,
    actor: Actor,
    pk: int,
    kind: str,
    number: str,
    authority: str,
    filed_on: date,
    now: datetime,
    scan: File[bytes] | None = None,
) -> Filing:
    """Note under which number the internship was reported to an authority (INT-31).

    Raises NotVisible, PermissionDenied, UnableToChange, ValidationError, UnacceptableFile.
    """
    plan = _living_for_write(actor, pk)
    filing = Filing(
        plan=plan,
        kind=kind,
        number=number.strip(),
        authority=authority.strip(),
        filed_on=filed_on,
        recorded_by_id=actor.pk,
    )
    filing.full_clean()
    filing.save()
    if scan is not None:
        store_upload(actor=actor, model=FilingScan, parent=filing, upload=scan, now=now)
    _note(actor, plan, "file", now, {"kind": kind, "number": filing.number})
    return filing


@transaction.atomic
def publish_hosts(
    *, actor: Actor, pk: int, decided_on: date, published_on: date, address: str, now: datetime
) -> Plan:
    """Note that the list of hosts was approved by the school's Party committee and made public (INT-03).

    Raises NotVisible, PermissionDenied, UnableToChange, ValidationError.
    """
    plan = _living_for_write(actor, pk)
    plan.hosts_decided_on, plan.hosts_published_on = decided_on, published_on
    plan.hosts_published_at, plan.updated_at = address, now
    plan.full_clean()
    plan.save()
    _note(actor, plan, "publish_hosts", now, {"published_on": published_on.isoformat(), "address": address})
    return plan


@transaction.atomic
def declare(
    *,
    actor: Actor,
    pk: int,
    is_for_profit: bool,
    payment_to_school: Decimal,
    copies_host_standards: bool,
    now: datetime,
) -> Plan:
    """Note what only the school can say of its internship (INT-10, INT-32).

    Raises NotVisible, PermissionDenied, UnableToChange, ValidationError.
    """
    plan = _living_for_write(actor, pk)
    plan.is_for_profit, plan.payment_to_school = is_for_profit, payment_to_school
    plan.copies_host_standards, plan.updated_at = copies_host_standards, now
    plan.full_clean()
    plan.save()
    said = {
        "is_for_profit": is_for_profit,
        "payment_to_school": str(payment_to_school),
        "copies_host_standards": copies_host_standards,
    }
    _note(actor, plan, "declare", now, said)
    return plan


# --- Moves ------------------------------------------------------------------------------------


@transaction.atomic
def submit_plan(*, actor: User, pk: int, now: datetime) -> Plan:
    """Send a draft for review by its route.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToDecide.
    """
    plan: Plan = PLAN_MOVES.move(actor=actor, pk=pk, name="submit", now=now, changes={"updated_at": now})
    if plan.route is None:
        raise UnableToChange(_("Choose who decides on it."))
    open_approval(
        actor=actor,
        subject=plan,
        route=plan.route,
        department_id=plan.department_id,
        title=str(plan),
        now=now,
    )
    return plan


@transaction.atomic
def recall_plan(*, actor: Actor, pk: int, now: datetime, reason: str = "") -> Plan:
    """Take a plan back from review. Raises NotVisible, PermissionDenied, TransitionRefused."""
    plan = PLAN_MOVES.move(
        actor=actor, pk=pk, name="recall", now=now, reason=reason, changes={"updated_at": now}
    )
    cancel_approval(subject=plan, now=now, reason=reason or _("Taken back by its author."))
    return plan


@transaction.atomic
def withdraw_plan(*, actor: Actor, pk: int, reason: str, now: datetime) -> Plan:
    """Give a plan up before it starts. Raises NotVisible, PermissionDenied, TransitionRefused."""
    plan = PLAN_MOVES.move(
        actor=actor, pk=pk, name="withdraw", now=now, reason=reason, changes={"updated_at": now}
    )
    cancel_approval(subject=plan, now=now, reason=reason)
    return plan


@transaction.atomic
def start_plan(*, actor: Actor, pk: int, now: datetime) -> Plan:
    """Let the internship begin. Raises NotVisible, PermissionDenied, TransitionRefused."""
    return PLAN_MOVES.move(actor=actor, pk=pk, name="start", now=now, changes={"updated_at": now})


@transaction.atomic
def close_plan(*, actor: Actor, pk: int, now: datetime) -> Plan:
    """End it, once no post is open any more. Raises NotVisible, PermissionDenied, TransitionRefused."""
    return PLAN_MOVES.move(actor=actor, pk=pk, name="close", now=now, changes={"updated_at": now})


# --- What the approval's outcome does ---------------------------------------------------------


def locked_plan(pk: int) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).get(pk=pk)


def plan_approved(plan: Plan, actor: User, now: datetime) -> None:
    PLAN_MOVES.move(actor=actor, pk=plan.pk, name="approve", now=now, changes={"updated_at": now})


def plan_returned(plan: Plan, actor: User, now: datetime, reason: str) -> None:
    PLAN_MOVES.move(
        actor=actor, pk=plan.pk, name="return", now=now, reason=reason, changes={"updated_at": now}
    )


# --- Shared -----------------------------------------------------------------------------------


def _draft_for_write(actor: Actor, pk: int) -> Plan:
    plan: Plan = Plan.objects.for_write(actor, pk, EDIT)
    if plan.state not in EDITABLE_PLAN_STATES:
        raise UnableToChange(
            _("The plan is “%(state)s”: only a draft can be changed.") % {"state": plan.get_state_display()}
        )
    return plan


def _living_for_write(actor: Actor, pk: int) -> Plan:
    plan: Plan = Plan.objects.for_write(actor, pk, EDIT)
    if plan.state in OVER:
        raise UnableToChange(_("The plan is “%(state)s”.") % {"state": plan.get_state_display()})
    return plan


def _discard(actor: Actor, plan: Plan, kept: Attachment | None, now: datetime) -> None:
    if kept is None:
        raise NotVisible(f"a document of internships.Plan {plan.pk}")
    _note(actor, plan, "detach", now, {"file": kept.pk, "name": kept.name, "sha256": kept.sha256})
    discard(kept)


def _note(
    actor: Actor, plan: Plan, act: str, now: datetime, details: Mapping[str, Any] | None = None
) -> None:
    audit.record(actor=actor, subject=plan, verb=f"plan.{act}", now=now, details=details, capability=EDIT)
    facts_changed(plan, now=now)
