"""Pictures of numbers, made on the server: a bar a year for each number, with its target as a line.

One drawing serves the page, the PDF and, as a picture, the Word file. Colours stand as attributes, which the
style sheet of the site overrides; beside every picture stands its table.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.rendering import Limits, render_pdf
from signing.pages import page_picture

WIDTH = 640
LEFT, RIGHT = 78, 120
WORDS = 80
HEADING, BAR, GAP, BETWEEN = 22, 15, 4, 14
TOP = 6
TINTS = ("#b9cbdc", "#7fa3c4", "#1f4e79")
LIMITS = Limits(cpu_seconds=20, wall_seconds=60.0)
SHEET = """<!doctype html><html lang="{}"><head><title>.</title><style>{}
body {{ margin: 0 }} img {{ display: block; width: 100%; height: 100% }} div {{ width: 100%; height: 100% }}
</style></head><body>{}</body></html>"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """One number over the years. ``target`` is drawn as a line."""

    label: str
    years: Sequence[str]
    values: Sequence[float | int | None]
    words: Sequence[str]
    target: float | int | None = None
    target_words: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    year: str
    y: float
    width: float
    words: str
    tint: str
    age: int
    target: float | None = None

    @property
    def base(self) -> float:
        return self.y + BAR - 3.5

    @property
    def end(self) -> float:
        """Where the words begin: beside the line of the target where that would run through them."""
        end = LEFT + self.width + 6
        return self.target + 6 if self.target and end - 4 <= self.target <= end + WORDS else end


@dataclass(frozen=True, slots=True)
class Block:
    """One number: its name, its bars, and where its target stands."""

    label: str
    y: float
    bars: Sequence[Bar]
    target: float | None
    target_words: str
    bottom: float

    @property
    def first(self) -> float:
        return self.bars[0].y - 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with what it says in words."""

    title: str
    height: float
    blocks: Sequence[Block]
    width: int = WIDTH

    @property
    def svg(self) -> str:
        return render_to_string("reports/chart.svg", {"drawing": self, "left": LEFT, "bar_height": BAR})

    @property
    def address(self) -> str:
        """As a `data:` address."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode()


def drawn(series: Sequence[Series], *, is_share: bool) -> Drawing | None:
    """The picture of numbers that share a unit; ``None`` where there is nothing to draw."""
    known = [one for one in series if any(value is not None for value in one.values)]
    figures = [value for one in known for value in (*one.values, one.target) if value is not None]
    if not known or not max(figures, default=0):
        return None
    most = max(100.0, *map(float, figures)) if is_share else float(max(figures))
    scale = (WIDTH - LEFT - RIGHT) / most
    blocks, y = [], float(TOP)
    for one in known:
        target = round(LEFT + float(one.target) * scale, 1) if one.target is not None else None
        bars = [
            Bar(
                year,
                y + HEADING + place * (BAR + GAP),
                round(max(float(value or 0) * scale, 0), 1),
                words,
                TINTS[min(place, len(TINTS) - 1)],
                place,
                target,
            )
            for place, (year, value, words) in enumerate(zip(one.years, one.values, one.words, strict=True))
        ]
        bottom = bars[-1].y + BAR + 3
        blocks.append(Block(one.label, y + 14, bars, target, one.target_words, bottom))
        y = bottom + BETWEEN
    title = _("Bars by year: %(names)s") % {"names": ", ".join(one.label for one in known)}
    return Drawing(title, y, blocks)


def pictures(drawings: Sequence[Drawing], language: str) -> list[bytes]:
    """As PNG, sharp at the width of a page, painted with the fonts of the papers. Raises RenderError."""
    if not drawings:
        return []
    pages = "".join(
        f"@page p{number} {{ size: {one.width}px {one.height:.0f}px; margin: 0 }}"
        f" .p{number} {{ page: p{number} }}"
        for number, one in enumerate(drawings)
    )
    body = "".join(
        f'<div class="p{number}"><img alt="." src="{one.address}"></div>'
        for number, one in enumerate(drawings)
    )
    painted = render_pdf(
        html=SHEET.format(language, pages, body), title=".", language=language, limits=LIMITS
    )
    return [page_picture(painted.content, number) for number in range(1, len(drawings) + 1)]
