"""Walls inside the database: what requests from outside the centre reach, whatever their page forgets.

A request of the portal, or by a link, runs as a PostgreSQL role of its own, in one transaction, under
row-level security keyed to what the transaction names: the enterprise and the person, or the link. These
roles have no rights but those that the apps' walls give them (:func:`register_wall`); ``migrate`` builds
them.

What an act means for the centre (whom it tells, what it notes, which paper it prints) is not the
visitor's to read or write: :func:`outside` does that as the application, once the row the act is
about was fetched inside.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from psycopg import sql

from core.roles import LINK_ROLE, PORTAL_ROLE

# What a transaction names; empty outside every wall, so that no policy finds a row.
NAMED = ("app.enterprise", "app.person", "app.link")
# "on" while a page is about one record, and so reads a few rows of each table.
READS_FEW = "walls.reads_few"
KEPT_IN_TRANSACTION = (*NAMED, READS_FEW)
ENTER = "SELECT set_config('role', %s, true), " + ", ".join(
    f"set_config('{name}', %s, true)" for name in KEPT_IN_TRANSACTION
)
NOWHERE = ("none", *("" for _name in KEPT_IN_TRANSACTION))
# The keys that a role may see of a set, kept in the transaction like what it names: an array in ascending
# order, whose text can be looked through as well. Between the least and the greatest number, which are
# nobody's keys, each stands between commas.
FIND = """
SELECT set_config('walls.{name}', (
    SELECT '{{0,' || coalesce(string_agg(key::text, ',' ORDER BY key) || ',', '') || '9223372036854775807}}'
    FROM {name}_found() key
), true)
"""
FOUND = """
CREATE OR REPLACE FUNCTION {found}() RETURNS SETOF bigint LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS {definition};
CREATE OR REPLACE FUNCTION {name}() RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS {kept}
"""
NAMED_KEY = "nullif(current_setting('{name}', true), '')::bigint"
KEPT = "nullif(current_setting('walls.{name}', true), '')::bigint[]"
# The set itself, without the two numbers at its ends.
KEYS = f"unnest(trim_array(({KEPT})[2:], 1))"
# The cast is written out: text || bigint is a function in SQL, taken apart anew for each query.
HAS = r"strpos(current_setting('walls.{name}', true), ',' || \1::text || ',') > 0"
# Read once for a query, and not at all in the other branch; a key is then found by halving.
AMONG = f"(SELECT {KEPT})[width_bucket(\\1, (SELECT {KEPT}))] = \\1"
IN = f"CASE current_setting('{READS_FEW}', true) WHEN 'on' THEN {HAS} ELSE {AMONG} END"
# Where the transaction is, and out of there at once; the inner query is answered before anything is set.
LEAVE = "WITH here AS MATERIALIZED (SELECT current_setting('role') AS role, {kept}) {out}".format(
    kept=", ".join(
        f"current_setting('{name}', true) AS kept_{order}" for order, name in enumerate(KEPT_IN_TRANSACTION)
    ),
    out="SELECT here.*, set_config('role', 'none', true) FROM here",
)
ROLES = (PORTAL_ROLE, LINK_ROLE)
# The day at the centre, for walls that open and close by the day: CURRENT_DATE is that of UTC.
TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wall:
    """What the role of a portal or of links may do with one table.

    Attributes:
        sees: an SQL condition on the rows it reads; ``TRUE`` for what everybody may know.
        columns: those it reads; empty means all.
        adds: an SQL condition on rows it may insert; empty means it inserts none.
    """

    table: str
    sees: str
    columns: tuple[str, ...] = ()
    adds: str = ""
    role: str = PORTAL_ROLE


_walls: dict[tuple[str, str], Wall] = {}
_functions: dict[str, tuple[str, str]] = {}


def register_wall(wall: Wall) -> None:
    """Open a table to a role, as far as the wall says. Called from ``AppConfig.ready``.

    Two apps may open the same columns of a table to the same role, each for rows of its own.

    Raises:
        ValueError: they do not agree on the columns, or on what may be added.
    """
    key = wall.role, wall.table
    if (other := _walls.get(key)) is not None and other != wall:
        if (other.columns, other.adds) != (wall.columns, wall.adds):
            raise ValueError(f"{wall.table} is opened to {wall.role} in two ways")
        wall = replace(wall, sees=f"({other.sees}) OR ({wall.sees})")
    _walls[key] = wall


def register_wall_function(name: str, definition: str, *, role: str = PORTAL_ROLE) -> None:
    """A set of keys that several walls of a role ask for: ``IN (SELECT name())``, or ``name_has(column)``.

    The first reads the keys once for each query, 20 µs and more, and finds one among hundreds in a quarter
    of a microsecond; the second looks through all of them for each row, 0.5 µs for twenty and 2 µs for
    three hundred. So the first is for tables that pages read by the hundred, the second for those that
    they read a few rows of. Where a page is about one record, both look through them (:func:`reads_few`).

    ``definition`` is one SELECT of a bigint, which may use ``this_enterprise()``, ``this_person()``,
    ``this_link()`` and the sets declared before. It looks past the walls of the tables it reads. It is
    asked once, when the role is entered: asked by every policy of every query, it made most of their cost.
    """
    _functions[name] = role, definition


def walls(role: str = PORTAL_ROLE) -> list[Wall]:
    return [wall for wall in _walls.values() if wall.role == role]


@contextmanager
def inside(
    *,
    role: str = PORTAL_ROLE,
    enterprise_id: int | None = None,
    person_id: int | None = None,
    link_id: int | None = None,
    few: bool = False,
) -> Iterator[None]:
    """One transaction as the role of the portal or of links, for those it names.

    Args:
        few: what :func:`reads_few` says of the page. It changes what a query costs, never what it finds.

    Raises RuntimeError within another transaction: the settings would outlive this one.
    """
    with transaction.atomic(durable=True):
        named = (str(key or "") for key in (enterprise_id, person_id, link_id))
        _enter(role, *named, "on" if few else "")
        yield
        _enter(*NOWHERE)  # a transaction of a test goes on after this one


def reads_few(path: str) -> bool:
    """Whether the page at a path is about one record."""
    try:
        return "pk" in resolve(path).kwargs
    except Resolver404:
        return False


def respond_inside(
    get_response: Callable[[HttpRequest], HttpResponse], request: HttpRequest, **names: Any
) -> HttpResponse:
    """The answer to a request behind the wall, as :func:`inside`; one of 500 or more is undone."""
    with inside(few=reads_few(request.path_info), **names):
        response = get_response(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)
    return response


@contextmanager
def outside() -> Iterator[None]:
    """Step out of the wall for what an act means for the centre, and back in."""
    with connection.cursor() as cursor:
        cursor.execute(LEAVE)
        *here, _out = cursor.fetchone()
    try:
        yield
    finally:  # whoever catches a refusal goes on behind the wall
        _enter(*(value or "" for value in here))


def _enter(role: str, *named: str) -> None:
    if connection.needs_rollback:
        return  # nothing more can be asked; what was set goes with the transaction
    finding = [FIND.format(name=name) for name, (whose, _definition) in _functions.items() if whose == role]
    with connection.cursor() as cursor:
        cursor.execute("; ".join([ENTER, *finding]), [role, *named])


# --- Building ---------------------------------------------------------------------------------

BASE = "".join(
    f"""
