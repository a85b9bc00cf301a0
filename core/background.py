"""Waking background work up, and keeping some of it to one process at a time."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from celery import current_app
from django.db import connection, transaction

# 1, 2, 4 … minutes, then every 6 hours: about a day, as mail servers do among themselves.
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
ENOUGH_DOUBLINGS = 9  # more would only make a number that no duration holds


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, ENOUGH_DOUBLINGS), LONGEST_PAUSE)


def nudge(task_name: str) -> None:
    """Start a sweep as soon as this transaction is committed.

    A broker that is down costs a line in the log and nothing else: the sweep runs by the clock
    as well. Nudges take no arguments, since the rows say what there is to do.
    """
    # Unlike a task called by hand, a nudge is not retried: nobody waits for it.
    transaction.on_commit(partial(current_app.send_task, task_name, retry=False), robust=True)


@contextmanager
def one_at_a_time(name: str) -> Iterator[bool]:
    """Whether this process may do the work of that name: ``False`` while another does.

    The server gives it up for a process that dies. Two queries.
    """
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
