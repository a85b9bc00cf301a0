"""The spreadsheets of returns: taken at once where they are small, made by a worker where they are not."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agreements.models import Agreement
from core.access import Actor, NotVisible, scopes_of, still_cover
from core.background import nudge, one_at_a_time
from core.errors import Refused, fault_in_words
from core.kept import content_of
from placements.models import Placement
from reports.models import OrderStage, Return, ReturnOrder, ReturnRow, ReturnState
from reports.models.returns import WORKING_STAGES
from reports.operations.returns import TASK
from reports.querysets.returns import READ
from reports.returns.definitions import definition_of
from reports.returns.files import FOLDER, MOST_AT_ONCE, DraftName, drawn_up, file_name, keep_files
from reports.returns.rows import sizes_of, total_rows

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=7)
TELL_EVERY = 200
ROWS_OPENED_BY = (READ, Placement.objects.all().read_capability, Agreement.objects.all().read_capability)


class UnableToMakeFile(Refused):
    """There is no file, or not yet; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A file that somebody takes, with whose data are in it: keys by the label of their model."""

    name: str
    content: bytes
    persons: Mapping[str, set[int]]


def taken(one: Return, language: str, reader: Actor, *, now: datetime) -> Taken:
    """The kept file of what was submitted; of a draft, one of now.

    Raises UnableToMakeFile, DocumentDamaged.
    """
    if one.is_submitted:
        kept = one.files.filter(language=language).first()
        if kept is None:
            raise UnableToMakeFile(_("The file is being made; it takes a moment."))
        return Taken(name=file_name(one, language), content=content_of(kept), persons=persons_kept(one))
    if one.is_discarded:
        raise UnableToMakeFile(_("It was discarded."))
    if one.row_count > MOST_AT_ONCE:
        raise UnableToMakeFile(_("It has many rows: have the file made, and take it when it is ready."))
    with drawn_up(one, language, reader, now=now) as drawn:
        name = file_name(one, language, draft=DraftName(now, str(reader), drawn.hidden))
        return Taken(name=name, content=drawn.file.read(), persons=drawn.persons)


def persons_kept(one: Return) -> dict[str, set[int]]:
    """Whose data the rows of a submitted return show. One query."""
    found: dict[str, set[int]] = {}
    for persons in ReturnRow.objects.filter(return_to=one).order_by().values_list("persons", flat=True):
        for label, keys in persons.items():
            found.setdefault(label, set()).update(keys)
    return found


# --- Ordered --------------------------------------------------------------------------------------


@transaction.atomic
def order_file(*, actor: Actor, pk: int, language: str, now: datetime) -> ReturnOrder:
    """Have the file of a draft made by a worker. Asking again while that goes on adds nothing.

    Raises NotVisible, PermissionDenied, UnableToMakeFile.
    """
    one: Return = Return.objects.for_write(actor, pk, READ)
    if one.is_submitted:
        raise UnableToMakeFile(_("What was submitted has its file."))
    if one.is_discarded:
        raise UnableToMakeFile(_("It was discarded."))
    orders = ReturnOrder.objects.filter(return_to=one, language=language, ordered_by=actor.pk)
    working = orders.filter(stage__in=WORKING_STAGES).first()
    if working is not None:
        return working
    definition = definition_of(one.kind)
    if definition is None:
        raise UnableToMakeFile(_("There is no such return."))
    order = ReturnOrder.objects.create(
        return_to=one,
        language=language,
        ordered_by_id=actor.pk,
        ordered_at=now,
        total=total_rows(sizes_of(one, definition, actor)),
    )
    nudge(TASK)
    return order


def ordered_file(*, actor: Actor, pk: int) -> ReturnOrder:
    """A made file of a draft, for the one who ordered it and still sees what they saw then.

    Raises NotVisible, UnableToMakeFile.
    """
    rows = ReturnOrder.objects.visible_to(actor).select_related("return_to__department", "ordered_by")
    order = rows.filter(pk=pk, ordered_by=actor.pk).first()
    if order is None:
        raise NotVisible(f"reports.ReturnOrder {pk}")
    if order.return_to.is_submitted:
        raise UnableToMakeFile(_("The return was submitted since: take the file of what was submitted."))
    if order.stage != OrderStage.DONE or not default_storage.exists(order.file):
        raise UnableToMakeFile(_("The file is not there any more: have it made again."))
    if not still_cover(order.scopes, actor):
        raise UnableToMakeFile(
            _("It was made with powers that you do not hold any more: have it made again.")
        )
    return order


def name_of_ordered(order: ReturnOrder) -> str:
    drawn_at = order.ready_at or order.ordered_at
    draft = DraftName(drawn_at, str(order.ordered_by), order.hidden)
    return file_name(order.return_to, order.language, draft=draft)


def open_ordered(order: ReturnOrder) -> File:
    return default_storage.open(order.file, "rb")


# --- Made -----------------------------------------------------------------------------------------


def make_files(*, now: datetime) -> int:
    """The sweep: whatever waits, one process at a time. Answers how many files it looked at."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        forget_old(now=now)
        waiting = list(
            ReturnOrder.objects.filter(stage__in=WORKING_STAGES).order_by("pk").values_list("pk", flat=True)
        )
        for pk in waiting:
            _work_on(pk, now)
        without = Return.objects.filter(
            state=ReturnState.SUBMITTED, files=None, attempts__lt=MOST_ATTEMPTS
        ).order_by("pk")
        submitted = list(without.select_related("department"))
        for one in submitted:
            _keep_of(one, now)
        return len(waiting) + len(submitted)


