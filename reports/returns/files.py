"""The spreadsheets of returns: drawn up anew for a draft, kept for good of what was submitted."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction

from core.access import THE_SYSTEM, Actor
from reports.models import PaperLanguage, Return, ReturnFile
from reports.returns.definitions import definition_of
from reports.returns.gaps import gaps_seen_by
from reports.returns.workbook import nothing, write_return

FOLDER = "returns"
MOST_AT_ONCE = 1000
"""So many rows are written while somebody waits; of more, a worker makes the file."""


@contextmanager
def drawn_up(one: Return, language: str, reader: Actor, count: Callable[[], None] = nothing) -> Iterator[Any]:
    """The file as it would be now for a reader, to be read. Raises BadDefinition."""
    definition = definition_of(one.kind, one.definition)
    if definition is None:
        raise LookupError(f"there is no return “{one.kind}” any more")
    gaps = one.gaps.order_by("pk")
    if not one.is_submitted:
        gaps = gaps.filter(gaps_seen_by(reader))
    with tempfile.TemporaryFile() as file:
        write_return(one, definition, file, language=language, reader=reader, gaps=gaps, count=count)
        file.seek(0)
        yield file


def keep_files(one: Return, *, now: datetime) -> list[ReturnFile]:
    """Make and keep the file of a submitted return in each language that there is none in. Where anything
    goes wrong no file is left."""
    storage: Storage = ReturnFile._meta.get_field("file").storage
    there = set(one.files.order_by().values_list("language", flat=True))
    kept: list[ReturnFile] = []
    try:
        for language in PaperLanguage.values:
            if language in there:
                continue
            with drawn_up(one, language, THE_SYSTEM) as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                size = file.tell()
                file.seek(0)
                name = storage.save(f"{FOLDER}/{now:%Y}/{digest}.xlsx", File(file))
            kept.append(
                ReturnFile(return_to=one, language=language, file=name, sha256=digest, size=size, made_at=now)
            )
        with transaction.atomic():
            return ReturnFile.objects.bulk_create(kept)
    except BaseException:
        for each in kept:
            storage.delete(str(each.file.name))
        raise
