"""Pay, as an enterprise's sheet says, and as the student says."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.me.pupil import Pupil
from placements.day_notices import tell_of_dispute
from placements.models import Payment, Placement
from placements.operations.readiness import mark
from placements.pay_rules import check_payments
from placements.weeks import month_of

EDIT = "placement.edit"


class UnableToSay(Refused):
    """The student has said what there is to say."""


class PaymentFields(TypedDict, total=False):
    period_from: date
    period_until: date
    amount: Decimal
    form: str
    payee: str
    paid_on: date | None
    deducted: Decimal
    deducted_for: str


@transaction.atomic
def record_payment(
    *, actor: Actor, placement_pk: int, month: date, now: datetime, **fields: Unpack[PaymentFields]
) -> Payment:
    """Write down what was paid for a month, or correct it; it is checked against the rules at once.

    Whatever the student said of an earlier version does not count any more.

    Raises NotVisible, PermissionDenied, ValidationError.
    """
    placement = Placement.objects.for_write(actor, placement_pk, EDIT)
    payment = Payment.objects.filter(placement=placement, month=month).first() or Payment(
        placement=placement, month=month
    )
    is_new = payment.pk is None
    for name, value in fields.items():
        setattr(payment, name, value)
    _check_period(payment, now)
    payment.recorded_by_id, payment.recorded_at = actor.pk, now
    payment.received_at = payment.disputed_at = None
    payment.dispute = ""
    payment.full_clean()
    payment.save(force_insert=is_new)
    check_payments([payment.pk], now=now)
    if payment.deducted:
        mark([placement.pk], now=now)  # what was kept back may be a premium (INT-36)
    audit.record(
        actor=actor,
        subject=placement,
        verb="placement.pay_recorded" if is_new else "placement.pay_corrected",
        now=now,
        details={"month": f"{month:%Y-%m}", "amount": f"{payment.amount}"},
        capability=EDIT,
    )
    return payment


def _check_period(payment: Payment, now: datetime) -> None:
    if payment.month != month_of(payment.month):
        raise ValidationError({"month": _("A month is named by its first day.")})
    placement = payment.placement
    if payment.period_until < placement.starts_on:
        raise ValidationError({"period_until": _("The student had not begun by then.")})
    if payment.paid_on is not None and payment.paid_on > timezone.localdate(now):
        raise ValidationError({"paid_on": _("This day has not come yet.")})


@transaction.atomic
def say_received(*, pupil: Pupil, pk: int, now: datetime) -> Payment:
    """The student has got the money. Raises NotVisible, UnableToSay."""
    return _say(pupil, pk, "placement.pay_received", now, received_at=now)


@transaction.atomic
def say_not_received(*, pupil: Pupil, pk: int, text: str, now: datetime) -> Payment:
    """The student has not, or not all of it; the instructor is told.

    Raises NotVisible, UnableToSay, ValidationError.
    """
    payment = _say(pupil, pk, "placement.pay_disputed", now, disputed_at=now, dispute=text.strip())
    tell_of_dispute(payment, now=now)
    return payment


def _say(pupil: Pupil, pk: int, verb: str, now: datetime, **said: Any) -> Payment:
    rows = Payment.objects.filter(placement__student=pupil.student.pk).select_related(
        "placement__student", "placement__instructor__user", "placement__plan__owner"
    )
    payment = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if payment is None:
        raise NotVisible(f"placements.Payment {pk}")
    if payment.received_at is not None or payment.disputed_at is not None:
        raise UnableToSay(_("You have answered this already. Talk to your instructor."))
    for name, value in said.items():
        setattr(payment, name, value)
    payment.full_clean()
    payment.save(update_fields=list(said))
    audit.record(
        actor=pupil,
        subject=payment.placement,
        verb=verb,
        now=now,
        reason=payment.dispute,
        details={"month": f"{payment.month:%Y-%m}"},
    )
    return payment
