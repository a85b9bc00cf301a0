"""A public list of 200,000 companies through the importer, against bare COPY and django-import-export."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from benchmarks import scratch
from benchmarks.measure import Row
from conftest import as_owner
from tests.real_data import real_file, real_lines

TITLE = "Imports"
FILE = "enterprises/cn_200k_slim.csv.xz"
# The peers write row by row: so many tell how long one takes.
SAMPLE = 3_000
COLUMNS = (
    *("scheme", "key", "code", "name", "name_key", "country", "region", "address", "industry", "status"),
    *("registered_on", "capital_amount", "capital_currency", "extra", "source", "imported_at"),
)


def run() -> list[Row]:
    try:
        path = real_file(FILE)
    except pytest.skip.Exception as reason:
        print(f"{TITLE}: {reason}\n")
        return []
    with scratch.database():
        ours, counts = imported(path)
        rows = written()
        again, counts_again = imported(path)
        assert counts_again.startswith("new 0, changed 0"), counts_again
        plain, indexed = bare_copy(indexes=False), bare_copy(indexes=True)
    found = [
        Row(
            name=f"{rows:,} companies ({counts})",
            ours=ours,
            limit=indexed,
            against="bare COPY of the rows that came out, into the same table",
            note=f"{rows / ours:,.0f} rows a second; without indexes COPY takes {plain:.1f} s",
        ),
        Row(
            name="the same list again",
            ours=again,
            limit=ours,
            against="the first time",
            note=counts_again,
        ),
    ]
    for name, options, wanted in (
        ("as it comes", {}, 1 / 20),
        ("in bulk, without comparing", {"use_bulk": True, "skip_diff": True, "batch_size": 1000}, None),
    ):
        with scratch.database():
            theirs = django_import_export(options)
        found.append(
            Row(
                name="1,000 companies",
                ours=ours / rows * 1000,
                limit=theirs / SAMPLE * 1000,
                against=f"django-import-export {name}, of its first {SAMPLE:,}",
                wanted=wanted,
                note=f"{theirs / SAMPLE / (ours / rows):.0f} × as fast",
            )
        )
    return found


def imported(path: Path) -> tuple[float, str]:
    """Seconds from the file to the table, the verdicts and their reasons included; how many there were."""
    out = StringIO()
    start = time.perf_counter()
    call_command("import_enterprises", str(path), stdout=out)
    return time.perf_counter() - start, out.getvalue().strip().splitlines()[-1]


def written() -> int:
    from partnerships.models import RegisterEntry

    return RegisterEntry.objects.count()


# --- Bare COPY --------------------------------------------------------------------------------


def bare_copy(*, indexes: bool) -> float:
    """Seconds of COPY into an empty table like the register, of the rows that the import wrote there."""
    like = "INCLUDING ALL" if indexes else "INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING GENERATED"
    names = ", ".join(COLUMNS)
    with TemporaryFile() as rows, as_owner(), connection.cursor() as cursor:
        with cursor.copy(f"COPY partnerships_registerentry ({names}) TO STDOUT") as source:
            rows.writelines(source)
        rows.seek(0)
        cursor.execute(f"CREATE TABLE bare_register (LIKE partnerships_registerentry {like})")
        start = time.perf_counter()
        with cursor.copy(f"COPY bare_register ({names}) FROM STDIN") as target:
            while piece := rows.read(1 << 16):
                target.write(piece)
        seconds = time.perf_counter() - start
        cursor.execute("DROP TABLE bare_register")
    return seconds


# --- The peer ---------------------------------------------------------------------------------


def django_import_export(options: dict[str, Any]) -> float:
    """Seconds it takes for the first rows, into an empty table, with the same columns and keys."""
    from import_export.resources import modelresource_factory
    from tablib import Dataset

    from partnerships.models import RegisterEntry

    fields = [name for name in COLUMNS if name != "extra"]
    resource = modelresource_factory(
        RegisterEntry,
        meta_options={"fields": fields, "import_id_fields": ("scheme", "key")} | options,
    )()
    rows = Dataset(headers=fields)
    for values in sample():
        rows.append([values[name] for name in fields])
    start = time.perf_counter()
    with as_owner():  # it sets the sequence anew
        result = resource.import_data(rows, raise_errors=True)
    seconds = time.perf_counter() - start
    assert result.totals["new"] == len(rows) == RegisterEntry.objects.count()
    return seconds


def sample() -> Iterator[dict[str, Any]]:
    """Rows as our importer makes them out of the cells: the peer is spared the work before the database."""
    from django.utils import timezone

    from core.imports.spec import find_spec

    lines = real_lines(FILE)
    headers = next(lines)
    spec = find_spec("partnerships.register")
    read = spec.reader(spec.guess(headers), {}, len(headers))
    empty = {"country": "", "industry": "", "status": "", "source": FILE, "imported_at": timezone.now()}
    accepted = (values for values, reason in map(read, lines) if not reason)
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for values in accepted:
        seen.setdefault((values["scheme"], values["key"]), empty | values)
        if len(seen) == SAMPLE:
            break
    return iter(seen.values())
