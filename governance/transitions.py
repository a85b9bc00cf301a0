"""How a version of a regulation moves. Who approves it, its route says."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from governance.models import RegulationVersion, VersionState

READ, EDIT, REVIEW, APPROVE = (f"regulation.{name}" for name in ("read", "edit", "review", "approve"))
S = VersionState


def has_words(version: RegulationVersion, now: datetime) -> str | None:
    if not version.text_zh.strip() and not version.text_en.strip():
        return _("Write its text first.")
    if version.number > 1 and not version.reason.strip():
        return _("Say what is new in this version, and why.")
    return None


def has_a_way(version: RegulationVersion, now: datetime) -> str | None:
    return None if version.route_id else _("Choose who decides on it.")


def takes_effect_later(version: RegulationVersion, now: datetime) -> str | None:
    """It binds people from a day on which they can know it, and after the version before it."""
    if version.effective_from is None:
        return _("Say from which day it is to be in force.")
    if version.effective_from < timezone.localdate(now):
        return _("The day from which it is to be in force has passed: choose another one.")
    return follows_the_last(version, now)


def follows_the_last(version: RegulationVersion, now: datetime) -> str | None:
    others = version.regulation.versions.decided().exclude(pk=version.pk).order_by("-effective_from")
    last = others.first()
    if last is None or last.effective_from is None or version.effective_from is None:
        return None
    if last.effective_from >= version.effective_from or (
        last.state == S.REPEALED
        and last.effective_until is not None
        and last.effective_until >= version.effective_from
    ):
        return _("Version %(number)s is in force on that day: choose a later one.") % {"number": last.number}
    return None


def is_in_force(version: RegulationVersion, now: datetime) -> str | None:
    if not version.is_in_force(timezone.localdate(now)):
        return _("Only what is in force can be repealed.")
    if version.regulation.versions.filter(state=S.APPROVED, number__gt=version.number).exists():
        return _("A later version is approved already and takes its place.")
    return None


VERSION_MOVES = TransitionTable(
    "regulation",
    RegulationVersion,
    VersionState,
    {
        "submit": Transition(
            label=pgettext_lazy("version of a regulation", "submit for approval"),
            sources=frozenset({S.DRAFT}),
            target=S.IN_APPROVAL,
            capability=EDIT,
            guards=(has_words, has_a_way, takes_effect_later),
        ),
        "recall": Transition(
            label=pgettext_lazy("version of a regulation", "take back from approval"),
            sources=frozenset({S.IN_APPROVAL}),
            target=S.DRAFT,
            capability=EDIT,
        ),
        "approve": Transition(
            label=pgettext_lazy("version of a regulation", "approve"),
            sources=frozenset({S.IN_APPROVAL}),
            target=S.APPROVED,
            capability=None,
            guards=(follows_the_last,),
        ),
        "return": Transition(
            label=pgettext_lazy("version of a regulation", "return"),
            sources=frozenset({S.IN_APPROVAL}),
            target=S.DRAFT,
            capability=None,
            needs_reason=True,
        ),
        "repeal": Transition(
            label=pgettext_lazy("version of a regulation", "repeal"),
            sources=frozenset({S.APPROVED}),
            target=S.REPEALED,
            capability=APPROVE,
            guards=(is_in_force,),
            needs_reason=True,
            is_final=True,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("version of a regulation", "give up"),
            sources=frozenset({S.DRAFT, S.IN_APPROVAL}),
            target=S.WITHDRAWN,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
