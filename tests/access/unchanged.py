"""What a refusal must leave as it was: every row of every table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from tests.cleaning import contents_of

# The view pg_stat_xact_user_tables counts the uses of every index as well, which takes ten times as long.
WRITTEN = """
SELECT relname, tuples FROM (
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
                  + pg_stat_get_xact_tuples_deleted(oid) AS tuples
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'django_session'
) AS counted
WHERE tuples > 0
"""


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens. A durable transaction may begin inside, as in any test."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic:
        yield
        transaction.set_rollback(True)


def written() -> list[tuple[str, int]]:
    """How many rows this transaction has written into which table so far, taken back or not."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return sorted(cursor.fetchall())


def rows_in_every_table() -> list[tuple[str, int, int]]:
    """How many rows each table has, and a sum over all their contents, in one query."""
    tables = sorted(set(connection.introspection.table_names()) - {"django_session"})
    with connection.cursor() as cursor:
        return sorted(contents_of(cursor, tables))  # several workers of the server answer in any order


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Whatever is done inside leaves every row as it was.

    Raises:
        AssertionError: it did not.
    """
    after = None
    with undone():
        so_far = written()
        yield
        # Reading every table takes longer than most requests; what wrote nothing changed nothing.
        if written() != so_far:
            after = rows_in_every_table()
    assert after is None or after == rows_in_every_table()
