"""What the end of an internship says to the rules: the grade, the report, and what lies in the archive."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from compliance.facts import ARCHIVED
from internships.facts import Facts
from placements.archive_parts import held_parts
from placements.models import EvaluationResult, InternshipReport, Placement
from placements.models.placements import OVER_STATES


def facts_of_the_end(placements: Sequence[Placement]) -> dict[int, Facts]:
    """Two queries, and those of the archive's parts where one of the placements is over."""
    found: dict[int, Facts] = {placement.pk: {} for placement in placements}
    reports = InternshipReport.objects.filter(placement__in=placements, submitted_at__isnull=False)
    for pk, at in reports.order_by().values_list("placement", "submitted_at"):
        found[pk]["logs"] = {"report_submitted_on": timezone.localdate(at)}
    results = EvaluationResult.objects.filter(placement__in=placements).order_by("version")
    for pk, grade, counts in results.values_list("placement", "grade", "counts_for_credit"):
        found[pk]["evaluation"] = {"grade": grade, "counts_for_credit": counts}
    over = [placement for placement in placements if placement.state in OVER_STATES]
    for pk, parts in (held_parts(over) if over else {}).items():
        found[pk]["archive"] = {"documents": sorted(parts & ARCHIVED.keys())}
    return found