def _keep_of(one: Return, now: datetime) -> None:
    """The files of what was submitted before files were made with it. None keeps another waiting."""
    rows = Return.objects.filter(pk=one.pk)
    rows.update(attempts=F("attempts") + 1)
    try:
        keep_files(one, now=now)
    except Exception as fault:
        logger.exception("The files of return %s are not made", one.pk)
        rows.update(submit_error=f"{type(fault).__name__}: {fault}")


def _work_on(pk: int, now: datetime) -> None:
    order = ReturnOrder.objects.select_related("return_to__department", "ordered_by").get(pk=pk)
    rows = ReturnOrder.objects.filter(pk=pk)
    rows.update(attempts=F("attempts") + 1, done=0, stage=OrderStage.MAKING)
    try:
        if order.attempts >= MOST_ATTEMPTS:
            raise UnableToMakeFile(_("The work broke off several times."))
        if order.return_to.is_discarded:
            raise UnableToMakeFile(_("It was discarded."))
        if not order.return_to.permits(order.ordered_by, READ):
            raise UnableToMakeFile(_("Whoever ordered it may not see the return any more."))
        if order.return_to.is_submitted:
            raise UnableToMakeFile(_("The return was submitted since: take the file of what was submitted."))
        # Read before the rows: who loses a power while they are written has lost it.
        scopes = scopes_of(order.ordered_by, ROWS_OPENED_BY)
        with drawn_up(
            order.return_to, order.language, order.ordered_by, now=now, count=_counter(pk)
        ) as drawn:
            digest = hashlib.file_digest(drawn.file, "sha256").hexdigest()
            drawn.file.seek(0)
            name = default_storage.save(f"{FOLDER}/ordered/{pk}-{digest[:16]}.xlsx", File(drawn.file))
    except Exception as fault:
        # A full disk, a record in the way: said on the page, and tried again a few times.
        logger.exception("Return file %s is not made", pk)
        is_over = isinstance(fault, UnableToMakeFile) or order.attempts + 1 >= MOST_ATTEMPTS
        rows.update(
            stage=OrderStage.FAILED if is_over else OrderStage.QUEUED,
            error=fault_in_words(fault),
        )
        return
    rows.update(
        stage=OrderStage.DONE,
        file=name,
        sha256=digest,
        ready_at=now,
        error="",
        hidden=drawn.hidden,
        persons={label: sorted(keys) for label, keys in drawn.persons.items()},
        scopes=scopes,
    )


def _counter(pk: int) -> Callable[[], None]:
    """Says now and then how many rows are written."""
    written = 0

    def count() -> None:
        nonlocal written
        written += 1
        if written % TELL_EVERY == 0:
            ReturnOrder.objects.filter(pk=pk).update(done=written)

    return count


def forget_old(*, now: datetime) -> int:
    """Delete ordered files after a week, once the return is submitted or discarded, and where whoever ordered
    one sees less now. Answers how many."""
    made = ReturnOrder.objects.filter(stage=OrderStage.DONE).select_related("return_to", "ordered_by")
    gone = [
        order
        for order in made.order_by("pk")
        if (order.ready_at or order.ordered_at) < now - KEPT_FOR
        or order.return_to.is_submitted
        or order.return_to.is_discarded
        or not still_cover(order.scopes, order.ordered_by)
    ]
    for order in gone:
        default_storage.delete(order.file)
        order.delete()
    return len(gone)
