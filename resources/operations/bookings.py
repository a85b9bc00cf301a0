"""Bookings: asked for by one side, answered by the other, used.

A booking holds its time from the moment it is asked for. That no two overlap is the database's to keep;
looked at before, so that whoever asks learns what is in the way and when the next free time is.

Locks: the booking; the database locks the resource while one is written.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement
from core import audit
from core.access import THE_SYSTEM, Actor, NotVisible
from core.errors import Refused
from core.transitions import TransitionRefused
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner
from resources import notices
from resources.hours import Span, is_open
from resources.models import Booking, BookingState, Resource
from resources.reading import free_after, in_the_way, opening_of
from resources.transitions.bookings import APPROVE, BOOK, BOOKING_MOVES
from resources.words import span_in_words

B = BookingState
# By which constraint or trigger the database says that a time is taken.
TAKEN = ("bookings_that_hold_do_not_overlap", "no_booking_during_maintenance")
NOT_ASKED = ["resource", "enterprise", "booked_by", "answered_by"]


class UnableToBook(Refused):
    """The time is taken, closed or not possible; the message says what is in the way and what is free."""


# --- Asking -------------------------------------------------------------------------------------


@transaction.atomic
def book(
    *,
    actor: Actor,
    resource_id: int,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str,
    people: int,
    enterprise: Enterprise | None = None,
    agreement: Agreement | None = None,
    now: datetime,
) -> Booking:
    """The staff books. What they may approve themselves is approved at once; an enterprise answers for its
    own.

    Args:
        enterprise: who comes to a resource of the centre, if an enterprise does.

    Raises NotVisible, PermissionDenied, UnableToBook, ValidationError.
    """
    resource = Resource.objects.visible_to(actor).filter(pk=resource_id).first()
    if resource is None:
        raise NotVisible(f"resources.Resource {resource_id}")
    if not resource.permits(actor, BOOK):
        raise PermissionDenied(_("You do not book for this department."))
    if enterprise is not None and not Enterprise.objects.visible_to(actor).filter(pk=enterprise.pk).exists():
        raise NotVisible(f"partnerships.Enterprise {enterprise.pk}")
    booking = Booking(
        resource=resource,
        enterprise=resource.enterprise or enterprise,
        agreement=agreement,
        starts_at=starts_at,
        ends_at=ends_at,
        purpose=purpose.strip(),
        people=people,
        booked_by_id=actor.pk,
        booked_at=now,
    )
    _save(booking, now=now)
    audit.record(actor=actor, subject=booking, verb="booking.book", now=now, capability=BOOK)
    if resource.is_of_centre and resource.permits(actor, APPROVE):
        return approve(actor=actor, pk=booking.pk, now=now)
    if resource.is_of_centre:
        notices.tell_approvers(booking, now=now, by=actor.pk)
    else:
        notices.tell_enterprise(booking, notices.REQUESTED, now=now)
    return booking


@transaction.atomic
def book_at_portal(
    *,
    partner: Partner,
    resource_id: int,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str,
    people: int,
    agreement_id: int | None = None,
    now: datetime,
) -> Booking:
    """A liaison asks for a resource that the centre offers. Outside the walls.

    Raises NotVisible, UnableToBook, ValidationError.
    """
    resource = Resource.objects.offered().filter(pk=resource_id).first()
    if resource is None:
        raise NotVisible(f"resources.Resource {resource_id}")
    agreement = None
    if agreement_id is not None:
        rows = Agreement.objects.filter(parties__enterprise=partner.enterprise.pk)
        agreement = rows.filter(pk=agreement_id).first()
    booking = Booking(
        resource=resource,
        enterprise_id=partner.enterprise.pk,
        agreement=agreement,
        starts_at=starts_at,
        ends_at=ends_at,
        purpose=purpose.strip(),
        people=people,
        by_enterprise=True,
        booked_by_id=partner.pk,
        booked_at=now,
    )
    _save(booking, now=now)
    audit.record(actor=partner, subject=booking, verb="booking.book", now=now)
    notices.tell_approvers(booking, now=now)
    return booking


def _save(booking: Booking, *, now: datetime) -> None:
    """Raises UnableToBook, ValidationError."""
    check(booking, now=now)
    booking.full_clean(exclude=NOT_ASKED)
    try:
        with transaction.atomic():
            booking.save(force_insert=True)
    except IntegrityError as refused:
        # Somebody was quicker by a moment.
        if not any(name in str(refused) for name in TAKEN):
            raise
        raise taken(booking, now=now) from refused


def check(booking: Booking, *, now: datetime) -> None:
    """What can be said of it before the database decides. Raises UnableToBook."""
    resource, span = booking.resource, Span(booking.starts_at, booking.ends_at)
    if not resource.is_active:
        raise UnableToBook(_("It is out of service: %(reason)s") % {"reason": resource.out_reason})
    if span.ends_at <= span.starts_at:
        raise UnableToBook(_("It cannot end before it begins."))
    if span.starts_at <= now:
        raise UnableToBook(_("It is booked before it begins."))
    if booking.people > resource.capacity:
        raise UnableToBook(
            _("It has room for %(capacity)d people, not for %(people)d.")
            % {"capacity": resource.capacity, "people": booking.people}
        )
    check_agreement(booking)
    if not is_open(opening_of(resource.pk), span):
        raise UnableToBook(
            " ".join(filter(None, (_("It is closed at this time."), offer(resource.pk, span, now))))
        )
    if in_the_way(resource.pk, span, but=booking.pk) is not None:
        raise taken(booking, now=now)


def check_agreement(booking: Booking) -> None:
    """Raises UnableToBook. A query where it names one."""
    if booking.agreement_id is None:
        return
    rows = Agreement.objects.binding(timezone.localdate(booking.starts_at))
    if not rows.filter(pk=booking.agreement_id, parties__enterprise=booking.enterprise_id).exists():
        raise UnableToBook(_("This agreement is not with the enterprise, or not in force on that day."))


def taken(booking: Booking, *, now: datetime) -> UnableToBook:
    """The refusal that says what is in the way, and the next free time. A few queries."""
    span = Span(booking.starts_at, booking.ends_at)
    found = in_the_way(booking.resource_id, span, but=booking.pk)
    words = [_("This time is taken.")]
    if isinstance(found, Booking):
        when = span_in_words(found.starts_at, found.ends_at)
        # What others do there is not everybody's to read: at the portal only that it is taken.
        if booking.by_enterprise and found.enterprise_id != booking.enterprise_id:
            words = [_("This time is taken: %(when)s.") % {"when": when}]
        else:
            words = [
                _("This time is taken: “%(purpose)s”, %(when)s.") % {"purpose": found.purpose, "when": when}
            ]
    elif found is not None:
        when = span_in_words(found.starts_at, found.ends_at)
        words = [_("It is being maintained then: %(when)s.") % {"when": when}]
    return UnableToBook(" ".join(filter(None, (*words, offer(booking.resource_id, span, now)))))


def offer(resource_id: int, span: Span, now: datetime) -> str:
    """The next free time in a sentence; "" where there is none soon."""
    free = free_after(resource_id, span, now=now)
    if free is None:
        return ""
    return _("The next free time: %(when)s.") % {"when": span_in_words(*free)}


# --- Answering ----------------------------------------------------------------------------------


def _answered(actor: Actor, now: datetime, reason: str = "") -> dict[str, Any]:
    return {"answered_by_id": actor.pk, "answered_at": now, "reason": reason.strip()[:500]}


@transaction.atomic
def approve(*, actor: Actor, pk: int, now: datetime) -> Booking:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    booking: Booking = BOOKING_MOVES.move(
        actor=actor, pk=pk, name="approve", now=now, changes=_answered(actor, now)
    )
    _tell_asker(booking, notices.ANSWERED, actor, now)
    return booking


@transaction.atomic
def decline(*, actor: Actor, pk: int, reason: str, now: datetime) -> Booking:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _with_reason(actor, pk, "decline", reason, now)


@transaction.atomic
def record_approval(*, actor: Actor, pk: int, reason: str, now: datetime) -> Booking:
    """The enterprise has said, and how, that its resource can be used. Raises as :func:`decline`."""
    return _with_reason(actor, pk, "record_approval", reason, now)


def _with_reason(actor: Actor, pk: int, name: str, reason: str, now: datetime) -> Booking:
    booking: Booking = BOOKING_MOVES.move(
        actor=actor, pk=pk, name=name, reason=reason, now=now, changes=_answered(actor, now, reason)
    )
    _tell_asker(booking, notices.ANSWERED, actor, now)
    return booking


def _tell_asker(booking: Booking, kind: Any, actor: Actor, now: datetime) -> None:
    if booking.enterprise_id is not None:
        notices.tell_enterprise(booking, kind, now=now, by=actor.pk)
    if not booking.by_enterprise:
        notices.tell_booker(booking, kind, now=now, by=actor.pk)


@transaction.atomic
def cancel(*, actor: Actor, pk: int, reason: str, now: datetime) -> Booking:
    """Both sides are told. Raises NotVisible, PermissionDenied, TransitionRefused."""
    booking: Booking = BOOKING_MOVES.move(
        actor=actor,
        pk=pk,
        name="cancel",
        reason=reason,
        now=now,
        changes={"reason": reason.strip()[:500]},
    )
    _tell_asker(booking, notices.CANCELLED, actor, now)
    return booking


@transaction.atomic
def use(
    *, actor: Actor, pk: int, used_people: int, used_hours: Decimal, remark: str = "", now: datetime
) -> Booking:
    """It was used; its hours count from now on. Raises NotVisible, PermissionDenied, TransitionRefused,
    UnableToBook."""
    used = usage(Booking.objects.visible_to(actor).filter(pk=pk).first(), used_people, used_hours, remark)
    booking: Booking = BOOKING_MOVES.move(actor=actor, pk=pk, name="use", now=now, changes=used)
    return booking


def usage(booking: Booking | None, people: int, hours: Decimal, remark: str) -> dict[str, Any]:
    """Raises UnableToBook."""
    if booking is not None and hours > booking.duration_hours:
        raise UnableToBook(
            _("It was booked for %(hours)s hours: no more than these are counted.")
            % {"hours": f"{booking.duration_hours.normalize():f}"}
        )
    if people < 1 or hours <= 0:
        raise UnableToBook(_("Say how many came and for how long, or record that nobody came."))
    return {"used_people": people, "used_hours": hours, "remark": remark.strip()[:500]}


@transaction.atomic
def miss(*, actor: Actor, pk: int, remark: str = "", now: datetime) -> Booking:
    """Nobody came. Raises NotVisible, PermissionDenied, TransitionRefused."""
    booking: Booking = BOOKING_MOVES.move(
        actor=actor, pk=pk, name="miss", now=now, changes={"remark": remark.strip()[:500]}
    )
    return booking


# --- At the portal: outside the walls, for a row that was found behind them ------------------------


def of_enterprise(partner: Partner, pk: int) -> Booking:
    """Locked. Raises NotVisible."""
    rows = Booking.objects.select_for_update(of=("self",)).select_related("resource", "enterprise")
    booking = rows.filter(pk=pk, enterprise=partner.enterprise.pk).first()
    if booking is None:
        raise NotVisible(f"resources.Booking {pk}")
    found: Booking = booking
    return found


@transaction.atomic
def answer_at_portal(*, partner: Partner, pk: int, agrees: bool, reason: str = "", now: datetime) -> Booking:
    """A liaison answers for what is the enterprise's. Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    booking: Booking = BOOKING_MOVES.move(
        actor=partner,
        pk=pk,
        name="approve_at_portal" if agrees else "decline_at_portal",
        reason=reason,
        now=now,
        changes=_answered(partner, now, reason),
    )
    notices.tell_booker(booking, notices.ANSWERED, now=now)
    return booking


