"""What whoever raised a concern sees of it: their own words, how it stands, and what they are told.

The same columns are open behind the walls (:mod:`placements.concern_walls`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from core.access import NotVisible
from placements.models import Concern, ConcernFile, ConcernNote

CONCERN_COLUMNS = (
    "id", "kind", "severity", "state", "text", "is_anonymous", "raised_by", "raised_at", "outcome",
    "ended_at", "raiser_id", "guardian_id",
)  # fmt: skip
NOTE_COLUMNS = ("id", "concern_id", "text", "is_for_raiser", "from_raiser", "at")


def progress_rows(concerns: QuerySet[Concern]) -> QuerySet[Concern]:
    """Rows with the columns that whoever raised them may read, the latest first."""
    return concerns.only(*CONCERN_COLUMNS).order_by("-raised_at", "-pk")


def own_concern(concerns: QuerySet[Concern], pk: int) -> Concern:
    """One of somebody's own. Raises NotVisible."""
    concern = progress_rows(concerns).filter(pk=pk).first()
    if concern is None:
        raise NotVisible(f"placements.Concern {pk}")
    return concern


def progress(concern: Concern, *, file_url: Callable[[ConcernFile], str]) -> dict[str, Any]:
    """As ``placements/concern_progress.html`` shows it. Two queries."""
    told = ConcernNote.objects.filter(concern=concern.pk, is_for_raiser=True).only(*NOTE_COLUMNS)
    files = ConcernFile.objects.filter(parent=concern.pk, from_raiser=True)
    return {
        "concern": concern,
        "told": told,
        "attachments": [
            {"name": one.name, "url": file_url(one), "size": one.size, "kind": one.kind} for one in files
        ],
    }


def own_file(concerns: QuerySet[Concern], pk: int, file_id: int) -> ConcernFile:
    """A file that whoever raised it added. Raises NotVisible."""
    concern = own_concern(concerns, pk)
    kept = ConcernFile.objects.filter(parent=concern.pk, pk=file_id, from_raiser=True).first()
    if kept is None:
        raise NotVisible(f"placements.ConcernFile {file_id}")
    return kept
