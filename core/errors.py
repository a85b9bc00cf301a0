from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from core.access import NotVisible


class Refused(Exception):
    """A rule of the domain says no. The message is for the person who tried; nothing has changed.

    Every operation's own refusals (``TransitionRefused``, ``UnableToSign`` …) derive from it, and
    the page bases show its message where the person was.
    """


REFUSALS = (Refused, PermissionDenied, ValidationError, NotVisible)
"""What an operation raises where it does nothing: many rows are worked on past them, one by one."""


def refusal_in_words(refusal: Exception) -> str:
    """Why nothing was done, for the person who tried."""
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    if isinstance(refusal, NotVisible):
        return _("You do not see the record that it belongs to.")
    return str(refusal) or _("Your positions do not let you do this.")


def fault_in_words(fault: Exception) -> str:
    """Why work in the background did not come about: a refusal as it reads, anything else with its kind."""
    return str(fault) if isinstance(fault, Refused) else f"{type(fault).__name__}: {fault}"
