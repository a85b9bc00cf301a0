"""The pieces of SQL that judging and applying share, for one target table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from core.imports.spec import ImportSpec
from core.models import ImportRow

ROWS = Identifier(ImportRow._meta.db_table)


def execute(statement: Composable, parameters: Sequence[Any] | None = None) -> int:
    """Run one statement; answers how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(as_text(statement), parameters)
        return cursor.rowcount


def as_text(statement: Composable) -> str:
    """The statement as Django's cursors and what wraps them expect it."""
    connection.ensure_connection()
    return statement.as_string(connection.connection)


class Target:
    """The statements for one kind of list and the columns that its rows speak about."""

    def __init__(
        self, spec: ImportSpec, columns: Sequence[str], *, permitted: models.QuerySet | None
    ) -> None:
        self.spec = spec
        self.columns = list(columns)
        self.permitted = permitted
        meta = spec.target._meta
        self.fields: dict[str, models.Field] = {field.attname: field for field in meta.concrete_fields}
        if unknown := [column for column in columns if column not in self.fields]:
            raise ValueError(f"{spec.name} feeds columns that {meta.label} does not have: {unknown}")
        if missing := [column for column in spec.key if column not in columns]:
            raise ValueError(f"{spec.name} leaves key columns out: {missing}")
        self.table = Identifier(meta.db_table)
        self.pk_name: str = next(name for name, field in self.fields.items() if field.primary_key)
        self.pk = self.column(self.pk_name)
        self.compared = [column for column in columns if column not in spec.key]

    def column(self, name: str) -> Identifier:
        return Identifier(str(self.fields[name].column))

    def names(self, columns: Iterable[str], prefix: str = "") -> Composed:
        return SQL(", ").join(SQL(prefix) + self.column(name) for name in columns)

    def same_key(self, left: str, right: str, columns: Sequence[str] | None = None) -> Composed:
        return SQL(" AND ").join(
            SQL("{}.{} = {}.{}").format(SQL(left), self.column(name), SQL(right), self.column(name))
            for name in columns or self.spec.key
        )

    def is_keyless(self, prefix: str) -> Composed:
        """Whether a row lacks its key or a part of it."""
        return SQL("num_nulls({}) > 0").format(self.names(self.spec.key, f"{prefix}."))

    def resembles(self, left: str, right: str) -> Composed:
        """Whether a record may be what a row is about, though it has another key, or one has none."""
        same = self.same_key(left, right, self.spec.resembles)
        if not self.spec.keyless:
            return same
        # With two keys that differ they are two, whatever they are called.
        return SQL("{} AND ({} OR {})").format(same, self.is_keyless(left), self.is_keyless(right))

    def is_empty(self, name: str, prefix: str) -> Composed:
        value = SQL("{}.{}").format(SQL(prefix), self.column(name))
        field = self.fields[name]
        if isinstance(field, models.CharField | models.TextField):
            return SQL("coalesce({}, '') = ''").format(value)
        if isinstance(field, ArrayField):
            return SQL("coalesce(cardinality({}), 0) = 0").format(value)
        return SQL("{} IS NULL").format(value)

    def differs(self, name: str, *, new: str, old: str, keeps: bool) -> Composed:
        """Whether a column changes; with ``keeps``, an empty cell changes nothing."""
        condition = SQL("{new}.{column} IS DISTINCT FROM {old}.{column}").format(
            new=SQL(new), old=SQL(old), column=self.column(name)
        )
        if keeps:
            condition = SQL("({} AND NOT ({}))").format(condition, self.is_empty(name, new))
        return condition

    def changes(self, *, new: str, old: str, keeps: bool) -> Composed:
        """Column → [from, to] as jsonb; NULL where nothing differs."""
        pairs = [
            SQL(
                "{name}, CASE WHEN {differs} THEN jsonb_build_array({old}.{column}, {new}.{column}) END"
            ).format(
                name=Literal(name),
                differs=self.differs(name, new=new, old=old, keeps=keeps),
                old=SQL(old),
                new=SQL(new),
                column=self.column(name),
            )
            for name in self.compared
        ]
        differs = [self.differs(name, new=new, old=old, keeps=keeps) for name in self.compared]
        if not pairs:
            return SQL("NULL::jsonb").format()
        return SQL("CASE WHEN {} THEN jsonb_strip_nulls(jsonb_build_object({})) END").format(
            SQL(" OR ").join(differs), SQL(", ").join(pairs)
        )

    def as_json(self, prefix: str) -> Composed:
        return SQL("jsonb_build_object({})").format(
            SQL(", ").join(
                SQL("{}, {}.{}").format(Literal(self.fields[name].column), SQL(prefix), self.column(name))
                for name in self.columns
            )
        )

    def may_change(self, row: str) -> Composed:
        """Whether a row of the target is there and among the permitted ones."""
        if self.permitted is None:
            return SQL("{}.{} IS NOT NULL").format(SQL(row), self.pk)
        return SQL("coalesce({}.{} IN (TABLE permitted), false)").format(SQL(row), self.pk)

    def permitted_keys(self) -> tuple[Composable, tuple[Any, ...]]:
        """A query for the keys of the permitted rows, with its parameters."""
        nothing = SQL("SELECT NULL::bigint WHERE false"), ()
        if self.permitted is None:
            return nothing
        try:
            text, parameters = self.permitted.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return nothing
        return SQL(text), parameters

    @property
    def keeps(self) -> bool:
        return not self.spec.empties_overwrite

    @property
    def judged_rows(self) -> Composed:
        """The judged rows of a run ``r``, each beside what it says ``v``, typed as a row of the target."""
        return SQL("{rows} r CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, r.values) v").format(
            rows=ROWS, table=self.table
        )
