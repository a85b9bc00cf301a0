"""Maintenance of resources: planned with the time out of service, done with its cost, or called off.

Locks: the resource, the booking, the maintenance.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor
from resources import notices
from resources.hours import Span
from resources.models import Booking, BookingState, Maintenance, MaintenanceKind, Resource
from resources.operations.bookings import UnableToBook
from resources.transitions.bookings import BOOKING_MOVES, EDIT, MAINTENANCE_MOVES
from resources.words import span_in_words

NOT_ASKED = ["resource", "planned_by"]
NAMED = 3


class UnableToMaintain(UnableToBook):
    """Bookings are in the way; the message names them."""


@transaction.atomic
def plan_maintenance(
    *,
    actor: Actor,
    resource_id: int,
    kind: str,
    cause: str,
    starts_at: datetime,
    ends_at: datetime,
    cost: Decimal | None = None,
    cancels: bool = False,
    now: datetime,
) -> Maintenance:
    """Nobody uses the resource from its beginning to its end.

    Args:
        cancels: the bookings in the way, whose people are told why. What was used stays.

    Raises NotVisible, PermissionDenied, UnableToMaintain, ValidationError.
    """
    resource: Resource = Resource.objects.for_write(actor, resource_id, EDIT)
    work = Maintenance(
        resource=resource,
        kind=kind,
        cause=cause.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        cost=cost,
        planned_by_id=actor.pk,
        planned_at=now,
    )
    work.full_clean(exclude=NOT_ASKED)
    _make_room(work, actor=actor, cancels=cancels, now=now)
    try:
        with transaction.atomic():
            work.save(force_insert=True)
    except IntegrityError as refused:
        if "no_maintenance_during_bookings" not in str(refused):
            raise
        raise UnableToMaintain(_("Somebody has booked it in this time: look again.")) from refused
    audit.record(actor=actor, subject=resource, verb="resource.plan_maintenance", now=now, capability=EDIT)
    return work


def _make_room(work: Maintenance, *, actor: Actor, cancels: bool, now: datetime) -> None:
    span = Span(work.starts_at, work.ends_at)
    rows = Booking.objects.filter(resource=work.resource_id).holding().between(*span)
    found: list[Any] = list(rows.select_related("resource", "enterprise").order_by("starts_at", "pk"))
    waiting = [one for one in found if one.state != BookingState.USED]
    if len(waiting) < len(found) or (waiting and not cancels):
        names = "; ".join(
            f"{one.purpose} ({span_in_words(one.starts_at, one.ends_at)})" for one in found[:NAMED]
        )
        raise UnableToMaintain(
            _("%(count)d bookings are in the way: %(names)s") % {"count": len(found), "names": names}
        )
    for booking in waiting:
        reason = _("Maintenance: %(cause)s") % {"cause": work.cause}
        moved: Booking = BOOKING_MOVES.move(
            actor=actor,
            pk=booking.pk,
            name="clear",
            reason=reason,
            now=now,
            changes={"reason": reason[:500]},
        )
        if moved.enterprise_id is not None:
            notices.tell_enterprise(moved, notices.CANCELLED, now=now)
        notices.tell_booker(moved, notices.CANCELLED, now=now, by=actor.pk)


@transaction.atomic
def finish_maintenance(
    *, actor: Actor, pk: int, done_on: date, result: str, cost: Decimal | None = None, now: datetime
) -> Maintenance:
    """After a safety check the next one is due so many months later as the resource says.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToMaintain.
    """
    if done_on > timezone.localdate(now):
        raise UnableToMaintain(_("It was done today or earlier."))
    changes: dict[str, Any] = {"done_on": done_on, "result": result.strip()}
    if cost is not None:
        changes["cost"] = cost
    work: Maintenance = MAINTENANCE_MOVES.move(actor=actor, pk=pk, name="finish", now=now, changes=changes)
    resource = work.resource
    if work.kind == MaintenanceKind.CHECK and resource.check_months:
        resource.next_check_on = months_after(done_on, resource.check_months)
        resource.save(update_fields=["next_check_on"])
    return work


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def call_off_maintenance(*, actor: Actor, pk: int, reason: str, now: datetime) -> Maintenance:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    work: Maintenance = MAINTENANCE_MOVES.move(
        actor=actor, pk=pk, name="call_off", reason=reason, now=now, changes={"result": reason.strip()}
    )
    return work
