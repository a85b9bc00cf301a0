"""A version of a regulation before the eyes of whoever decides on it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from governance.models import RegulationVersion
from governance.operations.regulations import last_decided
from governance.texts import changes, sections
from signing.subjects import Snapshot

FIELDS = ("number", "text_en", "text_zh", "reason", "effective_from")


def snapshot_of(version: RegulationVersion) -> Snapshot:
    """Everything that is approved. Two queries."""
    regulation = version.regulation
    return {
        "version": {name: getattr(version, name) for name in FIELDS},
        "regulation": {name: getattr(regulation, name) for name in ("number", "name_en", "name_zh", "kind")},
        "files": sorted(version.files.order_by().values_list("name", "sha256")),
    }


def review_of(version: RegulationVersion, before: Snapshot | None, now: Snapshot) -> dict[str, Any]:
    """The text, what changed from the version in force, and what changed since the last look."""
    last = last_decided(version.regulation)
    return {
        "version": version,
        "regulation": version.regulation,
        "sections": sections(version.text),
        "last": last,
        "changes": differences(last, version),
        "files": version.files.all(),
        "since": [
            one
            for name in ("text_zh", "text_en")
            for one in changes(before["version"][name], now["version"][name])
        ]
        if before
        else [],
        "is_changed": before is not None and before != now,
    }


def differences(before: RegulationVersion | None, after: RegulationVersion) -> list[tuple[str, Any]]:
    """What reads differently, for each language in which either is written."""
    if before is None:
        return []
    both = (
        (_("text in Chinese"), changes(before.text_zh, after.text_zh)),
        (_("text in English"), changes(before.text_en, after.text_en)),
    )
    return [(label, lines) for label, lines in both if lines]
