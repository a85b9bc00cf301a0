"""Bringing lists of entries into the catalogues: idempotent, and never deleting what may be in use."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from catalogue.codes import InvalidCode, stage_of_major
from catalogue.models import Entry, Industry, Major, Occupation, Region, TreeEntry
from catalogue.sources import Row, bundled_rows

CATALOGUES: dict[str, type[Entry]] = {
    "industries": Industry,
    "regions": Region,
    "occupations": Occupation,
    "majors": Major,
}


@dataclass(slots=True)
class LoadReport:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Row] = field(default_factory=list)

    def __str__(self) -> str:
        counts = {"new": self.new, "changed": self.changed, "unchanged": self.unchanged}
        return ", ".join(
            f"{verdict} {n}" for verdict, n in (counts | {"rejected": len(self.rejected)}).items()
        )


def load_bundled() -> None:
    """Add what is missing of the lists that come along; what an official list or a person changed stays."""
    for catalogue, model in CATALOGUES.items():
        known = set(_own_entries(model).values_list("code", flat=True))
        if missing := [row for row in bundled_rows(catalogue) if row.code not in known]:
            load(catalogue=catalogue, rows=missing)


@transaction.atomic
def load(*, catalogue: str, rows: Iterable[Row]) -> LoadReport:
    """Add the entries of a list to a catalogue (a key of CATALOGUES), and correct those that differ.

    A row without a name or with a code that is not the catalogue's is rejected; of two rows with one
    code the later one counts. A name that the list leaves empty stays as it is.
    """
    model = CATALOGUES[catalogue]
    report = LoadReport()
    accepted: dict[str, tuple[Row, dict[str, Any]]] = {}
    for row in rows:
        try:
            accepted[row.code] = row, _derived(model, row)
        except (InvalidCode, NotAnEntry):
            report.rejected.append(row)
    known: dict[str, Entry] = {entry.code: entry for entry in _own_entries(model)}
    if not issubclass(model, TreeEntry):
        _write(model, accepted.values(), known=known, report=report)
        return report
    # Level by level, so that what stands above has its key before what stands below.
    for level in model.levels:
        entries = [
            (row, derived | {"parent_id": _nearest(known, row.code, model)})
            for row, derived in accepted.values()
            if derived["level"] == level
        ]
        _write(model, entries, known=known, report=report)
    return report


class NotAnEntry(ValueError):
    """The row has no name, or a status that is none."""


def _derived(model: type[Entry], row: Row) -> dict[str, Any]:
    """The values that follow from the code, and the status where the list has one."""
    if not (row.name_en or row.name_zh):
        raise NotAnEntry(row)
    if issubclass(model, TreeEntry):
        return {"level": model.place_of(row.code).level}
    if row.status not in {"", *Major.Status.values}:
        raise NotAnEntry(row)
    return {"stage": stage_of_major(row.code)} | ({"status": row.status} if row.status else {})


def _own_entries(model: type[Entry]) -> QuerySet[Any]:
    """The entries that a list speaks of: regions of other countries are not GB/T 2260's."""
    if model is Region:
        return Region.objects.in_country("CN")
    return model._default_manager.all()


def _nearest(known: dict[str, Entry], code: str, model: type[TreeEntry]) -> int | None:
    """The key of the entry above, or of the one above that where a list leaves a level out.

    GB/T 2260 has no prefecture between Beijing and its districts.
    """
    while code := model.place_of(code).parent_code:
        if code in known:
            return known[code].pk
    return None


def _write(
    model: type[Entry],
    entries: Iterable[tuple[Row, dict[str, Any]]],
    *,
    known: dict[str, Any],
    report: LoadReport,
) -> None:
    added, changed = [], []
    for row, derived in entries:
        names = {"name_en": row.name_en, "name_zh": row.name_zh}
        values = derived | {name: value for name, value in names.items() if value}
        entry = known.get(row.code)
        if entry is None:
            known[row.code] = entry = model(code=row.code, **values)
            added.append(entry)
        elif any(getattr(entry, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(entry, name, value)
            changed.append(entry)
        else:
            report.unchanged += 1
    model._default_manager.bulk_create(added, batch_size=1000)
    for entry in changed:
        entry.save()
    report.new += len(added)
    report.changed += len(changed)
