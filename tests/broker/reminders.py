"""A thousand reminders, and a worker that is killed again and again while it sends them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from agreements.models import Agreement, ReminderPolicy
from core.models import Notification
from tests.agreements.office import make_office
from tests.agreements.reminders.sweeping import signed
from tests.broker.processes import environment_of_a_worker, kill, let_claims_run_out, wait_until, worker
from tests.mailserver import MailServer


def make_reminders_due(number: int) -> None:
    """As many agreements with their notice date in 60 days, and nobody told yet."""
    office = make_office()
    ReminderPolicy.objects.update(offsets=[60])
    last_day = timezone.localdate() + timedelta(days=120)
    Agreement.objects.bulk_create(signed(office, n, ends_on=last_day) for n in range(number))


def are_told(number: int) -> bool:
    rows = Notification.objects.filter(kind="agreements.deadline")
    return rows.count() == number and not Notification.objects.waiting().exists()


def remind_through_kills(mail_server: MailServer, log: Path, *, reminders: int, kills: int) -> None:
    """Let workers make and send the reminders, killing each but the last one after an equal share."""
    environment = environment_of_a_worker(mail_server)
    for _kill in range(kills):
        enough = mail_server.count + reminders // (kills + 2)
        with worker(environment, log) as process:
            wait_until(lambda enough=enough: mail_server.count >= enough, seconds=120)
            kill(process)
        assert not are_told(reminders), "it was killed too late to show anything"
        let_claims_run_out()
    with worker(environment, log):
        wait_until(lambda: are_told(reminders), seconds=120)
