"""The work behind a run: reading, judging, applying. Every piece may be repeated, or die at any point.

A run that waits says so by its state, so that whoever comes next does what is left: the request that
asked for it, a worker that was woken up, or the sweep.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from core.access import THE_SYSTEM
from core.background import nudge, one_at_a_time
from core.bilingual import listed
from core.errors import Refused
from core.imports import applying, judging, one_by_one, operations
from core.imports.one_by_one import OneByOneSpec
from core.imports.spec import NoLongerTrue, Values
from core.imports.target import Target
from core.imports.transitions import IMPORT_MOVES
from core.models import ImportRun

TASK = "core.tasks.work_on_imports"
CHUNK_ROWS = 10_000
SMALL_BYTES = 512 * 1024
# Some fifty rows: each takes a few hundredths of a second, and somebody waits for the page.
SMALL_BYTES_ONE_BY_ONE = 8 * 1024
SMALL_BYTES_OF_PAPERS = 8 * 1024**2
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=90)
ROWS_NAMED = 20

State = ImportRun.State

type Accepted = list[tuple[int, Values]]
type Rejected = list[tuple[int, Values, str]]
type Piece = tuple[Accepted, Rejected]


def begin(run: ImportRun, *, now: datetime) -> None:
    """Have a run worked on: a small one at once, a large one by a worker."""
    if _is_small(run):
        work_on(run.pk, now=now)
    else:
        nudge(TASK)


def _is_small(run: ImportRun) -> bool:
    if not isinstance(run.spec, OneByOneSpec):
        return run.size <= SMALL_BYTES
    papers = run.companion.size if run.companion else 0
    return run.size <= SMALL_BYTES_ONE_BY_ONE and papers <= SMALL_BYTES_OF_PAPERS


def work_on(pk: int, *, now: datetime) -> None:
    """Do what a run waits for. Harmless where it waits for nothing or somebody else is at it."""
    with one_at_a_time(f"import {pk}") as alone:
        if not alone:
            return
        run = ImportRun.objects.get(pk=pk)
        while run.is_working:
            ImportRun.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
            with translation.override(run.language):
                try:
                    if run.attempts >= MOST_ATTEMPTS:
                        raise operations.UnableToImport(_("The work broke off several times."))
                    if run.state == State.CHECKING:
                        _check(run, now)
                    else:
                        _apply(run, now)
                except Refused as refusal:
                    _move(run, "fail", now, error=str(refusal))
            run.refresh_from_db()


def work_on_all(*, now: datetime) -> int:
    """The sweep: whatever waits. Answers how many runs it looked at."""
    waiting = list(
        ImportRun.objects.filter(state__in=[State.CHECKING, State.APPLYING])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for pk in waiting:
        work_on(pk, now=now)
    return len(waiting)


def forget_old(*, now: datetime) -> None:
    """Delete files and rows of lists that were brought in long ago; the runs with their counts stay."""
    for run in ImportRun.objects.filter(created_at__lt=now - KEPT_FOR).exclude(file=""):
        if not run.is_working:
            run.rows.all().delete()
            if run.companion:
                run.companion.delete(save=False)
            run.file.delete()


def _move(run: ImportRun, name: str, now: datetime, **changes: Any) -> None:
    IMPORT_MOVES.move(actor=THE_SYSTEM, pk=run.pk, name=name, now=now, changes=changes)


def permitted_to(run: ImportRun) -> QuerySet | None:
    """The records that may change by this run: its uploader may, and whoever applies it as well."""
    rows = run.spec.permitted(run.uploader or THE_SYSTEM)
    also = run.spec.permitted(run.applied_by) if run.applied_by else None
    return rows if rows is None or also is None else rows.filter(pk__in=also.values("pk"))


# --- Checking ---------------------------------------------------------------------------------


def _check(run: ImportRun, now: datetime) -> None:
    """Read every row and have all of them judged.

    Reading commits piece by piece, so that others see how far it is; a repeat starts over.
    """
    run.rows.all().delete()
    with operations.open_run(run) as table:
        remarks = Remarks()
        read = run.spec.reader(run.mapping, run.options, len(table.headers), remark=remarks.note)
        pieces = (
            _sort_out(read, chunk, remarks) for chunk in batched(table.rows(), CHUNK_ROWS, strict=False)
        )
        if isinstance(run.spec, OneByOneSpec):
            _check_one_by_one(run, run.spec, pieces, remarks, now)
        else:
            _check_together(run, pieces, remarks, now)


class Remarks:
    """What is doubtful about rows that are taken in, and which rows they are."""

    def __init__(self) -> None:
        self._noted: list[str] = []
        self._rows: dict[str, list[int]] = {}

    def note(self, remark: str) -> None:
        self._noted.append(remark)

    def end_row(self, number: int, *, is_rejected: bool) -> None:
        for remark in () if is_rejected else self._noted:
            self._rows.setdefault(remark, []).append(number)
        self._noted.clear()

    def in_words(self) -> list[str]:
        return [
            _("%(remark)s Rows: %(rows)s")
            % {
                "remark": remark,
                "rows": listed(rows[:ROWS_NAMED]) + (" …" if len(rows) > ROWS_NAMED else ""),
            }
            for remark, rows in self._rows.items()
        ]


def _check_together(run: ImportRun, pieces: Iterable[Piece], remarks: Remarks, now: datetime) -> None:
    """Collect the rows in a temporary table; the database judges all of them at once."""
    target: Target | None = None
    try:
        for accepted, rejected in pieces:
            with transaction.atomic():
                if accepted and target is None:
                    target = Target(run.spec, list(accepted[0][1]), permitted=permitted_to(run))
                    judging.create_staging(target)
                if target is not None:
                    judging.stage(target, accepted)
                _note_progress(run, accepted, rejected)
        with transaction.atomic():
            if target is not None:
                judging.judge(target, run, run.spec.successors(run.uploader or THE_SYSTEM))
            columns = target.columns if target is not None else []
            counts = judging.count_verdicts(run)
            found = remarks.in_words()
            _move(run, "judge", now, columns=columns, counts=counts, remarks=found, attempts=0)
    finally:
        if target is not None:
            judging.drop_staging()


def _check_one_by_one(
    run: ImportRun, spec: OneByOneSpec, pieces: Iterable[Piece], remarks: Remarks, now: datetime
) -> None:
    with spec.intake(actor=run.uploader or THE_SYSTEM, run=run, now=now) as intake:
        judge = one_by_one.Judge(run, spec, intake)
        for accepted, rejected in pieces:
            with transaction.atomic():
                judge.judge(accepted)
                _note_progress(run, accepted, rejected)
        counts = judging.count_verdicts(run)
        found = [*remarks.in_words(), *intake.remarks()]
        _move(run, "judge", now, counts=counts, remarks=found, attempts=0)


def _note_progress(run: ImportRun, accepted: Accepted, rejected: Rejected) -> None:
    judging.write_rejected(run, rejected)
    ImportRun.objects.filter(pk=run.pk).update(progress=F("progress") + len(accepted) + len(rejected))


def _sort_out(read: Any, chunk: Iterable[tuple[int, list[str]]], remarks: Remarks) -> Piece:
    accepted: Accepted = []
    rejected: Rejected = []
    for number, cells in chunk:
        values, reason = read(cells)
        remarks.end_row(number, is_rejected=bool(reason))
        if reason:
            rejected.append((number, values, reason))
        else:
            accepted.append((number, values))
    return accepted, rejected


# --- Applying ---------------------------------------------------------------------------------


def _apply(run: ImportRun, now: datetime) -> None:
    """Write what was judged, all of it or nothing. Where the target changed since, judge again."""
    try:
        with transaction.atomic():
            if run.applicable:
                written = _write(run, now)
                if written != run.applicable:
                    raise operations.UnableToImport(
                        _("Only %(written)d of %(expected)d rows could be written, so none was: check again.")
                        % {"written": written, "expected": run.applicable}
                    )
            actor = run.applied_by or THE_SYSTEM
            run.spec.after_apply(actor=actor, run=run, now=now)
            _move(run, "finish", now, applied_at=now)
    except NoLongerTrue as stale:
        _move(run, "recheck", now, error=str(stale), progress=0)


def _write(run: ImportRun, now: datetime) -> int:
    if isinstance(run.spec, OneByOneSpec):
        with run.spec.intake(actor=run.applied_by or THE_SYSTEM, run=run, now=now) as intake:
            return one_by_one.apply(run, intake)
    target = Target(run.spec, run.columns, permitted=permitted_to(run))
    applying.lock(target)
    if stale := applying.count_stale(target, run):
        raise NoLongerTrue(
            _(
                "%(count)d rows are judged anew, because records changed since the check. "
                "Please look again before you apply them."
            )
            % {"count": stale}
        )
    return applying.insert(target, run, now) + applying.update(target, run, now)
