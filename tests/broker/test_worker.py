"""A real worker process with a real broker, a real mail server and the test database.

Whatever kills the worker, every notification arrives, and at most one of them twice.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from core.models import Notification
from core.notifications import MAIL_REFUSED, NewNotification, notify_many
from tests import mailserver
from tests.mailserver import MailServer

pytestmark = [
    pytest.mark.broker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("broker"),
]

ROOT = Path(__file__).resolve().parent.parent.parent
NUMBER = 200
State = Notification.State


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
    database = connection.settings_dict
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    kept = {key: value for key, value in os.environ.items() if key != "REDIS_URL"}
    redis = {"REDIS_URL": request.getfixturevalue("redis_url")} if request.param == "redis" else {}
    return (
        kept
        | redis
        | {
            "ENVIRONMENT": "development",
            "DATABASE_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        }
    )


@contextmanager
def worker(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "2", "-l", "INFO"),
                *("--without-gossip", "--without-mingle", "--without-heartbeat"),
            ],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """``kill -9`` of the worker with all its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


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


def let_claims_run_out() -> None:
    """As time would do: what the dead worker held may be taken by another."""
    claimed = Notification.objects.waiting().exclude(claimed_until=None)
    claimed.update(claimed_until=timezone.now() - timedelta(seconds=1))


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
