"""Checks of weeks, months and archives, made anew because something has become known since.

After a filing, a visit, a confirmed calendar, another fact of post, plan or host.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from catalogue.models import CalendarYear
from compliance.choices import Stage
from compliance.models import Evaluation
from placements.models import Payment, Placement
from placements.operations.archives import check_archives
from placements.pay_rules import check_payments
from placements.week_rules import check_weeks
from placements.weeks import month_named, name_of_week, week_named

STAGES = (Stage.DAY, Stage.PAY, Stage.ARCHIVE)
# What was in order and known stays so by further filings.
FOUND = ~Q(failed=[]) | ~Q(unknown=[]) | ~Q(asking=[])


def kept(keys: Any) -> QuerySet[Evaluation]:
    """The current checks of weeks, months and archives of placements, by key."""
    return Evaluation.objects.current().filter(
        subject_type=ContentType.objects.get_for_model(Placement), subject_id__in=keys, stage__in=STAGES
    )


def with_findings(placements: QuerySet[Placement]) -> list[int]:
    """The keys of those of which some week, month or archive is not plainly in order. One query."""
    rows = kept(placements.order_by().values("pk")).filter(FOUND)
    return list(rows.order_by("subject_id").values_list("subject_id", flat=True).distinct())


def recheck_found(keys: Iterable[int], *, now: datetime) -> int:
    """Check the weeks, months and archives anew in which something was found; answers how many.

    Within the transaction of the change. About ten queries for each week and month, however many placements.
    """
    wanted = list(keys)
    return _recheck(kept(wanted).filter(FOUND), now=now) if wanted else 0


def recheck_all_kept(keys: Iterable[int], *, now: datetime) -> int:
    """The same for all of them: what was in order may be so no longer."""
    return _recheck(kept(list(keys)), now=now)


def recheck_weeks_since(keys: Iterable[int], *, since: date, now: datetime) -> int:
    """The same for the weeks from a day on, and for the archives: a visit on that day counts for them."""
    of_day = Q(stage=Stage.DAY, occasion__gte=name_of_week(since))
    return _recheck(kept(list(keys)).filter(of_day | Q(stage=Stage.ARCHIVE)), now=now)


def looked_at() -> list[int]:
    """The keys of placements with a check of a week, a month or the archive. One query."""
    rows = Evaluation.objects.current().filter(
        subject_type=ContentType.objects.get_for_model(Placement), stage__in=STAGES
    )
    return list(rows.order_by("subject_id").values_list("subject_id", flat=True).distinct())


def looked_at_in(year: CalendarYear) -> list[int]:
    """The keys of placements with a check of a week that has days of a year. One query."""
    weeks = [name_of_week(day) for day in (date(year.year, 1, 1), date(year.year, 12, 31))]
    rows = Evaluation.objects.current().filter(
        subject_type=ContentType.objects.get_for_model(Placement),
        stage=Stage.DAY,
        occasion__range=weeks,
    )
    return list(rows.order_by("subject_id").values_list("subject_id", flat=True).distinct())


def _recheck(rows: QuerySet[Evaluation], *, now: datetime) -> int:
    weeks: set[tuple[int, date]] = set()
    months: set[tuple[int, date]] = set()
    over: set[int] = set()
    for pk, stage, occasion in rows.order_by("pk").values_list("subject_id", "stage", "occasion"):
        if stage == Stage.ARCHIVE:
            over.add(pk)
        elif stage == Stage.DAY and (monday := week_named(occasion)):
            weeks.add((pk, monday))
        elif stage == Stage.PAY and (month := month_named(occasion)):
            months.add((pk, month))
    checked = len(check_weeks(weeks, now=now))
    if months:
        paid = Payment.objects.filter(placement__in={pk for pk, _month in months}).order_by("pk")
        known = paid.values_list("pk", "placement", "month")
        checked += len(check_payments((key for key, pk, month in known if (pk, month) in months), now=now))
    return checked + check_archives(over, now=now)
