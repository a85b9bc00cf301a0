"""Takes agreements over that were concluded before this program, with their scans."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from django.core.files import File
from django.core.management.base import CommandError

from agreements.imports import ExistingAgreements
from core.imports.command import ImportCommand
from core.imports.spec import ImportSpec, find_spec


class Command(ImportCommand):
    help = "Takes over a list of existing agreements; every row needs an owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--scans", type=Path, metavar="ZIP_OR_FOLDER", help="The signed papers that the rows name."
        )

    def spec(self, options: dict[str, Any]) -> ImportSpec:
        return find_spec(ExistingAgreements.name)

    @contextmanager
    def companion(self, options: dict[str, Any]) -> Iterator[File[bytes] | None]:
        scans: Path | None = options["scans"]
        if scans is None:
            yield None
        elif scans.is_dir():
            with tempfile.TemporaryFile() as packed:
                pack(scans, packed)
                yield File(packed, name="scans.zip")
        elif scans.is_file():
            with scans.open("rb") as archive:
                yield File(archive, name=scans.name)
        else:
            raise CommandError(f"There is no {scans}.")


def pack(folder: Path, output: Any) -> None:
    """The files below a folder as an archive; links are not followed."""
    with ZipFile(output, "w", ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                archive.write(path, path.relative_to(folder).as_posix())
    output.seek(0)
