"""Hours of students by week: what was worked, what is confirmed, and what the rules found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    CharField,
    Count,
    DateField,
    DecimalField,
    Exists,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, TruncWeek
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.choices import Stage
from compliance.engine.binding import Check
from compliance.models import Evaluation
from compliance.operations import rule_pack
from core.look import Chip, Meaning
from internships.rule_checks import rules_in_force
from placements.models import Placement, Presence, WorkDay
from placements.weeks import monday_of

OVER, REST = "over", "rest"
BREACHES: dict[str, str | Promise] = {
    OVER: _("over the limit, or at night"),
    REST: _("on a day of rest"),
}
BREACH_CHIPS = {
    OVER: Chip(_("Over the limit"), Meaning.LATE, "alarm"),
    REST: Chip(_("On a day of rest"), Meaning.LATE, "calendar-off"),
}
# By which predicates a rule is known that says how long, and when nobody, works.
PREDICATES = {OVER: {"hours_per_day", "hours_per_week"}, REST: {"no_rest_day_work"}}
HOURS = DecimalField(max_digits=6, decimal_places=2)
WEEK = timedelta(days=7)


def by_week(days: QuerySet[WorkDay]) -> QuerySet[WorkDay]:
    """One row for each student and week: the first day that is counted there, with ``monday`` and the week's
    ``total`` hours, ``longest`` day, ``worked`` and ``waiting`` days, and ``failed`` rules.

    No table keeps the weeks, so that nothing can differ from the days. What is counted lies in the index of
    the days of a placement; of a list, only the page that is shown is summed up.
    """
    return (
        days.annotate(monday=TruncWeek("day", output_field=DateField()))
        .filter(~Exists(_of_the_week().filter(day__lt=OuterRef("day"))))
        .annotate(
            total=Coalesce(_summed(Sum("hours")), 0, output_field=HOURS),
            longest=_summed(Max("hours")),
            worked=_summed(Count("pk", filter=Q(presence=Presence.WORKED))),
            waiting=_summed(Count("pk", filter=Q(vouched_at=None))),
            failed=Subquery(_checks().values("failed")[:1]),
        )
    )


def waiting_weeks(rows: QuerySet[WorkDay]) -> QuerySet[WorkDay]:
    """Of rows by week, those of which a day is not confirmed. Weeks are compared as such, not as ranges of
    days: so the few that wait are looked up by hash, however many there are."""
    waiting = WorkDay.objects.order_by().filter(vouched_at=None).annotate(week=TruncWeek("day"))
    return rows.filter(Exists(waiting.filter(placement=OuterRef("placement"), week=OuterRef("monday"))))


def weeks_against(rows: QuerySet[WorkDay], breach: str, *, on: date) -> QuerySet[WorkDay]:
    """Of rows by week, those in which a rule of a kind was found broken."""
    return rows.filter(Exists(_checks().filter(failed__overlap=sorted(hour_rules(on).codes[breach]))))


def in_week_of(rows: QuerySet[WorkDay], day: date) -> QuerySet[WorkDay]:
    monday = monday_of(day)
    return rows.filter(day__gte=monday, day__lt=monday + WEEK)


@dataclass(frozen=True, slots=True)
class HourRules:
    """What the rules in force say of hours.

    Attributes:
        week_limit: the most of a week; nothing where they name none.
        codes: the numbers of the rules, by what breaks them.
    """

    week_limit: float | None
    codes: Mapping[str, frozenset[str]]

    def broken(self, failed: Sequence[str] | None) -> list[str]:
        return [name for name, codes in self.codes.items() if codes.intersection(failed or ())]


def hour_rules(on: date) -> HourRules:
    """Those of a day; costs the queries of :func:`internships.rule_checks.rules_in_force`."""
    rules = {rule.code: list(_parts(rule.check)) for rule in rule_pack(rules_in_force(on)).at(Stage.DAY)}
    limits = [
        part.parameters["maximum"]
        for parts in rules.values()
        for part in parts
        if part.predicate == "hours_per_week"
    ]
    return HourRules(
        week_limit=min(limits, default=None),
        codes={
            name: frozenset(
                code for code, parts in rules.items() if wanted.intersection(part.predicate for part in parts)
            )
            for name, wanted in PREDICATES.items()
        },
    )


def _parts(check: Check) -> Iterator[Check]:
    yield check
    for part in check.parts:
        yield from _parts(part)


def _of_the_week() -> QuerySet[WorkDay]:
    """The days of the same student and week as the row of the outer query."""
    return WorkDay.objects.order_by().filter(
        placement=OuterRef("placement"), day__gte=OuterRef("monday"), day__lt=OuterRef("monday") + WEEK
    )


def _summed(what: Any) -> Subquery:
    return Subquery(_of_the_week().values("placement").annotate(found=what).values("found"))


def _checks() -> QuerySet[Evaluation]:
    name = Func(
        OuterRef("monday"), template="to_char(%(expressions)s, 'IYYY-\"W\"IW')", output_field=CharField()
    )
    return Evaluation.objects.current().filter(
        subject_type=ContentType.objects.get_for_model(Placement),
        subject_id=OuterRef("placement"),
        stage=Stage.DAY,
        occasion=name,
    )
