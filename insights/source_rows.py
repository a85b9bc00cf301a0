"""The table of source rows: the same for records of today and for those that were frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from typing import Any

import django_tables2 as tables
from django.core.exceptions import ObjectDoesNotExist
from django.urls import NoReverseMatch
from django.utils.formats import date_format, number_format
from django.utils.html import format_html

from core.exports import ExportColumn
from core.indicators import Column, Shape, Words
from core.tables import RecordTable

AT_ONCE = 1000


def in_words(column: Column, value: Any) -> Any:
    """A value as it is exported: dates and numbers stay what they are."""
    if isinstance(value, Words):
        return str(value)
    if column.choices and value:
        return str(column.choices.get(value, value))
    return value


def shown(column: Column, value: Any) -> str:
    """A value as it is read."""
    plain = in_words(column, value)
    if plain is None or plain == "":
        return "—"
    if isinstance(plain, date):
        return date_format(plain, "SHORT_DATE_FORMAT")
    if column.shape == Shape.NUMBER:
        return number_format(plain, force_grouping=True)
    return str(plain)


class SourceColumn(tables.Column):
    """One thing that rows say. What they say is told of all rows of a page at once (``Row.told``)."""

    def __init__(self, column: Column, *, leads_on: bool) -> None:
        number = {"class": "number"} if column.shape == Shape.NUMBER else {}
        super().__init__(
            verbose_name=str(column.label), accessor="pk", empty_values=(), attrs={"th": number, "td": number}
        )
        self.said, self.leads_on = column, leads_on

    def render(self, record: Any) -> str:
        text = shown(self.said, record.told.get(self.said.code))
        if self.leads_on and (address := record.record_url):
            return format_html('<a href="{}">{}</a>', address, text)
        return text

    def value(self, record: Any) -> Any:
        return in_words(self.said, record.told.get(self.said.code))


def address_of(record: Any) -> str:
    """Where the record is; nowhere where it has no page, or is known by its key alone and its page is that
    of another."""
    try:
        return record.get_absolute_url()
    except (NoReverseMatch, ObjectDoesNotExist, AttributeError):
        return ""


def table_of(columns: Sequence[Column]) -> type[RecordTable]:
    """The first column leads to the record."""
    shown_columns = {
        column.code.replace("-", "_"): SourceColumn(column, leads_on=number == 0)
        for number, column in enumerate(columns)
    }
    return type("SourceTable", (RecordTable,), shown_columns)


def export_columns(columns: Sequence[Column]) -> list[ExportColumn]:
    def reader(column: Column) -> Callable[[Any], Any]:
        return lambda told: in_words(column, told.get(column.code))

    return [ExportColumn(str(column.label), reader(column)) for column in columns]


def told_in_turn(
    pks: Iterable[int], tell: Callable[[Sequence[int]], Mapping[int, Mapping[str, Any]]]
) -> Iterator[Mapping[str, Any]]:
    """What any number of rows say, so many at a time."""
    for some in batched(pks, AT_ONCE, strict=False):
        told = tell(some)
        yield from (told[pk] for pk in some if pk in told)
