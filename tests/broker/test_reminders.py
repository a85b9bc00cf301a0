"""A worker killed amid a thousand reminders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from agreements.models import Agreement, ReminderPolicy
from core.models import Notification
from tests import mailserver
from tests.agreements.office import make_office
from tests.agreements.test_reminders import signed
from tests.broker.processes import environment_of_a_worker, kill, let_claims_run_out, wait_until, worker
from tests.mailserver import MailServer

pytestmark = [
    pytest.mark.broker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("broker"),
]

NUMBER = 1000
KILLS = 2


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with mailserver.running() as server:
        yield server


def make_reminders_due(number: int) -> None:
    """As many agreements with their notice date in 60 days, and nobody told yet."""
    office = make_office()
    ReminderPolicy.objects.update(offsets=[60])
    last_day = timezone.localdate() + timedelta(days=120)
    Agreement.objects.bulk_create(signed(office, n, ends_on=last_day) for n in range(number))


def all_are_told() -> bool:
    rows = Notification.objects.filter(kind="agreements.deadline")
    return rows.count() == NUMBER and not Notification.objects.waiting().exists()


def test_kills_amid_a_thousand_reminders_lose_none_and_repeat_one_each_at_most(mail_server, tmp_path: Path):
    make_reminders_due(NUMBER)
    environment, log = environment_of_a_worker(mail_server), tmp_path / "worker.log"
    for _kill in range(KILLS):
        enough = mail_server.count + NUMBER // (KILLS + 2)
        with worker(environment, log) as process:
            wait_until(lambda enough=enough: mail_server.count >= enough, seconds=120)
            kill(process)
        assert not all_are_told(), "it was killed too late to show anything"
        let_claims_run_out()
    with worker(environment, log):
        wait_until(all_are_told, seconds=120)

    copies = mail_server.copies()
    assert set(copies) == set(Notification.objects.values_list("message_id", flat=True)), log.read_text()
    assert len(copies) == NUMBER
    assert sum(copies.values()) <= NUMBER + KILLS
