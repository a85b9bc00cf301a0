"""Tables: what a list shows of each row."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from typing import Any

import django_tables2 as tables
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django_tables2.columns import BoundColumn
from django_tables2.data import TableListData
from django_tables2.rows import BoundRow
from django_tables2.utils import AttributeDict

from core import look
from core.paging import Page


class OrderedByTheDatabase(TableListData):
    """Rows of one page, already in order: sorting twenty of a million would be a lie."""

    def order_by(self, aliases: Any) -> None:
        return None


class RecordTable(tables.Table):
    """A table whose columns can be chosen. ``Meta.default_columns`` are shown until somebody chooses.

    A column is sortable where the view says so (``sorts``), because a sort needs an index.
    """

    default_columns: tuple[str, ...] = ()

    @classmethod
    def column_labels(cls) -> dict[str, str]:
        return {name: capfirst(column.verbose_name or name) for name, column in cls.base_columns.items()}

    @classmethod
    def for_page(
        cls, page: Page, *, shown: list[str], sorts: dict[str, str], order: str, **kwargs: Any
    ) -> RecordTable:
        hidden = [name for name in cls.base_columns if name not in shown]
        table = cls(
            OrderedByTheDatabase(page.rows),
            exclude=hidden,
            order_by=order if order.lstrip("-") in shown else None,
            order_by_field="sort",
            **kwargs,
        )
        for bound in table.columns.iterall():
            bound.column.orderable = bound.name in sorts
            bound.column.verbose_name = capfirst(bound.header)
        table.page = _TablePage(page, table)
        return table

    def shown_rows(self) -> Iterator[tuple[Any, list[tuple[SafeString, Any]]]]:
        """Each record with its cells and their attributes. The attributes are the same in every row: a
        template that works them out for each cell takes longer over them than over the page.
        """
        columns = [
            (
                bound.name,
                format_html('{} data-label="{}"', AttributeDict(bound.attrs["td"]).as_html(), bound.header),
            )
            for bound in self.columns
        ]
        for record in self.page.rows:
            row = _Row(record, self)
            yield record, [(attributes, row.get_cell(name)) for name, attributes in columns]


class _Row(BoundRow):
    """A row that finds out once, not for every cell, what a column's ``render`` wants to be given."""

    def _call_render(self, bound_column: BoundColumn, value: Any = None) -> Any:
        given = self._optional_cell_arguments(bound_column, value)
        render = bound_column.render
        asked = _arguments(render.__func__)
        content = render(**(given if asked is None else {name: given[name] for name in asked}))
        return bound_column.link(content, **given) if bound_column.link else content


@cache
def _arguments(method: Any) -> tuple[str, ...] | None:
    """Their names; ``None`` where it takes whatever there is."""
    _itself, *asked = inspect.signature(method).parameters.values()
    if any(one.kind is one.VAR_KEYWORD for one in asked):
        return None
    return tuple(one.name for one in asked)


class _TablePage:
    """The page as django-tables2 looks at it: its rows wrapped, the rest as it is."""

    def __init__(self, page: Page, table: RecordTable) -> None:
        self._page = page
        self.object_list = table.rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)


class LinkColumn(tables.Column):
    """The name of the row, which leads to its page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, linkify=True, **kwargs)


class StateColumn(tables.Column):
    """A state as a chip: one colour per meaning across the product, never colour alone."""

    def render(self, record: Any) -> SafeString:
        return look.chip_html(record.chip)

    def value(self, record: Any) -> str:
        return str(record.chip.label)


class RelativeDateColumn(tables.Column):
    """A date as "in 3 weeks", with the exact one on hover."""

    def render(self, value: Any) -> SafeString:
        return look.relative_date_html(value)

    def value(self, value: Any) -> Any:
        return value


class NumberColumn(tables.Column):
    """A number, to the right, in figures of one width."""

    attrs_for_numbers = {"th": {"class": "number"}, "td": {"class": "number"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs=self.attrs_for_numbers, **kwargs)


class TwoLineColumn(tables.Column):
    """A name that leads to its page with a quieter line below it, such as a code."""

    def __init__(self, *args: Any, second: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.second = second

    def render(self, value: Any, record: models.Model) -> SafeString:
        below = getattr(record, self.second, "") or ""
        address = record.get_absolute_url()  # type: ignore[attr-defined]
        return format_html(
            '<a href="{}">{}</a>{}',
            address,
            value,
            format_html('<div class="text-secondary">{}</div>', below) if below else "",
        )

    def value(self, value: Any) -> Any:
        return value
