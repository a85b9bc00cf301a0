"""Taking up an early warning. Locks: the warning."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import EarlyWarning
from assessments.transitions import EDIT
from core import audit
from core.access import Actor
from core.errors import Refused


class UnableToAcknowledge(Refused):
    """It is gone already, or the day is not one."""


@transaction.atomic
def acknowledge(*, actor: Actor, pk: int, next_step: str, next_step_on: date, now: datetime) -> EarlyWarning:
    """Somebody takes a warning up and says what comes next and until when; it closes by itself when its
    reason is gone. Raises NotVisible, PermissionDenied, UnableToAcknowledge."""
    warning: EarlyWarning = EarlyWarning.objects.for_write(actor, pk, EDIT)
    if warning.closed_on is not None:
        raise UnableToAcknowledge(_("Its reason is gone already."))
    if next_step_on < timezone.localdate(now):
        raise UnableToAcknowledge(_("The day lies before today."))
    if not next_step.strip():
        raise UnableToAcknowledge(_("Say what comes next."))
    warning.acknowledged_by_id, warning.acknowledged_at = actor.pk, now
    warning.next_step, warning.next_step_on = next_step.strip(), next_step_on
    warning.save(update_fields=["acknowledged_by", "acknowledged_at", "next_step", "next_step_on"])
    audit.record(
        actor=actor,
        subject=warning,
        verb="warning.take_up",
        reason=next_step.strip(),
        now=now,
        capability=EDIT,
    )
    return warning
