"""A real worker process with a real broker, a real mail server and the test database.

Whatever kills the worker, every notification arrives, and at most one of them twice.
"""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from core.models import Notification
from core.notifications import MAIL_REFUSED, NewNotification, notify_many
from tests import mailserver
from tests.broker.processes import (
    environment_of_a_worker,
    free_port,
    kill,
    let_claims_run_out,
    wait_until,
    worker,
)
from tests.mailserver import MailServer

pytestmark = [
    pytest.mark.broker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("broker"),
]

NUMBER = 200
State = Notification.State


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with mailserver.running() as server:
        yield server


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )

    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(answers)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(params=["redis", "pgmq"])
def environment(request: pytest.FixtureRequest, mail_server: MailServer) -> dict[str, str]:
    """What tells a worker process to use the test database, this broker and this mail server."""
    redis = {"REDIS_URL": request.getfixturevalue("redis_url")} if request.param == "redis" else {}
    return environment_of_a_worker(mail_server) | redis


def tell_everybody() -> None:
    notify_many(
        [
            NewNotification(
                key=f"notice {number}",
                kind=MAIL_REFUSED.name,
                email=f"p{number}@partner.example",
                language="en",
                data={"address": "x@partner.example", "answer": "550", "about": "a test"},
            )
            for number in range(NUMBER)
        ],
        now=timezone.now(),
    )


def nothing_waits() -> bool:
    return not Notification.objects.waiting().exists()


def test_a_worker_killed_amid_its_work_loses_no_mail_and_repeats_at_most_one(
    environment, mail_server, tmp_path
):
    tell_everybody()
    log = tmp_path / "worker.log"
    with worker(environment, log) as killed:
        wait_until(lambda: mail_server.count >= NUMBER // 4)
        kill(killed)
    assert not nothing_waits(), "it was killed too late to show anything"
    let_claims_run_out()
    with worker(environment, log):
        wait_until(nothing_waits)
    copies = mail_server.copies()
    assert len(copies) == NUMBER, log.read_text()
    assert sum(copies.values()) <= NUMBER + 1
    assert set(copies) == set(Notification.objects.values_list("message_id", flat=True))
    assert Notification.objects.filter(state=State.SENT).count() == NUMBER


def test_a_worker_told_to_stop_finishes_its_mail_and_holds_nothing_back(environment, mail_server, tmp_path):
    tell_everybody()
    log = tmp_path / "worker.log"
    with worker(environment, log) as stopped:
        wait_until(lambda: mail_server.count >= NUMBER // 10)
        stopped.terminate()
        assert stopped.wait(timeout=30) == 0, log.read_text()
    assert not Notification.objects.waiting().exclude(claimed_until=None).exists()
    if not nothing_waits():
        with worker(environment, log):
            wait_until(nothing_waits)
    copies = mail_server.copies()
    assert (len(copies), set(copies.values())) == (NUMBER, {1}), log.read_text()
