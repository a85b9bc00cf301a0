"""What is missing in a return: looked for at once where it has few rows, by the worker where it has many."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import THE_SYSTEM
from core.background import nudge
from core.errors import Refused, fault_in_words
from reports.models import Return, ReturnGap, ReturnState
from reports.operations.return_proposals import propose
from reports.returns.definitions import definition_of
from reports.returns.fields import Definition
from reports.returns.files import MOST_AT_ONCE
from reports.returns.gaps import gaps_in
from reports.returns.rows import sizes_of, total_rows

TASK = "reports.tasks.work_on_returns"
MOST_ATTEMPTS = 3
GAPS_AT_ONCE = 500
KEPT_OF_A_GAP = ("name_en", "name_zh", "url", "is_proposed", "power", "people")
logger = logging.getLogger(__name__)


class UnableToLook(Refused):
    """It cannot be looked through at all; the message says why."""


def look_or_order(one: Return, definition: Definition, now: datetime) -> None:
    """Find what is missing now, or have the worker find it where there are many rows. What was answered in
    other returns since the last look is proposed. The row is locked."""
    propose(one, definition, since=one.looked_at)
    one.row_count = total_rows(sizes_of(one, definition, THE_SYSTEM))
    if one.row_count <= MOST_AT_ONCE:
        look(one, definition, now)
        return
    one.missing = one.gaps.count()  # some may have been answered just now
    one.look_ordered_at, one.attempts, one.look_error = now, 0, ""
    one.save(update_fields=["row_count", "missing", "look_ordered_at", "attempts", "look_error"])
    nudge(TASK)


def look(one: Return, definition: Definition, now: datetime) -> int:
    """How much is missing; kept with who can fill it. The row is locked."""
    found = list(gaps_in(one, definition, timezone.localdate(now)))
    _keep(one, found, total_rows(sizes_of(one, definition, THE_SYSTEM)), now)
    one.look_ordered_at = None
    one.save(update_fields=["look_ordered_at"])
    return one.missing


def _keep(one: Return, found: Iterable[ReturnGap], rows: int, now: datetime) -> None:
    """Write only what differs: most of what is missing was missing at the last look as well."""
    kept = {_key(each): each for each in one.gaps.all()}
    new, changed, count = [], [], 0
    for each in found:
        count += 1
        before = kept.pop(_key(each), None)
        if before is None:
            new.append(each)
        elif any(getattr(before, name) != getattr(each, name) for name in KEPT_OF_A_GAP):
            each.pk = before.pk
            changed.append(each)
    for some in batched([each.pk for each in kept.values()], GAPS_AT_ONCE, strict=False):
        one.gaps.filter(pk__in=some).delete()
    ReturnGap.objects.bulk_update(changed, KEPT_OF_A_GAP, batch_size=GAPS_AT_ONCE)
    ReturnGap.objects.bulk_create(new, batch_size=GAPS_AT_ONCE)
    one.missing, one.row_count, one.looked_at, one.look_error = count, rows, now, ""
    one.save(update_fields=["missing", "row_count", "looked_at", "look_error"])


def _key(gap: ReturnGap) -> tuple[Any, ...]:
    return gap.sheet, gap.field, gap.record, gap.record_id


# --- By the worker --------------------------------------------------------------------------------


def order_looks(*, now: datetime) -> int:
    """Every draft is to be looked through: what was filled elsewhere is missing no more. Answers how many."""
    drafts = Return.objects.filter(state=ReturnState.DRAFT)
    drafts.filter(look_ordered_at=None).update(look_ordered_at=now, attempts=0)
    return drafts.count()


def make_ordered_looks(*, now: datetime) -> int:
    """Each by itself: one that cannot be looked through keeps no other waiting. Answers how many."""
    ordered = Return.objects.filter(state=ReturnState.DRAFT, look_ordered_at__isnull=False)
    keys = list(ordered.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        _work_on(pk, now)
    return len(keys)


def _work_on(pk: int, now: datetime) -> None:
    rows = Return.objects.filter(pk=pk, state=ReturnState.DRAFT)
    rows.update(attempts=F("attempts") + 1)  # kept when the worker dies of it
    try:
        _look_unlocked(pk, now)
    except Exception as fault:
        logger.exception("Return %s is not looked through", pk)
        rows.update(look_error=fault_in_words(fault))
        # Given up until somebody asks again, or the next round of all drafts.
        over = rows if isinstance(fault, Refused) else rows.filter(attempts__gte=MOST_ATTEMPTS)
        over.update(look_ordered_at=None)


def _look_unlocked(pk: int, now: datetime) -> None:
    """Read without a lock, so that answers are entered meanwhile; written under one."""
    read = Return.objects.select_related("department").get(pk=pk)
    definition = definition_of(read.kind)
    if read.attempts > MOST_ATTEMPTS:
        raise UnableToLook(_("The work broke off several times."))
    if definition is None:
        raise UnableToLook(_("There is no such return."))
    with transaction.atomic():
        locked = Return.objects.select_for_update(of=("self",)).get(pk=pk)
        if locked.state == ReturnState.DRAFT:
            propose(locked, definition, since=locked.looked_at)
    found = list(gaps_in(read, definition, timezone.localdate(now)))
    rows = total_rows(sizes_of(read, definition, THE_SYSTEM))
    with transaction.atomic():
        one = Return.objects.select_for_update(of=("self",)).get(pk=pk)
        if one.state != ReturnState.DRAFT or one.look_ordered_at is None:
            return  # submitted or discarded meanwhile, or looked through at once
        _keep(one, found, rows, now)
        # Ordered again meanwhile, because a day or an answer changed: the next round looks once more.
        if one.look_ordered_at == read.look_ordered_at:
            one.look_ordered_at = None
            one.save(update_fields=["look_ordered_at"])
