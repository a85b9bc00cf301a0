"""The base of a command that brings a list in without a browser."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.access import THE_SYSTEM
from core.errors import Refused
from core.imports import operations, work
from core.imports.spec import ImportSpec
from core.models import ImportRow, ImportRun

SAME_REASON_ROWS = 10
SECONDS_BETWEEN_LOOKS = 0.5


class ImportCommand(BaseCommand):
    """``FILE [--dry-run] [--report OUT.csv] [--sheet NAME] [--encoding NAME]``.

    The last line of output is ``new N, changed N, unchanged N, duplicate N, rejected N``.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV (also .gz, .xz), XLSX, XLS or ODS.")
        parser.add_argument("--dry-run", action="store_true", help="Judge every row, write nothing.")
        parser.add_argument(
            "--report", type=Path, metavar="OUT.csv", help="Write the verdict of every row here."
        )
        parser.add_argument(
            "--sheet", default="", help="The sheet of a workbook; else the first with content."
        )
        parser.add_argument("--encoding", default="", help="The encoding, where the detected one is wrong.")

    def spec(self, options: dict[str, Any]) -> ImportSpec:
        """The kind of list that is brought in."""
        raise NotImplementedError

    def spec_options(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the kind of list has to know besides the file."""
        return {}

    def companion(self, options: dict[str, Any]) -> AbstractContextManager[File[bytes] | None]:
        """The open archive that comes with the list."""
        return nullcontext()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self.judge(options)
            if options["report"]:
                with options["report"].open("wb") as report:
                    report.writelines(operations.write_report(run))
            if options["dry_run"]:
                operations.cancel_import(actor=THE_SYSTEM, pk=run.pk, now=timezone.now())
            else:
                run = self.apply(run)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            ", ".join(f"{verdict} {run.count(verdict)}" for verdict in ImportRow.Verdict.values)
        )

    def judge(self, options: dict[str, Any]) -> ImportRun:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        now = timezone.now()
        layout = {"sheet": options["sheet"], "encoding": options["encoding"]}
        with path.open("rb") as source, self.companion(options) as companion:
            run = operations.start_import(
                actor=THE_SYSTEM,
                spec=self.spec(options),
                file=File(source),
                file_name=path.name,
                options=self.spec_options(options),
                companion=companion,
                now=now,
            )
        operations.check_import(
            actor=THE_SYSTEM, pk=run.pk, now=now, layout=layout if any(layout.values()) else None
        )
        run = self.finish(run)
        for reason, count in operations.reasons(run)[:SAME_REASON_ROWS]:
            self.stdout.write(f"  {count} × {reason}")
        for remark in run.remarks:
            self.stdout.write(f"  {remark}")
        return run

    def apply(self, run: ImportRun) -> ImportRun:
        operations.apply_import(actor=THE_SYSTEM, pk=run.pk, expected=run.applicable, now=timezone.now())
        applied = self.finish(run)
        if applied.state != ImportRun.State.APPLIED:
            raise CommandError(applied.error)
        return applied

    def finish(self, run: ImportRun) -> ImportRun:
        work.work_on(run.pk, now=timezone.now())
        run = ImportRun.objects.get(pk=run.pk)
        while run.is_working:  # a worker's sweep was quicker
            time.sleep(SECONDS_BETWEEN_LOOKS)
            work.work_on(run.pk, now=timezone.now())
            run.refresh_from_db()
        if run.state == ImportRun.State.FAILED:
            raise CommandError(run.error)
        return run
