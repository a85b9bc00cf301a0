"""Filling tables without their indexes, keys and history, and putting those back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from psycopg import sql

CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint
WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('f', 'u')
"""
# A foreign key may need one of its own table's unique constraints: they come back first.
INDEXES = """
SELECT index.relname, pg_get_indexdef(index.oid)
FROM pg_index JOIN pg_class index ON index.oid = indexrelid
WHERE indrelid = ANY (%s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
"""


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """Within one transaction of the tables' owner: building an index once is quicker than row by row.

    Row history is not written for what comes in, and the rules of signed agreements do not look at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(CONSTRAINTS, [list(tables)])
        constraints = sorted(cursor.fetchall(), key=lambda row: row[2].startswith("FOREIGN KEY"))
        cursor.execute(INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for table, name, _definition in reversed(constraints):
            _run(cursor, "ALTER TABLE {} DROP CONSTRAINT {}", sql.SQL(table), sql.Identifier(name))
        for name, _definition in indexes:
            _run(cursor, "DROP INDEX {}", sql.Identifier(name))
        for table in tables:
            _run(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", sql.Identifier(table))
    yield
    with connection.cursor() as cursor:
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            statement = "ALTER TABLE {} ADD CONSTRAINT {} {}"
            _run(cursor, statement, sql.SQL(table), sql.Identifier(name), sql.SQL(definition))
        for table in tables:
            _run(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", sql.Identifier(table))


def _run(cursor, statement: str, *parts: sql.Composable) -> None:
    cursor.execute(sql.SQL(statement).format(*parts))
