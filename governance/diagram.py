"""The picture of a process: its states below each other, in their own order, and arrows with numbers.

What leads on runs down at the right, what leads back runs up at the left, each in a lane of its own. It is
drawn on the server, so that it prints and needs no script; the table beside it says the same in words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from core.transitions import TransitionTable

BOX_WIDTH, BOX_HEIGHT = 176, 48
GAP = 44
MARGIN = 26
LANE = 30
CORNER = 8
LETTERS, CHARACTERS = 24, 12


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


def drawn(table: TransitionTable) -> Diagram:
    """The picture in the active language."""
    states = [str(state) for state in table.states.values]
    place = {state: number for number, state in enumerate(states)}
    moves: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, move in enumerate(table.moves.values(), start=1):
        for source in sorted(map(str, move.sources), key=place.__getitem__):
            moves[source, str(move.target)].append(number)
    down = [pair for pair in moves if place[pair[1]] - place[pair[0]] == 1]
    lanes = {
        1: _lanes([pair for pair in moves if place[pair[1]] - place[pair[0]] > 1], place),
        -1: _lanes([pair for pair in moves if place[pair[1]] <= place[pair[0]]], place),
    }
    left, right = (MARGIN + LANE * (1 + max(lanes[side].values(), default=0)) for side in (-1, 1))
    sources = {source for source, _target in moves}
    boxes = [
        Box(
            state,
            left,
            MARGIN + number * (BOX_HEIGHT + GAP),
            _lines(str(table.states(state).label), MARGIN + number * (BOX_HEIGHT + GAP)),
            state == first_state(table),
            state not in sources,
        )
        for state, number in place.items()
    ]
    arrows = [_straight(boxes[place[one]], boxes[place[other]], moves[one, other]) for one, other in down]
    for side, used in lanes.items():
        ends = _ends(used, place)
        for (one, other), lane in used.items():
            y, to_y = ends[one, other]
            edge = left + (BOX_WIDTH if side > 0 else 0)
            path, x = _around((edge, y), to_y, side, lane)
            arrows.append(_arrow(path, x, (y + to_y) / 2, moves[one, other]))
    height = 2 * MARGIN + len(states) * (BOX_HEIGHT + GAP) - GAP
    return Diagram(left + BOX_WIDTH + right, height, boxes, arrows)


def _lines(words: str, y: float) -> list[tuple[str, float]]:
    parts = wrap(words, LETTERS if words.isascii() else CHARACTERS)[:2] or [words]
    top = y + BOX_HEIGHT / 2 + 5 - (len(parts) - 1) * 9
    return [(part, top + number * 18) for number, part in enumerate(parts)]


type Pair = tuple[str, str]


def _lanes(pairs: list[Pair], place: dict[str, int]) -> dict[Pair, int]:
    """Short ones close to the boxes; two that meet are never in one lane."""
    taken: list[list[tuple[int, int]]] = []
    found: dict[Pair, int] = {}
    for pair in sorted(pairs, key=lambda pair: (abs(place[pair[0]] - place[pair[1]]), place[pair[0]])):
        first, last = sorted((place[pair[0]], place[pair[1]]))
        for number, spans in enumerate(taken):
            if all(last < begin or end < first for begin, end in spans):
                spans.append((first, last))
                found[pair] = number
                break
        else:
            taken.append([(first, last)])
            found[pair] = len(taken) - 1
    return found


def _ends(used: dict[Pair, int], place: dict[str, int]) -> dict[Pair, tuple[float, float]]:
    """Where each leaves its box and where it arrives, spread over the side of the box."""
    at: dict[str, list[tuple[int, int, Pair, int]]] = defaultdict(list)
    for pair, lane in used.items():
        for end, (state, other) in enumerate((pair, pair[::-1])):
            # What comes from above arrives above; the innermost lane lies nearest to the way it goes.
            above = place[other] < place[state] or (other == state and end == 1)
            at[state].append((0 if above else 1, lane if above else -lane, pair, end))
    found: dict[Pair, list[float]] = {pair: [0.0, 0.0] for pair in used}
    for state, ends in at.items():
        top = MARGIN + place[state] * (BOX_HEIGHT + GAP)
        # Above, the outermost first; below, it is last: so no two cross beside a box.
        ordered = sorted(ends, key=lambda end: (end[0], -end[1]))
        for number, (_half, _lane, pair, end) in enumerate(ordered, start=1):
            found[pair][end] = top + BOX_HEIGHT * number / (len(ordered) + 1)
    return {pair: (ends[0], ends[1]) for pair, ends in found.items()}


def _straight(one: Box, other: Box, numbers: list[int]) -> Arrow:
    top, bottom = one.y + BOX_HEIGHT, other.y - 2
    path = f"M{one.middle:.1f},{top:.1f} V{bottom:.1f}"
    return _arrow(path, one.middle, (top + bottom) / 2 - 2, numbers)


def _around(start: tuple[float, float], to_y: float, side: int, lane: int) -> tuple[str, float]:
    """Out of a side of a box, along a lane and into the same side of another box; and where the lane is."""
    edge, y = start
    x = edge + side * LANE * (lane + 1)
    turn = min(CORNER, abs(to_y - y) / 2) * (1 if to_y > y else -1)
    round_x = x - side * abs(turn)
    path = (
        f"M{edge:.1f},{y:.1f} H{round_x:.1f} Q{x:.1f},{y:.1f} {x:.1f},{y + turn:.1f}"
        f" V{to_y - turn:.1f} Q{x:.1f},{to_y:.1f} {round_x:.1f},{to_y:.1f} H{edge + 2 * side:.1f}"
    )
    return path, x


def _arrow(path: str, x: float, y: float, numbers: list[int]) -> Arrow:
    said = ", ".join(map(str, numbers))
    return Arrow(path=path, numbers=said, x=x, y=y, half=6 + 3.2 * len(said))


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
