"""What people do with a list: bring it in, say what its columns are, apply or drop it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible, capability_label
from core.bilingual import listed
from core.errors import Refused
from core.exports import ExportColumn, stream_csv
from core.imports.archives import check_archive
from core.imports.reading import Table, UnreadableFile, open_table
from core.imports.spec import ColumnMap, ImportSpec
from core.imports.transitions import IMPORT_MOVES
from core.models import ImportRow, ImportRun

MAX_UPLOAD_BYTES = 4 * settings.UPLOAD_MAX_BYTES


class UnableToImport(Refused):
    """The list cannot be taken in like this."""


def start_import(
    *,
    actor: Actor,
    spec: ImportSpec,
    file: File[bytes],
    file_name: str,
    now: datetime,
    options: Mapping[str, Any] | None = None,
    companion: File[bytes] | None = None,
) -> ImportRun:
    """Keep the file, look at its header, guess which column is what.

    Args:
        companion: the archive with the papers that the rows name, where the kind of list has one.

    Raises:
        PermissionDenied: the actor may not bring in such lists, or not for that department.
        UnableToImport: the file or the archive is too large.
        UnreadableFile: it is no list.
        UnacceptableFile: the companion is no archive, or would fill the disk once it is unpacked.
    """
    options = dict(options or {})
    department = options.get("department")
    scope = actor.scope_for(spec.capability)
    if not scope or (department is not None and not scope.covers(department)):
        raise PermissionDenied(
            _("This needs the power “%(power)s”.") % {"power": capability_label(spec.capability)}
        )
    size = MAX_UPLOAD_BYTES // 1024**2
    if (file.size or 0) > MAX_UPLOAD_BYTES:
        raise UnableToImport(
            _("The file is larger than %(size)d MB: please pack or split it.") % {"size": size}
        )
    if companion is not None:
        if (companion.size or 0) > MAX_UPLOAD_BYTES:
            raise UnableToImport(
                _("The archive is larger than %(size)d MB: please bring the list in in parts.")
                % {"size": size}
            )
        check_archive(companion)
    with NamedTemporaryFile() as copy:
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        with open_table(Path(copy.name), is_known=spec.knows) as table:
            mapping = spec.guess(table.headers)
        copy.seek(0)
        with transaction.atomic():
            run = ImportRun(
                spec_name=spec.name,
                uploader_id=actor.pk,
                department_id=department,
                file_name=Path(file_name).name[:255],
                sha256=digest.hexdigest(),
                size=file.size or 0,
                mapping=mapping,
                options=options,
                language=translation.get_language() or settings.LANGUAGE_CODE,
                created_at=now,
            )
            run.file.save(uuid4().hex, File(copy), save=False)
            if companion is not None:
                run.companion.save(uuid4().hex, companion, save=False)
            run.save()
            audit.record(actor=actor, subject=run, verb="import.upload", now=now)
    return run


def open_run(run: ImportRun) -> AbstractContextManager[Table]:
    """The run's file as a table, read as people said it has to be read.

    Raises:
        UnreadableFile: also where the file is not there any more.
    """
    if not run.file or not run.file.storage.exists(str(run.file.name)):
        raise UnreadableFile(_("The file is not kept any more: please upload it again."))
    return open_table(Path(run.file.path), is_known=run.spec.knows, **run.layout)


def check_import(
    *,
    actor: Actor,
    pk: int,
    now: datetime,
    mapping: ColumnMap | None = None,
    layout: Mapping[str, Any] | None = None,
) -> ImportRun:
    """Have every row judged, in the background, with these columns.

    Raises:
        NotVisible: there is no such run for this actor.
        UnableToImport: a required column is missing.
        UnreadableFile: it cannot be read in that layout.
        TransitionRefused: it is being worked on, or done with.
    """
    with transaction.atomic():
        run = _locked(actor, pk)
        changes: dict[str, Any] = {"error": "", "attempts": 0, "progress": 0, "counts": {}, "remarks": []}
        if layout is not None:
            changes["layout"] = run.layout = {name: value for name, value in layout.items() if value}
        if mapping is not None or layout is not None:
            with open_run(run) as table:
                mapping = _valid(run.spec, mapping, table)
        if mapping is not None:
            changes["mapping"] = mapping
        if absent := run.spec.missing(mapping if mapping is not None else run.mapping):
            raise UnableToImport(
                _("No column is chosen for: %(fields)s.")
                % {"fields": listed(field.label for field in absent)}
            )
        return IMPORT_MOVES.move(actor=actor, pk=pk, name="check", now=now, changes=changes)


def read_again(*, actor: Actor, pk: int, layout: Mapping[str, Any]) -> ImportRun:
    """Look at the file in another layout and guess the columns anew, before it is checked.

    Raises:
        NotVisible: there is no such run for this actor.
        UnableToImport: it is being worked on, or done with.
        UnreadableFile: it cannot be read in that layout.
    """
    with transaction.atomic():
        run = _locked(actor, pk)
        if run.state not in IMPORT_MOVES.moves["check"].sources:
            raise UnableToImport(_("The columns cannot be changed any more."))
        run.layout = {name: value for name, value in layout.items() if value}
        with open_run(run) as table:
            run.mapping = run.spec.guess(table.headers)
        run.save(update_fields=["layout", "mapping"])
    return run


def _valid(spec: ImportSpec, mapping: ColumnMap | None, table: Table) -> ColumnMap:
    """A person's choice of columns, or the guess for a layout that was just changed."""
    if mapping is None:
        return spec.guess(table.headers)
    names = {field.name for field in spec.fields}
    for name, indexes in mapping.items():
        if name not in names or any(not 0 <= index < len(table.headers) for index in indexes):
            raise UnableToImport(_("A chosen column is not in the file: please choose again."))
    return {name: indexes for name, indexes in mapping.items() if indexes}