CREATE OR REPLACE FUNCTION this_{name.removeprefix("app.")}() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT {NAMED_KEY.format(name=name)} $$;
"""
    for name in NAMED
)


def _spelt_out(condition: str) -> str:
    """A wall's condition without our functions: to look into them costs every query some 40 µs each."""
    for name in NAMED:
        function, key = f"this_{name.removeprefix('app.')}()", NAMED_KEY.format(name=name)
        condition = condition.replace(f"(SELECT {function})", key).replace(function, key)
    for name in _functions:
        condition = re.sub(rf"(\w+) IN \(SELECT {name}\(\)\)", IN.format(name=name), condition)
        condition = condition.replace(f"SELECT {name}()", f"SELECT {KEYS.format(name=name)}")
        condition = re.sub(rf"{name}_has\((\w+)\)", HAS.format(name=name), condition)
    return condition


def build(*, using: str, **_kwargs: Any) -> None:
    """Make the database's walls those that the apps declare; called after ``migrate``, as the owner.

    A table whose walls stand already is not touched: the lock that a policy needs would wait for
    every reader.
    """
    by_table: dict[str, list[Wall]] = {}
    for wall in _walls.values():
        by_table.setdefault(wall.table, []).append(wall)
    with connections[using].cursor() as cursor:
        cursor.execute(BASE)
        for role in ROLES:
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)))
        for name, (_role, definition) in _functions.items():
            cursor.execute(
                sql.SQL(FOUND).format(
                    name=sql.Identifier(name),
                    found=sql.Identifier(f"{name}_found"),
                    definition=sql.Literal(definition),
                    kept=sql.Literal(f"SELECT {KEYS.format(name=name)}"),
                )
            )
        for table, around in by_table.items():
            _build(cursor, table, around)
        for table in _standing(cursor) - by_table.keys():
            _tear_down(cursor, table)


