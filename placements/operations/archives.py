"""The archive of an internship (INT-34): what is there of it, one ZIP for a student, one of ZIPs for a plan.

A plan's is packed by a worker. The order is a row; a worker that dies leaves it, and the next sweep begins
again. Nothing is pointed at before all of it is written.
"""

from __future__ import annotations

import hashlib
import io
import logging
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from compliance.choices import Stage
from compliance.operations import CheckOf, store_many
from core import audit
from core.access import Actor
from core.background import nudge, one_at_a_time
from core.errors import Refused, fault_in_words
from core.models import AccessLog
from core.personal import record_access
from internships.models import Plan, Student
from internships.rule_checks import rules_in_force
from placements.archive_gates import findings_file, held_back_file, obstacles_of
from placements.archive_parts import archive_parts
from placements.facts import facts_of
from placements.models import ArchiveOrder, ArchiveStage, Placement
from placements.models.archives import WORKING_STAGES
from placements.models.placements import OVER_STATES

logger = logging.getLogger(__name__)

TAKE = "archive.take"
TASK = "placements.tasks.pack_archives"
FOLDER = "archives"
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=7)
LONGEST_NAME = 80
# What no system takes in the name of a file.
RESERVED = frozenset('/\\:*?"<>|')


class UnableToPack(Refused):
    """There is nothing to pack, or it is being packed already; the message says why."""


# --- Names ------------------------------------------------------------------------------------


def safe_part(name: str) -> str:
    """A name as one part of a path on any system: any script, no folder, no invisible letter."""
    kept = "".join(
        "_" if letter in RESERVED else letter
        for letter in unicodedata.normalize("NFC", name)
        if unicodedata.category(letter)[0] != "C"
    ).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and stem and len(ending) <= 5:
        return f"{stem[:LONGEST_NAME].strip(' .') or '_'}.{ending}"
    return kept[:LONGEST_NAME].strip(" .") or "_"


def different(name: str, taken: set[str]) -> str:
    """The name or path, numbered where it is taken already; systems do not tell capitals apart."""
    stem, dot, ending = name.rpartition(".")
    base, tail = (stem, f".{ending}") if dot and stem and "/" not in ending else (name, "")
    tried, number = name, 2
    while tried.casefold() in taken:
        tried, number = f"{base} ({number}){tail}", number + 1
    taken.add(tried.casefold())
    return tried


def archive_name(placement: Placement) -> str:
    """Without its ending. Needs the student with the class."""
    student = placement.student
    return safe_part(f"{student.school_class.name}-{student.number}-{student.name}-{placement.pk}")


# --- One student ------------------------------------------------------------------------------


def files_of(placement: Placement) -> Iterator[tuple[str, bytes]]:
    """Path in the archive and contents, one after the other: what the rules found, then a folder a part."""
    yield findings_file(placement)
    for number, part in enumerate(archive_parts(), start=1):
        taken: set[str] = set()
        folder = safe_part(f"{number:02d} {part.label}")
        for source in part.sources:
            for name, content in source.files(placement):
                yield f"{folder}/{different(safe_part(name), taken)}", content


class _Sink(io.RawIOBase):
    """What a ZIP is written to that is sent while it is written: it cannot be read or moved in."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._written.append(bytes(data))
        return len(data)

    def drain(self) -> bytes:
        content = b"".join(self._written)
        self._written.clear()
        return content


def stream_zip(files: Iterable[tuple[str, bytes]], *, at: datetime) -> Iterator[bytes]:
    """A ZIP in pieces, a file at a time in memory. Names in Chinese are marked as UTF-8."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files:
            archive.writestr(zip_entry(path, at), content)
            if piece := sink.drain():
                yield piece
    yield sink.drain()


