"""Real files that nobody here wrote: read from REAL_DATA, never copied into the project."""

import bz2
import csv
import gzip
import lzma
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_OPENERS = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}
_ROOT = Path(__file__).resolve().parent.parent


def real_file(name: str) -> Path:
    """The path of a real file; where there is none, the test fails in CI and is skipped elsewhere."""
    folder = Path(os.environ.get("REAL_DATA") or _ROOT.parent / "shared" / "data")
    path = folder / name
    if not path.exists():
        reason = f"The real data file {name} is not under {folder}; REAL_DATA names the folder."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def real_lines(name: str) -> Iterator[list[str]]:
    """The rows of a CSV file, its header first."""
    path = real_file(name)
    with _OPENERS.get(path.suffix, open)(path, "rt", encoding="utf-8-sig", newline="") as lines:
        yield from csv.reader(lines)


def real_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file by the names in its header; a cell that a row lacks is empty."""
    lines = real_lines(name)
    header = [cell.strip() for cell in next(lines)]
    for cells in lines:
        yield dict.fromkeys(header, "") | dict(zip(header, cells, strict=False))
