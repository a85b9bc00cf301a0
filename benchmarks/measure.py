"""What every benchmark is made of: repeated timings, and rows of a table."""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a benchmark's table.

    Attributes:
        ours, limit: seconds, the median of several runs; or how many, where ``counts`` is set.
        against: what the limit is.
        wanted: the largest ratio that is good, where one is wanted.
    """

    name: str
    ours: float
    limit: float
    against: str
    wanted: float | None = None
    note: str = ""
    counts: bool = False

    def shown(self, value: float) -> str:
        return f"{value:,.0f}" if self.counts else f"{value * 1000:,.1f} ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.limit if self.limit else float("inf")

    @property
    def verdict(self) -> str:
        if self.wanted is None:
            return ""
        return "good" if self.ratio <= self.wanted else "MISSED"


def median_seconds(function: Callable[[], Any], *, runs: int = 7, warm_up: int = 2) -> float:
    for _ in range(warm_up):
        function()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def in_turn(*functions: Callable[[], Any], runs: int = 7) -> tuple[float, ...]:
    """Medians of functions run alternately, so that a machine that drifts drifts under all of them."""
    taken: dict[Callable[[], Any], list[float]] = {function: [] for function in functions}
    for function in functions:
        function()
    for _ in range(runs):
        for function in functions:
            start = time.perf_counter()
            function()
            taken[function].append(time.perf_counter() - start)
    return tuple(statistics.median(times) for times in taken.values())


def table(title: str, rows: list[Row]) -> str:
    head = ("", "ours", "limit", "ratio", "wanted", "", "against")
    lines = [
        (
            row.name,
            row.shown(row.ours),
            row.shown(row.limit),
            f"{row.ratio:.2f} ×",
            f"≤ {row.wanted:g} ×" if row.wanted is not None else "",
            row.verdict,
            f"{row.against}{'; ' + row.note if row.note else ''}",
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(len(head))]
    text = [title, ""]
    text += [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in [head, *lines]
    ]
    return "\n".join(text) + "\n"


def outcome(name: str) -> tuple[str, int]:
    """Run a benchmark in a process of its own: its table, and how many figures missed their mark."""
    django.setup()
    module = importlib.import_module(f"benchmarks.{name}")
    rows = module.run()
    return table(module.TITLE, rows), sum(row.verdict == "MISSED" for row in rows)
