"""The spreadsheets of returns: taken at once where they are small, made by a worker where they are not."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.access import Actor, NotVisible
from core.background import nudge, one_at_a_time
from core.errors import Refused
from core.kept import content_of
from reports.models import OrderStage, Return, ReturnOrder, ReturnRow, ReturnState
from reports.models.returns import WORKING_STAGES
from reports.operations.returns import TASK
from reports.querysets.returns import READ
from reports.returns.definitions import definition_of
from reports.returns.fields import RowKind
from reports.returns.files import FOLDER, MOST_AT_ONCE, drawn_up, keep_files
from reports.returns.rows import every_row, frame_of, records_of, sizes_of, total_rows

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=7)
TELL_EVERY = 200


class UnableToMakeFile(Refused):
    """There is no file, or not yet; the message says why."""


def taken(one: Return, language: str, reader: Actor) -> bytes:
    """The kept file of what was submitted; of a draft, one of now.

    Raises UnableToMakeFile, DocumentDamaged.
    """
    if one.is_submitted:
        kept = one.files.filter(language=language).first()
        if kept is None:
            raise UnableToMakeFile(_("The file is being made; it takes a moment."))
        return content_of(kept)
    if one.is_discarded:
        raise UnableToMakeFile(_("It was discarded."))
    if one.row_count > MOST_AT_ONCE:
        raise UnableToMakeFile(_("It has many rows: have the file made, and take it when it is ready."))
    with drawn_up(one, language, reader) as file:
        return file.read()


def persons_in(one: Return, reader: Actor) -> dict[str, set[int]]:
    """Whose data a file of the return shows, by the label of their model. A query or two."""
    found: dict[str, set[int]] = {}
    if one.is_submitted:
        for persons in ReturnRow.objects.filter(return_to=one).order_by().values_list("persons", flat=True):
            for label, keys in persons.items():
                found.setdefault(label, set()).update(keys)
        return found
    definition = definition_of(one.kind)
    for sheet in definition.sheets if definition else ():
        if sheet.rows == RowKind.PLACEMENT:
            rows = records_of(sheet.rows, frame_of(one), reader).order_by()
            found.setdefault("internships.Student", set()).update(rows.values_list("student", flat=True))
        elif sheet.rows == RowKind.BASE and "partnerships.Contact" not in found:
            for row in every_row(one, sheet, reader):
                for label, keys in row.persons.items():
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
    """A made file, for the one who ordered it and still sees the return.

    Raises NotVisible, UnableToMakeFile.
    """
    rows = ReturnOrder.objects.visible_to(actor).select_related("return_to__department")
    order = rows.filter(pk=pk, ordered_by=actor.pk).first()
    if order is None:
        raise NotVisible(f"reports.ReturnOrder {pk}")
    if order.stage != OrderStage.DONE or not default_storage.exists(order.file):
        raise UnableToMakeFile(_("The file is not there any more: have it made again."))
    return order


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
        with drawn_up(order.return_to, order.language, order.ordered_by, _counter(pk)) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            name = default_storage.save(f"{FOLDER}/ordered/{pk}-{digest[:16]}.xlsx", File(file))
    except Exception as fault:
        # A full disk, a record in the way: said on the page, and tried again a few times.
        logger.exception("Return file %s is not made", pk)
        is_over = isinstance(fault, UnableToMakeFile) or order.attempts + 1 >= MOST_ATTEMPTS
        rows.update(
            stage=OrderStage.FAILED if is_over else OrderStage.QUEUED,
            error=str(fault) if isinstance(fault, Refused) else f"{type(fault).__name__}: {fault}",
        )
        return
    rows.update(stage=OrderStage.DONE, file=name, sha256=digest, ready_at=now, error="")


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
    """Delete ordered files after a week: they can be made again."""
    gone = ReturnOrder.objects.filter(stage=OrderStage.DONE, ready_at__lt=now - KEPT_FOR)
    for order in gone:
        default_storage.delete(order.file)
        order.delete()
    return len(gone)
