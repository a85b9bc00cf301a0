"""Sending what waits: claim, send, mark.

A mail can only be sent at least once. The three steps are three transactions, so whatever dies
between them loses nothing: the claim runs out and another sender takes the row. What may happen is
one mail twice, and then with the same Message-ID. The state of a row is the sender's bookkeeping: it
moves by conditional updates, since there is nobody to authorise and nothing to give a reason for.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.db import transaction
from django.db.models import F

from core import sms
from core.background import pause_after
from core.emails import (
    NotAnAddress,
    NothingToSay,
    address_of,
    compose,
    compose_text_message,
    language_of,
)
from core.models import MailChoice, Notification
from core.notifications import UnknownKind, kind_named, refusal_callbacks

logger = logging.getLogger(__name__)

BATCH = 20
# Longer than the slowest single mail: five answers of the server, each at its time-out, after the
# last moment at which one of the batch is begun.
LEASE = timedelta(minutes=4)
BEGIN_WITHIN = timedelta(minutes=1)

MAX_ATTEMPTS = 12

State = Notification.State


@dataclass(slots=True)
class Sweep:
    """What one sweep did.

    Attributes:
        outcomes: how many rows came to which state; ``waiting`` are those to be tried again.
        unreachable: why the mail server could not be used; the rows wait, no attempt is counted.
        more: it stopped because its time was up.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    unreachable: str = ""
    more: bool = False


class Unreachable(Exception):
    """The mail server does not answer, or will not take mail from us at all."""


class Bounced(Exception):
    """This mail will never arrive."""


class NotNow(Exception):
    """This mail did not go out; another time it may."""


def deliver_due(*, now: datetime, seconds: float | None = None) -> Sweep:
    """Send everything due at ``now``, for at most so many seconds. Any number may run at a time."""
    started = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - started)

    def is_late() -> bool:
        return seconds is not None and time.monotonic() - started >= seconds

    sweep = Sweep()
    while not sweep.more and not sweep.unreachable and (batch := claim(now=clock())):
        deliver_batch(batch, sweep, clock=clock, is_late=is_late)
    return sweep


def claim(*, now: datetime, size: int = BATCH) -> list[Notification]:
    """Take rows into hand, past those that somebody else is taking or cancelling just now."""
    with transaction.atomic():
        rows = list(
            Notification.objects.claimable(now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient")
            .prefetch_related("subject")[:size]
        )
        until = now + LEASE
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=until)
    for row in rows:
        row.claimed_until = until
    return rows


def release(rows: Iterable[Notification]) -> None:
    Notification.objects.waiting().filter(pk__in=[row.pk for row in rows]).update(claimed_until=None)


def deliver_batch(
    batch: list[Notification], sweep: Sweep, *, clock: Callable[[], datetime], is_late: Callable[[], bool]
) -> None:
    """Deliver a claimed batch over one connection, and give back what there was no time for."""
    chosen: dict[tuple[int | None, str], str] = {
        (choice.user_id, choice.kind): choice.timing
        for choice in MailChoice.objects.filter(user__in=[row.recipient_id for row in batch])
    }
    begin_before = clock() + BEGIN_WITHIN
    mailer = mail.mailers.default
    try:
        for done, row in enumerate(batch):
            if is_late() or clock() > begin_before:
                sweep.more = is_late()
                release(batch[done:])
                return
            try:
                choice = chosen.get((row.recipient_id, row.kind))
                outcome = deliver_one(row, mailer, chosen=choice, now=clock())
            except Unreachable as fault:
                logger.warning("The mail server cannot be used, everything waits: %s", fault)
                sweep.unreachable = str(fault)
                release(batch[done:])
                return
            if outcome is not None:
                sweep.outcomes[outcome] += 1
    finally:
        mailer.close()


def deliver_one(row: Notification, mailer: Any, *, chosen: str | None, now: datetime) -> State | None:
    """Deliver one claimed row; answers its state, or ``None`` if it is not ours any more.

    ``chosen`` is how its reader wants this kind.

    Raises:
        Unreachable: see there; the row was not touched.
    """
    if not Notification.objects.waiting().filter(pk=row.pk, claimed_until=row.claimed_until).exists():
        return None  # cancelled meanwhile, or our claim ran out
    if row.recipient and not row.recipient.is_active:
        return _settle(row, State.CANCELLED, error="the recipient may not sign in any more")
    try:
        timing = kind_named(row.kind).timing(chosen)
    except UnknownKind as fault:
        return _try_later(row, repr(fault), now=now)
    if timing == MailChoice.Timing.OFF or not (row.phone or address_of(row)):
        return _settle(row, State.KEPT)
    if timing == MailChoice.Timing.DIGEST:
        return _settle(row, State.DIGEST)
    try:
        if row.phone:
            _send_text_message(row)
        else:
            _send(mailer, row, _write(row))
    except NothingToSay as fault:
        return _settle(row, State.CANCELLED, error=str(fault))
    except Bounced as fault:
        return _end(row, State.REFUSED, str(fault), now=now)
    except NotNow as fault:
        return _try_later(row, str(fault), now=now)
    Notification.objects.filter(pk=row.pk).update(
        state=State.SENT,
        sent_at=now,
        email="" if row.phone else address_of(row),
        language=language_of(row),
        attempts=F("attempts") + 1,
        claimed_until=None,
        error="",
    )
    return State.SENT


