"""Pages of a list that stay quick at a million rows.

Counting stops at :data:`COUNT_LIMIT`, because counting everything costs hundreds of times the page
itself. Numbered pages reach :data:`LAST_NUMBERED_PAGE`; behind it one goes on from the last row
seen (a *cursor*), which costs the same however deep.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

PER_PAGE = 20
COUNT_LIMIT = 10_000
LAST_NUMBERED_PAGE = 1_000

_CURSOR_SALT = "core.paging"


class InvalidCursor(Exception):
    """The cursor was not made by this list, or for another sort order."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """One column, then the primary key, so that the order is total and an index can serve it."""

    field: str
    is_descending: bool = False

    def expressions(self, *, backwards: bool = False) -> list[Any]:
        descending = self.is_descending is not backwards
        names = [self.field] if self.field == "pk" else [self.field, "pk"]
        return [F(name).desc() if descending else F(name).asc() for name in names]

    def out_of_few(self) -> list[Any]:
        """The same order, which no index serves: to find all of a few rows and sort those.

        PostgreSQL supposes that they lie evenly along the index of the sort. Where they do not (what
        ended last spring, by the latest change), it walks through most of the table to the first.
        """
        names = [self.field] if self.field == "pk" else [self.field, "pk"]
        first, *others = names
        found: list[Any] = [Greatest(F(first), F(first)), *map(F, others)]
        return [one.desc() if self.is_descending else one.asc() for one in found]

    def after(self, value: Any, pk: Any, *, backwards: bool) -> list[Q]:
        """The rows behind a row, as segments to read one after the other.

        PostgreSQL sorts NULL as larger than every value; a segment never mixes NULLs and values,
        so that each is one range of the index.
        """
        descending = self.is_descending is not backwards
        beyond, at_or_beyond = ("lt", "lte") if descending else ("gt", "gte")
        later_pk = Q(**{f"pk__{beyond}": pk})
        if self.field == "pk":
            return [later_pk]
        null, not_null = Q(**{f"{self.field}__isnull": True}), Q(**{f"{self.field}__isnull": False})
        if value is None:
            return [null & later_pk, not_null] if descending else [null & later_pk]
        here = Q(**{f"{self.field}__{at_or_beyond}": value}) & (
            Q(**{f"{self.field}__{beyond}": value}) | later_pk
        )
        return [here] if descending else [here, null]


@dataclass(frozen=True, slots=True)
class Page:
    """What a list shows at once. Either numbered, or reached by cursor."""

    rows: list[Any]
    count: int
    count_is_capped: bool
    has_next: bool
    has_previous: bool
    number: int | None = None
    next_cursor: str | None = None
    previous_cursor: str | None = None
    per_page: int = PER_PAGE

    @property
    def next_page_number(self) -> int | None:
        return self.number + 1 if self.number is not None and self.has_next else None

    @property
    def previous_page_number(self) -> int | None:
        return self.number - 1 if self.number is not None and self.has_previous else None

    @property
    def total_label(self) -> str:
        number = number_format(self.count, use_l10n=True, force_grouping=True)
        return f"{number}+" if self.count_is_capped else number

    @property
    def count_label(self) -> str:
        if not self.rows:
            return ""
        if self.number is None:
            return _("%(shown)s of %(total)s") % {"shown": len(self.rows), "total": self.total_label}
        first = (self.number - 1) * self.per_page + 1
        return _("%(first)s–%(last)s of %(total)s") % {
            "first": number_format(first, force_grouping=True),
            "last": number_format(first + len(self.rows) - 1, force_grouping=True),
            "total": self.total_label,
        }


def bounded_count(queryset: QuerySet) -> tuple[int, bool]:
    """The number of rows up to :data:`COUNT_LIMIT`, and whether there are more."""
    count = queryset.order_by().values("pk")[: COUNT_LIMIT + 1].count()
    return min(count, COUNT_LIMIT), count > COUNT_LIMIT


def page_of(
    queryset: QuerySet,
    *,
    ordering: Ordering,
    number: int = 1,
    cursor: str | None = None,
    per_page: int = PER_PAGE,
) -> Page:
    """One page, in three queries: the count, the keys, the rows.

    The keys come first and alone, so that skipped rows never pay for joins.

    Raises:
        InvalidCursor: the address was edited, or the sort order changed since.
    """
    count, is_capped = bounded_count(queryset)
    keys = queryset.select_related(None).prefetch_related(None)
    if cursor:
        return _cursor_page(
            queryset, ordering=ordering, cursor=cursor, per_page=per_page, count=count, is_capped=is_capped
        )
    number = max(1, min(number, LAST_NUMBERED_PAGE))
    if not is_capped:
        number = min(number, max(1, -(-count // per_page)))
    start = (number - 1) * per_page
    order = ordering.expressions() if is_capped else ordering.out_of_few()
    pks = list(keys.order_by(*order).values_list("pk", flat=True)[start : start + per_page + 1])
    rows = _fetch(queryset, pks[:per_page])
    has_next = len(pks) > per_page
    return Page(
        rows=rows,
        count=count,
        count_is_capped=is_capped,
        has_next=has_next,
        has_previous=number > 1,
        number=number,
        next_cursor=cursor_at(ordering, rows[-1]) if has_next and number >= LAST_NUMBERED_PAGE else None,
        per_page=per_page,
    )


def _cursor_page(
    queryset: QuerySet,
    *,
    ordering: Ordering,
    cursor: str,
    per_page: int,
    count: int,
    is_capped: bool,
) -> Page:
    keys = queryset.select_related(None).prefetch_related(None)
    value, pk, backwards = _read_cursor(ordering, cursor)
    pks: list[Any] = []
    for segment in ordering.after(value, pk, backwards=backwards):
        wanted = per_page + 1 - len(pks)
        if wanted:
            rows = keys.filter(segment).order_by(*ordering.expressions(backwards=backwards))
            pks += rows.values_list("pk", flat=True)[:wanted]
    more = len(pks) > per_page
    pks = pks[:per_page]
    if backwards:
        pks.reverse()
    page_rows = _fetch(queryset, pks)
    return Page(
        rows=page_rows,
        count=count,
        count_is_capped=is_capped,
        has_next=bool(page_rows) and (backwards or more),
        has_previous=bool(page_rows) and (more or not backwards),
        next_cursor=cursor_at(ordering, page_rows[-1]) if page_rows and (backwards or more) else None,
        previous_cursor=cursor_at(ordering, page_rows[0], backwards=True)
        if page_rows and (more or not backwards)
        else None,
        per_page=per_page,
    )


def _fetch(queryset: QuerySet, pks: list[Any]) -> list[Any]:
    # A fresh query on the keys: the filters have done their work, their joins need no second run.
    found = {row.pk: row for row in queryset.order_by().filter(pk__in=pks)}
    return [found[pk] for pk in pks if pk in found]


def cursor_at(ordering: Ordering, row: Any, *, backwards: bool = False) -> str:
    """Where to go on from a row, forwards or backwards; signed, so that it cannot be made up."""
    value = row
    for part in ordering.field.split("__"):
        value = getattr(value, part, None)
    if isinstance(value, (date, datetime)):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = str(value)
    return signing.dumps(
        [ordering.field, ordering.is_descending, value, row.pk, backwards], salt=_CURSOR_SALT
    )


def _read_cursor(ordering: Ordering, cursor: str) -> tuple[Any, Any, bool]:
    try:
        field, is_descending, value, pk, backwards = signing.loads(cursor, salt=_CURSOR_SALT)
    except (signing.BadSignature, ValueError, json.JSONDecodeError) as error:
        raise InvalidCursor(cursor) from error
    if (field, is_descending) != (ordering.field, ordering.is_descending):
        raise InvalidCursor(cursor)
    return value, pk, backwards
