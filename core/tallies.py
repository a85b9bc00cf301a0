"""Indicators made of one statement: which records count, for which department, as what and how much.

Numbers, rows and what is frozen all come out of the same statement, so that they cannot differ. What an app
hands over is a queryset or SQL; nothing here knows a model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import CharField, Value
from django.db.models.expressions import RawSQL
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.access import Text
from core.indicators import (
    COUNTED,
    REST,
    Column,
    Departments,
    Group,
    Indicator,
    Kind,
    Member,
    Nature,
    Part,
    Rows,
    Topic,
    Words,
    grouped,
)
from core.school_years import YearKind


class Statement(NamedTuple):
    """SQL that answers ``pk``, ``department``, ``part`` and ``weight`` of every record that counts, and its
    parameters."""

    text: str
    parameters: tuple[Any, ...]


def of_queryset(rows: Any, *, department: Any, part: Any = None, weight: Any = None) -> Statement:
    """A statement out of a queryset and three expressions; a record is in the only part, and weighs one,
    unless others are given."""
    query = rows.order_by().values_list(
        "pk",
        department,
        Value(COUNTED, output_field=CharField()) if part is None else part,
        Value(1) if weight is None else weight,
    )
    text, parameters = query.query.sql_with_params()
    return Statement(f"SELECT * FROM ({text}) counted (pk, department, part, weight)", tuple(parameters))  # noqa: S608 — of the query itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Records of one kind that count.

    Attributes:
        statement: those that count from a first day to a last one; what is true on a day alone looks at
            the last.
        says: what a row says: the columns, and how each is read from the record. The first one is called
            ``name`` and says it in both languages.
        related: what is fetched along for that, and for the address of the record.
        name_field: what the rows are sorted by; ``found_by`` the fields that a search looks in.
    """

    model: Any
    statement: Callable[[date, date], Statement]
    says: Sequence[tuple[Column, Callable[[Any], Any]]]
    related: Sequence[str] = ()
    name_field: str
    found_by: Sequence[str] = ()
    is_personal: bool = False

    def counts(self, first: date, on: date, departments: Departments) -> list[tuple[Any, str, Any]]:
        """One query."""
        return self._fetch(
            "SELECT department, part, sum(weight) FROM ({members}) member {where} GROUP BY department, part",
            first,
            on,
            departments,
        )

    def members(self, first: date, on: date, departments: Departments) -> Iterator[Member]:
        """One query."""
        label = self.model._meta.label
        listing = "SELECT pk, department, part, weight FROM ({members}) member {where}"
        for pk, department, part, weight in self._fetch(listing, first, on, departments):
            yield Member(label, pk, department, part, weight)

    def rows(self, first: date, on: date, departments: Departments, part: str) -> Rows:
        members = self.statement(first, on)
        wanted, of_part = {COUNTED: ("part <> ''", ()), REST: ("part = ''", ())}.get(
            part, ("part = %s", (part,))
        )
        of_departments: tuple[Any, ...] = ()
        if departments is not None:
            wanted, of_departments = f"{wanted} AND department = ANY(%s)", (sorted(departments),)
        chosen = f"SELECT pk FROM ({members.text}) member WHERE {wanted}"  # noqa: S608 — no value in it
        keys = RawSQL(chosen, (*members.parameters, *of_part, *of_departments))  # noqa: S611 — with parameters
        rows = self.model.objects.filter(pk__in=keys)
        return Rows(
            queryset=rows.select_related(*self.related) if self.related else rows,
            columns=[column for column, _read in self.says],
            tell=self.tell,
            name_field=self.name_field,
            found_by=self.found_by,
            is_personal=self.is_personal,
        )

    def tell(self, pks: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
        """One query."""
        rows = self.model._default_manager.filter(pk__in=pks).order_by()
        rows = rows.select_related(*self.related) if self.related else rows
        return {row.pk: {column.code: read(row) for column, read in self.says} for row in rows}

    def _fetch(self, text: str, first: date, on: date, departments: Departments) -> list[Any]:
        members = self.statement(first, on)
        where, parameters = "", members.parameters
        if departments is not None:
            where, parameters = "WHERE department = ANY(%s)", (*parameters, sorted(departments))
        with connection.cursor() as cursor:
            cursor.execute(text.format(members=members.text, where=where), parameters)
            return cursor.fetchall()


def tallied(
    *,
    code: str,
    tally: Tally,
    base: Tally | None = None,
    nature: Nature,
    parts: Sequence[Part] = (),
    label: Text,
    numerator: Text,
    denominator: Text = "",
    definition: Text,
    source: Text = "",
    unit: Text = "%",
    topic: Topic,
    order: int,
    version: int = 1,
    since: date = date.min,
    year: YearKind | None = None,
) -> Indicator:
    """An indicator out of the records that count.

    Args:
        base: what a ratio divides by: its own records, each of which weighs one.
        year: given where it adds up since a year began: the one it is counted by unless another is asked
            for.
    """

    def began(on: date) -> date:
        return year.begins(on) if year is not None else on

    def count(on: date, departments: Departments) -> Sequence[Group]:
        counts = [
            (where, part, _plain(much)) for where, part, much in tally.counts(began(on), on, departments)
        ]
        if base is not None:
            counts += [(where, "", int(much)) for where, _part, much in base.counts(on, on, departments)]
        return grouped(counts, nature)

    def members(on: date, departments: Departments) -> Iterator[Member]:
        yield from tally.members(began(on), on, departments)
        if base is not None:
            for one in base.members(on, on, departments):
                yield one._replace(part="", weight=1)

    def rows(on: date, departments: Departments, part: str) -> Rows:
        if base is not None and part == REST:
            return base.rows(on, on, departments, COUNTED)
        return tally.rows(began(on), on, departments, part)

    again = partial(
        tallied,
        code=code,
        tally=tally,
        base=base,
        nature=nature,
        parts=parts,
        label=label,
        numerator=numerator,
        denominator=denominator,
        definition=definition,
        source=source,
        unit=unit,
        topic=topic,
        order=order,
        version=version,
        since=since,
    )
    return Indicator(
        code=code,
        label=label,
        numerator=numerator,
        denominator=denominator,
        definition=definition,
        parts=parts or [Part(code=COUNTED, label=numerator)],
        count=count,
        members=members,
        rows=rows,
        basis=(lambda on: _time_counted(began(on), on)) if year is not None else None,
        source=source,
        nature=nature,
        unit=unit,
        topic=topic,
        order=order,
        version=version,
        since=since,
        in_year=(lambda kind: again(year=kind)) if year is not None else None,
    )


def _time_counted(first: date, on: date) -> str:
    return _("Counted from %(first)s to %(last)s.") % {
        "first": date_format(first),
        "last": date_format(on),
    }


def _plain(much: Any) -> int | Decimal:
    """A whole number as one."""
    return int(much) if much == int(much) else Decimal(much)


SHARE, RATIO = Nature(Kind.SHARE), Nature(Kind.RATIO)


def amount(measure: Any) -> Nature:
    return Nature(Kind.AMOUNT, measure)


# --- What rows say ----------------------------------------------------------------------------


def in_two(en: str, zh: str) -> Words:
    """In both languages; the other one where there is none in one."""
    return Words(en=en or zh, zh=zh or en)


def department_in_words(department: Any) -> Words:
    return in_two(department.name_en, department.name_zh)


def enterprise_in_words(enterprise: Any) -> Words:
    return in_two(enterprise.name_en, enterprise.name)
