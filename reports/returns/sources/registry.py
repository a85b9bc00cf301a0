"""Sources: one typed function for each thing that a record can say in a return."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core.indicators import Departments, Words
from core.school_years import YearKind
from reports.returns.fields import FieldType, RowKind

type Cell = str | Words | int | Decimal | date | bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """Of which time and departments a return is.

    Attributes:
        last: the reference day.
        department: whose return it is; ``None`` for the whole centre.
        departments: the same with everything below it; ``None`` for the whole centre.
    """

    kind_of_year: YearKind
    first: date
    last: date
    department: int | None
    departments: Departments


@dataclass(kw_only=True)
class Row:
    """What every row of a table has, whatever it is about.

    Attributes:
        subjects: of which records answers are kept: the name in the definition, its label and key.
        people: who is responsible for the record, by role.
        persons: whose personal data the row shows: keys by the label of their model.
        answers: what was answered in the return, by the field and what it is about.
        proposed: the same, taken over from the return before and not confirmed.
    """

    record: str
    pk: int
    label: Words
    url: str
    department: int | None
    subjects: Mapping[str, tuple[str, int]]
    people: Mapping[str, Sequence[int]] = field(default_factory=dict)
    persons: Mapping[str, Sequence[int]] = field(default_factory=dict)
    answers: Mapping[str, Cell] = field(default_factory=dict)
    proposed: Mapping[str, Cell] = field(default_factory=dict)


def nowhere_else(row: Any) -> str:
    return row.url


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One thing that rows say.

    Attributes:
        at: the address where it is filled.
        is_dated: it is as of the reference day; else as the records are on the day of filling.
    """

    name: str
    rows: RowKind
    type: FieldType
    read: Callable[[Any], Cell]
    at: Callable[[Any], str] = nowhere_else
    is_dated: bool = False


SOURCES: dict[str, Source] = {}


def source[R: Row](
    rows: RowKind,
    name: str,
    type: FieldType,
    *,
    at: Callable[[R], str] = nowhere_else,
    is_dated: bool = False,
) -> Callable[[Callable[[R], Cell]], Callable[[R], Cell]]:
    """Register a function as a source, under the kind of row and a name."""

    def register(read: Callable[[R], Cell]) -> Callable[[R], Cell]:
        full = f"{rows.value}.{name}"
        SOURCES[full] = Source(name=full, rows=rows, type=type, read=read, at=at, is_dated=is_dated)
        return read

    return register
