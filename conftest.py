"""How the tests use the database: made, migrated and emptied by its owner, used as the application."""

import gc
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from tests.cleaning import Clean


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors: browsers, workers and brokers are waited for a third of the time."""
    return (os.process_cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What was read to find the tests stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


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
    from django.test.utils import teardown_databases

    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock(), as_owner():
        databases = _make_databases(keep=keep)
        name = connection.settings_dict["NAME"]
        _copy(name, _clean(name))
        clean = Clean.now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: _begin_anew(clean))
        yield
    if not django_db_keepdb:
        with django_db_blocker.unblock(), as_owner():
            teardown_databases(databases, verbosity=0)
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{_clean(name)}"')


def _make_databases(*, keep: bool) -> list:
    """The test database of this process: a copy of one that was migrated before, where there is one.

    To migrate an empty one takes longer, and each process has its own. Where migrations have only come
    since a copy was made, it gets those. What else has changed (walls, catalogues) is brought up to date as
    after every migration.
    """
    from django.test.utils import setup_databases

    wanted = _migrations()
    name, template = connection.creation._get_test_db_name(), f"test_template_{_fingerprint(wanted)}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('test databases'))")
        cursor.execute("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database")
        existing = dict(cursor.fetchall())
        if keep and name in existing:
            return setup_databases(verbosity=0, interactive=False, keepdb=True)
        templates = {old: text for old, text in existing.items() if old.startswith("test_template_")}
        source = next(
            (old for old, text in templates.items() if _migrated(text).items() <= wanted.items()), None
        )
        if source is not None:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        if source == template:
            return setup_databases(verbosity=0, interactive=False, keepdb=True)
        databases = setup_databases(verbosity=0, interactive=False, keepdb=source is not None)
        connection.close()
        for old in templates:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{name}"')
        cursor.execute(f"COMMENT ON DATABASE \"{template}\" IS '{json.dumps(wanted)}'")
    return databases


def _migrations() -> dict[str, str]:
    """The migrations that there are, each with a fingerprint of its text."""
    base = Path(settings.BASE_DIR)
    return {
        str(path.relative_to(base)): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(base.glob("*/migrations/0*.py"))
    }


def _migrated(comment: str | None) -> dict[str, str]:
    """The migrations of a copy; of one about which nothing was written down, none that could be wanted."""
    return json.loads(comment) if comment else {"": ""}


def _fingerprint(migrations: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(migrations).encode()).hexdigest()[:16]


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """The one of pytest-django, stopped before its database is dropped: it would still use it."""
    return live_server


def _begin_anew(clean: Clean) -> None:
    """After a test of transactions: a clean copy takes the place of a database whose tables have changed."""
    with as_owner():
        if not clean.restore():
            _copy(_clean(connection.settings_dict["NAME"]), connection.settings_dict["NAME"])


def _clean(name: str) -> str:
    return f"{name}_clean"


def _copy(source: str, target: str) -> None:
    """Put a copy of one database in the place of another; whoever is just leaving that is waited for."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY')


@pytest.fixture(autouse=True)
def _forget_the_language() -> Iterator[None]:
    """A request activates its reader's language and leaves it to the next one to choose again."""
    yield
    translation.deactivate()
