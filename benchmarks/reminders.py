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

TITLE = "Reminders"

AGREEMENTS = int(os.environ.get("BENCH_AGREEMENTS", "1000000"))
DUE = 10_000
KILLS = int(os.environ.get("BENCH_KILLS", "50"))
SENT = 40 * (KILLS + 2)

# Those that are due have their notice date in 60 days; the others end in later years.
GENERATE = """
INSERT INTO agreements_agreement (
    reference, old_reference, title_en, title_zh, type_id, state, language, department_id, owner_id, forms,
    aims, content, value_currency, starts_on, ends_on, renewal_rule, notice_days, revised_renewal_rule,
    terms_version, is_imported, signed_on, termination_reason, renewal_decision, renewal_reason,
    counterparty_name, counterparty_key, title_en_key, title_zh_key, created_at, updated_at)
SELECT 'AG-' || n, '', 'Agreement ' || n, '合作协议', %(type)s, 'signed', 'both',
       departments[1 + n %% %(departments_count)s], owners[1 + n %% %(owners_count)s], '{}', '', '', 'CNY',
       %(today)s::date - 365,
       CASE WHEN n %% %(every)s = 0 THEN %(today)s::date + 120 ELSE %(today)s::date + 400 + n %% 2000 END,
       'by_decision', 60, '', 1, FALSE, %(today)s::date - 365, '', '', '',
       '企业' || n, '', '', '', now(), now()
FROM generate_series(1, %(number)s) n,
     (SELECT array_agg(id) AS departments FROM accounts_department) d,
     (SELECT array_agg(id) AS owners FROM accounts_user) u
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
    with scratch.database():
        today = timezone.localdate()
        generate(today)
        rows = [
            measured(f"a sweep: {DUE:,} due among {AGREEMENTS:,}", today, expected=DUE, wanted=3),
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


def generate(today: date) -> None:
    """Agreements, their people and policies; by the owner, whose session need not write history."""
    from accounts.models import Appointment, Department, Position, User
    from agreements.defaults import load_defaults
    from agreements.models import AgreementType, ReminderPolicy
    from conftest import as_owner

    load_defaults(now=timezone.now())
    ReminderPolicy.objects.update(offsets=[90, 60, 30, 7])
    departments = Department.objects.bulk_create(
        Department(code=f"D{n}", name_en=f"Department {n}", name_zh=f"{n}系") for n in range(6)
    )
    users = User.objects.bulk_create(User(email=f"p{n}@centre.example", name=f"员工{n}") for n in range(30))
    for department, user in zip(departments, users, strict=False):
        head = Position.objects.create(
            department=department, title_en="Head", title_zh="系主任", capabilities=["agreement.review"]
        )
        Appointment.objects.create(user=user, position=head, starts_on=date(2020, 1, 1))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE agreements_agreement DISABLE TRIGGER USER")
        cursor.execute(
            GENERATE,
            {
                "type": AgreementType.objects.earliest("pk").pk,
                "today": today,
                "every": AGREEMENTS // DUE,
                "number": AGREEMENTS,
                "departments_count": len(departments),
                "owners_count": len(users),
            },
        )
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
