"""Who is told of exchanges: the other side, who takes part or is invited, who has to close them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from collaboration.models import Audience, Exchange, ExchangeState, Registration, RegistrationState
from collaboration.transitions.exchanges import EDIT
from core.notifications import Importance, Kind, NewNotification, Readers, notify_many
from internships.models import Student, StudentState

PARTIES = Readers.STAFF | Readers.PARTNERS
PROPOSED = Kind(
    name="collaboration.exchange_proposed",
    label=_("Exchanges that wait for an answer"),
    icon="send",
    can_wait=True,
    readers=PARTIES,
)
RECORDED = Kind(
    name="collaboration.exchange_recorded",
    label=_("Exchanges that were held and wait for our confirmation"),
    icon="checks",
    can_wait=True,
    readers=Readers.PARTNERS,
)
ANSWERED = Kind(
    name="collaboration.exchange_answered",
    label=_("Answers to exchanges that we proposed"),
    icon="message-circle",
    importance=Importance.HIGH,
    readers=PARTIES,
)
INVITED = Kind(
    name="collaboration.exchange_invited",
    label=_("Exchanges to which I am invited"),
    icon="calendar-event",
    can_wait=True,
    readers=Readers.STAFF | Readers.STUDENTS,
)
SEATED = Kind(
    name="collaboration.exchange_seated",
    label=_("Places in exchanges that I waited for"),
    icon="circle-check",
    readers=Readers.STAFF | Readers.STUDENTS,
)
MOVED = Kind(
    name="collaboration.exchange_moved",
    label=_("Exchanges with another time or place"),
    icon="clock",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.EVERYBODY,
)
CANCELLED = Kind(
    name="collaboration.exchange_cancelled",
    label=_("Exchanges that were cancelled"),
    icon="ban",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.EVERYBODY,
)
TOMORROW = Kind(
    name="collaboration.exchange_tomorrow",
    label=_("Exchanges tomorrow"),
    icon="bell-ringing",
    readers=Readers.EVERYBODY,
)
TO_CLOSE = Kind(
    name="collaboration.exchange_to_close",
    label=_("Exchanges that are over and not closed"),
    icon="checks",
    can_wait=True,
)
KINDS = (PROPOSED, RECORDED, ANSWERED, INVITED, SEATED, MOVED, CANCELLED, TOMORROW, TO_CLOSE)
# How long after its end somebody is first reminded, and how far back a sweep looks after an outage.
AFTER = timedelta(days=1)
BACK = timedelta(days=60)


def facts(exchange: Exchange) -> dict[str, Any]:
    """What every mail says of it; the enterprise is fetched along."""
    enterprise = exchange.enterprise
    return {
        "title": exchange.title,
        "enterprise": {"zh": enterprise.name, "en": enterprise.name_en or enterprise.name},
        "starts_at": exchange.starts_at,
        "ends_at": exchange.ends_at,
        "place": exchange.place,
        "state": exchange.state,
        "reason": exchange.answer,
    }


PAGES = {"staff": "collaboration:exchange_detail", "portal": "portal:exchange", "me": "me:exchange"}


def page_of(exchange: Exchange, where: str) -> str:
    return reverse(PAGES[where], args=[exchange.pk])


def _note(
    exchange: Exchange, kind: Kind, user_id: int, where: str, *, at: datetime | date | str
) -> NewNotification:
    stamp = at if isinstance(at, str) else at.isoformat()
    return NewNotification(
        key=f"{kind.name}:{exchange.pk}:{stamp}:u{user_id}",
        kind=kind.name,
        recipient_id=user_id,
        subject=exchange,
        data=facts(exchange) | {"url": page_of(exchange, where)},
    )


def liaisons(exchange: Exchange) -> list[int]:
    rows = exchange.enterprise.contacts.liaisons_with_account()
    return list(rows.order_by().values_list("user", flat=True).distinct())


def tell_enterprise(exchange: Exchange, kind: Kind, *, now: datetime, by: int | None = None) -> None:
    """The liaisons of the enterprise."""
    people = (one for one in liaisons(exchange) if one != by)
    notify_many([_note(exchange, kind, one, "portal", at=now) for one in people], now=now)


def tell_centre(exchange: Exchange, kind: Kind, *, now: datetime) -> None:
    """Who looks after it, or whoever keeps exchanges of the department."""
    if exchange.organiser_id is not None:
        people = {exchange.organiser_id}
    else:
        holders = Holders.on(timezone.localdate(now)).of(EDIT, exchange.department_id)
        people = {holder.user.pk for holder in holders}
    notify_many([_note(exchange, kind, one, "staff", at=now) for one in sorted(people)], now=now)


def _accounts(rows: Any) -> Iterator[tuple[int, str]]:
    """The accounts of who is registered, and on whose pages they are. One query."""
    accounts = rows.order_by("pk").values_list("student__user", "teacher__user", "user")
    for student, teacher, user in accounts:
        if student is not None:
            yield student, "me"
        elif (one := teacher or user) is not None:
            yield one, "staff"


def of_people(exchange: Exchange, kind: Kind, rows: Any, *, at: Any) -> list[NewNotification]:
    found = dict(_accounts(rows))
    found |= dict.fromkeys(_teachers_who_hold(exchange), "staff")
    return [_note(exchange, kind, one, where, at=at) for one, where in found.items()]


def _teachers_who_hold(exchange: Exchange) -> list[int]:
    rows = exchange.speakers.exclude(teacher__user=None).order_by()
    return list(rows.values_list("teacher__user", flat=True))


def tell_participants(exchange: Exchange, kind: Kind, *, now: datetime) -> None:
    """Everybody registered, waiting or invited who has an account, and the teachers who hold it."""
    rows = exchange.registrations.exclude(state=RegistrationState.WITHDRAWN)
    notify_many(of_people(exchange, kind, rows, at=now), now=now)


def tell_seated(registration: Registration, *, now: datetime) -> None:
    """Who waited and has a place now."""
    exchange = registration.exchange
    rows = Registration.objects.filter(pk=registration.pk)
    notes = [_note(exchange, SEATED, one, where, at=now) for one, where in _accounts(rows)]
    notify_many(notes, now=now)


def tell_invited(
    exchange: Exchange, *, now: datetime, registrations: Iterable[Registration] | None = None
) -> None:
    """Who is invited by name; where it is by invitation, also the students of its classes and majors."""
    rows = exchange.registrations.filter(state=RegistrationState.INVITED)
    at = "once" if registrations is None else now.isoformat()
    if registrations is not None:
        rows = rows.filter(pk__in=[one.pk for one in registrations])
    people = dict(_accounts(rows))
    if registrations is None:
        people |= dict.fromkeys(_teachers_who_hold(exchange), "staff")
        if not exchange.is_public and Audience.STUDENTS in exchange.audience:
            people |= dict.fromkeys(_students_invited(exchange), "me")
    notify_many([_note(exchange, INVITED, one, where, at=at) for one, where in people.items()], now=now)


def _students_invited(exchange: Exchange) -> list[int]:
    of = Q(school_class__in=exchange.classes.all()) | Q(school_class__major__in=exchange.majors.all())
    rows = Student.objects.filter(of, state=StudentState.ENROLLED, user__isnull=False)
    return list(rows.order_by().values_list("user", flat=True).distinct())


# --- Reminders ----------------------------------------------------------------------------------


def remind(*, on: date, now: datetime) -> int:
    """Who takes part tomorrow, liaisons included; and, a day after its end, who has to close it. Each once.

    Answers how many were told. A few queries for each exchange that begins on one of the next days.
    """
    return notify_many([*_tomorrow(on, now), *_to_close(on, now)], now=now)


def _tomorrow(on: date, now: datetime) -> Iterator[NewNotification]:
    rows = Exchange.objects.filter(
        state=ExchangeState.ANNOUNCED, starts_at__gt=now, starts_at__date=on + timedelta(days=1)
    )
    for exchange in rows.with_names():
        day = timezone.localdate(exchange.starts_at)
        registered = exchange.registrations.filter(state=RegistrationState.REGISTERED)
        yield from of_people(exchange, TOMORROW, registered, at=day)
        for one in liaisons(exchange):
            yield _note(exchange, TOMORROW, one, "portal", at=day)


def _to_close(on: date, now: datetime) -> Iterator[NewNotification]:
    rows = list(
        Exchange.objects.over_but_open(now)
        .filter(ends_at__lte=now - AFTER, ends_at__gt=now - BACK)
        .with_names()
    )
    holders = Holders.on(on) if any(one.organiser_id is None for one in rows) else None
    for exchange in rows:
        people = {exchange.organiser_id} if exchange.organiser_id else set()
        if holders is not None and not people:
            people = {holder.user.pk for holder in holders.of(EDIT, exchange.department_id)}
        for one in sorted(pk for pk in people if pk is not None):
            yield _note(exchange, TO_CLOSE, one, "staff", at="once")
