"""The sample of an inspection: drawn, drawn again for a reason; what may be seen; all papers as one ZIP.

The ZIP is packed by a worker. The order is a row; a worker that dies leaves it, and the next sweep begins
again.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Department, User
from core import audit
from core.access import Actor
from core.background import nudge, one_at_a_time
from core.errors import Refused, fault_in_words
from core.exports import ExportColumn, stream_csv
from governance.dossiers import Dossier, DossierKind, dossier_kind, dossiers_of, scope_of
from governance.inspection_transitions import EDIT
from governance.models import (
    BundleStage,
    Inspection,
    InspectionBundle,
    InspectionState,
    SampledDossier,
    SampleDraw,
    SampleStratum,
)
from governance.models.samples import WORKING
from governance.sampling import fingerprint_of, sample
from placements.operations.archives import different, safe_part, zip_entry

logger = logging.getLogger(__name__)

TASK = "governance.tasks.pack_dossiers"
FOLDER = "inspections"
MOST_ATTEMPTS = 3
MOST_DRAWN = 500
PAUSE = timedelta(minutes=10)
"""So long inspectors wait before they have everything packed again."""


class UnableToDraw(Refused):
    """No sample can be drawn, or nothing packed, so now; the message says why."""


# --- What may be seen -----------------------------------------------------------------------------


def current_draw(inspection: Inspection) -> SampleDraw | None:
    """The last draw. One query."""
    return SampleDraw.objects.filter(inspection=inspection).order_by("-number").first()


def drawn(inspection: Inspection) -> QuerySet[SampledDossier]:
    """The dossiers of the last draw, in its order."""
    last = SampleDraw.objects.filter(inspection=inspection).order_by("-number")
    return SampledDossier.objects.filter(draw__in=last.values("pk")[:1]).order_by("stratum", "place")


def population_of(inspection: Inspection, kind: DossierKind) -> QuerySet:
    """Every record of a kind in the scope today; none where it is not looked at."""
    if kind.name not in inspection.kinds:
        return kind.rows().none()
    return kind.in_scope(scope_of(inspection))


def may_be_seen(inspection: Inspection, kind: str, key: int) -> bool:
    """Whether a dossier lies in the sample, or in the scope where not only the sample is shown."""
    if kind not in inspection.kinds:
        return False
    if drawn(inspection).filter(kind=kind, key=key).exists():
        return True
    found = population_of(inspection, dossier_kind(kind)).filter(pk=key)
    return not inspection.only_sample and found.exists()


def sampled_dossiers(
    inspection: Inspection, *, now: datetime, reader: Actor | None = None, has_items: bool = True
) -> list[Dossier]:
    """The sample with what is there and what is missing: constant queries for each kind.

    Args:
        reader: somebody of the staff, who is shown what they may read by the pages of its own app.
        has_items: without, they are named only.
    """
    return _dossiers(drawn(inspection), now=now, reader=reader, has_items=has_items)


def _dossiers(
    rows: QuerySet[SampledDossier], *, now: datetime, reader: Actor | None = None, has_items: bool = True
) -> list[Dossier]:
    on = timezone.localdate(now)
    found: list[Dossier] = []
    drawn_keys = sorted(rows.values_list("kind", "key"), key=itemgetter(0))
    for name, keys in groupby(drawn_keys, key=itemgetter(0)):
        wanted = [key for _name, key in keys]
        found += dossiers_of(dossier_kind(name), wanted, on, reader=reader, has_items=has_items)
    return sorted(found, key=lambda one: one.kind.order)


# --- Drawing --------------------------------------------------------------------------------------


@transaction.atomic
def draw_sample(
    *,
    actor: User,
    pk: int,
    sizes: Mapping[str, int],
    now: datetime,
    seed: str = "",
    by_department: bool = False,
    reason: str = "",
) -> SampleDraw:
    """Draw so many dossiers of each kind out of the scope as it is now; again only for a reason.

    Args:
        sizes: how many of each kind; of each department where ``by_department``.
        seed: as somebody gave it, such as the number of a public lottery; else a random one.

    Raises NotVisible, PermissionDenied, UnableToDraw.
    """
    inspection: Inspection = Inspection.objects.for_write(actor, pk, EDIT)
    if inspection.is_settled:
        raise UnableToDraw(_("The inspection is over."))
    last = current_draw(inspection)
    if last is not None and not reason.strip():
        raise UnableToDraw(_("A sample was drawn already: say why it is drawn again."))
    wanted = {name: size for name, size in sizes.items() if name in inspection.kinds and size > 0}
    if not wanted:
        raise UnableToDraw(_("Say how many dossiers are to be drawn."))
    draw = SampleDraw.objects.create(
        inspection=inspection,
        number=last.number + 1 if last else 1,
        seed=seed.strip() or secrets.token_hex(16),
        by_department=by_department,
        reason=reason.strip(),
        drawn_by=actor,
        drawn_at=now,
    )
    total = 0
    for kind in inspection.kinds:
        if kind in wanted:
            total += _draw_kind(draw, inspection, dossier_kind(kind), wanted[kind])
    if not total:
        raise UnableToDraw(_("The scope holds no such dossiers."))
    if total > MOST_DRAWN:
        raise UnableToDraw(_("At most %(count)s dossiers at once.") % {"count": MOST_DRAWN})
    audit.record(
        actor=actor,
        subject=inspection,
        verb="inspection.draw",
        now=now,
        reason=reason.strip(),
        details={"draw": draw.number, "seed": draw.seed, "dossiers": total},
        capability=EDIT,
    )
    return draw


def _draw_kind(draw: SampleDraw, inspection: Inspection, kind: DossierKind, size: int) -> int:
    rows = population_of(inspection, kind).order_by("pk").values_list("pk", kind.department)
    strata: dict[int | None, list[int]] = {}
    for key, department in rows:
        strata.setdefault(department if draw.by_department else None, []).append(key)
    codes = dict(Department.objects.filter(pk__in=filter(None, strata)).values_list("pk", "code"))
    count = 0
    for department, keys in sorted(strata.items(), key=lambda item: codes.get(item[0] or 0, "")):
        name = f"{kind.name}/{codes[department]}" if department else kind.name
        stratum = SampleStratum.objects.create(
            draw=draw,
            kind=kind.name,
            department_id=department,
            name=name,
            size=size,
            population=keys,
            fingerprint=fingerprint_of(keys),
        )
        tickets = sample(seed=draw.seed, stratum=name, keys=keys, size=size)
        SampledDossier.objects.bulk_create(
            SampledDossier(
                draw=draw, stratum=stratum, kind=kind.name, key=one.key, place=place, digest=one.digest
            )
            for place, one in enumerate(tickets, start=1)
        )
        count += len(tickets)
    return count


# --- Packing --------------------------------------------------------------------------------------


@transaction.atomic
def order_bundle(*, actor: User, inspection: Inspection, now: datetime) -> InspectionBundle:
    """Have every paper of the sample packed; asking again while that goes on adds nothing.

    The caller has authorised the actor: somebody who may take every paper of it, or one of its inspectors,
    who wait a while before they order again.

    Raises UnableToDraw.
    """
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    if inspection.is_settled:
        raise UnableToDraw(_("The inspection is over."))
    # Until then what its people may see can still be narrowed, and a file would not know.
    if inspection.state != InspectionState.OPEN:
        raise UnableToDraw(_("The papers are packed once the inspection is open."))
    working = InspectionBundle.objects.filter(inspection=inspection, stage__in=WORKING).first()
    if working is not None:
        return working
    recent = InspectionBundle.objects.filter(inspection=inspection, ordered_at__gt=now - PAUSE)
    if actor.is_inspector and recent.exists():
        raise UnableToDraw(_("They were packed a moment ago: order again after ten minutes."))
    draw = current_draw(inspection)
    if draw is None:
        raise UnableToDraw(_("Draw the sample first."))
    bundle = InspectionBundle.objects.create(
        inspection=inspection,
        draw=draw,
        ordered_by_id=actor.pk,
        ordered_at=now,
        total=draw.dossiers.count(),
    )
    nudge(TASK)
    return bundle


def latest_bundle(inspection: Inspection) -> InspectionBundle | None:
    """The last one ordered of the last draw: what an earlier one drew is given out no more. One query."""
    last = SampleDraw.objects.filter(inspection=inspection).order_by("-number").values("pk")[:1]
    rows = InspectionBundle.objects.filter(inspection=inspection, draw__in=last)
    return rows.select_related("draw", "ordered_by").order_by("-ordered_at", "-pk").first()


def pack_ordered(*, now: datetime) -> int:
    """The sweep: what waits is packed, what is over is deleted. Answers how many it looked at."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        forget_bundles(now=now)
        waiting = list(InspectionBundle.objects.filter(stage__in=WORKING).order_by("pk").values_list("pk"))
        for (pk,) in waiting:
            _work_on(pk, now)
        return len(waiting)


