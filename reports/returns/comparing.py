"""What differs between two submitted versions of a return, or between one and that of the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from reports.models import Return, ReturnRow
from reports.returns.cells import shown, unpacked
from reports.returns.fields import Definition, Field


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that reads otherwise."""

    column: Field
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One row that is new, or says something else; ``cells`` are empty where it is new or gone."""

    name: str
    table: str
    url: str
    is_new: bool
    cells: Sequence[Cell]


def others(one: Return) -> list[Return]:
    """With what it can be compared: the version it corrects, and the last one of the year before."""
    submitted = Return.objects.filter(kind=one.kind, department=one.department_id, state="submitted")
    of_year = submitted.filter(year=one.year - 1).order_by("-version")[:1]
    return [*submitted.filter(corrected_by=one.pk), *of_year]


def changed_rows(one: Return, before: Return) -> Any:
    """The rows that are new or say something else, with ``was`` what the same record said."""
    same = ReturnRow.objects.filter(
        return_to=before, sheet=OuterRef("sheet"), record=OuterRef("record"), record_id=OuterRef("record_id")
    )
    rows = ReturnRow.objects.filter(return_to=one).annotate(was=Subquery(same.values("cells")[:1]))
    return rows.filter(Q(was__isnull=True) | ~Q(was=F("cells"))).order_by("sheet", "number")


def gone_rows(one: Return, before: Return) -> Any:
    """The rows that the other one had and this one has no more."""
    still = ReturnRow.objects.filter(
        return_to=one, sheet=OuterRef("sheet"), record=OuterRef("record"), record_id=OuterRef("record_id")
    )
    return ReturnRow.objects.filter(~Exists(still), return_to=before).order_by("sheet", "number")


def difference(definition: Definition, row: Any) -> Difference:
    """In words, in the active language."""
    sheet = definition.sheet(row.sheet)
    fields = sheet.fields if sheet else ()
    cells = [] if row.was is None else [_cell(field, row) for field in fields]
    return Difference(
        name=row.name,
        table=sheet.name if sheet else row.sheet,
        url=row.url,
        is_new=row.was is None,
        cells=[cell for cell in cells if cell.before != cell.after],
    )


def _cell(field: Field, row: Any) -> Cell:
    before, after = (shown(field, unpacked(cells.get(field.key))) for cells in (row.was, row.cells))
    return Cell(field, before, after)
