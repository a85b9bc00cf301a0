"""The way of an exchange from its proposal to the hours credited; and of a registration."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from collaboration.models import Exchange, ExchangeState, Registration, RegistrationState
from core.transitions import Transition, TransitionTable
from partnerships.models import ContactRole

S, R = ExchangeState, RegistrationState
READ, EDIT, CLOSE = (f"exchange.{action}" for action in ("read", "edit", "close"))


def is_asked_of_the_centre(exchange: Any, now: datetime) -> str | None:
    """Of an enterprise that has nobody at the portal, the centre writes the answer down. A query."""
    if exchange.by_enterprise:
        return None
    liaisons = exchange.enterprise.contacts.in_portal().with_role(ContactRole.LIAISON)
    if liaisons.exclude(user=None).exists():
        return _("The enterprise answers this at the portal.")
    return None


def is_recorded(exchange: Any, now: datetime) -> str | None:
    if not exchange.was_held:
        return _("It is still to come: agree to it.")
    return None


def lies_ahead(exchange: Any, now: datetime) -> str | None:
    if exchange.ends_at <= now:
        return _("Its day is over: change the date first.")
    return None


def has_begun(exchange: Any, now: datetime) -> str | None:
    if exchange.starts_at > now:
        return _("It has not begun yet.")
    return None


def is_past(exchange: Any, now: datetime) -> str | None:
    if exchange.ends_at > now:
        return _("It is not over yet.")
    return None


def nobody_was_there(exchange: Any, now: datetime) -> str | None:
    """A query."""
    unconfirmed = exchange.was_held and exchange.state == S.PROPOSED
    if not unconfirmed and exchange.registrations.filter(attended=True).exists():
        return _("Somebody was there already: it took place.")
    return None


def has_not_begun(exchange: Any, now: datetime) -> str | None:
    if exchange.state != S.PROPOSED and exchange.starts_at <= now:
        return pgettext("exchange", "It has begun already: ask the school.")
    return None


# The other side's answer at the portal needs no power of the centre: the operation has looked who it is.
EXCHANGE_MOVES = TransitionTable(
    "exchange",
    Exchange,
    ExchangeState,
    {
        "agree": Transition(
            label=pgettext_lazy("exchange", "Agree"),
            sources=frozenset({S.PROPOSED}),
            target=S.AGREED,
            capability=EDIT,
            guards=(is_asked_of_the_centre, lies_ahead),
        ),
        "decline": Transition(
            label=pgettext_lazy("exchange", "Decline"),
            sources=frozenset({S.PROPOSED}),
            target=S.DECLINED,
            capability=EDIT,
            guards=(is_asked_of_the_centre,),
            needs_reason=True,
            is_final=True,
        ),
        "agree_at_portal": Transition(
            label=pgettext_lazy("exchange", "Agree"),
            sources=frozenset({S.PROPOSED}),
            target=S.AGREED,
            capability=None,
            guards=(lies_ahead,),
        ),
        "decline_at_portal": Transition(
            label=pgettext_lazy("exchange", "Decline"),
            sources=frozenset({S.PROPOSED}),
            target=S.DECLINED,
            capability=None,
            needs_reason=True,
            is_final=True,
        ),
        # Of what is recorded afterwards the other side says that it took place.
        "confirm": Transition(
            label=pgettext_lazy("exchange", "Write down that they confirm it"),
            sources=frozenset({S.PROPOSED}),
            target=S.HELD,
            capability=EDIT,
            guards=(is_recorded, is_asked_of_the_centre),
            needs_reason=True,
        ),
        "confirm_at_portal": Transition(
            label=pgettext_lazy("exchange", "Confirm"),
            sources=frozenset({S.PROPOSED}),
            target=S.HELD,
            capability=None,
            guards=(is_recorded,),
        ),
        "cancel_at_portal": Transition(
            label=pgettext_lazy("exchange", "Cancel"),
            sources=frozenset({S.PROPOSED, S.AGREED, S.ANNOUNCED}),
            target=S.CANCELLED,
            capability=None,
            guards=(has_not_begun, nobody_was_there),
            needs_reason=True,
            is_final=True,
        ),
        "announce": Transition(
            label=pgettext_lazy("exchange", "Announce"),
            sources=frozenset({S.AGREED}),
            target=S.ANNOUNCED,
            capability=EDIT,
            guards=(lies_ahead,),
        ),
        "hold": Transition(
            label=pgettext_lazy("exchange", "It takes place"),
            sources=frozenset({S.ANNOUNCED}),
            target=S.HELD,
            capability=EDIT,
            guards=(has_begun,),
        ),
        # Whoever signs in with the code shows that it takes place.
        "hold_by_code": Transition(
            label=pgettext_lazy("exchange", "It takes place"),
            sources=frozenset({S.ANNOUNCED}),
            target=S.HELD,
            capability=None,
            guards=(has_begun,),
        ),
        "close": Transition(
            label=pgettext_lazy("exchange", "Close and credit the hours"),
            sources=frozenset({S.HELD}),
            target=S.CLOSED,
            capability=CLOSE,
            guards=(is_past,),
            is_final=True,
        ),
        "cancel": Transition(
            label=pgettext_lazy("exchange", "Cancel"),
            sources=frozenset({S.PROPOSED, S.AGREED, S.ANNOUNCED}),
            target=S.CANCELLED,
            capability=EDIT,
            guards=(nobody_was_there,),
            needs_reason=True,
            is_final=True,
        ),
    },
)

# Who moves a registration is decided by the operations: the person, a liaison, whoever keeps the exchange.
REGISTRATION_MOVES = TransitionTable(
    "exchange_registration",
    Registration,
    RegistrationState,
    {
        "seat": Transition(
            label=pgettext_lazy("registration for an exchange", "Give a place"),
            sources=frozenset({R.INVITED, R.WAITING, R.WITHDRAWN}),
            target=R.REGISTERED,
            capability=None,
        ),
        "queue": Transition(
            label=pgettext_lazy("registration for an exchange", "Let wait for a place"),
            sources=frozenset({R.INVITED, R.WITHDRAWN}),
            target=R.WAITING,
            capability=None,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("registration for an exchange", "Withdraw"),
            sources=frozenset({R.INVITED, R.REGISTERED, R.WAITING}),
            target=R.WITHDRAWN,
            capability=None,
        ),
        "invite": Transition(
            label=pgettext_lazy("registration for an exchange", "Invite"),
            sources=frozenset({R.WITHDRAWN}),
            target=R.INVITED,
            capability=None,
        ),
    },
)
