"""Which powers are so strong that the centre may ask for a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User

_signing_capabilities: set[str] = set()


def register_signing_capability(code: str) -> None:
    """Say that a capability binds the centre by signature. Called from ``AppConfig.ready``."""
    _signing_capabilities.add(code)


def holds_signing_powers(user: User) -> bool:
    """Whether the person may sign for the centre, or administers the site, where powers are given out."""
    return user.is_staff or any(user.can(code) for code in _signing_capabilities)
