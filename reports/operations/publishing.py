"""Publishing an annual report: ordered by whoever decides, done by the worker, for good.

Freezing thirty indicators with their rows, painting and sealing four papers takes longer than a page may.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.access import Actor
from core.background import nudge, one_at_a_time
from core.errors import Refused, fault_in_words
from reports.annual.papers import keep_papers
from reports.models import AnnualReport, ReportState
from reports.notices import annual as notices
from reports.operations.annual import UnableToChangeReport, freeze_every_number, require_freeze
from reports.transitions.annual import APPROVE, REPORT_MOVES

TASK = "reports.tasks.publish"
MOST_ATTEMPTS = 3
logger = logging.getLogger(__name__)


@transaction.atomic
def publish(*, actor: Actor, pk: int, now: datetime) -> AnnualReport:
    """Order it: from here on nobody changes the report, and the worker publishes it.

    Raises NotVisible, PermissionDenied, TransitionRefused, UnableToChangeReport.
    """
    report: AnnualReport = AnnualReport.objects.for_write(actor, pk, APPROVE)
    if report.state == ReportState.IN_REVIEW and not report.is_frozen:
        require_freeze(report, actor)
    changes = {"published_by_id": actor.pk, "publish_attempts": 0, "publish_error": "", "updated_at": now}
    report = REPORT_MOVES.move(actor=actor, pk=pk, name="publish", now=now, changes=changes)
    nudge(TASK)
    return report


def publish_ordered(*, now: datetime) -> int:
    """The sweep: what was ordered is published. Answers how many it looked at."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        ordered = list(
            AnnualReport.objects.filter(state=ReportState.PUBLISHING).order_by("pk").values_list("pk")
        )
        for (pk,) in ordered:
            _work_on(pk, now)
        return len(ordered)


def _work_on(pk: int, now: datetime) -> None:
    """All of it or nothing. What fails is tried again, then goes back to review with the reason."""
    rows = AnnualReport.objects.filter(pk=pk)
    rows.update(publish_attempts=F("publish_attempts") + 1)  # kept when the worker dies of it
    try:
        _complete(pk, now)
    except Exception as fault:
        logger.exception("Annual report %s is not published", pk)
        attempts = rows.values_list("publish_attempts", flat=True).get()
        said = fault_in_words(fault)
        if isinstance(fault, Refused) or attempts >= MOST_ATTEMPTS:
            _break_off(pk, said, now)
        else:
            rows.update(publish_error=said)


@transaction.atomic
def _complete(pk: int, now: datetime) -> None:
    report = (
        AnnualReport.objects.select_for_update(of=("self",))
        .select_related("department", "published_by")
        .get(pk=pk)
    )
    actor = report.published_by
    if actor is None or report.publish_attempts > MOST_ATTEMPTS:
        raise UnableToChangeReport(_("The work broke off several times."))
    if not report.permits(actor, APPROVE):
        raise UnableToChangeReport(_("Whoever ordered it may not publish reports any more."))
    if not report.is_frozen:
        require_freeze(report, actor)  # the power may have gone meanwhile
        freeze_every_number(report, actor, now)
    report.published_at = now  # the papers say when
    keep_papers(report, now=now)
    changes = {"published_at": now, "publish_error": "", "updated_at": now}
    REPORT_MOVES.move(actor=actor, pk=pk, name="complete", now=now, changes=changes)
    people = {*notices.authors_of(report), actor.pk}
    notices.tell(report, notices.PUBLISHED, people, now=now)


@transaction.atomic
def _break_off(pk: int, said: str, now: datetime) -> None:
    report: AnnualReport = AnnualReport.objects.select_related("published_by").get(pk=pk)
    changes = {"publish_error": said, "published_by_id": None, "updated_at": now}
    moved = REPORT_MOVES.move(
        actor=report.published_by, pk=pk, name="break_off", now=now, reason=said, changes=changes
    )
    notices.tell(moved, notices.BROKEN_OFF, [report.published_by_id], now=now, reason=said)
