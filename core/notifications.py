"""Telling people things, each once: what any app calls. Sending is ``core.delivery``."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Flag, StrEnum, auto
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.access import Actor, Text
from core.background import nudge
from core.errors import Refused
from core.models import MailChoice, Notification
from core.models.notifications import NotificationQuerySet

DELIVERY_TASK = "core.tasks.deliver_notifications"


class Importance(StrEnum):
    NORMAL = "normal"
    HIGH = "high"


class Readers(Flag):
    """Whose choice of mails a kind is offered in."""

    NOBODY = 0
    STAFF = auto()
    PARTNERS = auto()
    STUDENTS = auto()
    EVERYBODY = STAFF | PARTNERS | STUDENTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of notification: ``<app>.<what happened>``.

    Its words are in ``templates/emails/<app>/<what happened>.html`` (docs/background-work.md).

    Attributes:
        can_be_off: people may say that they do not want it by e-mail; it stays in their inbox.
        can_wait: they may at least have it in one mail a day, as with all that can be off.
        readers: who gets it, and so may choose.
        is_news: it stands in the inbox, as everything does but the daily mail itself.
        words: what its template sees beyond the record and the data, in the active language.
    """

    name: str
    label: Text
    icon: str = "bell"
    importance: Importance = Importance.NORMAL
    can_be_off: bool = True
    can_wait: bool = False
    readers: Readers = Readers.STAFF
    is_news: bool = True
    words: Callable[[Notification], Mapping[str, Any]] | None = None

    @property
    def template(self) -> str:
        return f"emails/{self.name.replace('.', '/', 1)}.html"

    @property
    def timings(self) -> tuple[MailChoice.Timing, ...]:
        """How people may have it by e-mail; the first unless they choose."""
        timings: tuple[MailChoice.Timing, ...] = (MailChoice.Timing.AT_ONCE,)
        if self.can_be_off or self.can_wait:
            timings += (MailChoice.Timing.DIGEST,)
        if self.can_be_off:
            timings += (MailChoice.Timing.OFF,)
        return timings

    def timing(self, chosen: str | None) -> MailChoice.Timing:
        """When the mail goes out to somebody who chose so; a choice that is no longer offered is none."""
        return next((timing for timing in self.timings if timing == chosen), self.timings[0])


type WhenRefused = Callable[[Notification, datetime], None]
"""Told in the transaction that records the refusal."""

_kinds: dict[str, Kind] = {}
_on_refused: dict[str, list[WhenRefused]] = {}


class UnknownKind(LookupError):
    """No app has registered this kind of notification."""


