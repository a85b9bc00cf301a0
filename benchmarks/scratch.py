"""Databases of a benchmark's own: made, migrated and dropped by the owner, used as the application."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.test.utils import (
    override_settings,
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)

from conftest import as_owner

AGREEMENTS = int(os.environ.get("BENCH_AGREEMENTS", "1000000"))
KEEP = bool(os.environ.get("BENCH_KEEP"))


@contextmanager
def database() -> Iterator[None]:
    """An empty one, where mail goes nowhere."""
    setup_test_environment(debug=False)
    try:
        with _connected_to("bench_partnership", keep=False):
            yield
    finally:
        teardown_test_environment()


@contextmanager
def generated_database(agreements: int = AGREEMENTS) -> Iterator[None]:
    """One that ``manage.py generate`` has filled, the same for every benchmark of a run.

    Whoever changes it, as the reminders do, comes after the lists. Templates and requests are not
    observed, as in Django's test environment: that takes longer than some pages do.
    """
    name = f"bench_{agreements}"
    with override_settings(DEBUG=False), _connected_to(name, keep=True):
        from agreements.models import Agreement

        if not Agreement.objects.exists():
            with as_owner():
                call_command("generate", agreements=agreements)
        yield


def drop_generated() -> None:
    """At the end of a run, unless somebody wants to look at them again."""
    if KEEP:
        return
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^bench_\d+$'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE "{name}"')


@contextmanager
def _connected_to(name: str, *, keep: bool) -> Iterator[None]:
    connection.settings_dict["TEST"]["NAME"] = name  # a run of the tests may be under way
    with as_owner():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep, serialized_aliases=())
    try:
        yield
    finally:
        with as_owner():
            teardown_databases(made, verbosity=0, keepdb=keep)
