"""The way of a booking, of maintenance, and of a resource in and out of service."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from resources.models import (
    Booking,
    BookingState,
    Maintenance,
    MaintenanceState,
    Resource,
    ResourceState,
)

B, M, R = BookingState, MaintenanceState, ResourceState
READ, EDIT, BOOK, APPROVE = (f"resource.{action}" for action in ("read", "edit", "book", "approve"))


def is_of_centre(booking: Any, now: datetime) -> str | None:
    if booking.resource.enterprise_id is not None:
        return _("The enterprise answers this: it is its resource.")
    return None


def is_of_enterprise(booking: Any, now: datetime) -> str | None:
    if booking.resource.enterprise_id is None:
        return _("It is a resource of the centre.")
    return None


def has_not_begun(booking: Any, now: datetime) -> str | None:
    if booking.starts_at <= now:
        return _("It has begun already.")
    return None


def has_begun(booking: Any, now: datetime) -> str | None:
    if booking.starts_at > now:
        return _("It has not begun yet.")
    return None


def is_past(booking: Any, now: datetime) -> str | None:
    if booking.ends_at > now:
        return _("It is not over yet.")
    return None


# What is moved at the portal, or by time, needs no power of the centre.
BOOKING_MOVES = TransitionTable(
    "booking",
    Booking,
    BookingState,
    {
        "approve": Transition(
            label=pgettext_lazy("booking", "Approve"),
            sources=frozenset({B.REQUESTED}),
            target=B.APPROVED,
            capability=APPROVE,
            guards=(is_of_centre, has_not_begun),
        ),
        "decline": Transition(
            label=pgettext_lazy("booking", "Decline"),
            sources=frozenset({B.REQUESTED}),
            target=B.DECLINED,
            capability=APPROVE,
            guards=(is_of_centre,),
            needs_reason=True,
        ),
        "record_approval": Transition(
            label=pgettext_lazy("booking", "Record that the enterprise agrees"),
            sources=frozenset({B.REQUESTED}),
            target=B.APPROVED,
            capability=APPROVE,
            guards=(is_of_enterprise, has_not_begun),
            needs_reason=True,
        ),
        "cancel": Transition(
            label=pgettext_lazy("booking", "Cancel"),
            sources=frozenset({B.REQUESTED, B.APPROVED}),
            target=B.CANCELLED,
            capability=BOOK,
            guards=(has_not_begun,),
            needs_reason=True,
        ),
        "use": Transition(
            label=pgettext_lazy("booking", "Record the use"),
            sources=frozenset({B.APPROVED}),
            target=B.USED,
            capability=BOOK,
            guards=(has_begun,),
        ),
        "miss": Transition(
            label=pgettext_lazy("booking", "Record that nobody came"),
            sources=frozenset({B.APPROVED}),
            target=B.NOT_USED,
            capability=BOOK,
            guards=(is_past,),
        ),
        "approve_at_portal": Transition(
            label=pgettext_lazy("booking", "Approve"),
            sources=frozenset({B.REQUESTED}),
            target=B.APPROVED,
            capability=None,
            guards=(is_of_enterprise, has_not_begun),
        ),
        "decline_at_portal": Transition(
            label=pgettext_lazy("booking", "Decline"),
            sources=frozenset({B.REQUESTED}),
            target=B.DECLINED,
            capability=None,
            guards=(is_of_enterprise,),
            needs_reason=True,
        ),
        "cancel_at_portal": Transition(
            label=pgettext_lazy("booking", "Cancel"),
            sources=frozenset({B.REQUESTED, B.APPROVED}),
            target=B.CANCELLED,
            capability=None,
            guards=(has_not_begun,),
            needs_reason=True,
        ),
        "use_at_portal": Transition(
            label=pgettext_lazy("booking", "Record the use"),
            sources=frozenset({B.APPROVED}),
            target=B.USED,
            capability=None,
            guards=(is_of_enterprise, has_begun),
        ),
        "lapse": Transition(
            label=pgettext_lazy("booking", "Lapse"),
            sources=frozenset({B.REQUESTED}),
            target=B.DECLINED,
            capability=None,
            guards=(has_begun,),
            needs_reason=True,
        ),
        "clear": Transition(
            label=pgettext_lazy("booking", "Cancel for maintenance"),
            sources=frozenset({B.REQUESTED, B.APPROVED}),
            target=B.CANCELLED,
            capability=None,
            needs_reason=True,
        ),
    },
)

MAINTENANCE_MOVES = TransitionTable(
    "maintenance",
    Maintenance,
    MaintenanceState,
    {
        "finish": Transition(
            label=pgettext_lazy("maintenance", "Record that it is done"),
            sources=frozenset({M.PLANNED}),
            target=M.DONE,
            capability=EDIT,
            guards=(has_begun,),
        ),
        "call_off": Transition(
            label=pgettext_lazy("maintenance", "Call off"),
            sources=frozenset({M.PLANNED}),
            target=M.CANCELLED,
            capability=EDIT,
            needs_reason=True,
        ),
    },
)

RESOURCE_MOVES = TransitionTable(
    "resource",
    Resource,
    ResourceState,
    {
        "take_out": Transition(
            label=pgettext_lazy("resource", "Take out of service"),
            sources=frozenset({R.ACTIVE}),
            target=R.OUT,
            capability=EDIT,
            needs_reason=True,
        ),
        "put_back": Transition(
            label=pgettext_lazy("resource", "Put back into service"),
            sources=frozenset({R.OUT}),
            target=R.ACTIVE,
            capability=EDIT,
        ),
        "confirm": Transition(
            label=pgettext_lazy("resource", "Accept it"),
            sources=frozenset({R.PROPOSED}),
            target=R.ACTIVE,
            capability=EDIT,
        ),
        "refuse": Transition(
            label=pgettext_lazy("resource", "Turn it down"),
            sources=frozenset({R.PROPOSED}),
            target=R.REFUSED,
            capability=EDIT,
            needs_reason=True,
        ),
        "propose_again": Transition(
            label=pgettext_lazy("resource", "Propose again"),
            sources=frozenset({R.REFUSED}),
            target=R.PROPOSED,
            capability=None,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("resource", "Withdraw"),
            sources=frozenset({R.PROPOSED, R.REFUSED}),
            target=R.WITHDRAWN,
            capability=None,
            is_final=True,
        ),
    },
)
