"""Several at a time: each in a thread with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def in_threads(*works: Callable[[], object]) -> None:
    """Do all of them at once; what one of them raises is raised here."""

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for outcome in [pool.submit(run, work) for work in works]:
            outcome.result(timeout=60)
