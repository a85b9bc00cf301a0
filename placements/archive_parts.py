"""What lies in the archive of an internship (INT-34): each part of the app puts in what it keeps.

The names are those of the rule: agreement, plan, report, result, log, inspections, summary, evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.access import Text
from placements.models import Placement

type Files = Callable[[Placement], Iterable[tuple[str, bytes]]]
"""The files of one placement: a name in any script, and what is in it. Read one after the other."""
type Held = Callable[[Sequence[Placement]], set[int]]
"""The keys of those placements of which there is something, in a constant number of queries."""


@dataclass(frozen=True, slots=True)
class Source:
    """One app's share of a part."""

    files: Files
    held: Held


@dataclass(frozen=True, slots=True)
class ArchivePart:
    name: str
    label: Text
    order: int
    sources: tuple[Source, ...]


_parts: dict[str, ArchivePart] = {}


def register_archive_part(
    name: str, label: Text, files: Files, *, held: Held | None = None, order: int = 50
) -> None:
    """Put files into the archive of a placement. Called from ``AppConfig.ready``.

    Several may put into one part. Without ``held`` every placement is asked for its files, which is right for
    one student and slow for a plan.
    """
    source = Source(files, held or _those_with(files))
    known = _parts.get(name)
    if known is not None:
        label, order, sources = known.label, known.order, (*known.sources, source)
    else:
        sources = (source,)
    _parts[name] = ArchivePart(name, label, order, sources)


def archive_parts() -> list[ArchivePart]:
    return sorted(_parts.values(), key=lambda part: (part.order, part.name))


def _those_with(files: Files) -> Held:
    def held(placements: Sequence[Placement]) -> set[int]:
        return {placement.pk for placement in placements if any(True for _file in files(placement))}

    return held


def held_parts(placements: Sequence[Placement]) -> dict[int, set[str]]:
    """The names of the parts of which something is there, by placement."""
    found: dict[int, set[str]] = {placement.pk: set() for placement in placements}
    for part in archive_parts():
        for source in part.sources:
            for pk in source.held(placements):
                found[pk].add(part.name)
    return found