@transaction.atomic
def cancel_at_portal(*, partner: Partner, pk: int, reason: str, now: datetime) -> Booking:
    """Raises NotVisible, TransitionRefused."""
    of_enterprise(partner, pk)
    booking: Booking = BOOKING_MOVES.move(
        actor=partner,
        pk=pk,
        name="cancel_at_portal",
        reason=reason,
        now=now,
        changes={"reason": reason.strip()[:500]},
    )
    if booking.by_enterprise:
        notices.tell_keeper(booking, notices.CANCELLED, now=now)
    else:
        notices.tell_booker(booking, notices.CANCELLED, now=now)
    return booking


@transaction.atomic
def use_at_portal(
    *, partner: Partner, pk: int, used_people: int, used_hours: Decimal, remark: str = "", now: datetime
) -> Booking:
    """The enterprise records how its own resource was used. Raises NotVisible, TransitionRefused,
    UnableToBook."""
    used = usage(of_enterprise(partner, pk), used_people, used_hours, remark)
    booking: Booking = BOOKING_MOVES.move(actor=partner, pk=pk, name="use_at_portal", now=now, changes=used)
    return booking


# --- By time ------------------------------------------------------------------------------------


def lapse(*, now: datetime) -> int:
    """What nobody answered before it began is declined, and whoever asked is told. Answers how many."""
    keys = list(Booking.objects.filter(state=B.REQUESTED, starts_at__lte=now).values_list("pk", flat=True))
    declined = 0
    for pk in keys:
        reason = _("Nobody answered before it began.")
        with suppress(TransitionRefused), transaction.atomic():  # somebody has answered meanwhile
            booking: Booking = BOOKING_MOVES.move(
                actor=THE_SYSTEM, pk=pk, name="lapse", reason=reason, now=now, changes={"reason": reason}
            )
            _tell_asker(booking, notices.ANSWERED, THE_SYSTEM, now)
            declined += 1
    return declined
