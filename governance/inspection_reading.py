"""Dossiers as pages and files show them: the same to inspectors and to the staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.access import Actor, NotVisible
from core.attachments import confine
from core.exports import ExportColumn, rows_response
from core.models import AccessLog
from governance.dossiers import Dossier, DossierKind, Item, Standing, dossier_kind, dossiers_of
from governance.models import Inspection, InspectionAccess, SampleDraw
from governance.operations.samples import drawn, files_of, may_be_seen, population_of
from placements.operations.archives import stream_zip

SHOWN = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """The sample of one kind: a line a dossier, a column an item."""

    kind: DossierKind
    columns: list[tuple[str, str]]
    dossiers: list[Dossier]

    @property
    def lines(self) -> list[tuple[Dossier, list[Item | None]]]:
        return [(one, [one.item_of.get(name) for name, _label in self.columns]) for one in self.dossiers]

    @property
    def counts(self) -> list[tuple[Standing, int]]:
        """How many papers stand how, all four."""
        counted = Counter(item.standing for one in self.dossiers for item in one.items)
        return [(standing, counted[standing]) for standing in Standing]

    @property
    def complete(self) -> int:
        return sum(not one.lacking for one in self.dossiers)


def matrices(dossiers: Sequence[Dossier]) -> list[Matrix]:
    """The sample by kinds."""
    found: dict[str, list[Dossier]] = {}
    for one in dossiers:
        found.setdefault(one.kind.name, []).append(one)
    return [
        Matrix(
            kind=dossier_kind(name),
            columns=[(item.name, str(item.label)) for item in rows[0].items],
            dossiers=rows,
        )
        for name, rows in found.items()
    ]


def dossier_to_read(
    inspection: Inspection, kind: str, key: int, *, now: datetime, reader: Actor | None = None
) -> Dossier:
    """A dossier that the inspection shows, to somebody of the staff only what they may read without it.

    Raises NotVisible.
    """
    if may_be_seen(inspection, kind, key):
        found = dossiers_of(dossier_kind(kind), [key], timezone.localdate(now), reader=reader)
        if found:
            return found[0]
    raise NotVisible(f"dossier {kind} {key}")


def dossier_context(
    inspection: Inspection, dossier: Dossier, part_url: Callable[[str], str], *, may_take: bool = True
) -> dict[str, Any]:
    """What the page of a dossier shows; sensitive facts and papers only where the inspection opens them."""
    is_open = inspection.shows_sensitive
    held = {part.name for part in dossier.kind.parts() if part.held([dossier.record])}
    given = [part for part in dossier.kind.parts() if part.name in held]
    shown = [part for part in given if is_open or not part.is_sensitive]
    urls = {part.name: part_url(part.name) for part in shown} if may_take else {}
    return {
        "dossier": dossier,
        "is_open": is_open,
        "may_take": may_take,
        "facts": [
            {"label": fact.label, "value": fact.shown(is_open)} for fact in dossier.kind.facts(dossier.record)
        ],
        "items": [(item, urls.get(item.part, "")) for item in dossier.items],
        "papers": [(part, urls.get(part.name, "")) for part in given],
    }


def data_of(inspection: Inspection) -> AccessLog.Data:
    """How a privacy notice would call what the inspection shows of people."""
    return AccessLog.Data.SENSITIVE if inspection.shows_sensitive else AccessLog.Data.RECORD


def people_of(dossiers: Sequence[Dossier]) -> dict[type, list[Any]]:
    """Whom dossiers are about, by the kind of their record: the log of access names one kind a line."""
    found: dict[type, list[Any]] = {}
    for one in dossiers:
        person = one.kind.person(one.record)
        if person is not None:
            found.setdefault(type(person), []).append(person)
    return found


def found_in(inspection: Inspection, *, now: datetime) -> list[Dossier]:
    """The dossiers that findings are about, named only."""
    about: dict[str, set[int]] = {}
    for kind, key in inspection.findings.values_list("kind", "key"):
        if key is not None:
            about.setdefault(kind, set()).add(key)
    on = timezone.localdate(now)
    return [
        dossier
        for kind, keys in about.items()
        for dossier in dossiers_of(dossier_kind(kind), sorted(keys), on, has_items=False)
    ]


# --- What was seen --------------------------------------------------------------------------------


def titles_of(rows: Iterable[Any]) -> dict[tuple[str, int], str]:
    """How the dossiers are called that findings or lines of the log are about. A query for each kind."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        if row.key is not None:
            wanted.setdefault(row.kind, set()).add(row.key)
    return {
        (name, key): title
        for name, keys in wanted.items()
        for key, title in dossier_kind(name).titles(keys).items()
    }


