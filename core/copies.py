"""Papers that anybody may check at ``/verify/``: what apps keep besides agreements, put in from above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.access import Text
from core.look import Chip

# So many letters of the fingerprint of its contents stand on a paper.
CODE_LENGTH = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownCopy:
    """A paper that was made here, and what may be said of it to anybody who holds a copy.

    Attributes:
        says: what became of it since, in a sentence; empty where nothing did.
        facts: label and value, no more than stands on the paper itself.
        line: the same in one line, for the command.
        sha256: of the kept file.
    """

    title: str
    chip: Chip
    facts: Sequence[tuple[Text, str]]
    line: str
    sha256: str
    says: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyKind:
    """One kind of paper: found by the code on it, or by the SHA-256 of its file."""

    name: str
    by_code: Callable[[str], KnownCopy | None]
    by_digest: Callable[[str], KnownCopy | None]


_kinds: dict[str, CopyKind] = {}


def register_copies(kind: CopyKind) -> None:
    """Let papers of a kind be checked. Called from ``AppConfig.ready``."""
    _kinds[kind.name] = kind


def copy_with_code(code: str) -> KnownCopy | None:
    """The paper with this code on its last page, whatever kind it is."""
    code = code.strip().lower()
    if len(code) != CODE_LENGTH or not code.isalnum():
        return None
    return next(filter(None, (kind.by_code(code) for kind in _kinds.values())), None)


def copy_with_digest(digest: str) -> KnownCopy | None:
    """The paper whose kept file has this SHA-256."""
    return next(filter(None, (kind.by_digest(digest) for kind in _kinds.values())), None)
