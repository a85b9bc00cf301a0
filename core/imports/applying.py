"""Writes what was judged into the target, set by set."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from psycopg.sql import SQL, Composed, Literal

from core.imports.spec import Values
from core.imports.target import Target, as_text, execute
from core.models import ImportRun


def count_stale(target: Target, run: ImportRun) -> int:
    """How many verdicts are not true any more, because the target changed since the check."""
    permitted, parameters = target.permitted_keys()
    statement = SQL("""
        WITH permitted AS ({permitted})
        SELECT count(*) FROM {judged}
        LEFT JOIN {table} t ON {same_key}
        WHERE r.run_id = {run} AND r.verdict IN ('new', 'changed')
          AND (CASE WHEN r.verdict = 'new' THEN NULL ELSE r.target_id END IS DISTINCT FROM t.{pk}
               OR (r.verdict = 'changed' AND (NOT {may} OR {changes} IS DISTINCT FROM r.changes))
               OR (r.verdict = 'new' AND {resembled}))
    """).format(
        permitted=permitted,
        may=target.may_change("t"),
        judged=target.judged_rows,
        table=target.table,
        same_key=target.same_key("t", "v"),
        run=Literal(run.pk),
        pk=target.pk,
        changes=target.changes(new="v", old="t", keeps=target.keeps),
        resembled=SQL("EXISTS (SELECT FROM {} x WHERE {} AND {})").format(
            target.table, target.resembles("x", "v"), target.may_change("x")
        )
        if target.spec.resembles
        else SQL("false"),
    )
    with connection.cursor() as cursor:
        cursor.execute(as_text(statement), parameters)
        return cursor.fetchone()[0]


def lock(target: Target) -> None:
    """Keep others from writing, not from reading, until the transaction ends."""
    execute(SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(target.table))


def insert(target: Target, run: ImportRun, now: datetime) -> int:
    """Insert the new rows; a column that neither they nor the spec name gets the model's default."""
    given = target.spec.constants(run, now)
    constants: Values = {}
    for name, field in target.fields.items():
        if name in given:
            constants[name] = given[name]
        elif name in target.columns or field.primary_key or field.generated or field.has_db_default():
            continue
        elif getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            constants[name] = now
        else:
            constants[name] = field.get_default()
    # Lists waiting for the search indexes grow longer: merged once, not once per 4 MB.
    execute(SQL("SET LOCAL gin_pending_list_limit = '64MB'").format())
    execute(SQL("SET LOCAL work_mem = '128MB'").format())
    prepared = [target.fields[name].get_db_prep_save(value, connection) for name, value in constants.items()]
    columns = [name for name in target.columns if name not in constants]
    return execute(
        SQL("""
            INSERT INTO {table} ({pk}, {columns})
            SELECT r.target_id, {selected} FROM {judged}
            WHERE r.run_id = {run} AND r.verdict = 'new'
        """).format(
            table=target.table,
            pk=target.pk,
            columns=target.names([*columns, *constants]),
            selected=SQL(", ").join(
                [target.names(columns, "v."), *(_typed(target, name) for name in constants)]
            ),
            judged=target.judged_rows,
            run=Literal(run.pk),
        ),
        prepared,
    )


def _typed(target: Target, name: str) -> Composed:
    """A parameter in the type of a column: a select list would take it for text."""
    return SQL("%s::{}").format(SQL(target.fields[name].db_type(connection) or "text"))


def update(target: Target, run: ImportRun, now: datetime) -> int:
    """Write what changed into the rows that are there."""
    kept = SQL("CASE WHEN {} THEN t.{} ELSE v.{} END")
    settings = [
        SQL("{} = {}").format(
            target.column(name),
            kept.format(target.is_empty(name, "v"), target.column(name), target.column(name))
            if target.keeps
            else SQL("v.{}").format(target.column(name)),
        )
        for name in target.compared
    ]
    moments = [name for name, field in target.fields.items() if getattr(field, "auto_now", False)]
    settings += [SQL("{} = %s").format(target.column(name)) for name in moments]
    if not target.compared:
        return 0
    return execute(
        SQL("""
            UPDATE {table} t SET {settings} FROM {judged}
            WHERE r.run_id = {run} AND r.verdict = 'changed' AND t.{pk} = r.target_id
        """).format(
            table=target.table,
            settings=SQL(", ").join(settings),
            judged=target.judged_rows,
            run=Literal(run.pk),
            pk=target.pk,
        ),
        [now] * len(moments),
    )
