"""A random sample that anybody can draw again.

Every record of a stratum is given a ticket: the SHA-256 of the seed, the name of the stratum and the key of
the record, joined by line feeds, in UTF-8. The records are put in the order of their tickets, and the first
ones are the sample. Whoever has the seed and the list of keys comes to the same sample with any tool;
nobody can choose the records by choosing the order in which they are looked at, and a record that is added
or gone moves no other record past another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest


@dataclass(frozen=True, order=True, slots=True)
class Ticket:
    """One record's lot; the lowest are drawn. Digests that are the same are told apart by the key."""

    digest: str
    key: int


def ticket(seed: str, stratum: str, key: int) -> Ticket:
    """The lot of one record: hexadecimal SHA-256 of ``<seed>LF<stratum>LF<key>``."""
    return Ticket(hashlib.sha256(f"{seed}\n{stratum}\n{key}".encode()).hexdigest(), key)


def sample(*, seed: str, stratum: str, keys: Iterable[int], size: int) -> list[Ticket]:
    """The records drawn from a stratum, the lowest ticket first; all of them where there are no more.

    Raises ValueError where a record stands in it twice, or fewer than none are asked for.
    """
    population = list(keys)
    if size < 0:
        raise ValueError("a sample has no fewer than no records")
    if len(set(population)) != len(population):
        raise ValueError("a record has one ticket")
    return nsmallest(size, (ticket(seed, stratum, key) for key in population))


def fingerprint_of(keys: Sequence[int]) -> str:
    """The SHA-256 of a population: its keys in ascending order, a line feed between them."""
    return hashlib.sha256("\n".join(str(key) for key in sorted(keys)).encode()).hexdigest()
