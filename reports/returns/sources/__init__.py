"""Where the values of returns come from."""

from __future__ import annotations

from reports.returns.fields import INDICATOR, RowKind
from reports.returns.sources import bases, placements, scope
from reports.returns.sources.registry import SOURCES, Cell, Frame, Row, Source

__all__ = ["SOURCES", "Cell", "Frame", "Row", "Source", "bases", "placements", "scope", "source_named"]


def source_named(name: str, rows: RowKind) -> Source | None:
    """The source of a name for a kind of row; ``None`` where there is none."""
    if name.startswith(INDICATOR):
        return scope.of_indicator(name.removeprefix(INDICATOR)) if rows == RowKind.SCOPE else None
    found = SOURCES.get(name)
    return found if found is not None and found.rows == rows else None