def _write(row: Notification) -> mail.EmailMultiAlternatives:
    try:
        return compose(row)
    except NothingToSay:
        raise
    except NotAnAddress as fault:
        raise Bounced(f"not an e-mail address: {fault}") from fault
    except Exception as fault:
        # One faulty template must not hold up everybody else's mail.
        logger.exception("Notification %s cannot be written", row.pk)
        raise NotNow(repr(fault)) from fault


def _send_text_message(row: Notification) -> None:
    try:
        sms.send(phone=row.phone, text=compose_text_message(row), message_id=row.message_id)
    except sms.NotTaken as fault:
        raise Bounced(str(fault)) from fault
    except sms.NotNow as fault:
        raise NotNow(str(fault)) from fault
    except Exception as fault:
        logger.exception("Notification %s cannot be sent as a text message", row.pk)
        raise NotNow(repr(fault)) from fault


def _send(mailer: Any, row: Notification, message: mail.EmailMultiAlternatives) -> None:
    try:
        mailer.open()
    except OSError as fault:  # smtplib's own errors among them: a refused sign-in, no STARTTLS
        raise Unreachable(repr(fault)) from fault
    try:
        mailer.send_messages([message])
    except OSError as fault:
        # What is left of the conversation is not known: the next mail begins a new one.
        mailer.close()
        raise _meaning(fault) from fault
    except Exception as fault:
        # A library stumbled over this mail, which must not hold up the rest of the batch.
        logger.exception("Notification %s cannot be sent", row.pk)
        mailer.close()
        raise NotNow(repr(fault)) from fault


def _meaning(fault: OSError) -> Exception:
    answer: bytes | str
    match fault:
        case smtplib.SMTPSenderRefused():
            return Unreachable(_words(fault.smtp_code, fault.smtp_error))
        case smtplib.SMTPRecipientsRefused():
            code, answer = next(iter(fault.recipients.values()))
        case smtplib.SMTPDataError():
            code, answer = fault.smtp_code, fault.smtp_error
        case _:
            # The connection broke amid this mail: perhaps because of it, so the attempt counts.
            return NotNow(repr(fault))
    return (Bounced if code >= 500 else NotNow)(_words(code, answer))


def _words(code: int, answer: bytes | str) -> str:
    return f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"


def _settle(row: Notification, state: State, *, error: str = "") -> State:
    Notification.objects.waiting().filter(pk=row.pk).update(state=state, error=error, claimed_until=None)
    return state


def _end(row: Notification, state: State, error: str, *, now: datetime) -> State:
    """The mail will not arrive: whoever looks after its subject is told in the same transaction."""
    attempts = row.attempts + 1
    ended = {
        "state": state,
        "error": error,
        "email": "" if row.phone else address_of(row),
        "attempts": attempts,
        "claimed_until": None,
    }
    try:
        with transaction.atomic():
            if Notification.objects.waiting().filter(pk=row.pk).update(**ended):
                row.refresh_from_db()
                for callback in refusal_callbacks(row.kind):
                    callback(row, now)
    except Exception:
        # A refusal that nobody hears of would be lost: the row waits, and comes here again.
        logger.exception("The end of notification %s could not be passed on", row.pk)
        row.refresh_from_db()
        if attempts < MAX_ATTEMPTS:
            return _wait(row, error, now=now)
        Notification.objects.waiting().filter(pk=row.pk).update(**ended | {"state": State.FAILED})
        return State.FAILED
    return state


def _try_later(row: Notification, error: str, *, now: datetime) -> State:
    if row.attempts + 1 >= MAX_ATTEMPTS:
        return _end(row, State.FAILED, error, now=now)
    return _wait(row, error, now=now)


def _wait(row: Notification, error: str, *, now: datetime) -> State:
    attempts = row.attempts + 1
    Notification.objects.waiting().filter(pk=row.pk).update(
        error=error,
        attempts=attempts,
        claimed_until=None,
        next_attempt_at=now + pause_after(attempts),
    )
    return State.WAITING
