"""What the worker does with returns: submits those of many rows, and looks through drafts."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F

from core.background import one_at_a_time
from core.errors import Refused, fault_in_words
from reports.models import Return, ReturnState
from reports.notices import returns as notices
from reports.operations.return_looks import MOST_ATTEMPTS, TASK, make_ordered_looks, order_looks
from reports.operations.returns import complete
from reports.transitions.returns import RETURN_MOVES

logger = logging.getLogger(__name__)


def work(*, now: datetime) -> int:
    """The sweep: what was ordered is submitted, then looked through. Answers how many it looked at."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        ordered = Return.objects.filter(state=ReturnState.SUBMITTING).order_by("pk")
        keys = list(ordered.values_list("pk", flat=True))
        for pk in keys:
            _work_on(pk, now)
        return len(keys) + make_ordered_looks(now=now)


def look_through_drafts(*, now: datetime) -> int:
    """Every six hours: all drafts, whatever their size. Answers how many there are."""
    found = order_looks(now=now)
    work(now=now)
    return found


def _work_on(pk: int, now: datetime) -> None:
    """All of it or nothing. What fails is tried again, then is a draft again with the reason."""
    rows = Return.objects.filter(pk=pk, state=ReturnState.SUBMITTING)
    rows.update(attempts=F("attempts") + 1)  # kept when the worker dies of it
    try:
        with transaction.atomic():
            one = complete(pk=pk, now=now)
            notices.tell(one, notices.SUBMITTED, one.submitted_by_id, now=now)
    except Exception as fault:
        logger.exception("Return %s is not submitted", pk)
        attempts = rows.values_list("attempts", flat=True).get()
        said = fault_in_words(fault)
        if isinstance(fault, Refused) or attempts >= MOST_ATTEMPTS:
            _break_off(pk, said, now)
        else:
            rows.update(submit_error=said)


@transaction.atomic
def _break_off(pk: int, said: str, now: datetime) -> None:
    one: Return = Return.objects.select_related("submitted_by").get(pk=pk)
    changes = {
        "submit_error": said,
        "submit_reason": "",
        "submitted_by_id": None,
        "attempts": 0,
        "updated_at": now,
    }
    moved = RETURN_MOVES.move(
        actor=one.submitted_by, pk=pk, name="break_off", now=now, reason=said, changes=changes
    )
    notices.tell(moved, notices.BROKEN_OFF, one.submitted_by_id, now=now, reason=said)
