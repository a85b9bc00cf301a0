"""Assessments where two records of an enterprise become one.

Rows of a year that both were assessed or asked in stay with the merged record; an early warning that both
have is closed there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from assessments.models import EarlyWarning
from partnerships.merging import Step
from partnerships.models import Enterprise


def close_double(kept: Enterprise, merged: Enterprise) -> Iterator[tuple[Any, str, Any]]:
    """Warnings of the merged record for reasons that the kept one is warned of as well."""
    known = EarlyWarning.objects.open().filter(enterprise=kept.pk).values_list("reason", flat=True)
    for warning in EarlyWarning.objects.open().filter(enterprise=merged.pk, reason__in=list(known)):
        warning.closed_on = max(timezone.localdate(), warning.since_on)
        warning.save(update_fields=["closed_on"])
        yield warning, "closed_on", None


WARNINGS = Step(name="assessments.warnings", clear=close_double)
