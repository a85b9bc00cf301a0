"""A worker killed amid a thousand reminders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.models import Notification
from tests import mailserver
from tests.broker.reminders import make_reminders_due, remind_through_kills
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


def test_kills_amid_a_thousand_reminders_lose_none_and_repeat_one_each_at_most(mail_server, tmp_path: Path):
    make_reminders_due(NUMBER)
    log = tmp_path / "worker.log"
    remind_through_kills(mail_server, log, reminders=NUMBER, kills=KILLS)

    copies = mail_server.copies()
    assert set(copies) == set(Notification.objects.values_list("message_id", flat=True)), log.read_text()
    assert sum(copies.values()) <= len(copies) + KILLS