def seen_in_words(access: InspectionAccess, titles: Mapping[tuple[str, int], str]) -> str:
    """What an inspector saw, in the reader's language; what is gone is named by its number."""
    said = str(access.get_page_display())
    if access.key is not None:
        name = titles.get((access.kind, access.key)) or f"#{access.key}"
        said = f"{name} · {dossier_kind(access.kind).label}"
        part = next((one for one in dossier_kind(access.kind).parts() if one.name == access.part), None)
        return f"{said} · {part.label}" if part is not None else said
    if access.kind:
        said = _("%(list)s: %(kind)s, page %(page)s") % {
            "list": said,
            "kind": dossier_kind(access.kind).label,
            "page": access.part or 1,
        }
    return said


def standings_in_words(access: InspectionAccess) -> str:
    """How the papers stood that were shown: all four numbers, where there were any."""
    if not access.standings:
        return ""
    return " · ".join(f"{one.chip.label} {access.standings.get(one.value, 0)}" for one in Standing)


# --- Files ----------------------------------------------------------------------------------------


def part_response(inspection: Inspection, dossier: Dossier, name: str, *, now: datetime) -> HttpResponseBase:
    """One part of a dossier as a ZIP, read file after file. Raises NotVisible."""
    part = next((one for one in dossier.kind.parts() if one.name == name), None)
    if part is None or (part.is_sensitive and not inspection.shows_sensitive):
        raise NotVisible(f"part {name} of a dossier")
    if not part.held([dossier.record]):
        raise NotVisible(f"part {name} of {dossier.kind.name} {dossier.key}")
    files = (
        (line.path, content)
        for line, content in files_of(dossier, is_open=inspection.shows_sensitive, only=name)
        if content is not None
    )
    response = StreamingHttpResponse(stream_zip(files, at=now), content_type="application/zip")
    file_name = get_valid_filename(f"{dossier.kind.name}-{dossier.key}-{name}")
    response["Content-Disposition"] = f'attachment; filename="{file_name}.zip"'
    return confine(response)


@dataclass(frozen=True, slots=True)
class Line:
    """One item of one dossier, as the export has it."""

    dossier: Dossier
    item: Item


def matrix_response(inspection: Inspection, dossiers: Sequence[Dossier], fmt: str) -> HttpResponseBase:
    """Every item of every dossier of the sample: a line an item. Raises BadRequest."""
    lines = [Line(one, item) for one in dossiers for item in one.items]
    return rows_response(
        filename=f"inspection-{inspection.pk}-completeness",
        columns=[
            ExportColumn(_("kind of dossier"), "dossier.kind.label"),
            ExportColumn(_("record"), "dossier.key"),
            ExportColumn(_("dossier"), "dossier.title"),
            ExportColumn(_("number"), "dossier.line"),
            ExportColumn(_("what belongs into it"), "item.label"),
            ExportColumn(_("standing"), lambda line: str(line.item.standing.chip.label)),
            ExportColumn(_("detail"), "item.detail"),
            ExportColumn(pgettext("in a dossier", "asked for by"), "item.source"),
        ],
        rows=lines,
        fmt=fmt,
    )


def population_response(draw: SampleDraw, fmt: str) -> HttpResponseBase:
    """Every key out of which was drawn, with what is needed to draw it again. Raises BadRequest."""
    return rows_response(
        filename=f"sample-{draw.inspection_id}-{draw.number}",
        columns=[
            ExportColumn(name, name)
            for name in ("seed", "stratum", "key", "size", "sha256_of_keys", "place", "ticket")
        ],
        rows=_population(draw),
        fmt=fmt,
    )


@dataclass(frozen=True, slots=True)
class Lot:
    seed: str
    stratum: str
    key: int
    size: int
    sha256_of_keys: str
    place: int | None
    ticket: str


def _population(draw: SampleDraw) -> Iterator[Lot]:
    places = {(one.stratum_id, one.key): one for one in draw.dossiers.all()}
    for stratum in draw.strata.order_by("pk"):
        for key in stratum.population:
            one = places.get((stratum.pk, key))
            yield Lot(
                draw.seed,
                stratum.name,
                key,
                stratum.size,
                stratum.fingerprint,
                one.place if one else None,
                one.digest if one else "",
            )


def scope_rows(inspection: Inspection, kind: DossierKind, *, page: int) -> tuple[list[Dossier], bool]:
    """A page of the dossiers of a kind that may be seen, without what is in them; whether there are more."""
    if inspection.only_sample:
        keys = drawn(inspection).filter(kind=kind.name).values("key")
        rows = kind.rows().filter(pk__in=keys)
    else:
        rows = population_of(inspection, kind)
    first = (page - 1) * SHOWN
    found = list(rows.order_by("pk")[first : first + SHOWN + 1])
    return [Dossier(kind=kind, record=record) for record in found[:SHOWN]], len(found) > SHOWN
