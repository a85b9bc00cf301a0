"""A database of its own for a benchmark: made, migrated and dropped by the owner, used as the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)

from conftest import as_owner


@contextmanager
def database() -> Iterator[None]:
    setup_test_environment(debug=False)
    connection.settings_dict["TEST"]["NAME"] = "bench_partnership"  # a run of the tests may be under way
    with as_owner():
        made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        with as_owner():
            teardown_databases(made, verbosity=0)
        teardown_test_environment()
