"""Whose site this is, for mails. The app that keeps the centre's name says so here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Identity:
    """The centre in the active language."""

    name: str


def _unnamed() -> Identity:
    return Identity(name=_("Partnership centre"))


_source: Callable[[], Identity] = _unnamed


def register_centre(source: Callable[[], Identity]) -> None:
    """Let ``source`` answer who the centre is; it is asked once per mail.

    Called from ``AppConfig.ready``.
    """
    global _source  # noqa: PLW0603 — one centre per installation
    _source = source


def centre() -> Identity:
    return _source()
