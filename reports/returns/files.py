"""The spreadsheets of returns: drawn up anew for a draft, kept for good of what was submitted."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import THE_SYSTEM, Actor
from placements.models import Placement
from reports.models import PaperLanguage, Return, ReturnFile
from reports.returns.definitions import definition_of
from reports.returns.gaps import gaps_seen_by
from reports.returns.rows import sizes_of
from reports.returns.workbook import Draft, Persons, write_return

FOLDER = "returns"
MOST_AT_ONCE = 1000
"""So many rows are written while somebody waits; of more, a worker makes the file."""


class DraftName(NamedTuple):
    """What the name of the file of a draft says."""

    drawn_at: datetime
    reader: str
    hidden: int


@dataclass(kw_only=True)
class Drawn:
    """A file to be read, with whose data are in it.

    Attributes:
        persons: keys by the label of their model.
        hidden: rows of the draft that are not in it, because the reader does not see them.
    """

    file: Any
    persons: dict[str, set[int]] = field(default_factory=dict)
    hidden: int = 0


def nothing() -> None:
    """Nobody counts."""


@contextmanager
def drawn_up(
    one: Return, language: str, reader: Actor, *, now: datetime, count: Callable[[], None] = nothing
) -> Iterator[Drawn]:
    """The file as it would be now for a reader, to be read. Raises BadDefinition.

    Args:
        count: called once for each row that is written.
    """
    definition = definition_of(one.kind, one.definition)
    if definition is None:
        raise LookupError(f"there is no return “{one.kind}” any more")
    gaps = one.gaps.order_by("pk")
    draft = None
    if not one.is_submitted:
        gaps = gaps.filter(gaps_seen_by(reader))
        draft = Draft(drawn_at=now, reader=str(reader), sizes=sizes_of(one, definition, reader))
    with tempfile.TemporaryFile() as file:
        drawn = Drawn(file=file, hidden=draft.hidden if draft else 0)

        def note(persons: Persons) -> None:
            for label, keys in persons.items():
                drawn.persons.setdefault(label, set()).update(keys)
            count()

        write_return(
            one, definition, file, language=language, reader=reader, gaps=gaps, count=note, draft=draft
        )
        # What is missing is of when it was looked through: a student may have left the tables since.
        named = gaps.filter(record="placements.Placement").order_by().values("record_id")
        students = Placement.objects.filter(pk__in=named).order_by().values_list("student", flat=True)
        if found := set(students):
            drawn.persons.setdefault("internships.Student", set()).update(found)
        file.seek(0)
        yield drawn


def file_name(one: Return, language: str, *, draft: DraftName | None = None) -> str:
    """A draft says that it is one, of when and for whom, and how many rows are not in it."""
    with translation.override(language):
        parts = [f"{one.name} v{one.version}"]
        if draft is not None:
            when = f"{timezone.localtime(draft.drawn_at):%Y-%m-%d %H.%M}"
            parts.append(_("draft of %(when)s for %(name)s") % {"when": when, "name": draft.reader})
            if draft.hidden:
                parts.append(
                    ngettext("%(count)d row hidden", "%(count)d rows hidden", draft.hidden)
                    % {"count": draft.hidden}
                )
        return f"{', '.join(parts)}.xlsx"


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
            with drawn_up(one, language, THE_SYSTEM, now=now) as drawn:
                file = drawn.file
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
