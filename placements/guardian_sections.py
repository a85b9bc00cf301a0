"""What a guardian reads and answers beside one placement: who insures the child, consent, leave."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from core.walls import outside
from placements.consents_by_link import consents_with_askers
from placements.guardian_links import LEAVE_COLUMNS, GuardianSection
from placements.models import (
    Consent,
    ConsentState,
    GuardianPage,
    Insured,
    Leave,
    LeaveState,
    Placement,
)

SHOWN = 20


def consents_of(page: GuardianPage) -> QuerySet[Consent]:
    """What this guardian was asked; the walls show no others."""
    return consents_with_askers().filter(guardian=page.guardian_id).exclude(state=ConsentState.TAKEN_BACK)


def leaves_of_ward() -> QuerySet[Leave]:
    """Those that the walls let through: of a child under age, the latest first."""
    return Leave.objects.only(*LEAVE_COLUMNS)


def _insurance(request: HttpRequest, page: GuardianPage, placement: Placement) -> dict[str, Any] | None:
    if not placement.is_live:
        return None
    with outside():
        insured = list(
            Insured.objects.filter(placement=placement.pk).select_related("policy").order_by("covers_from")
        )
    return {"insured": insured}


def _consent(request: HttpRequest, page: GuardianPage, placement: Placement) -> dict[str, Any] | None:
    found = list(consents_of(page).filter(placement=placement.pk).order_by("-recorded_at", "-pk"))
    return {"consents": found} if found else None


def _leave(request: HttpRequest, page: GuardianPage, placement: Placement) -> dict[str, Any] | None:
    found = list(leaves_of_ward().filter(placement=placement.pk).order_by("-first_on", "-pk")[:SHOWN])
    return {"leaves": found, "asked": LeaveState.ASKED} if found else None


INSURANCE = GuardianSection(
    name="insurance", template="placements/guardian_insurance.html", context=_insurance, order=10
)
CONSENT = GuardianSection(
    name="consent", template="placements/guardian_consents.html", context=_consent, order=20
)
LEAVE = GuardianSection(name="leave", template="placements/guardian_leaves.html", context=_leave, order=30)
