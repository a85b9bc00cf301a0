"""Walls inside the database: what requests from outside the centre reach, whatever their page forgets.

A request of the portal runs as a PostgreSQL role of its own, in one transaction, under row-level
security keyed to the enterprise and the person that the transaction names. The role has no rights
but those that the apps' walls give it (:func:`register_wall`); ``migrate`` builds them.

What an act means for the centre (whom it tells, what it notes, which paper it prints) is not the
visitor's to read or write: :func:`outside` does that as the application, once the row the act is
about was fetched inside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from psycopg import sql

from core.roles import PORTAL_ROLE

# The ids that a transaction names; empty outside every wall, so that no policy finds a row.
ENTER = """
SELECT set_config('role', %s, true),
       set_config('app.enterprise', %s, true), set_config('app.person', %s, true)
"""
NOWHERE = ("none", "", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wall:
    """What the portal's role may do with one table.

    Attributes:
        sees: an SQL condition on the rows it reads; ``TRUE`` for what everybody may know.
        columns: those it reads; empty means all.
        adds: an SQL condition on rows it may insert; empty means it inserts none.
    """

    table: str
    sees: str
    columns: tuple[str, ...] = ()
    adds: str = ""


_walls: dict[str, Wall] = {}
_functions: dict[str, str] = {}


def register_wall(wall: Wall) -> None:
    """Open a table to the portal, as far as the wall says. Called from ``AppConfig.ready``."""
    _walls[wall.table] = wall


def register_wall_function(name: str, definition: str) -> None:
    """A set of keys that several walls ask for; it looks past the walls of the tables it reads.

    ``definition`` is one SELECT of a bigint, which may use ``this_enterprise()`` and ``this_person()``.
    """
    _functions[name] = definition


def walls() -> list[Wall]:
    return list(_walls.values())


@contextmanager
def inside(*, enterprise_id: int | None, person_id: int | None) -> Iterator[None]:
    """One transaction as the portal's role, for one enterprise and one of its people.

    Raises RuntimeError within another transaction: the settings would outlive this one.
    """
    with transaction.atomic(durable=True):
        _enter(PORTAL_ROLE, str(enterprise_id or ""), str(person_id or ""))
        yield
        _enter(*NOWHERE)  # a transaction of a test goes on after this one


@contextmanager
def outside() -> Iterator[None]:
    """Step out of the wall for what an act means for the centre, and back in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('role'), current_setting('app.enterprise', true),"
            " current_setting('app.person', true)"
        )
        here = cursor.fetchone()
        cursor.execute("SELECT set_config('role', 'none', true)")
    try:
        yield
    finally:  # whoever catches a refusal goes on behind the wall
        _enter(*(value or "" for value in here))


def _enter(role: str, enterprise: str, person: str) -> None:
    if connection.needs_rollback:
        return  # nothing more can be asked; what was set goes with the transaction
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [role, enterprise, person])


# --- Building ---------------------------------------------------------------------------------

BASE = """
CREATE OR REPLACE FUNCTION this_enterprise() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.enterprise', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION this_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.person', true), '')::bigint $$;
"""


def build(*, using: str, **_kwargs: Any) -> None:
    """Make the database's walls those that the apps declare; called after ``migrate``, as the owner.

    A table whose wall stands already is not touched: the lock that a policy needs would wait for
    every reader.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(BASE)
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(PORTAL_ROLE)))
        for name, definition in _functions.items():
            cursor.execute(
                sql.SQL(
                    "CREATE OR REPLACE FUNCTION {name}() RETURNS SETOF bigint LANGUAGE sql STABLE"
                    " SECURITY DEFINER SET search_path = public, pg_temp AS {body}"
                ).format(name=sql.Identifier(name), body=sql.Literal(definition))
            )
        for wall in walls():
            _build(cursor, wall)
        for table in _standing(cursor) - set(_walls):
            _tear_down(cursor, table)


def _build(cursor: Any, wall: Wall) -> None:
    wanted = hashlib.sha256(repr((wall, settings.APPLICATION_ROLE)).encode()).hexdigest()
    cursor.execute(
        "SELECT obj_description(oid, 'pg_policy') FROM pg_policy"
        " WHERE polrelid = %s::regclass AND polname = 'portal_sees'",
        [wall.table],
    )
    if cursor.fetchone() == (wanted,):
        return
    _tear_down(cursor, wall.table)
    names = {
        "table": sql.Identifier(wall.table),
        "portal": sql.Identifier(PORTAL_ROLE),
        "application": sql.Identifier(settings.APPLICATION_ROLE),
    }
    columns = (
        sql.SQL(" ({})").format(sql.SQL(", ").join(map(sql.Identifier, wall.columns)))
        if wall.columns
        else sql.SQL("")
    )
    statements = [
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY centre ON {table} TO {application} USING (true) WITH CHECK (true)",
        f"CREATE POLICY portal_sees ON {{table}} FOR SELECT TO {{portal}} USING ({wall.sees})",
    ]
    if wall.adds:
        statements += [
            f"CREATE POLICY portal_adds ON {{table}} FOR INSERT TO {{portal}} WITH CHECK ({wall.adds})",
            "GRANT INSERT ON {table} TO {portal}",
        ]
    for statement in statements:
        cursor.execute(sql.SQL(statement).format(**names))
    cursor.execute(sql.SQL("GRANT SELECT{columns} ON {table} TO {portal}").format(columns=columns, **names))
    if wall.adds:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [wall.table])
        (sequence,) = cursor.fetchone()
        cursor.execute(sql.SQL("GRANT USAGE ON SEQUENCE {} TO {portal}").format(sql.SQL(sequence), **names))
    cursor.execute(
        sql.SQL("COMMENT ON POLICY portal_sees ON {table} IS {wanted}").format(
            wanted=sql.Literal(wanted), **names
        )
    )


def _tear_down(cursor: Any, table: str) -> None:
    names = {"table": sql.Identifier(table), "portal": sql.Identifier(PORTAL_ROLE)}
    cursor.execute(sql.SQL("REVOKE ALL ON {table} FROM {portal}").format(**names))
    for policy in ("centre", "portal_sees", "portal_adds"):
        cursor.execute(sql.SQL("DROP POLICY IF EXISTS {} ON {table}").format(sql.Identifier(policy), **names))
    cursor.execute(sql.SQL("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY").format(**names))


def _standing(cursor: Any) -> set[str]:
    cursor.execute("SELECT polrelid::regclass::text FROM pg_policy WHERE polname = 'portal_sees'")
    return {table for (table,) in cursor.fetchall()}
