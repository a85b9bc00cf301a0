"""What of internships is contact with an enterprise: visits to interns."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from placements.models import SupervisionVisit


def days() -> Any:
    return SupervisionVisit.objects.annotate(of=F("enterprise"), day=F("visited_on"))
