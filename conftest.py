"""How the tests use the database: made, migrated and emptied by its owner, used as the application."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors: browsers, workers and brokers are waited for a third of the time."""
    return (os.process_cpu_count() or 1) + 1


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the schema, for what the application may not do."""
    current = connection.settings_dict
    application = {key: current[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.close_pool()  # before the options go: without them Django does not know its pool
    pool = current["OPTIONS"].pop("pool", None)
    current.update({key: settings.DATABASE_OWNER[key] for key in ("USER", "PASSWORD")})
    try:
        yield
    finally:
        connection.close()
        current.update(application)
        if pool is not None:
            current["OPTIONS"]["pool"] = pool


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
    django_db_modify_db_settings,
):
    from django.test.utils import setup_databases, teardown_databases

    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock(), as_owner():
        databases = setup_databases(verbosity=0, interactive=False, keepdb=keep)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock(), as_owner():
            teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """The one of pytest-django, stopped before its database is dropped: it would still use it."""
    return live_server


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner():
    """``TransactionTestCase`` empties tables with TRUNCATE, which the application may not."""
    from django.test import TransactionTestCase

    teardown = TransactionTestCase._fixture_teardown

    def teardown_as_owner(self):
        with as_owner():
            teardown(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown_as_owner)
        yield


@pytest.fixture(autouse=True)
def _forget_the_language() -> Iterator[None]:
    """A request activates its reader's language and leaves it to the next one to choose again."""
    yield
    translation.deactivate()
