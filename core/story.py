"""What happened with an enterprise, put together from every app that knows something of it.

An app registers what it can tell from ``AppConfig.ready``; the page of an enterprise, its brief and the
portal show it in one line of time, the latest first. Nothing here touches a model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from core.access import Text


class Happening(NamedTuple):
    """One thing that happened, in a line.

    ``title`` names the record and ``text`` says what happened to it, in the reader's language; the address is
    "" where the reader can open nothing.
    """

    on: date
    title: str
    text: str = ""
    url: str = ""


type Told = Callable[[Any, Any, date, int], Iterable[Happening]]
"""(actor, enterprise, until, limit): at most ``limit`` things up to and on a day, the latest first, of what
the person of the centre may see. One query, read from an index of the enterprise by day."""
type ToldToPartner = Callable[[Any, date, int], Iterable[Happening]]
"""(partner, until, limit): the same behind the walls, with addresses of the portal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StorySource:
    """What one app tells of an enterprise.

    Attributes:
        name: in the address of a narrowed story; never changed.
        label: what is told, in the plural.
        told_to_partner: ``None`` where the enterprise is told nothing of it.
    """

    name: str
    label: Text
    icon: str
    told: Told
    told_to_partner: ToldToPartner | None = None
    order: int = 50


class Line(NamedTuple):
    """A happening and where it comes from."""

    happening: Happening
    source: StorySource


_sources: dict[str, StorySource] = {}


def register_story(source: StorySource) -> None:
    """Let an app tell of enterprises. Called from ``AppConfig.ready``."""
    _sources[source.name] = source


def story_sources() -> list[StorySource]:
    return sorted(_sources.values(), key=lambda source: source.order)


def story_of(actor: Any, enterprise: Any, *, until: date, limit: int, only: str = "") -> list[Line]:
    """The latest ``limit`` lines up to and on a day. One query a source, however long the history is."""
    wanted = [source for source in story_sources() if not only or source.name == only]
    return _latest(((s, s.told(actor, enterprise, until, limit)) for s in wanted), limit)


def story_for(partner: Any, *, until: date, limit: int) -> list[Line]:
    """The same for a partner at the portal."""
    told = [(source, source.told_to_partner) for source in story_sources()]
    return _latest(((s, tell(partner, until, limit)) for s, tell in told if tell is not None), limit)


def _latest(told: Iterable[tuple[StorySource, Iterable[Happening]]], limit: int) -> list[Line]:
    lines = [[Line(happening, source) for happening in happenings] for source, happenings in told]
    return list(islice(merge(*lines, key=lambda line: line.happening.on, reverse=True), limit))
