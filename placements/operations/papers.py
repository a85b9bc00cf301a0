"""Insurance and safety training, entered by hand; lists of them come in by ``placements.paper_imports``."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor
from core.attachments import store_upload
from core.errors import Refused
from placements.models import (
    InsurancePolicy,
    InsuranceScan,
    Insured,
    Placement,
    SafetyTraining,
    TrainingScan,
)
from placements.operations.readiness import mark, recheck
from placements.transitions.papers import EDIT

if TYPE_CHECKING:
    from accounts.models import Department


class UnableToRecord(Refused):
    """This cannot be written down so; the message says why."""


def placement_for_papers(actor: Actor, pk: int) -> Placement:
    """Raises NotVisible, PermissionDenied."""
    return Placement.objects.select_related("student", "plan").for_write(actor, pk, EDIT)


def find_or_enter_policy(
    *,
    actor: Actor,
    department: Department | int,
    insurer: str,
    number: str,
    covers_from: date,
    covers_until: date,
    paid_by: str,
    now: datetime,
    is_deducted: bool | None = None,
) -> InsurancePolicy:
    """The policy with this number, entered where it is new; one that is there keeps what it says, and learns
    what it does not say.

    Raises:
        ValidationError: the days or the payer cannot be.
    """
    insurer, number = insurer.strip(), number.strip()
    known = InsurancePolicy.objects.filter(insurer=insurer, number=number).first()
    if known is not None:
        if known.is_deducted is None and is_deducted is not None:
            _say_whether_deducted(actor, known, is_deducted, now)
        return known
    department_id = department if isinstance(department, int) else department.pk
    policy = InsurancePolicy(
        department_id=department_id,
        insurer=insurer,
        number=number,
        covers_from=covers_from,
        covers_until=covers_until,
        paid_by=paid_by,
        is_deducted=is_deducted,
        created_by_id=actor.pk,
        created_at=now,
    )
    policy.full_clean()
    policy.save()
    audit.record(actor=actor, subject=policy, verb="policy.entered", now=now, capability=EDIT)
    return policy


def _say_whether_deducted(actor: Actor, policy: InsurancePolicy, is_deducted: bool, now: datetime) -> None:
    """What was left open when the policy was entered is told of everybody whom it covers."""
    policy.is_deducted = is_deducted
    policy.save(update_fields=["is_deducted"])
    audit.record(actor=actor, subject=policy, verb="policy.deduction_said", now=now, capability=EDIT)
    mark(policy.insured.values_list("placement", flat=True), now=now)


@transaction.atomic
def say_whether_deducted(*, actor: Actor, pk: int, is_deducted: bool, now: datetime) -> InsurancePolicy:
    """Answer for everybody whom a policy covers whether the premium is kept back from their pay (INT-36b).

    Raises:
        NotVisible, PermissionDenied: the policy.
    """
    policy: InsurancePolicy = InsurancePolicy.objects.for_write(actor, pk, EDIT)
    if policy.is_deducted != is_deducted:
        _say_whether_deducted(actor, policy, is_deducted, now)
    return policy


@transaction.atomic
def insure(
    *,
    actor: Actor,
    placement_pk: int,
    insurer: str,
    number: str,
    covers_from: date,
    covers_until: date,
    paid_by: str,
    now: datetime,
    is_deducted: bool | None = None,
    scan: File[bytes] | None = None,
) -> Insured:
    """Note that a policy covers the student of a placement on these days; again, to correct the days.

    Raises:
        NotVisible, PermissionDenied: the placement.
        ValidationError, UnacceptableFile.
    """
    placement = placement_for_papers(actor, placement_pk)
    policy = find_or_enter_policy(
        actor=actor,
        department=placement.department_id,
        insurer=insurer,
        number=number,
        covers_from=covers_from,
        covers_until=covers_until,
        paid_by=paid_by,
        is_deducted=is_deducted,
        now=now,
    )
    insured = write_insured(
        actor=actor, placement=placement, policy=policy, first=covers_from, last=covers_until, now=now
    )
    if scan is not None:
        store_upload(actor=actor, model=InsuranceScan, parent=policy, upload=scan, now=now)
    recheck([placement.pk], now=now)
    return insured


def write_insured(
    *, actor: Actor, placement: Placement, policy: InsurancePolicy, first: date, last: date, now: datetime
) -> Insured:
    """The caller holds the placement's lock, and checks it again afterwards. Raises ValidationError."""
    insured = Insured.objects.filter(placement=placement, policy=policy).first()
    insured = insured or Insured(placement=placement, policy=policy)
    insured.covers_from, insured.covers_until = first, last
    insured.recorded_by_id, insured.recorded_at = actor.pk, now
    insured.full_clean()
    insured.save()
    _note(actor, placement, "placement.insured", now, policy=policy.number)
    return insured


@transaction.atomic
def uninsure(*, actor: Actor, pk: int, now: datetime) -> Placement:
    """Take out a person who was entered under a policy by mistake; the history keeps it.

    Raises:
        NotVisible, PermissionDenied.
    """
    insured = Insured.objects.select_related("policy").for_write(actor, pk, EDIT)
    placement = placement_for_papers(actor, insured.placement_id)
    number = insured.policy.number
    insured.delete()
    _note(actor, placement, "placement.uninsured", now, policy=number)
    recheck([placement.pk], now=now)
    return placement


@transaction.atomic
def record_training(
    *,
    actor: Actor,
    placement_pk: int,
    course: str,
    held_on: date,
    score: Decimal,
    pass_mark: Decimal,
    has_protective_gear: bool | None,
    now: datetime,
    scan: File[bytes] | None = None,
) -> SafetyTraining:
    """Note a result of a safety training; a training of the same name and day is corrected.

    Raises:
        NotVisible, PermissionDenied: the placement.
        UnableToRecord: the day lies in the future.
        ValidationError, UnacceptableFile.
    """
    placement = placement_for_papers(actor, placement_pk)
    training = write_training(
        actor=actor,
        placement=placement,
        course=course,
        held_on=held_on,
        score=score,
        pass_mark=pass_mark,
        has_protective_gear=has_protective_gear,
        now=now,
    )
    if scan is not None:
        store_upload(actor=actor, model=TrainingScan, parent=training, upload=scan, now=now)
    recheck([placement.pk], now=now)
    return training


def write_training(
    *, actor: Actor, placement: Placement, course: str, held_on: date, now: datetime, **result: Any
) -> SafetyTraining:
    """The caller holds the placement's lock, and checks it again afterwards.

    Raises UnableToRecord, ValidationError.
    """
    if held_on > timezone.localdate(now):
        raise UnableToRecord(_("The day lies in the future."))
    course = course.strip()
    known = SafetyTraining.objects.filter(placement=placement, course=course, held_on=held_on).first()
    training = known or SafetyTraining(placement=placement, course=course, held_on=held_on)
    for name, value in result.items():
        setattr(training, name, value)
    training.recorded_by_id, training.recorded_at = actor.pk, now
    training.full_clean()
    training.save()
    _note(actor, placement, "placement.trained", now, course=course, score=str(training.score))
    return training


def _note(actor: Actor, placement: Placement, verb: str, now: datetime, **details: str) -> None:
    audit.record(actor=actor, subject=placement, verb=verb, now=now, details=details, capability=EDIT)
