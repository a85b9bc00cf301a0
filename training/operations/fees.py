"""What enterprises owe for courses: reckoned when one begins, paid or waived.

Locks: the course, then its fees by ascending key.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import THE_SYSTEM, Actor
from core.errors import Refused
from training import notices
from training.models import Course, Fee, FeeState
from training.transitions import FEE_MOVES


class UnableToSettle(Refused):
    """It is not paid so; the message says why."""


def reckon(course: Course, *, now: datetime) -> None:
    """Owed is the fee for each head enrolled; what was paid or waived stays. The course is locked.

    Three queries, and one for each enterprise whose number has changed.
    """
    if not course.fee:
        return
    rows = course.enrolments.enrolled().order_by().values_list("enterprise").annotate(number=Count("pk"))
    heads = dict(rows.values_list("enterprise", "number"))
    there = {one.enterprise_id: one for one in course.fees.order_by("pk").select_for_update(of=("self",))}
    for enterprise, fee in there.items():
        if fee.state == FeeState.DUE and enterprise not in heads:
            fee.delete()
        elif fee.state == FeeState.DUE and fee.heads != heads[enterprise]:
            fee.heads = heads[enterprise]
            fee.amount = course.fee * fee.heads
            fee.save(update_fields=["heads", "amount"])
    Fee.objects.bulk_create(
        Fee(
            course=course,
            enterprise_id=enterprise,
            heads=number,
            amount=course.fee * number,
            due_since=timezone.localdate(now),
        )
        for enterprise, number in sorted(heads.items())
        if enterprise not in there
    )


def waive_all(course: Course, *, reason: str, now: datetime) -> None:
    """What is still owed for a course that was cancelled. The course is locked."""
    for pk in course.fees.filter(state=FeeState.DUE).order_by("pk").values_list("pk", flat=True):
        said = reason.strip()[:500]
        FEE_MOVES.move(actor=THE_SYSTEM, pk=pk, name="waive", reason=said, now=now, changes={"reason": said})


@transaction.atomic
def pay(*, actor: Actor, pk: int, paid_on: date, receipt: str, now: datetime) -> Fee:
    """Write down that an enterprise has paid. Raises NotVisible, PermissionDenied, UnableToSettle."""
    if paid_on > timezone.localdate(now):
        raise UnableToSettle(_("This day is still to come."))
    return _moved(actor, pk, "pay", now, paid_on=paid_on, receipt=receipt.strip())


@transaction.atomic
def waive(*, actor: Actor, pk: int, reason: str, now: datetime) -> Fee:
    """Let an enterprise off; its liaisons read why.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    fee = _moved(actor, pk, "waive", now, why=reason, reason=reason.strip()[:500])
    notices.tell_of_fee(fee, now=now)
    return fee


@transaction.atomic
def reopen(*, actor: Actor, pk: int, reason: str, now: datetime) -> Fee:
    """Owed again, where the payment or the waiver was a mistake; its liaisons read why.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    fee = _moved(actor, pk, "reopen", now, why=reason, paid_on=None, receipt="", reason=reason.strip()[:500])
    notices.tell_of_fee(fee, now=now)
    return fee


def _moved(actor: Actor, pk: int, name: str, now: datetime, *, why: str = "", **changes: Any) -> Fee:
    moved: Fee = FEE_MOVES.move(actor=actor, pk=pk, name=name, reason=why, now=now, changes=changes)
    return moved
