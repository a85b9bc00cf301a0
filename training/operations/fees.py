"""What enterprises owe for courses: reckoned when one begins, paid or waived.

Locks: the course, then its fees by ascending key.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import THE_SYSTEM, Actor
from core.errors import Refused
from training import notices
from training.models import Course, Fee, FeeState
from training.transitions import CLOSE, FEE_MOVES


class UnableToSettle(Refused):
    """It is not paid so; the message says why."""


def reckon(course: Course, *, now: datetime) -> None:
    """Owed is the fee for each head enrolled. What was paid or waived stays; heads beyond those it was
    for are owed further. The course is locked.

    Three queries, and one for each enterprise whose number has changed.
    """
    if not course.fee:
        return
    rows = course.enrolments.enrolled().order_by().values_list("enterprise").annotate(number=Count("pk"))
    heads = dict(rows.values_list("enterprise", "number"))
    there = {}
    for fee in course.fees.order_by("pk").select_for_update(of=("self",)):
        if fee.state == FeeState.DUE:
            there[fee.enterprise_id] = fee
        else:
            heads[fee.enterprise_id] = heads.get(fee.enterprise_id, 0) - fee.heads
    for enterprise, fee in there.items():
        number = heads.get(enterprise, 0)
        if number <= 0:
            fee.delete()
        elif fee.heads != number:
            fee.heads = number
            fee.amount = course.fee * number
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
        if number > 0 and enterprise not in there
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
    """Owed again, where the payment or the waiver was a mistake; its liaisons read why. What is owed further
    for the same course becomes one with it.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    _take_in_further(actor, pk)
    fee = _moved(actor, pk, "reopen", now, why=reason, paid_on=None, receipt="", reason=reason.strip()[:500])
    notices.tell_of_fee(fee, now=now)
    return fee


def _take_in_further(actor: Actor, pk: int) -> None:
    """An enterprise owes for a course in one sum: what is due beside goes into the fee that is due again."""
    seen = Fee.objects.visible_to(actor).filter(pk=pk).values_list("course", "enterprise").first()
    if seen is None:
        return
    course, enterprise = seen
    Course.objects.select_for_update(of=("self",)).get(pk=course)
    fee: Fee = Fee.objects.for_write(actor, pk, CLOSE)
    further = Fee.objects.filter(course=course, enterprise=enterprise, state=FeeState.DUE).exclude(pk=pk)
    if fee.state != FeeState.DUE and (other := further.select_for_update(of=("self",)).first()):
        other.delete()
        Fee.objects.filter(pk=pk).update(heads=F("heads") + other.heads, amount=F("amount") + other.amount)


def _moved(actor: Actor, pk: int, name: str, now: datetime, *, why: str = "", **changes: Any) -> Fee:
    moved: Fee = FEE_MOVES.move(actor=actor, pk=pk, name=name, reason=why, now=now, changes=changes)
    return moved
