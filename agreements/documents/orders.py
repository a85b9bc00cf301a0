"""Documents to be made in the background: ordered with the approval, made by a sweep, never lost.

An order is a row, so it survives a broker that is down and a worker that dies; making a document twice
makes nothing new.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import F
from django.utils.translation import override

from agreements.documents.printing import (
    NotPrintable,
    Paper,
    agreement_of,
    amendment_of,
    is_draft,
    languages_of,
    store_document,
)
from agreements.models import DocumentOrder
from core.access import THE_SYSTEM
from core.background import LONGEST_PAUSE, nudge, one_at_a_time, pause_after
from core.rendering import RenderError, RenderRejected

logger = logging.getLogger(__name__)

TASK = "agreements.tasks.make_documents"


def order_document(paper: Paper, *, now: datetime) -> None:
    """Have the document of a paper made as soon as the transaction that approves it is committed."""
    if not languages_of(paper):
        return
    DocumentOrder.objects.update_or_create(
        agreement=agreement_of(paper),
        amendment=amendment_of(paper),
        defaults={"ordered_at": now, "next_attempt_at": now, "attempts": 0, "error": ""},
    )
    nudge(TASK)


def make_ordered_documents(*, now: datetime) -> int:
    """Make every document whose turn has come; one process at a time. Answers how many were made."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        due = DocumentOrder.objects.filter(next_attempt_at__lte=now).select_related(
            "agreement__type", "amendment__agreement__type"
        )
        return sum([_fulfil(order, now=now) for order in due.order_by("ordered_at", "pk")])


def _fulfil(order: DocumentOrder, *, now: datetime) -> bool:
    paper = order.amendment or order.agreement
    this = DocumentOrder.objects.filter(pk=order.pk, ordered_at=order.ordered_at)
    if is_draft(paper):
        this.delete()  # taken back since: the next approval orders again
        return False
    try:
        with override("en"):
            store_document(actor=THE_SYSTEM, paper=paper, language=languages_of(paper)[0], now=now)
    except (NotPrintable, RenderError) as fault:
        logger.warning("The document of %s is not made: %s", paper, fault)
        _put_off(order, str(fault), now=now, is_hopeless=isinstance(fault, NotPrintable | RenderRejected))
        return False
    except Exception as fault:  # a fault of one document holds up no other
        logger.exception("The document of order %s is not made", order.pk)
        _put_off(order, f"{type(fault).__name__}: {fault}", now=now)
        return False
    this.delete()
    return True


def _put_off(order: DocumentOrder, error: str, *, now: datetime, is_hopeless: bool = False) -> None:
    pause = LONGEST_PAUSE if is_hopeless else pause_after(order.attempts + 1)
    DocumentOrder.objects.filter(pk=order.pk, ordered_at=order.ordered_at).update(
        attempts=F("attempts") + 1, next_attempt_at=now + pause, error=error
    )
