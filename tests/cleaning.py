"""The database as it was before any test, brought back after a test of transactions.

Only what the test has left is taken away: to empty every table, as Django does, or to copy a clean database,
takes ten times as long. Called as the owner of the tables.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from psycopg import sql

TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1
"""
# A test may make tables, or change those there are and their triggers, policies and rights.
STRUCTURE = """
SELECT (SELECT sum(hashtext(concat(oid::regclass, relkind, relacl, relrowsecurity, reltriggers))::bigint)
        FROM (SELECT c.*, (SELECT string_agg(concat(tgname, tgenabled), ',' ORDER BY tgname)
                           FROM pg_trigger WHERE tgrelid = c.oid) AS reltriggers FROM pg_class c) AS relation
        WHERE relnamespace = ANY (ARRAY[to_regnamespace('public'), to_regnamespace('pgmq')]::oid[])),
       (SELECT count(*) FROM pg_policy), (SELECT count(*) FROM pg_proc)
"""
COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""


@dataclass(frozen=True, slots=True)
class Clean:
    """What a clean database holds.

    Attributes:
        rows: for each table that is not empty, the columns that are not generated, and its rows as
            ``COPY`` gives them.
    """

    structure: tuple[int, ...]
    digests: dict[str, tuple[int, int]]
    rows: dict[str, tuple[list[str], bytes]]

    @classmethod
    def now(cls) -> Clean:
        with transaction.atomic(), connection.cursor() as cursor:
            digests = _digests(cursor, set())
            rows = {}
            for table in digests:
                cursor.execute(COLUMNS, [table])
                columns = [name for (name,) in cursor.fetchall()]
                with cursor.copy(_copying(table, columns, "TO STDOUT")) as copy:
                    rows[table] = (columns, b"".join(map(bytes, copy)))
            return cls(_structure(cursor), digests, rows)

    def restore(self) -> bool:
        """Take away what is new and bring back what is changed; False if tables themselves have changed."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20s'")
            if _structure(cursor) != self.structure:
                return False
            found = _digests(cursor, set(self.digests))
            dirty = [
                table for table in {*found, *self.digests} if found.get(table) != self.digests.get(table)
            ]
            _each(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", dirty)
            _each(cursor, "DELETE FROM {}", dirty)
            for table in dirty:
                if table in self.rows:
                    columns, content = self.rows[table]
                    with cursor.copy(_copying(table, columns, "FROM STDIN")) as copy:
                        copy.write(content)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _each(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", dirty)
        return True


def _structure(cursor) -> tuple[int, ...]:
    cursor.execute(STRUCTURE)
    return cursor.fetchone()


def contents_of(cursor, tables: list[str]) -> list[tuple[str, int, int]]:
    """How many rows each table has, and a sum over all they say, in one query."""
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{name}', count(*), coalesce(sum(hashtext(t::text)::bigint), 0) FROM \"{name}\" t"
            for name in tables
        )
    )
    return cursor.fetchall()


def _digests(cursor, with_rows: set[str]) -> dict[str, tuple[int, int]]:
    """The tables that are not empty, with the number of their rows and a sum over all they say.

    Of a table that was empty it is enough to know that it is not.
    """
    cursor.execute(TABLES)
    tables = [name for (name,) in cursor.fetchall()]
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables)
    )
    filled = [name for (name,) in cursor.fetchall()]
    found = dict.fromkeys(filled, (0, 0))
    if asked := [name for name in filled if not with_rows or name in with_rows]:
        found |= {name: (count, total) for name, count, total in contents_of(cursor, asked)}
    return found


def _copying(table: str, columns: list[str], way: str) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(f"COPY {{}} ({{}}) {way}").format(sql.Identifier(table), names)


def _each(cursor, statement: str, tables: list[str]) -> None:
    if tables:
        cursor.execute(";".join(statement.format(f'"{table}"') for table in tables))