def register_kind(kind: Kind) -> None:
    """Declare a kind. Called from ``AppConfig.ready``."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def kinds_read_by(user: Any) -> list[Kind]:
    """What this person may get: what their choice of mails offers."""
    if user.is_inspector:
        return []
    reader = Readers.STUDENTS if user.is_student else Readers.PARTNERS if user.is_partner else Readers.STAFF
    return [kind for kind in kinds() if reader & kind.readers]


def choose_mails(*, actor: Any, timings: Mapping[str, str]) -> None:
    """Say how each kind comes by e-mail from now on. What waits already follows the new choice.

    Raises KeyError for a kind that the actor does not get, ValueError for a timing it does not offer.
    """
    offered = {kind.name: kind for kind in kinds_read_by(actor)}
    rows = []
    for name, timing in timings.items():
        if timing not in offered[name].timings:
            raise ValueError(f"{name} does not offer {timing!r}")
        if timing != offered[name].timings[0]:
            rows.append(MailChoice(user=actor, kind=name, timing=timing))
    with transaction.atomic():
        MailChoice.objects.filter(user=actor, kind__in=timings).delete()
        MailChoice.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["timing"]
        )
        # What no daily mail has taken up yet is decided on anew when it is delivered.
        Notification.objects.filter(
            recipient=actor, kind__in=timings, state=Notification.State.DIGEST, digest=None
        ).update(state=Notification.State.WAITING)


def on_refused(kind_name: str, callback: WhenRefused) -> None:
    """Let ``callback`` know when such a mail is refused by the server, or given up after many attempts."""
    _on_refused.setdefault(kind_name, []).append(callback)


def report_refusal(notification: Notification, *, about: str, owner: models.Model, now: datetime) -> None:
    """Tell whoever looks after the record that a mail about it (``about``, its subject line) did not arrive.

    What an ``on_refused`` callback does once it knows who that is.
    """
    notify(
        key=f"core.mail_refused:{notification.email}:{notification.key}:u{owner.pk}",
        kind=MAIL_REFUSED.name,
        recipient=owner,
        subject=notification.subject,
        data={
            "address": notification.phone or notification.email,
            "answer": notification.error,
            "about": about,
            "is_given_up": notification.state == Notification.State.FAILED,
        },
        now=now,
    )


def refusal_callbacks(kind_name: str) -> list[WhenRefused]:
    return _on_refused.get(kind_name, [])


MAIL_REFUSED = Kind(
    name="core.mail_refused",
    label=gettext_lazy("A mail did not arrive"),
    icon="alert-circle",
    importance=Importance.HIGH,
    can_be_off=False,
)


# --- Telling ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class NewNotification:
    """One row to be: to a user, or to an address where the person has no account.

    Attributes:
        key: which effect this is; the same key again adds nothing.
        email, name, language: of a person without an account. For a user they are read when the
            mail is sent, so that a changed address counts.
        phone: of a telephone, where it is to go as a text message instead.
        subject: the record it is about; only its class and key are used.
        data: what the template needs beyond the record. ``url`` is where the button leads, unless
            it is the record's own page; empty where the reader has no page to open. Names ending in
            ``_on`` and ``_at`` come back as dates and instants, ``{"en": …, "zh": …}`` in the
            reader's language.
        due_at: not before; ``None`` means at once.
    """

    key: str
    kind: str
    recipient_id: int | None = None
    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = ""
    subject: models.Model | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


INSERT = """
INSERT INTO core_notification (
    key, kind, subject_type_id, subject_id, recipient_id, email, phone, name, language, data, message_id,
    due_at, next_attempt_at)
SELECT key, kind, subject_type_id, subject_id, recipient_id, email, phone, name, language, data::jsonb,
       message_id, due_at, due_at
FROM unnest(%s::text[], %s::text[], %s::int[], %s::bigint[], %s::bigint[], %s::text[], %s::text[],
            %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
     AS new (key, kind, subject_type_id, subject_id, recipient_id, email, phone, name, language, data,
             message_id, due_at)
ON CONFLICT (key) DO NOTHING
"""


# In one statement however many there are: what a query finds, told. The ordering lets two sweeps at
# a time wait for each other instead of both.
INSERT_FOUND = """
WITH found AS ({found}),
inserted AS (
    INSERT INTO core_notification (
        key, kind, subject_type_id, subject_id, recipient_id, email, name, language, data, message_id,
        due_at, next_attempt_at)
    SELECT key, kind, %(subject_type)s, subject_id, recipient_id, email, name, language, data,
           '<' || left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 40) || '@' || %(host)s || '>',
           %(now)s, %(now)s
    FROM found
    ORDER BY key
    ON CONFLICT (key) DO NOTHING
    RETURNING kind, data
)
SELECT kind, ARRAY(SELECT data ->> name FROM unnest(%(count_by)s::text[]) name) AS counted, count(*)
FROM inserted
GROUP BY 1, 2
"""


def notify(
    *,
    key: str,
    kind: str,
    recipient: models.Model | None = None,
    email: str = "",
    phone: str = "",
    name: str = "",
    language: str = "",
    subject: models.Model | None = None,
    data: Mapping[str, Any] | None = None,
    now: datetime,
    due_at: datetime | None = None,
) -> bool:
    """Tell one person one thing; ``False`` where they were told already. One query.

    Raises:
        UnknownKind: no app has registered the kind.
    """
    row = NewNotification(
        key=key,
        kind=kind,
        recipient_id=recipient.pk if recipient else None,
        email=email,
        phone=phone,
        name=name,
        language=language,
        subject=subject,
        data=data or {},
        due_at=due_at,
    )
    return notify_many([row], now=now) == 1


def notify_many(rows: Iterable[NewNotification], *, now: datetime) -> int:
    """Tell many people at once, in one statement; says how many of the rows were new.

    Raises:
        UnknownKind: no app has registered one of the kinds; nothing was written.
    """
    values = [_values(row, now) for row in rows]
    if not values:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [list(column) for column in zip(*values, strict=True)])
        added = cursor.rowcount
    if added:
        nudge(DELIVERY_TASK)
    return added


def notify_found(
    found: str,
    params: Mapping[str, Any],
    *,
    subject: type[models.Model],
    count_by: Sequence[str],
    now: datetime,
) -> Counter[tuple[str, ...]]:
    """Tell everybody whom a query finds, in one statement: for sweeps over very many rows.

    Args:
        found: a query, with named parameters, for the columns ``key``, ``kind``, ``subject_id``,
            ``recipient_id``, ``email``, ``name``, ``language`` and ``data`` (see :class:`NewNotification`).
        count_by: names in ``data``.

    Answers how many rows were new, by kind and the values of these names.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_FOUND.format(found=found),
            {
                **params,
                "subject_type": ContentType.objects.get_for_model(subject).pk,
                "host": urlsplit(settings.SITE_URL).hostname,
                "count_by": list(count_by),
                "now": now,
            },
        )
        added = Counter({(kind, *values): count for kind, values, count in cursor.fetchall()})
    if added:
        nudge(DELIVERY_TASK)
    return added


