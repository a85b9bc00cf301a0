"""One sweep with 10,000 reminders due, against the plainest statement; workers killed amid reminders."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from benchmarks import scratch
from benchmarks.measure import Row, in_turn
from conftest import as_owner

TITLE = "Reminders"

DUE = scratch.AGREEMENTS // 100
KILLS = int(os.environ.get("BENCH_KILLS", "50"))
SENT = 40 * (KILLS + 2)

# Everybody has decided but for so many, whose notice date lies in the next 90 days.
DECIDE = """
WITH due AS (
    SELECT id FROM agreements_agreement
    WHERE state = 'signed' AND notice_on BETWEEN %(today)s AND %(today)s::date + 90
    ORDER BY id LIMIT %(due)s
)
UPDATE agreements_agreement agreement
SET renewal_decision = CASE WHEN due.id IS NULL THEN 'lapse' ELSE '' END,
    renewal_reason = CASE WHEN due.id IS NULL THEN '协议期满，不再续签。' ELSE '' END
FROM agreements_agreement one LEFT JOIN due USING (id)
WHERE agreement.id = one.id AND one.state = 'signed' AND one.notice_on <= %(today)s::date + 90
  AND (due.id IS NOT NULL OR one.renewal_decision = '')
"""

PLAINEST = """
INSERT INTO core_notification (
    key, kind, subject_type_id, subject_id, recipient_id, data, message_id, due_at, next_attempt_at)
SELECT concat_ws(':', 'agreements.deadline', a.id, a.terms_version, 'notice', a.notice_on, days, a.owner_id),
       'agreements.deadline', %(kind)s, a.id, a.owner_id,
       jsonb_build_object('notice_on', a.notice_on, 'last_on', a.last_day, 'days', days),
       md5(a.id::text || days), now(), now()
FROM agreements_agreement a
JOIN agreements_agreementtype type ON type.id = a.type_id
JOIN agreements_reminderpolicy policy ON policy.id = type.reminder_policy_id
CROSS JOIN LATERAL (
    SELECT min(days) AS days FROM unnest(policy.offsets) days WHERE a.notice_on - days <= %(on)s) due
WHERE a.state = 'signed' AND a.renewal_decision = '' AND a.notice_on <= %(on)s::date + 90
  AND days IS NOT NULL
ON CONFLICT (key) DO NOTHING
"""


def run() -> list[Row]:
    return sweeps() + kills()


def sweeps() -> list[Row]:
    with scratch.generated_database():
        today = timezone.localdate()
        make_due(today)
        rows = [
            measured(f"a sweep: {DUE:,} due among {scratch.AGREEMENTS:,}", today, expected=DUE, wanted=3),
            measured("the same sweep on a day with nothing due", today - timedelta(days=200), expected=0),
        ]
        with transaction.atomic():
            sweep(today)
            plainest(today)
            rows.append(measured("the same sweep again: all of it is told", today, expected=0))
            transaction.set_rollback(True)
    return rows


def kills() -> list[Row]:
    """``kill -9`` of the whole worker, again and again, while it makes and sends reminders."""
    from core.models import Notification
    from tests import mailserver
    from tests.broker.reminders import make_reminders_due, remind_through_kills

    logging.getLogger("mail.log").setLevel(logging.WARNING)  # the mail server's own, of every line it hears
    with scratch.database(), mailserver.running() as server, TemporaryDirectory() as folder:
        make_reminders_due(SENT)
        remind_through_kills(server, Path(folder) / "worker.log", reminders=SENT, kills=KILLS)
        copies = server.copies()
        wanted = set(Notification.objects.values_list("message_id", flat=True))
    name = f"{KILLS} × kill -9 amid {SENT:,} reminders"
    repeated = copies.total() - len(copies)
    return [
        Row(
            name=f"{name}: rows in the ledger",
            ours=len(wanted),
            limit=SENT,
            against="one per reminder",
            wanted=1,
            counts=True,
        ),
        Row(
            name=f"{name}: mails lost",
            ours=len(wanted - set(copies)),
            limit=SENT,
            against="none",
            wanted=0,
            counts=True,
        ),
        Row(
            name=f"{name}: mails sent twice, with the same Message-ID",
            ours=repeated,
            limit=KILLS,
            against="one per kill",
            wanted=1,
            counts=True,
        ),
    ]


def make_due(today: date) -> None:
    """By the owner, whose session need not write history."""
    from agreements.models import ReminderPolicy

    ReminderPolicy.objects.update(offsets=[90, 60, 30, 7], tells_enterprise=False)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE agreements_agreement DISABLE TRIGGER USER")
        cursor.execute(DECIDE, {"today": today, "due": DUE})
        cursor.execute("ALTER TABLE agreements_agreement ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE agreements_agreement")


def measured(name: str, on: date, *, expected: int, wanted: float | None = None) -> Row:
    assert undone(lambda: sweep(on)) == expected
    assert undone(lambda: plainest(on)) == expected
    ours, limit = in_turn(lambda: undone(lambda: sweep(on)), lambda: undone(lambda: plainest(on)))
    return Row(
        name=name, ours=ours, limit=limit, against="a bare INSERT … SELECT, owners only", wanted=wanted
    )


def sweep(on: date) -> int:
    from agreements.reminders import sweep_renewals

    return sweep_renewals(on=on, now=timezone.now()).queued.total()


def plainest(on: date) -> int:
    from agreements.models import Agreement

    with connection.cursor() as cursor:
        cursor.execute(PLAINEST, {"on": on, "kind": ContentType.objects.get_for_model(Agreement).pk})
        return cursor.rowcount


def undone(function: Callable[[], Any]) -> Any:
    """Do it and take it back, so that the next run finds as much to do."""
    with transaction.atomic():
        result = function()
        transaction.set_rollback(True)
    return result
