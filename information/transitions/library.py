"""The way of a document of the library."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from core.transitions import Transition, TransitionTable
from information.models import LibraryDocument, LibraryState, Reach
from information.querysets import LIBRARY_EDIT, LIBRARY_READ

S = LibraryState
READ, EDIT = LIBRARY_READ, LIBRARY_EDIT


def has_a_version(document: Any, now: datetime) -> str | None:
    return None if document.latest else _("Add a first version.")


def is_for_somebody(document: Any, now: datetime) -> str | None:
    if {document.staff_reach, document.partner_reach} == {Reach.NONE}:
        return _("Say with whom it is shared.")
    return None


def is_valid(document: Any, now: datetime) -> str | None:
    if document.is_out_of_date(timezone.localdate(now)):
        return pgettext("library document", "Its last day is over.")
    return None


LIBRARY_MOVES = TransitionTable(
    "library",
    LibraryDocument,
    LibraryState,
    {
        "share": Transition(
            label=pgettext_lazy("library document", "Share"),
            sources=frozenset({S.DRAFT}),
            target=S.SHARED,
            capability=EDIT,
            guards=(has_a_version, is_for_somebody, is_valid),
        ),
        "withdraw": Transition(
            label=pgettext_lazy("library document", "Withdraw"),
            sources=frozenset({S.SHARED}),
            target=S.WITHDRAWN,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
