"""The way of a contribution: told by one side, confirmed or refused by the other; withdrawn or reversed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from partnerships.models import ContactRole
from resources.models import Contribution, ContributionState

C = ContributionState
READ, EDIT, CONFIRM = (f"contribution.{action}" for action in ("read", "edit", "confirm"))


def was_told_by_the_enterprise(contribution: Any, now: datetime) -> str | None:
    if not contribution.by_enterprise:
        return _("The enterprise confirms what the centre has told.")
    return None


def was_told_by_the_centre(contribution: Any, now: datetime) -> str | None:
    if contribution.by_enterprise:
        return _("The centre confirms what the enterprise has told.")
    return None


def nobody_is_at_the_portal(contribution: Any, now: datetime) -> str | None:
    """Of an enterprise that has nobody there the centre writes the answer down. A query."""
    if contribution.by_enterprise:
        return was_told_by_the_centre(contribution, now)
    liaisons = contribution.enterprise.contacts.in_portal().with_role(ContactRole.LIAISON)
    if liaisons.exclude(user=None).exists():
        return _("The enterprise answers this at the portal.")
    return None


def is_not_reversed(contribution: Any, now: datetime) -> str | None:
    """A query."""
    if contribution.reversals.filter(state=C.TOLD).exists():
        return _("A reversing record waits: it is decided first.")
    return None


CONTRIBUTION_MOVES = TransitionTable(
    "contribution",
    Contribution,
    ContributionState,
    {
        "confirm": Transition(
            label=pgettext_lazy("contribution", "Confirm"),
            sources=frozenset({C.TOLD}),
            target=C.CONFIRMED,
            capability=CONFIRM,
            guards=(was_told_by_the_enterprise,),
        ),
        "refuse": Transition(
            label=pgettext_lazy("contribution", "Refuse"),
            sources=frozenset({C.TOLD}),
            target=C.REFUSED,
            capability=CONFIRM,
            guards=(was_told_by_the_enterprise,),
            needs_reason=True,
        ),
        "record_confirmation": Transition(
            label=pgettext_lazy("contribution", "Record that the enterprise confirms it"),
            sources=frozenset({C.TOLD}),
            target=C.CONFIRMED,
            capability=CONFIRM,
            guards=(nobody_is_at_the_portal,),
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("contribution", "Withdraw"),
            sources=frozenset({C.TOLD}),
            target=C.WITHDRAWN,
            capability=EDIT,
            guards=(was_told_by_the_centre,),
            needs_reason=True,
        ),
        "annul": Transition(
            label=pgettext_lazy("contribution", "Withdraw what was confirmed"),
            sources=frozenset({C.CONFIRMED}),
            target=C.WITHDRAWN,
            capability=CONFIRM,
            guards=(is_not_reversed,),
            needs_reason=True,
        ),
        "confirm_at_portal": Transition(
            label=pgettext_lazy("contribution", "Confirm"),
            sources=frozenset({C.TOLD}),
            target=C.CONFIRMED,
            capability=None,
            guards=(was_told_by_the_centre,),
        ),
        "refuse_at_portal": Transition(
            label=pgettext_lazy("contribution", "Refuse"),
            sources=frozenset({C.TOLD}),
            target=C.REFUSED,
            capability=None,
            guards=(was_told_by_the_centre,),
            needs_reason=True,
        ),
        "withdraw_at_portal": Transition(
            label=pgettext_lazy("contribution", "Withdraw"),
            sources=frozenset({C.TOLD}),
            target=C.WITHDRAWN,
            capability=None,
            guards=(was_told_by_the_enterprise,),
            needs_reason=True,
        ),
        # What a confirmed reversing record does to the one that it takes back.
        "reverse": Transition(
            label=pgettext_lazy("contribution", "Reverse"),
            sources=frozenset({C.CONFIRMED}),
            target=C.REVERSED,
            capability=None,
        ),
    },
)
