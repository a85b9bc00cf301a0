"""Lending one's powers to a colleague, and taking them back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Delegation, User
from core import audit
from core.access import NotVisible
from core.errors import Refused


class UnableToDelegate(Refused):
    """The powers cannot be lent like this."""


def delegate_powers(
    *, actor: User, delegate: User, starts_on: date, ends_on: date, reason: str, now: datetime
) -> Delegation:
    """Lend all of one's own powers to a colleague from one day to another, both included.

    Raises:
        UnableToDelegate: to oneself, to somebody who may not sign in, for days in the past or in the
            wrong order, without powers to lend, or twice for the same days.
    """
    if delegate.pk == actor.pk:
        raise UnableToDelegate(_("Choose a colleague: you already have your own powers."))
    if not delegate.is_active:
        raise UnableToDelegate(
            _("%(name)s cannot sign in and so could not act for you.") % {"name": delegate}
        )
    if ends_on < starts_on:
        raise UnableToDelegate(_("The last day is before the first."))
    if ends_on < timezone.localdate(now):
        raise UnableToDelegate(_("These days are over."))
    if not any(power.lender is None for power in actor.powers):
        raise UnableToDelegate(_("You hold no powers of your own today that could be lent."))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)  # one delegation of mine at a time
        overlapping = Delegation.objects.filter(
            delegator=actor,
            delegate=delegate,
            revoked_at=None,
            starts_on__lte=ends_on,
            ends_on__gte=starts_on,
        )
        if overlapping.exists():
            raise UnableToDelegate(
                _("%(name)s already acts for you on some of these days.") % {"name": delegate}
            )
        delegation = Delegation.objects.create(
            delegator=actor, delegate=delegate, starts_on=starts_on, ends_on=ends_on, reason=reason.strip()
        )
        audit.record(actor=actor, subject=delegation, verb="delegation.give", reason=reason, now=now)
    return delegation


def revoke_delegation(*, actor: User, pk: int, now: datetime) -> Delegation:
    """Take one's powers back before the last day.

    Raises:
        NotVisible: it is somebody else's.
        UnableToDelegate: it is already taken back or over.
    """
    with transaction.atomic():
        delegation = Delegation.objects.select_for_update().filter(pk=pk, delegator=actor).first()
        if delegation is None:
            raise NotVisible(f"delegation {pk}")
        if delegation.revoked_at is not None or delegation.ends_on < timezone.localdate(now):
            raise UnableToDelegate(_("This has already ended."))
        delegation.revoked_at = now
        delegation.save(update_fields=["revoked_at"])
        audit.record(actor=actor, subject=delegation, verb="delegation.revoke", now=now)
    return delegation