def apply_import(*, actor: Actor, pk: int, expected: int, now: datetime) -> ImportRun:
    """Have the new and changed rows written, in the background and in one transaction.

    Args:
        expected: the number of rows that the person was shown and confirmed.

    Raises:
        NotVisible, TransitionRefused: as for :func:`check_import`.
        UnableToImport: another number of rows would be written.
    """
    with transaction.atomic():
        run = _locked(actor, pk)
        if run.applicable != expected:
            raise UnableToImport(
                _("%(now)d rows would be written, not %(then)d: please look again.")
                % {"now": run.applicable, "then": expected}
            )
        return IMPORT_MOVES.move(
            actor=actor,
            pk=pk,
            name="apply",
            now=now,
            changes={"applied_by_id": actor.pk, "attempts": 0, "error": ""},
        )


def cancel_import(*, actor: Actor, pk: int, now: datetime) -> ImportRun:
    """Drop a list: its file and rows go, the record that it was here stays.

    Raises:
        NotVisible, TransitionRefused: as for :func:`check_import`.
    """
    with transaction.atomic():
        run = _locked(actor, pk)
        kept = [file for file in (run.file, run.companion) if file]
        names = [(file.storage, str(file.name)) for file in kept]
        run = IMPORT_MOVES.move(
            actor=actor, pk=pk, name="cancel", now=now, changes={"file": "", "companion": ""}
        )
        run.rows.all().delete()
        for storage, name in names:
            transaction.on_commit(partial(storage.delete, name))
    return run


def _locked(actor: Actor, pk: int) -> ImportRun:
    run = ImportRun.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if run is None:
        raise NotVisible(f"import {pk}")
    return run


def rows_for(actor: Actor, run: ImportRun) -> QuerySet[ImportRow]:
    """The rows of a run as far as they concern an actor.

    A colleague of the uploader's, with powers over fewer departments, does not learn what a list says
    of records beyond them.
    """
    permitted = run.spec.permitted(actor)
    sees_all = actor.pk == run.uploader_id or actor.scope_for(run.spec.capability).everywhere
    if permitted is None or sees_all:
        return run.rows.all()
    return run.rows.exclude(
        ~Q(target_id__in=permitted.values("pk")),
        verdict__in=[ImportRow.Verdict.CHANGED, ImportRow.Verdict.UNCHANGED],
    )


def reasons(run: ImportRun) -> list[tuple[str, int]]:
    """Why rows are refused, the most frequent reason first."""
    refused = run.rows.filter(verdict=ImportRow.Verdict.REJECTED).order_by()
    return list(
        refused.values_list("reason").annotate(count=Count("number")).order_by("-count", "reason")[:100]
    )


# --- Report -----------------------------------------------------------------------------------


def report_columns(run: ImportRun) -> list[ExportColumn]:
    """The report: each row of the list, what became of it and why, and what it said."""

    names = {field.name for field in run.spec.fields}

    def said(name: str) -> ExportColumn:
        field = run.spec.field(name)
        return ExportColumn(field.label, lambda row: field.said(row.values))

    def changed(row: ImportRow) -> str:
        return "; ".join(
            f"{run.spec.column_label(name)}: {before} → {after}"
            for name, (before, after) in (row.changes or {}).items()
            if name in names
        )

    return [
        ExportColumn(_("Row"), "number"),
        ExportColumn(_("Verdict"), "get_verdict_display"),
        ExportColumn(_("Reason"), "reason"),
        ExportColumn(_("Changes"), changed),
        *(said(field.name) for field in run.spec.fields if run.mapping.get(field.name)),
    ]


def write_report(run: ImportRun) -> Iterator[bytes]:
    """The report as CSV, in pieces; read it inside a transaction."""
    return stream_csv(report_columns(run), run.rows.order_by("number").iterator(chunk_size=1000))
