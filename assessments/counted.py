"""Our own numbers of a year: promises kept, contact, incidents, satisfaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import ObligationPeriod, Side, Standing
from assessments.counters import Counted, Counter, Span
from assessments.models import OF_ENTERPRISE, OF_SCHOOL, Survey
from assessments.survey_results import results_of
from core.contact import last_contacts
from core.metrics import Measure
from placements.models import Concern, ConcernState

HUNDRED = Decimal(100)


def promises_kept(span: Span, side: Side = Side.ENTERPRISE) -> Mapping[int, Counted]:
    """Of what one side had promised until days of the span, which share it kept, in percent; no promise, no
    number. One query."""
    rows = ObligationPeriod.objects.filter(
        enterprise__in=list(span.enterprises), side=side, due_on__range=(span.first, span.last)
    )
    if span.agreement is not None:
        rows = rows.filter(agreement=span.agreement)
    found: dict[int, Counted] = defaultdict(Counted)
    met: dict[int, int] = defaultdict(int)
    for pk, enterprise, due_on, standing in rows.order_by("due_on", "pk").values_list(
        "pk", "enterprise", "due_on", "standing"
    ):
        is_met = standing == Standing.MET
        met[enterprise] += is_met
        found[enterprise].add("agreements.ObligationPeriod", pk, due_on, Decimal(int(is_met)))
    for enterprise, counted in found.items():
        counted.value = (HUNDRED * met[enterprise] / counted.evidence_count).quantize(Decimal("0.1"))
    return found


def promises_kept_by_centre(span: Span) -> Mapping[int, Counted]:
    return promises_kept(span, Side.CENTRE)


def days_since_contact(span: Span) -> Mapping[int, Counted]:
    """Days from the last contact to the end of the span. One query for each way of contact."""
    return {
        enterprise: Counted(Decimal((span.last - day).days))
        for enterprise, day in last_contacts(span.last, span.enterprises).items()
    }


def incidents(span: Span) -> Mapping[int, Counted]:
    """Incidents at internships that came up in the span and were not found to be nothing. Which ones, and who
    told of them, stays with those who handle concerns. One query."""
    zone = timezone.get_default_timezone()
    found = {enterprise: Counted(Decimal(0)) for enterprise in span.enterprises}
    rows: Any = (
        Concern.objects.filter(is_incident=True, enterprise__in=list(span.enterprises))
        .exclude(state=ConcernState.NOT_UPHELD)
        .annotate(day=TruncDate("raised_at", tzinfo=zone))
        .filter(day__gte=span.first, day__lte=span.last)
    )
    for enterprise in rows.order_by().values_list("enterprise", flat=True):
        counted = found[enterprise]
        counted.value = (counted.value or Decimal(0)) + 1
        counted.evidence_count += 1
    return found


def _satisfaction(span: Span, groups: Any) -> Mapping[int, Counted]:
    """The mean of what the groups answered in the survey of the year, once it is over. Two queries."""
    surveys = Survey.objects.filter(enterprise__in=list(span.enterprises), study_year=span.study_year).closed(
        timezone.localdate()
    )
    of = dict(surveys.order_by().values_list("pk", "enterprise"))
    found: dict[int, Counted] = {}
    for survey, shown in results_of(of).items():
        means = [shown[group] for group in groups if group in shown]
        answers = sum(one.count for one in means)
        if answers:
            total = sum((one.mean * one.count for one in means), Decimal(0))
            found[of[survey]] = Counted((total / answers).quantize(Decimal("0.01")), evidence_count=answers)
    return found


def satisfaction_of_enterprise(span: Span) -> Mapping[int, Counted]:
    return _satisfaction(span, OF_ENTERPRISE)


def satisfaction_of_school(span: Span) -> Mapping[int, Counted]:
    return _satisfaction(span, OF_SCHOOL)


COUNTERS = (
    Counter(
        code="promises_kept",
        label=_("Promises kept by the enterprise"),
        definition=_(
            "Of the promises of the enterprise that were due in the year, the share that was met. Where "
            "nothing was due there is no number."
        ),
        count=promises_kept,
        unit="%",
        order=10,
    ),
    Counter(
        code="promises_kept_by_centre",
        label=_("Promises kept by the centre"),
        definition=_("Of the promises of the centre that were due in the year, the share that was met."),
        count=promises_kept_by_centre,
        unit="%",
        order=11,
    ),
    Counter(
        code="days_since_contact",
        label=_("Days since the last contact"),
        definition=_(
            "Days from the last contact to the last day that is counted: a visit, talk, exchange, visit to "
            "interns, meeting or milestone of a project, course, meeting of an alliance or use of a resource."
        ),
        count=days_since_contact,
        measure=Measure.DAYS,
        order=20,
    ),
    Counter(
        code="incidents",
        label=_("Incidents at internships"),
        definition=_("Incidents that came up in the year, but for those found to be nothing."),
        count=incidents,
        order=30,
    ),
    Counter(
        code="satisfaction_of_school",
        label=_("Satisfaction of students and instructors"),
        definition=_(
            "Mean of 1 to 5 of the survey of the year, once it is closed; of anonymous groups from three "
            "answers on."
        ),
        count=satisfaction_of_school,
        order=40,
    ),
    Counter(
        code="satisfaction_of_enterprise",
        label=_("Satisfaction of the enterprise"),
        definition=_(
            "Mean of 1 to 5 of the survey of the year, once it is closed; of anonymous groups from three "
            "answers on."
        ),
        count=satisfaction_of_enterprise,
        order=41,
    ),
)
