"""A real worker process on the test database, with a real broker and a real mail server."""

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

from django.db import connection
from django.utils import timezone

from core.models import Notification
from tests.mailserver import MailServer

ROOT = Path(__file__).resolve().parent.parent.parent


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment_of_a_worker(mail_server: MailServer) -> dict[str, str]:
    """What tells a worker process to use the test database, the broker in it, and this mail server."""
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    return {key: value for key, value in os.environ.items() if key != "REDIS_URL"} | {
        "ENVIRONMENT": "development",
        "DATABASE_URL": url,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
    }


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


def let_claims_run_out() -> None:
    """As time would do: what the dead worker held may be taken by another."""
    claimed = Notification.objects.waiting().exclude(claimed_until=None)
    claimed.update(claimed_until=timezone.now() - timedelta(seconds=1))
