"""The picture of a process: states in rows from the first to the last, arrows with the numbers of the moves.

Drawn on the server, so that it prints and needs no script; the table beside it says the same in words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from core.transitions import TransitionTable

BOX_WIDTH, BOX_HEIGHT = 176, 48
GAP_X, GAP_Y = 44, 64
MARGIN = 24
BULGE, NEXT_BULGE = 34, 22
LETTERS, CHARACTERS = 24, 12
SPREAD = 26


@dataclass(frozen=True, slots=True)
class Box:
    """A state. ``lines`` are its words, two at most, each with where its base line is."""

    state: str
    x: float
    y: float
    lines: list[tuple[str, float]]
    is_first: bool
    is_last: bool

    @property
    def middle(self) -> float:
        return self.x + BOX_WIDTH / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """All moves from one state to another: a curve, and where its numbers stand."""

    path: str
    numbers: str
    x: float
    y: float
    half: float

    @property
    def base(self) -> float:
        """The base line of the numbers."""
        return self.y + 4


@dataclass(frozen=True, slots=True)
class Diagram:
    width: float
    height: float
    boxes: list[Box]
    arrows: list[Arrow]


def first_state(table: TransitionTable) -> str:
    """The one in which a record begins."""
    default = table.model._meta.get_field("state").default
    values = [str(value) for value in table.states.values]
    return str(default) if str(default) in values else values[0]


def levels(table: TransitionTable) -> dict[str, int]:
    """How many moves each state is away from the first; those that no move reaches stand last."""
    known = {first_state(table): 0}
    frontier = list(known)
    while frontier:
        following: list[str] = []
        for state in frontier:
            for move in table.moves.values():
                if state in move.sources and move.target not in known:
                    known[str(move.target)] = known[state] + 1
                    following.append(str(move.target))
        frontier = following
    rest = max(known.values()) + 1
    return {str(state): known.get(str(state), rest) for state in table.states.values}


def drawn(table: TransitionTable) -> Diagram:
    """The picture in the active language."""
    level = levels(table)
    rows: dict[int, list[str]] = defaultdict(list)
    for state in map(str, table.states.values):
        rows[level[state]].append(state)
    widest = max(map(len, rows.values()))
    side = MARGIN + BULGE + NEXT_BULGE * len(table.moves)
    inner = widest * BOX_WIDTH + (widest - 1) * GAP_X
    sources = {str(state) for move in table.moves.values() for state in move.sources}
    boxes: dict[str, Box] = {}
    for place, at in enumerate(sorted(rows)):
        states = rows[at]
        left = side + (inner - len(states) * BOX_WIDTH - (len(states) - 1) * GAP_X) / 2
        for number, state in enumerate(states):
            y = MARGIN + place * (BOX_HEIGHT + GAP_Y)
            boxes[state] = Box(
                state,
                left + number * (BOX_WIDTH + GAP_X),
                y,
                _lines(str(table.states(state).label), y),
                state == first_state(table),
                state not in sources,
            )
    arrows = _arrows(table, boxes, level)
    height = 2 * MARGIN + len(rows) * (BOX_HEIGHT + GAP_Y) - GAP_Y
    return Diagram(2 * side + inner, height, list(boxes.values()), arrows)


def _lines(words: str, y: float) -> list[tuple[str, float]]:
    is_latin = words.isascii()
    parts = wrap(words, LETTERS if is_latin else CHARACTERS)[:2] or [words]
    top = y + BOX_HEIGHT / 2 + 5 - (len(parts) - 1) * 9
    return [(part, top + number * 18) for number, part in enumerate(parts)]


def _arrows(table: TransitionTable, boxes: dict[str, Box], level: dict[str, int]) -> list[Arrow]:
    grouped: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, move in enumerate(table.moves.values(), start=1):
        for source in sorted(map(str, move.sources)):
            grouped[source, str(move.target)].append(number)
    leaving: dict[str, list[str]] = defaultdict(list)
    for source, target in grouped:
        if level[target] == level[source] + 1:
            leaving[source].append(target)
    for targets in leaving.values():
        targets.sort(key=lambda target: boxes[target].x)
    arriving: dict[str, int] = defaultdict(int)
    found, left, right = [], 0, 0
    for (source, target), numbers in grouped.items():
        one, other = boxes[source], boxes[target]
        if level[target] == level[source] + 1:
            targets = leaving[source]
            start = one.middle + (targets.index(target) - (len(targets) - 1) / 2) * SPREAD
            end = other.middle + (arriving[target] % 3 - 1) * SPREAD / 2
            arriving[target] += 1
            curve = _down(start, one.y + BOX_HEIGHT, end, other.y)
        elif level[target] > level[source]:
            curve = _around(one, other, -(BULGE + NEXT_BULGE * left))
            left += 1
        else:
            curve = _around(one, other, BULGE + NEXT_BULGE * right)
            right += 1
        found.append(_arrow(curve, numbers))
    return found


type Curve = tuple[tuple[float, float], ...]


def _down(x: float, y: float, to_x: float, to_y: float) -> Curve:
    reach = (to_y - y) * 0.5
    return (x, y), (x, y + reach), (to_x, to_y - reach), (to_x, to_y - 2)


def _around(one: Box, other: Box, bulge: float) -> Curve:
    """Out of one side of a box and into the same side of the other, past what stands between."""
    here, there = (box.x + (BOX_WIDTH if bulge > 0 else 0) for box in (one, other))
    outside = (max if bulge > 0 else min)(here, there) + bulge
    y, to_y = one.y + BOX_HEIGHT * 0.35, other.y + BOX_HEIGHT * 0.65
    if one is other:
        to_y = one.y + BOX_HEIGHT * 0.9
    return (here, y), (outside, y), (outside, to_y), (there + (2 if bulge > 0 else -2), to_y)


def _arrow(curve: Curve, numbers: list[int]) -> Arrow:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    said = ", ".join(map(str, numbers))
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in ((x1, y1), (x2, y2), (x3, y3)))
    return Arrow(
        path=f"M{x0:.1f},{y0:.1f} C{points}",
        numbers=said,
        x=(x0 + 3 * x1 + 3 * x2 + x3) / 8,
        y=(y0 + 3 * y1 + 3 * y2 + y3) / 8,
        half=6 + 3.6 * len(said),
    )


def steps(table: TransitionTable) -> list[dict[str, Any]]:
    """The moves in words, with the numbers of the picture."""
    return [
        {
            "number": number,
            "name": name,
            "label": move.label,
            "sources": [table.states(state).label for state in table.states.values if state in move.sources],
            "target": table.states(move.target).label,
            "capability": move.capability,
            "conditions": len(move.guards),
            "needs_reason": move.needs_reason,
            "is_final": move.is_final,
        }
        for number, (name, move) in enumerate(table.moves.items(), start=1)
    ]
