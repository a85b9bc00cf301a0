"""A market: who ranks whom, and how many seats there are; read from and written to plain JSON.

``{"seed": "text", "students": {"s1": [["p1"], ["p2", "p3"]]},
"posts": {"p1": {"capacity": 2, "lower": 0, "prefs": [["s1"], ["s2", "s3"]]}}, "closing_order": ["p1"]}``

Lists run from best to worst, an inner list is a tie, a bare id is a group of one. ``seed``, ``lower`` and
``closing_order`` may be missing; other keys are ignored. A pair is acceptable only if each lists the
other: an id that the other side does not have can be nobody's partner and is ignored, as is a list of
nobody. The same id twice in one list, or two entries of one name, leave open what was meant: refused.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

MOST_SEATS = 1_000_000_000

type Ranking = tuple[tuple[str, ...], ...]
"""Groups of ids from best to worst; those of one group are tied."""


class UnreadableMarket(ValueError):
    """What was given is no market. The message is one line and says where."""


@dataclass(frozen=True, slots=True)
class OfferedPost:
    """One post's side.

    Attributes:
        capacity: seats.
        lower: it runs with at least so many students, or not at all.
        ranking: of the students it takes.
    """

    capacity: int
    lower: int
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Market:
    """Everything that decides a round.

    Attributes:
        seed: the text from which every tie is drawn.
        closing_order: of two posts that fill equally little, the earlier one closes first.
    """

    seed: str
    students: Mapping[str, Ranking]
    posts: Mapping[str, OfferedPost]
    closing_order: tuple[str, ...] = ()

    def unknown_ids(self) -> int:
        """How often a list names somebody whom the other side does not have."""
        wishes = chain.from_iterable(chain.from_iterable(self.students.values()))
        offers = chain.from_iterable(chain.from_iterable(post.ranking for post in self.posts.values()))
        return sum(one not in self.posts for one in wishes) + sum(one not in self.students for one in offers)


# --- Reading ----------------------------------------------------------------------------------


def read_market(content: bytes) -> Market:
    """The market in a JSON file.

    Raises:
        UnreadableMarket: see the module's description.
    """
    try:
        found = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_repeats)
    except UnicodeDecodeError as error:
        raise UnreadableMarket("The file is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise UnreadableMarket(f"The file is not JSON: line {error.lineno}, {error.msg}.") from error
    except RecursionError as error:
        raise UnreadableMarket("The file is nested too deeply.") from error
    return _market(found)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        repeated = _first_repeated(key for key, _value in pairs)
        raise UnreadableMarket(f"{quoted(repeated)} stands twice as a key of one object.")
    return found


def _market(found: Any) -> Market:
    entries = _object(found, "The file")
    seed = entries.get("seed", "")
    if not isinstance(seed, str):
        raise UnreadableMarket("“seed” is not a text.")
    students = _object(entries.get("students"), "“students”")
    posts = _object(entries.get("posts"), "“posts”")
    for text in (seed, *students, *posts):
        _check_text(text)
    return Market(
        seed=seed,
        students={student: _ranking(ranking, "student", student) for student, ranking in students.items()},
        posts={post: _post(side, post) for post, side in posts.items()},
        closing_order=tuple(
            chain.from_iterable(_ranking(entries.get("closing_order", []), "“closing_order”"))
        ),
    )


def _post(found: Any, name: str) -> OfferedPost:
    if not isinstance(found, dict):
        raise UnreadableMarket(f"post {quoted(name)} is no object.")
    if "capacity" not in found:
        raise UnreadableMarket(f"post {quoted(name)} has no “capacity”.")
    capacity = _count(found["capacity"], "capacity", name)
    lower = _count(found.get("lower", 0), "lower", name)
    if lower > capacity:
        raise UnreadableMarket(
            f"post {quoted(name)} asks for at least {lower} students, but has {capacity} seats."
        )
    return OfferedPost(capacity, lower, _ranking(found.get("prefs", []), "post", name))


def _ranking(found: Any, kind: str, name: str = "") -> Ranking:
    """A list of groups; whose it is is put into words only where it is wrong."""
    if not isinstance(found, list):
        raise UnreadableMarket(f"The list of {_whose(kind, name)} is no list.")
    groups: list[tuple[str, ...]] = []
    ids: list[str] = []
    for group in found:
        members = group if isinstance(group, list) else [group]
        for one in members:
            if not isinstance(one, str):
                raise UnreadableMarket(f"The list of {_whose(kind, name)} has something other than ids.")
        if members:
            # One object an id: of the same text in many places, looking it up would cost twice as much.
            groups.append(tuple(map(sys.intern, members)))
            ids += members
    if len(set(ids)) < len(ids):
        raise UnreadableMarket(
            f"The list of {_whose(kind, name)} names {quoted(_first_repeated(ids))} twice."
        )
    return tuple(groups)


def _whose(kind: str, name: str) -> str:
    return f"{kind} {quoted(name)}" if name else kind


def _object(found: Any, where: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise UnreadableMarket(f"{where} is no object.")
    return found


def _count(found: Any, field: str, post: str) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= MOST_SEATS:
        raise UnreadableMarket(f"“{field}” of post {quoted(post)} is no whole number from 0 to {MOST_SEATS}.")
    return found


def _first_repeated(ids: Iterable[str]) -> str:
    return next(one for one, count in Counter(ids).items() if count > 1)


def _check_text(text: str) -> None:
    """JSON can write halves of characters, of which no fingerprint can be taken."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableMarket(f"{quoted(text)} is not a text of whole characters.") from error


def quoted(text: str) -> str:
    """On one line, whatever it contains."""
    return json.dumps(text[:80], ensure_ascii=not text.isprintable())


# --- Writing ----------------------------------------------------------------------------------


def canonical(market: Market) -> bytes:
    """The market as JSON: the same bytes for the same market, in whatever order it was put together."""
    return as_json(
        {
            "seed": market.seed,
            "students": {student: _sorted(ranking) for student, ranking in market.students.items()},
            "posts": {
                post: {"capacity": side.capacity, "lower": side.lower, "prefs": _sorted(side.ranking)}
                for post, side in market.posts.items()
            },
            "closing_order": list(market.closing_order),
        }
    )


def as_json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _sorted(ranking: Ranking) -> list[list[str]]:
    return [sorted(group) for group in ranking]
