"""What other apps and pages are told of an enterprise's assessments and warnings."""

from __future__ import annotations

from datetime import date
from typing import Any

from assessments.models import Assessment, EarlyWarning
from core.access import Actor


def warnings_of(enterprise: Any, on: date, *, actor: Actor | None = None) -> list[EarlyWarning]:
    """The early warnings that were open on a day, the oldest first. One query.

    Args:
        actor: what they may see; without one what everybody may know who sees the enterprise: no concerns.
    """
    rows = EarlyWarning.objects.visible_to(actor) if actor else EarlyWarning.objects.without_confidences()
    rows = rows.filter(enterprise=enterprise.pk, since_on__lte=on)
    return list(rows.exclude(closed_on__lte=on).order_by("since_on", "pk"))


def latest_grade(enterprise: Any) -> Assessment | None:
    """The latest assessment of the whole partnership whose grade stands. One query."""
    rows = Assessment.objects.of_partnership().decided().filter(enterprise=enterprise.pk)
    found: Assessment | None = rows.order_by("-study_year").first()
    return found
