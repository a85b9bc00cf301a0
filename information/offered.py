"""What the app puts into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations


def offer() -> None:
    """Each feature's part stands in a function of its own."""
