"""A worker killed amid the daily mails of eighty people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import User
from agreements.notices import PARTNER_COMMENT
from core.delivery import deliver_due
from core.digests import DAILY_MAIL, gather_daily_mails
from core.models import MailChoice, Notification
from core.notifications import NewNotification, notify_many
from tests import mailserver
from tests.broker.processes import environment_of_a_worker, kill, let_claims_run_out, wait_until, worker
from tests.mailserver import MailServer

pytestmark = [
    pytest.mark.broker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("broker"),
]

PEOPLE = 80
EACH = 3


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with mailserver.running() as server:
        yield server


def let_news_wait() -> None:
    people = User.objects.bulk_create(
        User(email=f"p{n}@centre.example", name=f"P{n}", password="!") for n in range(PEOPLE)
    )
    MailChoice.objects.bulk_create(
        MailChoice(user=person, kind=PARTNER_COMMENT.name, timing=MailChoice.Timing.DIGEST)
        for person in people
    )
    notify_many(
        [
            NewNotification(
                key=f"{person.pk} {number}",
                kind=PARTNER_COMMENT.name,
                recipient_id=person.pk,
                data={"enterprise": "Jinggong", "person": "Sun Li", "text": f"{person.pk}-{number}"},
            )
            for person in people
            for number in range(EACH)
        ],
        now=timezone.now(),
    )
    deliver_due(now=timezone.now())


def test_a_kill_amid_daily_mails_loses_none_and_repeats_at_most_one(mail_server, tmp_path: Path):
    let_news_wait()
    now = timezone.now()
    assert mail_server.count == 0
    assert gather_daily_mails(on=timezone.localdate(now), now=now) == PEOPLE
    environment = environment_of_a_worker(mail_server)
    log = tmp_path / "worker.log"
    with worker(environment, log) as killed:
        wait_until(lambda: mail_server.count >= PEOPLE // 4)
        kill(killed)
    assert Notification.objects.waiting().exists(), "it was killed too late to show anything"
    let_claims_run_out()
    with worker(environment, log):
        wait_until(lambda: not Notification.objects.waiting().exists())

    copies = mail_server.copies()
    assert set(copies) == set(
        Notification.objects.filter(kind=DAILY_MAIL.name).values_list("message_id", flat=True)
    ), log.read_text()
    assert sum(copies.values()) <= PEOPLE + 1
    told = Counter(
        (address, line)
        for address, letter in mail_server.taken
        for line in letter.get_body(["plain"]).get_content().splitlines()
        if line.startswith("- ")
    )
    assert sum(told.values()) <= (PEOPLE + 1) * EACH
    assert {address for address, _line in told} == set(User.objects.values_list("email", flat=True))
