"""One mail a day for those who want it so: what waits for each is gathered into a mail of its own.

The daily mail is a notification like any other: its key names the person and the day, and
``core.delivery`` claims, sends and repeats it. What it gathers is found and tied to it in one
statement, so that whatever is killed leaves all of it or nothing.
"""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import groupby
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.background import nudge
from core.emails import NothingToSay, headline, link_to
from core.models import Notification
from core.notifications import DELIVERY_TASK, Kind, Readers, kind_named, kinds, refusal_callbacks

# In the centre's time. What comes later stands in the mail of the next day.
GOES_OUT_FROM = time(7, 30)

GATHER = """
WITH waiting AS (
    SELECT id, recipient_id FROM core_notification
    WHERE state = 'digest' AND digest_id IS NULL AND read_at IS NULL
    FOR UPDATE SKIP LOCKED
),
named AS (
    SELECT DISTINCT recipient_id, %(kind)s || ':' || %(day)s || ':u' || recipient_id AS key FROM waiting
),
made AS (
    INSERT INTO core_notification (key, kind, recipient_id, data, message_id, due_at, next_attempt_at)
    SELECT key, %(kind)s, recipient_id, jsonb_build_object('url', '', 'day_on', %(day)s::text),
           '<' || left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 40) || '@' || %(host)s || '>',
           %(now)s, %(now)s
    FROM named
    ORDER BY key
    ON CONFLICT (key) DO NOTHING
    RETURNING id, recipient_id
),
gathered AS (
    UPDATE core_notification item SET digest_id = made.id
    FROM waiting JOIN made USING (recipient_id)
    WHERE item.id = waiting.id
)
SELECT count(*) FROM made
"""


def gather_daily_mails(*, on: date, now: datetime) -> int:
    """Make the mail of a day for everybody for whom something waits and who has none of that day yet.

    Answers how many were made. Two statements; what was read in the inbox meanwhile is not mailed.
    """
    waiting = Notification.objects.filter(state=Notification.State.DIGEST, digest=None)
    waiting.filter(read_at__isnull=False).update(state=Notification.State.KEPT)
    with connection.cursor() as cursor:
        cursor.execute(
            GATHER,
            {
                "kind": DAILY_MAIL.name,
                "day": on.isoformat(),
                "host": urlsplit(settings.SITE_URL).hostname,
                "now": now,
            },
        )
        (made,) = cursor.fetchone()
    if made:
        nudge(DELIVERY_TASK)
    return made


def items_of(daily: Notification) -> list[Notification]:
    """What the mail says: the items that nobody has taken back, by kind, the oldest first."""
    known = [kind.name for kind in kinds()]
    items = daily.items.filter(state=Notification.State.DIGEST, kind__in=known).prefetch_related("subject")
    in_order = sorted(items, key=lambda item: (item.kind, item.due_at, item.pk))
    for item in in_order:
        item.recipient = daily.recipient
    return in_order


def words_of(daily: Notification) -> dict[str, Any]:
    """Raises NothingToSay where everything was taken back."""
    items = items_of(daily)
    if not items:
        raise NothingToSay("everything in it was taken back")
    return {
        "count": len(items),
        "groups": [
            {
                "label": kind_named(name).label,
                "lines": [{"headline": headline(item), "url": link_to(item)} for item in of_kind],
            }
            for name, of_kind in groupby(items, key=lambda item: item.kind)
        ],
        "choices_url": urljoin(f"{settings.SITE_URL}/", reverse("core:mail_choices")),
    }


def pass_on_refusal(daily: Notification, now: datetime) -> None:
    """The mail did not arrive: whoever looks after something in it is told, as of a mail of its own."""
    for item in items_of(daily):
        as_refused = Notification(
            key=item.key,
            kind=item.kind,
            subject_type=item.subject_type,
            subject_id=item.subject_id,
            recipient=daily.recipient,
            data=item.data,
            email=daily.email,
            state=daily.state,
            error=daily.error,
        )
        for callback in refusal_callbacks(item.kind):
            callback(as_refused, now)


DAILY_MAIL = Kind(
    name="core.daily_mail",
    label=_("Daily mails"),
    icon="mail",
    can_be_off=False,
    readers=Readers.NOBODY,
    is_news=False,
    words=words_of,
)