def _build(cursor: Any, table: str, around: list[Wall]) -> None:
    around = [replace(wall, sees=_spelt_out(wall.sees), adds=_spelt_out(wall.adds)) for wall in around]
    wanted = hashlib.sha256(repr((around, settings.APPLICATION_ROLE)).encode()).hexdigest()
    cursor.execute(
        "SELECT obj_description(oid, 'pg_policy') FROM pg_policy"
        " WHERE polrelid = %s::regclass AND polname = 'centre'",
        [table],
    )
    if cursor.fetchone() == (wanted,):
        return
    _tear_down(cursor, table)
    names = {"table": sql.Identifier(table), "application": sql.Identifier(settings.APPLICATION_ROLE)}
    cursor.execute(sql.SQL("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY").format(**names))
    cursor.execute(
        sql.SQL("CREATE POLICY centre ON {table} TO {application} USING (true) WITH CHECK (true)").format(
            **names
        )
    )
    for wall in around:
        _open(cursor, wall)
    cursor.execute(
        sql.SQL("COMMENT ON POLICY centre ON {table} IS {wanted}").format(wanted=sql.Literal(wanted), **names)
    )


def _open(cursor: Any, wall: Wall) -> None:
    """Policies and rights of one role on one table."""
    name = wall.role.removeprefix("partnership_")
    names = {
        "table": sql.Identifier(wall.table),
        "role": sql.Identifier(wall.role),
        "columns": sql.SQL(" ({})").format(sql.SQL(", ").join(map(sql.Identifier, wall.columns)))
        if wall.columns
        else sql.SQL(""),
    }
    statements = [
        f"CREATE POLICY {name}_sees ON {{table}} FOR SELECT TO {{role}} USING ({wall.sees})",
        "GRANT SELECT{columns} ON {table} TO {role}",
    ]
    if wall.adds:
        statements += [
            f"CREATE POLICY {name}_adds ON {{table}} FOR INSERT TO {{role}} WITH CHECK ({wall.adds})",
            "GRANT INSERT ON {table} TO {role}",
        ]
    for statement in statements:
        cursor.execute(sql.SQL(statement).format(**names))
    if wall.adds:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [wall.table])
        (sequence,) = cursor.fetchone()
        cursor.execute(sql.SQL("GRANT USAGE ON SEQUENCE {} TO {role}").format(sql.SQL(sequence), **names))


def _tear_down(cursor: Any, table: str) -> None:
    name = sql.Identifier(table)
    for role in ROLES:
        cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(name, sql.Identifier(role)))
    cursor.execute("SELECT polname FROM pg_policy WHERE polrelid = %s::regclass", [table])
    for (policy,) in cursor.fetchall():
        cursor.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(policy), name))
    cursor.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(name))


def _standing(cursor: Any) -> set[str]:
    cursor.execute("SELECT DISTINCT polrelid::regclass::text FROM pg_policy WHERE polname = 'centre'")
    return {table for (table,) in cursor.fetchall()}
