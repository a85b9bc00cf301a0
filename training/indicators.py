"""What enterprises paid for courses of their employees, added up over a year."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indicators import Column, Shape, Topic
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
from training.models import Fee, FeeState


def _paid(first: date, on: date) -> Statement:
    rows = Fee.objects.filter(state=FeeState.PAID, paid_on__range=(first, on))
    return of_queryset(rows, department="course__department", weight="amount")


INCOME = tallied(
    code="training_income",
    order=404,
    topic=Topic.SERVICE,
    nature=amount(Measure.MONEY),
    unit=_("yuan"),
    year=YearKind.SCHOOL,
    tally=Tally(
        model=Fee,
        statement=_paid,
        says=(
            (
                Column(code="name", label=_("Course for employees")),
                lambda one: in_two(one.course.title, one.course.title),
            ),
            (
                Column(code="enterprise", label=_("Enterprise")),
                lambda one: enterprise_in_words(one.enterprise),
            ),
            (
                Column(code="department", label=_("Department")),
                lambda one: department_in_words(one.course.department),
            ),
            (Column(code="heads", label=_("Heads"), shape=Shape.NUMBER), lambda one: one.heads),
            (
                Column(code="paid_on", label=pgettext_lazy("fee for a course", "Paid on"), shape=Shape.DATE),
                lambda one: one.paid_on,
            ),
            (
                Column(code="amount", label=_("Amount in yuan"), shape=Shape.NUMBER),
                lambda one: float(one.amount),
            ),
        ),
        related=["course__department", "enterprise"],
        name_field="course__title",
        found_by=["course__title", "enterprise__name", "receipt"],
    ),
    label=_("Income from training"),
    numerator=_("Income from training"),
    definition=_(
        "Fees that enterprises paid for courses of their employees, on the day on which they were paid. What "
        "is due and what was waived does not count."
    ),
    source=_("Annual quality report of the centre, table of services"),
)
