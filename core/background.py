"""Waking background work up, and keeping some of it to one process at a time."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from celery import current_app
from django.db import connection, transaction


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