def _work_on(pk: int, now: datetime) -> None:
    bundle = InspectionBundle.objects.select_related("inspection", "draw", "ordered_by").get(pk=pk)
    rows = InspectionBundle.objects.filter(pk=pk)
    rows.update(attempts=F("attempts") + 1, done=0, stage=BundleStage.PACKING)
    try:
        if bundle.attempts >= MOST_ATTEMPTS:
            raise UnableToDraw(_("The work broke off several times."))
        with override(bundle.ordered_by.language or None):
            _pack(bundle, now)
    except Exception as fault:
        # A file that cannot be read, a full disk: said on the page, and tried again a few times.
        logger.exception("Papers of inspection %s are not packed", bundle.inspection_id)
        is_over = isinstance(fault, UnableToDraw) or bundle.attempts + 1 >= MOST_ATTEMPTS
        rows.update(
            stage=BundleStage.FAILED if is_over else BundleStage.QUEUED,
            error=fault_in_words(fault),
        )


@dataclass(frozen=True, slots=True)
class Packed:
    """A line of the manifest."""

    kind: str
    key: int
    dossier: str
    part: str
    path: str = ""
    size: int | None = None
    sha256: str = ""
    standing: str = ""
    remark: str = ""


MANIFEST = [
    ExportColumn("kind", "kind"),
    ExportColumn("key", "key"),
    ExportColumn("dossier", "dossier"),
    ExportColumn("part", "part"),
    ExportColumn("path", "path"),
    ExportColumn("bytes", "size"),
    ExportColumn("sha256", "sha256"),
    ExportColumn("standing", "standing"),
    ExportColumn("remark", "remark"),
]