def zip_entry(path: str, at: datetime) -> zipfile.ZipInfo:
    """A file in a ZIP, of an instant and for its owner alone."""
    entry = zipfile.ZipInfo(path, date_time=timezone.localtime(at).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def placement_to_take(actor: Actor, pk: int, *, now: datetime, address: str | None = None) -> Placement:
    """The placement whose archive somebody takes with them; noted in the log of access.

    It is held against the rules before; what keeps it back is kept, and refuses it.

    Raises NotVisible, PermissionDenied, UnableToPack.
    """
    with transaction.atomic():
        Placement.objects.for_write(actor, pk, TAKE)
        check_archives([pk], now=now)
    if obstacles_of([pk]):
        raise UnableToPack(_("Rules stand in the way of this archive."))
    with transaction.atomic():
        placement = Placement.objects.select_related(*BEHIND).get(pk=pk)
        _note(actor, [placement.student_id], "placements:archive", now, address)
    return placement


BEHIND = ("student__school_class__major", "plan", "post", "enterprise", "instructor", "mentor")


def _note(actor: Actor, students: Iterable[int], purpose: str, now: datetime, address: str | None) -> None:
    record_access(
        actor=actor,
        model=Student,
        subject_ids=students,
        data=AccessLog.Data.SENSITIVE,
        purpose=purpose,
        now=now,
        act=AccessLog.Act.EXPORTED,
        address=address,
    )


# --- The rule ---------------------------------------------------------------------------------


def check_archives(pks: Iterable[int], *, now: datetime) -> int:
    """Hold what is there against the rules before archiving, and keep what was found.

    Constant queries for any number. Whoever adds to an archive calls it at the end of the same transaction.
    """
    wanted = set(pks)
    if not wanted:
        return 0
    over = Placement.objects.filter(pk__in=wanted, state__in=OVER_STATES)
    placements = list(over.select_related(*BEHIND).order_by("pk"))
    if not placements:
        return 0
    on = timezone.localdate(now)
    facts = facts_of(placements)
    store_many(
        checks=[
            CheckOf(
                subject=placement,
                facts=facts[placement.pk],
                department_id=placement.department_id,
                covered_by=(placement.post, placement.plan, placement.enterprise),
            )
            for placement in placements
        ],
        version=rules_in_force(on),
        stage=Stage.ARCHIVE,
        on=on,
        now=now,
    )
    return len(placements)


# --- A plan -----------------------------------------------------------------------------------


def placements_of(actor: Actor, plan: Plan) -> list[int]:
    """The placements of a plan that are over, whose archive the actor may take."""
    rows = Placement.objects.permitting(actor, TAKE).filter(plan=plan, state__in=OVER_STATES)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def order_archive(*, actor: Actor, plan_id: int, now: datetime) -> ArchiveOrder:
    """Have the archives of everybody in a plan packed. Asking again while that goes on adds nothing.

    Raises NotVisible, PermissionDenied, UnableToPack.
    """
    plan: Plan = Plan.objects.for_write(actor, plan_id, TAKE)
    working = ArchiveOrder.objects.filter(plan=plan, ordered_by=actor.pk, stage__in=WORKING_STAGES).first()
    if working is not None:
        return working
    keys = placements_of(actor, plan)
    if not keys:
        raise UnableToPack(_("No internship of this plan is over yet."))
    if len(obstacles_of(keys)) == len(keys):
        raise UnableToPack(_("Rules stand in the way of every archive of this plan."))
    order = ArchiveOrder.objects.create(plan=plan, ordered_by_id=actor.pk, ordered_at=now, total=len(keys))
    audit.record(
        actor=actor,
        subject=plan,
        verb="archive.ordered",
        now=now,
        details={"students": len(keys)},
        capability=TAKE,
    )
    nudge(TASK)
    return order


def pack_ordered_archives(*, now: datetime) -> int:
    """The sweep: whatever waits, one process at a time. Answers how many it looked at."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        forget_old(now=now)
        waiting = list(
            ArchiveOrder.objects.filter(stage__in=WORKING_STAGES).order_by("pk").values_list("pk", flat=True)
        )
        for pk in waiting:
            _work_on(pk, now=now)
        return len(waiting)


def _work_on(pk: int, *, now: datetime) -> None:
    order = ArchiveOrder.objects.select_related("plan", "ordered_by").get(pk=pk)
    ArchiveOrder.objects.filter(pk=pk).update(attempts=F("attempts") + 1, done=0, stage=ArchiveStage.PACKING)
    try:
        if order.attempts >= MOST_ATTEMPTS:
            raise UnableToPack(_("The work broke off several times."))
        with override(order.ordered_by.language or None):
            _pack(order, now)
    except Exception as fault:
        # A file that cannot be read, a full disk: said on the page, and tried again a few times.
        logger.exception("Archive %s is not packed", pk)
        is_over = isinstance(fault, UnableToPack) or order.attempts + 1 >= MOST_ATTEMPTS
        ArchiveOrder.objects.filter(pk=pk).update(
            stage=ArchiveStage.FAILED if is_over else ArchiveStage.QUEUED,
            error=fault_in_words(fault),
        )


def _pack(order: ArchiveOrder, now: datetime) -> None:
    """A ZIP of ZIPs. What the person may take is asked again: powers may have ended since.

    Archives that rules keep back are left out, and named in a list.
    """
    wanted = placements_of(order.ordered_by, order.plan)
    check_archives(wanted, now=now)
    held_back = obstacles_of(wanted)
    keys = [pk for pk in wanted if pk not in held_back]
    ArchiveOrder.objects.filter(pk=order.pk).update(total=len(keys))
    with tempfile.TemporaryFile() as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
            if held_back:
                name, content = held_back_file(held_back)
                archive.writestr(zip_entry(name, now), content)
            for done, pk in enumerate(keys, start=1):
                placement = Placement.objects.select_related(*BEHIND).get(pk=pk)
                with archive.open(
                    zip_entry(f"{archive_name(placement)}.zip", now), "w", force_zip64=True
                ) as one:
                    for piece in stream_zip(files_of(placement), at=now):
                        one.write(piece)
                ArchiveOrder.objects.filter(pk=order.pk).update(done=done)
        size = whole.tell()
        whole.seek(0)
        digest = hashlib.file_digest(whole, "sha256").hexdigest()
        whole.seek(0)
        name = default_storage.save(f"{FOLDER}/{order.pk}-{digest[:16]}.zip", File(whole))
    ArchiveOrder.objects.filter(pk=order.pk).update(
        stage=ArchiveStage.DONE, file=name, sha256=digest, size=size, ready_at=now, error=""
    )


def archive_to_take(actor: Actor, pk: int, *, now: datetime, address: str | None = None) -> ArchiveOrder:
    """A packed archive, for the one who ordered it and still may; noted in the log of access.

    Raises NotVisible, PermissionDenied, UnableToPack.
    """
    with transaction.atomic():
        order: ArchiveOrder = ArchiveOrder.objects.select_related("plan").for_write(actor, pk, TAKE)
        if order.ordered_by_id != actor.pk:
            raise UnableToPack(_("Somebody else had this packed: order your own, with what you may see."))
        if order.stage != ArchiveStage.DONE or not default_storage.exists(order.file):
            raise UnableToPack(_("The archive is not there any more: have it packed again."))
        students = Placement.objects.filter(pk__in=placements_of(actor, order.plan)).values_list(
            "student", flat=True
        )
        _note(actor, list(students), "placements:plan_archive", now, address)
    return order


def open_packed(order: ArchiveOrder) -> File:
    """The packed file, from where it lies."""
    return default_storage.open(order.file, "rb")


def forget_old(*, now: datetime) -> int:
    """Delete packed archives after a week: they can be packed again, and lie about for nobody."""
    gone = ArchiveOrder.objects.filter(stage=ArchiveStage.DONE, ready_at__lt=now - KEPT_FOR)
    for order in gone:
        default_storage.delete(order.file)
        order.delete()
    return len(gone)
