"""Whether a student may start: the rules before the start, held against everything that is known.

What was found of weeks, months and archives is checked anew with it where facts have changed.

Where facts change of which thousands of placements live, those are marked, and a worker checks them in the
background (:func:`recheck_marked`). Nobody starts on what was found before: the start checks at once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Centre
from catalogue.models import CalendarYear
from compliance.choices import Stage
from compliance.models import Evaluation, PackVersion
from compliance.operations import CheckOf, Judged, blockers, store_many
from core.background import nudge
from internships.models import Plan, Post, SchoolClass, Student
from internships.rule_checks import rules_in_force
from partnerships.models import Enterprise
from placements.facts import facts_of
from placements.models import Placement, RecheckDue
from placements.operations.kept_checks import (
    looked_at,
    looked_at_in,
    recheck_all_kept,
    recheck_found,
    with_findings,
)

logger = logging.getLogger(__name__)

BATCH = 1000
# So many are checked within the change itself; more are left to a worker.
AT_ONCE = 50
AT_A_TIME = 200
TASK = "placements.tasks.recheck_marked"
AFTER_A_FAULT = timedelta(hours=1)
# What a placement is judged by, beside itself.
ABOUT: dict[type[models.Model], str] = {
    Placement: "pk",
    Post: "post",
    Plan: "plan",
    Enterprise: "enterprise",
    Student: "student",
    SchoolClass: "student__school_class",
}


def recheck(pks: Iterable[int], *, now: datetime) -> int:
    """Check anew whether these placements may start, or go on; answers how many were checked.

    Whoever changes facts about a placement calls it at the end of the same transaction. Placements that
    are over keep what was found last. A constant number of queries for each thousand.

    Raises:
        NoSuchPack: there are no rules for the day.
    """
    wanted = sorted(set(pks))
    if not wanted:
        return 0
    on = timezone.localdate(now)
    version = rules_in_force(on)
    checked = 0
    for keys in batched(wanted, BATCH, strict=False):
        checked += _check(keys, version=version, on=on, now=now)
    return checked


@transaction.atomic
def _check(keys: Sequence[int], *, version: PackVersion, on: date, now: datetime) -> int:
    """Marks are locked before any fact is read: whoever changes one meanwhile waits, and marks anew."""
    marks = list(RecheckDue.objects.select_for_update().filter(placement__in=keys).order_by("placement"))
    placements = list(Placement.objects.live().filter(pk__in=keys).for_facts().order_by("pk"))
    facts = facts_of(placements)
    store_many(
        checks=[
            CheckOf(
                subject=placement,
                facts=facts[placement.pk],
                department_id=placement.department_id,
                covered_by=(placement.post, placement.plan, placement.post.enterprise),
            )
            for placement in placements
        ],
        version=version,
        stage=Stage.START,
        on=on,
        now=now,
    )
    if marks:
        recheck_found([mark.placement_id for mark in marks if not mark.all_weeks], now=now)
        recheck_all_kept([mark.placement_id for mark in marks if mark.all_weeks], now=now)
        RecheckDue.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return len(placements)


def recheck_after(record: models.Model, now: datetime) -> int:
    """:func:`recheck` for the live placements of a record of which facts have changed: see ``ABOUT``.

    The weeks, months and archives in which something was found are checked too, also of those that are over.
    Of the centre (where it is, which rules it has chosen) all of them are: what was in order by other rules
    may be so no longer.

    Where they are many, they are marked within the transaction of the change, and checked after it.
    Answers how many were checked already.
    """
    is_centre = isinstance(record, Centre)
    if is_centre:
        affected = Placement.objects.all()
    elif (field := ABOUT.get(type(record))) is not None:
        affected = Placement.objects.filter(**{field: record.pk})
    else:
        return 0
    live = set(affected.live().values_list("pk", flat=True))
    found = looked_at() if is_centre else with_findings(affected)
    if len(live.union(found)) > AT_ONCE:
        mark(live.union(found), now=now, all_weeks=is_centre)
        return 0
    (recheck_all_kept if is_centre else recheck_found)(found, now=now)
    return recheck(live, now=now)


def recheck_year(year: CalendarYear, now: datetime) -> None:
    """Another working calendar: questions are answered by it, and what was in order may be so no longer."""
    mark(looked_at_in(year), now=now, all_weeks=True)


def mark(pks: Iterable[int], *, now: datetime, all_weeks: bool = False) -> None:
    """Have placements checked by a worker. Within the transaction of the change; in ascending order."""
    RecheckDue.objects.bulk_create(
        [RecheckDue(placement_id=pk, marked_at=now, all_weeks=all_weeks) for pk in sorted(pks)],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["placement"],
        # Marked for all weeks, it stays so until they were checked.
        update_fields=["marked_at", "failed_at", *(["all_weeks"] if all_weeks else [])],
    )
    nudge(TASK)


def recheck_marked(*, now: datetime) -> int:
    """The sweep: whatever is marked, a batch a transaction; answers how many marks it settled.

    Any number of workers may do so at the same time, each takes rows that nobody else has. A worker that
    dies leaves its rows marked. A placement that cannot be checked holds up no other.
    """
    settled = 0
    while keys := _check_some(now):
        settled += len(keys)
    return settled


def _check_some(now: datetime) -> list[int]:
    keys: list[int] = []
    try:
        with transaction.atomic():
            free = Q(failed_at=None) | Q(failed_at__lt=now - AFTER_A_FAULT)
            keys = _locked(RecheckDue.objects.filter(free).order_by("placement")[:AT_A_TIME])
            recheck(keys, now=now)
    except Exception:
        if not keys:
            raise
        logger.exception("Unable to check %s placements together; trying one by one", len(keys))
        for key in keys:
            _check_one(key, now)
    return keys


def _check_one(key: int, now: datetime) -> None:
    try:
        with transaction.atomic():
            recheck(_locked(RecheckDue.objects.filter(placement=key)), now=now)
    except Exception:
        logger.exception("Unable to check placement %s", key)
        RecheckDue.objects.filter(placement=key).update(failed_at=now)


def _locked(rows: QuerySet[RecheckDue]) -> list[int]:
    """The placements of those marks that no other worker has."""
    found = rows.select_for_update(skip_locked=True, of=("self",))
    return list(found.values_list("placement", flat=True))


def is_being_checked(placement: Placement) -> bool:
    """Whether facts have changed since the last check. One query."""
    return RecheckDue.objects.filter(placement=placement).exists()


def latest_check(placement: Placement, stage: Stage = Stage.START) -> Evaluation | None:
    """What was found last before the start of a placement, or before archiving. One query."""
    rows = Evaluation.objects.current().about(placement).filter(stage=stage)
    return rows.select_related("version__pack").first()


def what_blocks(placement: Placement) -> list[Judged] | None:
    """The rules in the way as last checked; ``None`` where nothing was checked yet. Two queries."""
    check = latest_check(placement)
    return None if check is None else blockers(check)


def in_words(judged: Judged) -> str:
    """A rule that stands in the way: what it is, where it stands, and what was found."""
    return _("%(title)s (%(source)s): %(reasons)s") % {
        "title": judged.title,
        "source": f"{judged.instrument} {judged.article}",
        "reasons": " ".join([*judged.reasons, *([judged.decision.reason] if judged.decision else [])]),
    }
