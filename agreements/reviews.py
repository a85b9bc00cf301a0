"""What somebody who decides on an agreement or an amendment is shown."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from agreements.comparison import changed_parts
from agreements.models import Agreement, Amendment
from agreements.problems import problems_before_submission
from agreements.proposals import read_changes
from agreements.reading import read_clauses, read_terms
from agreements.terms import original_terms
from signing.subjects import Snapshot


def review_of_agreement(agreement: Agreement, before: Snapshot | None, now: Snapshot) -> dict[str, Any]:
    """What changed since the last look, then the whole text as it would be signed."""
    prefetch_related_objects([agreement], "parties", "majors", "clauses__source")
    terms = original_terms(agreement)
    majors = {major.code: major for major in agreement.majors.all()}
    return {
        "agreement": agreement,
        "parts": changed_parts(before, now) if before else [],
        "terms": read_terms(terms, majors),
        "clauses": read_clauses(agreement, terms.clauses),
        "parties": agreement.parties.all(),
        "advice": [
            problem
            for problem in problems_before_submission(agreement, on=timezone.localdate())
            if not problem.blocks
        ],
    }


def review_of_amendment(amendment: Amendment, before: Snapshot | None, now: Snapshot) -> dict[str, Any]:
    return {
        "amendment": amendment,
        "agreement": amendment.agreement,
        "parts": changed_parts(before, now) if before else [],
        "changes": read_changes(amendment),
    }
