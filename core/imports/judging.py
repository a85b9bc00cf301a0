"""What becomes of each row, decided by the database: one statement for all rows of a run.

Rows that can be read wait in a temporary table with the types of the target's columns; judging
compares them with one another and with the target, and writes a verdict per row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection, models
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Identifier, Literal
from psycopg.types.json import Jsonb

from core.imports.spec import Successor, Values
from core.imports.target import ROWS, Target, execute
from core.models import ImportRow, ImportRun

STAGED = Identifier("import_staged")
Verdict = ImportRow.Verdict


def create_staging(target: Target) -> None:
    drop_staging()
    execute(
        SQL(
            "CREATE TEMPORARY TABLE {} AS SELECT NULL::integer AS import_row, {} FROM {} WITH NO DATA"
        ).format(STAGED, target.names(target.columns), target.table)
    )


def drop_staging() -> None:
    execute(SQL("DROP TABLE IF EXISTS pg_temp.{}").format(STAGED))


def stage(target: Target, rows: Iterable[tuple[int, Values]]) -> None:
    columns = target.columns
    statement = SQL("COPY {} (import_row, {}) FROM STDIN").format(STAGED, target.names(columns))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for number, values in rows:
            copy.write_row([number, *[values[column] for column in columns]])


def judge(target: Target, run: ImportRun, successors: Mapping[int, Successor]) -> None:
    """Write a verdict for every staged row.

    The first row of a key counts, a later one is its duplicate. A row without a key is a duplicate of
    one that looks the same, before or behind it. A new row gets the key under which it will be
    inserted, so that its verdict leads to the record. Of a record that is not permitted nothing is
    compared, so that a verdict tells nothing about it.
    """
    first = SQL("first_value(import_row) OVER same_key").format()
    looks = SQL("").format()
    keyless = SQL("false").format()
    if target.spec.keyless:
        keyless = target.is_keyless("p")
        first = SQL("CASE WHEN {} THEN first_value(import_row) OVER looks_same ELSE {} END").format(
            keyless, first
        )
        looks = SQL(", looks_same AS (PARTITION BY {} ORDER BY {}, import_row)").format(
            target.names(target.spec.resembles), keyless
        )
    resembling, resembles = SQL("").format(), SQL("NULL::bigint").format()
    if target.spec.resembles:
        resembles = SQL("x.pk").format()
        resembling = SQL(
            "LEFT JOIN LATERAL (SELECT x.{pk} AS pk FROM {table} x WHERE {same} AND {may} LIMIT 1) x"
            " ON t.{pk} IS NULL"
        ).format(
            pk=target.pk,
            table=target.table,
            same=target.resembles("x", "p"),
            may=target.may_change("x"),
        )
    permitted, parameters = target.permitted_keys()
    execute(SQL("ANALYZE {}").format(STAGED))
    execute(SQL("SET LOCAL work_mem = '128MB'").format())
    execute(
        SQL("""
            WITH permitted AS ({permitted}),
            successor AS (
                SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) s (gone, stands, said)
            ), placed AS (
                SELECT *, {first} AS import_first
                FROM {staged} p WINDOW same_key AS (PARTITION BY {keys} ORDER BY import_row){looks}
            ), compared AS (
                SELECT p.import_row AS number, NULL::integer AS first, {keyless} AS keyless,
                       {values} AS values, t.{pk} AS found, {may} AS may, s.stands, s.said,
                       {resembles} AS resembled, CASE WHEN {may} THEN {from_target} END AS changes
                FROM placed p
                LEFT JOIN {table} t ON {same_key}
                LEFT JOIN successor s ON s.gone = t.{pk}
                {resembling}
                WHERE p.import_first = p.import_row
                UNION ALL
                SELECT p.import_row, p.import_first, {keyless}, {values}, NULL, NULL, NULL, NULL, NULL,
                       {from_first}
                FROM placed p
                JOIN {staged} f ON f.import_row = p.import_first
                WHERE p.import_first <> p.import_row
            )
            INSERT INTO {rows} (run_id, number, verdict, reason, values, changes, target_id)
            SELECT {run}, number,
                CASE WHEN first IS NOT NULL OR resembled IS NOT NULL THEN 'duplicate'
                     WHEN found IS NULL THEN 'new'
                     WHEN stands IS NOT NULL THEN 'duplicate'
                     WHEN NOT may THEN 'rejected'
                     WHEN changes IS NULL THEN 'unchanged'
                     ELSE 'changed' END,
                CASE WHEN first IS NOT NULL AND changes IS NULL THEN replace(%s, '#', first::text)
                     WHEN first IS NOT NULL THEN replace(%s, '#', first::text)
                     WHEN resembled IS NOT NULL THEN %s
                     WHEN stands IS NOT NULL THEN said
                     WHEN found IS NOT NULL AND NOT may THEN %s
                     WHEN keyless THEN %s
                     ELSE '' END,
                values,
                changes,
                CASE WHEN first IS NOT NULL THEN NULL
                     WHEN stands IS NOT NULL OR found IS NOT NULL AND NOT may THEN stands
                     ELSE coalesce(found, resembled, nextval({sequence})) END
            FROM compared
        """).format(
            permitted=permitted,
            may=target.may_change("t"),
            keys=target.names(target.spec.key),
            first=first,
            looks=looks,
            keyless=keyless,
            staged=STAGED,
            values=target.as_json("p"),
            pk=target.pk,
            resembles=resembles,
            from_first=target.changes(new="p", old="f", keeps=False),
            from_target=target.changes(new="p", old="t", keeps=target.keeps),
            table=target.table,
            same_key=target.same_key("t", "p"),
            resembling=resembling,
            rows=ROWS,
            run=Literal(run.pk),
            sequence=Literal(_sequence(target)),
        ),
        [
            *parameters,
            list(successors),
            [successor.pk for successor in successors.values()],
            [successor.reason for successor in successors.values()],
            _("identical to row #"),
            _("the same record as row #, with other contents"),
            _("already there, with another key or none: compare them by hand")
            if target.spec.keyless
            else _("already there under another key"),
            str(target.spec.kept_elsewhere),
            str(target.spec.keyless),
        ],
    )


def _sequence(target: Target) -> str:
    """The sequence of the target's keys, as a name that ``nextval`` takes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", [target.spec.target._meta.db_table, target.pk_name]
        )
        return cursor.fetchone()[0]


# --- Rows that are refused --------------------------------------------------------------------


def write_rejected(run: ImportRun, rows: Iterable[tuple[int, Values, str]]) -> None:
    statement = SQL("COPY {} (run_id, number, verdict, reason, values) FROM STDIN").format(ROWS)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for number, values, reason in rows:
            said = {name: text.replace("\0", "") for name, text in values.items()}
            copy.write_row([run.pk, number, Verdict.REJECTED.value, reason, Jsonb(said)])


def count_verdicts(run: ImportRun) -> dict[str, int]:
    counts = dict(run.rows.order_by().values_list("verdict").annotate(count=models.Count("number")))
    return {verdict: counts.get(verdict, 0) for verdict in Verdict.values}