def _pack(bundle: InspectionBundle, now: datetime) -> None:
    """A folder a dossier, and the manifest: how each paper stands, every file with its SHA-256, and what was
    held back. What was packed before is deleted once this is ready."""
    lines: list[Packed] = []
    is_open = bundle.inspection.shows_sensitive
    # As it was drawn last: another draw may have come since the order.
    draw = current_draw(bundle.inspection) or bundle.draw
    dossiers = _dossiers(draw.dossiers.order_by("stratum", "place"), now=now)
    rows = InspectionBundle.objects.filter(pk=bundle.pk)
    rows.update(total=len(dossiers), draw=draw)
    with tempfile.TemporaryFile() as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for done, dossier in enumerate(dossiers, start=1):
                lines += standings_of(dossier)
                for line, content in files_of(dossier, is_open=is_open):
                    if content is not None:
                        archive.writestr(zip_entry(line.path, now), content)
                    lines.append(line)
                rows.update(done=done)
            archive.writestr(zip_entry("manifest.csv", now), b"".join(stream_csv(MANIFEST, lines)))
        size = whole.tell()
        whole.seek(0)
        digest = hashlib.file_digest(whole, "sha256").hexdigest()
        whole.seek(0)
        name = default_storage.save(f"{FOLDER}/{bundle.pk}-{digest[:16]}.zip", File(whole))
    rows.update(stage=BundleStage.DONE, file=name, sha256=digest, size=size, ready_at=now, error="")
    for earlier in InspectionBundle.objects.filter(inspection=bundle.inspection_id, pk__lt=bundle.pk):
        _forget(earlier)


def standings_of(dossier: Dossier) -> Iterator[Packed]:
    """A line of the manifest for each paper or fact that belongs into a dossier."""
    for item in dossier.items:
        yield Packed(
            kind=dossier.kind.name,
            key=dossier.key,
            dossier=dossier.title,
            part=str(item.label),
            standing=str(item.standing.chip.label),
            remark=item.detail,
        )


def files_of(dossier: Dossier, *, is_open: bool, only: str = "") -> Iterator[tuple[Packed, bytes | None]]:
    """Each paper of a dossier, or of one part, with its line of the manifest; of what is held back the line
    alone."""
    kind = dossier.kind
    folder = safe_part(f"{kind.name}-{dossier.key} {dossier.title}")
    for number, part in enumerate(kind.parts(), start=1):
        if only and part.name != only:
            continue
        if part.is_sensitive and not is_open:
            if part.held([dossier.record]):
                said = _("held back: sensitive data are not opened")
                yield Packed(kind.name, dossier.key, dossier.title, str(part.label), remark=said), None
            continue
        taken: set[str] = set()
        for name, content in part.files(dossier.record):
            path = different(
                "/".join([folder, safe_part(f"{number:02d} {part.label}"), *map(safe_part, name.split("/"))]),
                taken,
            )
            digest = hashlib.sha256(content).hexdigest()
            yield (
                Packed(kind.name, dossier.key, dossier.title, str(part.label), path, len(content), digest),
                content,
            )


def forget_bundles(*, now: datetime) -> int:
    """Delete the packed papers of inspections whose access is over; answers how many."""
    today = timezone.localdate(now)
    gone = 0
    for bundle in InspectionBundle.objects.select_related("inspection"):
        if bundle.inspection.is_settled or bundle.inspection.ends_on < today:
            _forget(bundle)
            gone += 1
    return gone


def _forget(bundle: InspectionBundle) -> None:
    if bundle.file:
        default_storage.delete(bundle.file)
    bundle.delete()


def open_bundle(bundle: InspectionBundle | None) -> File:
    """The packed file. Raises UnableToDraw."""
    if bundle is None or bundle.stage != BundleStage.DONE or not default_storage.exists(bundle.file):
        raise UnableToDraw(_("The papers are not packed: have them packed again."))
    return default_storage.open(bundle.file, "rb")