def _values(row: NewNotification, now: datetime) -> tuple[Any, ...]:
    kind_named(row.kind)
    subject_type = ContentType.objects.get_for_model(row.subject) if row.subject else None
    return (
        row.key,
        row.kind,
        subject_type and subject_type.pk,
        row.subject.pk if row.subject else None,
        row.recipient_id,
        row.email,
        row.phone,
        row.name,
        row.language,
        json.dumps(row.data, cls=DjangoJSONEncoder, ensure_ascii=False),
        message_id(row.key),
        row.due_at or now,
    )


def message_id(key: str) -> str:
    """The Message-ID of an effect: always the same, so that a mailbox can tell a repetition."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def cancel(
    *,
    keys: Iterable[str] | None = None,
    subject: models.Model | None = None,
    kinds: Iterable[str] | None = None,
) -> int:
    """Take back what has not been sent: by key, or everything about a record (of some kinds).

    Raises:
        ValueError: neither keys nor a record were given.
    """
    if keys is None and subject is None:
        raise ValueError("cancel() needs keys or a record")
    rows = Notification.objects.unsent()
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    if subject is not None:
        rows = rows.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return rows.update(state=Notification.State.CANCELLED)


def forget_cancelled(*, subject: models.Model, kinds: Iterable[str]) -> None:
    """Let what was taken back about a record be said again: its keys are free."""
    Notification.objects.filter(
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        kind__in=list(kinds),
        state=Notification.State.CANCELLED,
    ).delete()


class CannotSendAgain(Refused):
    """It is still waiting, or it has arrived."""


def send_again(*, actor: Actor, pk: int, email: str, now: datetime) -> None:
    """Send what did not arrive once more, to an address that somebody has corrected.

    It keeps its Message-ID: should the first have arrived after all, the mailbox can tell.

    Raises:
        CannotSendAgain: see there.
    """
    with transaction.atomic():
        row = Notification.objects.select_for_update().get(pk=pk)
        if row.state not in Notification.UNDELIVERED or row.phone:
            raise CannotSendAgain(
                _("“%(key)s” is “%(state)s”: only a mail that did not arrive can be sent again.")
                % {"key": row.key, "state": row.get_state_display()}
            )
        Notification.objects.filter(pk=pk).update(
            state=Notification.State.WAITING, email=email, attempts=0, error="", next_attempt_at=now
        )
        audit.record(
            actor=actor,
            subject=row,
            verb="notification.send_again",
            now=now,
            details={"from": row.email, "to": email},
        )
        nudge(DELIVERY_TASK)


# --- Reading ----------------------------------------------------------------------------------

MANY_UNREAD = 100


def inbox_of(user: models.Model, *, now: datetime) -> NotificationQuerySet:
    """What the person has been told until ``now``, whatever became of the mail."""
    shown = [kind.name for kind in _kinds.values() if kind.is_news]
    return Notification.objects.in_inbox_of(user, now=now).filter(kind__in=shown)


def unread_count(user: models.Model, *, now: datetime) -> int:
    """How many they have not read, counting no further than ``MANY_UNREAD``. One indexed query."""
    return inbox_of(user, now=now).unread()[:MANY_UNREAD].count()
