"""Documents of the library of the test world, as rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from information.models import LibraryDocument, LibraryVersion
from tests.world import World

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
TODAY = timezone.localdate(NOW)


def a_file(name: str = "template.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n")


def a_version(document: LibraryDocument, number: int) -> LibraryVersion:
    return LibraryVersion.objects.create(
        parent=document,
        number=number,
        changes="更正" if number > 1 else "",
        file=ContentFile(b"%PDF-1.7\n", name="template.pdf"),
        name=f"v{number}.pdf",
        mime="application/pdf",
        size=9,
        sha256="0" * 64,
        added_at=NOW,
    )


def a_document(world: World, *, versions: int = 1, **fields: Any) -> LibraryDocument:
    """A draft of the mechanics department, for all staff."""
    said: dict[str, Any] = {
        "title": "岗位实习指导手册",
        "kind": "guide",
        "keywords": "实习 手册",
        "department": world.mechanics,
        "created_at": NOW - timedelta(days=3),
        "latest": versions,
    } | fields
    document = LibraryDocument.objects.create(**said)
    for number in range(1, versions + 1):
        a_version(document, number)
    return document


def shared(world: World, **fields: Any) -> LibraryDocument:
    """For all staff and all partners."""
    return a_document(world, **{"state": "shared", "shared_at": NOW, "partner_reach": "all"} | fields)
