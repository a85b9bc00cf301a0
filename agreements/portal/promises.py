"""Promises at the portal: what we promised and they, what was counted, and what we say of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.models import Obligation, ObligationConfirmation, ObligationPeriod, Side
from agreements.operations.promises import UnableToConfirm, keep_word
from agreements.portal.operations import ASKING
from agreements.portal.reading import own_rows
from agreements.promise_notices import tell_of_answer, tell_of_check
from agreements.querysets import ObligationQuerySet
from core import audit
from core.access import NotVisible
from core.walls import outside
from partnerships.portal.partner import Partner


def own_periods(partner: Partner) -> QuerySet[ObligationPeriod]:
    """What concerns this enterprise in its own agreements."""
    return ObligationPeriod.objects.filter(
        enterprise=partner.enterprise, agreement__in=own_rows(partner).values("pk")
    ).select_related("obligation", "agreement")


def period_of(partner: Partner, pk: int) -> ObligationPeriod:
    """Raises NotVisible."""
    period = own_periods(partner).filter(pk=pk).first()
    if period is None:
        raise NotVisible(f"agreements.ObligationPeriod {pk}")
    return period


def entered_for(partner: Partner) -> ObligationQuerySet:
    """What the centre entered from signed papers, and the enterprise has not confirmed yet."""
    return Obligation.objects.filter(
        enterprise=partner.enterprise,
        agreement__in=own_rows(partner).values("pk"),
        is_taken_over=True,
        confirmed_at=None,
    ).select_related("agreement")


def why_not_said(partner: Partner) -> str | None:
    """Why this person does not speak for the enterprise; ``None`` where they do."""
    if not ASKING & set(partner.contact.roles):
        return _("A liaison or a signatory of your enterprise confirms it.")
    return None


def say(
    *,
    partner: Partner,
    period: ObligationPeriod,
    is_objection: bool,
    comment: str,
    seen: Decimal,
    now: datetime,
) -> ObligationConfirmation:
    """Confirm or dispute for the enterprise what was counted; the owner is told.

    Raises:
        NotVisible: it concerns another enterprise.
        UnableToConfirm: this person does not speak for theirs; also as :func:`keep_word`.
    """
    _require_voice(partner)
    period = period_of(partner, period.pk)
    with outside(), transaction.atomic():
        locked = (
            ObligationPeriod.objects.select_for_update(of=("self",))
            .select_related("agreement__owner", "obligation")
            .get(pk=period.pk)
        )
        said = keep_word(
            locked,
            by=partner,
            side=Side.ENTERPRISE,
            is_objection=is_objection,
            comment=comment,
            seen=seen,
            now=now,
        )
        tell_of_answer(said, now=now)
    return said


def check_entered(*, partner: Partner, promise_id: int, objection: str, now: datetime) -> Obligation:
    """Say whether a promise that the centre entered is what the paper says; without an objection it is.

    Raises:
        NotVisible: it concerns another enterprise, or was confirmed.
        UnableToConfirm: this person does not speak for the enterprise.
    """
    _require_voice(partner)
    if not entered_for(partner).filter(pk=promise_id).exists():
        raise NotVisible(f"agreements.Obligation {promise_id}")
    with outside(), transaction.atomic():
        promise = (
            Obligation.objects.select_for_update(of=("self",))
            .select_related("agreement__owner")
            .get(pk=promise_id)
        )
        if promise.confirmed_at is not None:
            raise UnableToConfirm(_("A colleague of yours has confirmed it meanwhile."))
        promise.objection = objection.strip()
        if not promise.objection:
            promise.confirmed_at, promise.confirmed_by_id = now, partner.pk
        promise.save(update_fields=["objection", "confirmed_at", "confirmed_by"])
        details: dict[str, Any] = {"promise": promise.pk}
        audit.record(
            actor=partner,
            subject=promise.agreement,
            verb="agreement.dispute_entered" if promise.objection else "agreement.confirm_entered",
            now=now,
            details=details,
            reason=promise.objection,
        )
        tell_of_check(promise, by=partner.contact.name, now=now)
    return promise


def _require_voice(partner: Partner) -> None:
    refusal = why_not_said(partner)
    if refusal is not None:
        raise UnableToConfirm(refusal)
