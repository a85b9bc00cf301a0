"""Very many rows at once, through ``COPY``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Identifier


@contextmanager
def copied_into(table: str, columns: Sequence[str]) -> Iterator[Callable[[Sequence[Any]], None]]:
    """Write rows into a table that has walls: PostgreSQL takes no ``COPY`` there.

    They go through a temporary table, and are inserted in one statement when the block ends. Call it within
    a transaction.
    """
    names = {
        "table": Identifier(table),
        "staged": Identifier(f"copied_{table}"),
        "columns": SQL(", ").join(map(Identifier, columns)),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            SQL("CREATE TEMPORARY TABLE {staged} AS SELECT {columns} FROM {table} WITH NO DATA").format(
                **names
            )
        )
        with cursor.copy(SQL("COPY {staged} ({columns}) FROM STDIN").format(**names)) as copy:
            yield copy.write_row
        cursor.execute(SQL("INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged}").format(**names))
        cursor.execute(SQL("DROP TABLE {staged}").format(**names))
