from __future__ import annotations

from core.errors import Refused


class InvalidFacts(Refused):
    """The facts are not what the schema of facts describes; the message names the place."""


class InvalidRule(Refused):
    """A rule's predicate, parameters or facts are not what they have to be; the message says why."""


class LooserThanParent(InvalidRule):
    """A rule of a child pack would let through what its parent refuses."""
