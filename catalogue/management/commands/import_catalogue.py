"""`manage.py import_catalogue industries FILE`: an official list into its catalogue."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.operations import CATALOGUES, load
from catalogue.sources import UnreadableList, read_rows


class Command(BaseCommand):
    help = "Imports an official list (CSV with code and name) into a catalogue; again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("catalogue", choices=sorted(CATALOGUES))
        parser.add_argument("file", type=Path)

    def handle(self, *, catalogue: str, file: Path, **options: Any) -> None:
        try:
            report = load(catalogue=catalogue, rows=read_rows(file))
        except (OSError, UnreadableList) as error:
            raise CommandError(str(error)) from error
        for row in report.rejected:
            self.stderr.write(f"line {row.line}: rejected {row.code} {row.name_zh or row.name_en}")
        self.stdout.write(str(report))
