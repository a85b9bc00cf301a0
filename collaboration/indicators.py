"""Hours that enterprises and the centre taught together, added up over a year."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, F
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.models import Exchange, ExchangeKind, ExchangeState
from core.indicators import Column, Part, Shape, Topic
from core.metrics import Measure
from core.school_years import YearKind
from core.tallies import (
    Statement,
    Tally,
    amount,
    department_in_words,
    enterprise_in_words,
    in_two,
    of_queryset,
    tallied,
)

TAUGHT = (ExchangeKind.LECTURE, ExchangeKind.TRAINING)


def _taught(first: date, on: date) -> Statement:
    day = TruncDate("starts_at", tzinfo=timezone.get_default_timezone(), output_field=DateField())
    rows = Exchange.objects.filter(state=ExchangeState.CLOSED, kind__in=list(TAUGHT))
    rows = rows.alias(day=day).filter(day__gte=first, day__lte=on)
    return of_queryset(rows, department="department", part=F("kind"), weight="hours")


JOINT_TEACHING_HOURS = tallied(
    code="joint_teaching_hours",
    order=112,
    topic=Topic.PARTNERS,
    nature=amount(Measure.HOURS),
    unit=_("hours"),
    year=YearKind.SCHOOL,
    tally=Tally(
        model=Exchange,
        statement=_taught,
        says=(
            (Column(code="name", label=_("Exchange")), lambda one: in_two(one.title, one.title)),
            (
                Column(code="enterprise", label=_("Enterprise")),
                lambda one: enterprise_in_words(one.enterprise),
            ),
            (
                Column(code="department", label=_("Department")),
                lambda one: department_in_words(one.department),
            ),
            (
                Column(code="kind", label=_("Kind"), choices=dict(ExchangeKind.choices)),
                lambda one: one.kind,
            ),
            (
                Column(code="held_on", label=_("Day"), shape=Shape.DATE),
                lambda one: timezone.localtime(one.starts_at).date(),
            ),
            (
                Column(code="hours", label=_("Hours"), shape=Shape.NUMBER),
                lambda one: float(one.hours or 0),
            ),
        ),
        related=["enterprise", "department"],
        name_field="title",
        found_by=["title", "enterprise__name"],
    ),
    parts=[Part(code=kind.value, label=kind.label) for kind in TAUGHT],
    label=_("Joint teaching hours"),
    numerator=_("Joint teaching hours"),
    definition=_(
        "Hours of lectures and trainings that people of enterprises held at the school, as credited when "
        "each was closed, on its day; each counts once, however many came. What part-time teachers teach by "
        "appointment, and weeks of classes at enterprises, are counted by themselves."
    ),
    source=_("Return on the cooperation of school and enterprises"),
)
