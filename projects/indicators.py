"""What came of joint projects, and what enterprises paid for them, added up over a year."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from core.access import Text
from core.indicators import Column, Indicator, Shape, Topic
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
from projects.models import Expense, Outcome, OutcomeKind, ProjectKind

REPORT = _("Annual quality report of the centre, table of services")
HORIZONTAL = (ProjectKind.TECHNOLOGY, ProjectKind.RESEARCH, ProjectKind.SERVICE)


def _achieved(kind: str) -> Tally:
    """Outcomes of a kind whose ownership the enterprise has confirmed, on their day."""

    def statement(first: date, on: date) -> Statement:
        rows = Outcome.objects.filter(kind=kind, confirmed_on__isnull=False, achieved_on__range=(first, on))
        return of_queryset(rows, department="project__department")

    return Tally(
        model=Outcome,
        statement=statement,
        says=(
            (Column(code="name", label=_("Outcome")), lambda one: in_two(one.title, one.title)),
            (Column(code="number", label=_("Number of the outcome")), lambda one: one.number),
            (Column(code="project", label=_("Joint project")), lambda one: one.project.title),
            (
                Column(code="enterprise", label=_("Enterprise")),
                lambda one: enterprise_in_words(one.project.enterprise),
            ),
            (
                Column(code="department", label=_("Department")),
                lambda one: department_in_words(one.project.department),
            ),
            (Column(code="achieved_on", label=_("Day"), shape=Shape.DATE), lambda one: one.achieved_on),
            (
                Column(code="value", label=_("Value in yuan"), shape=Shape.NUMBER),
                lambda one: None if one.value is None else float(one.value),
            ),
        ),
        related=["project__enterprise", "project__department"],
        name_field="title",
        found_by=["title", "number", "project__title", "project__enterprise__name"],
    )


def _paid(first: date, on: date) -> Statement:
    rows = Expense.objects.filter(
        payer__isnull=False, spent_on__range=(first, on), project__kind__in=sorted(HORIZONTAL)
    )
    return of_queryset(rows, department="project__department", weight="amount")


RECEIPTS = Tally(
    model=Expense,
    statement=_paid,
    says=(
        (
            Column(code="name", label=_("Joint project")),
            lambda one: in_two(one.project.title, one.project.title),
        ),
        (Column(code="voucher", label=_("Voucher")), lambda one: one.voucher),
        (Column(code="enterprise", label=_("Enterprise")), lambda one: enterprise_in_words(one.payer)),
        (
            Column(code="department", label=_("Department")),
            lambda one: department_in_words(one.project.department),
        ),
        (Column(code="spent_on", label=_("Day"), shape=Shape.DATE), lambda one: one.spent_on),
        (
            Column(code="amount", label=_("Amount in yuan"), shape=Shape.NUMBER),
            lambda one: float(one.amount),
        ),
    ),
    related=["project__department", "payer"],
    name_field="project__title",
    found_by=["project__title", "voucher", "payer__name"],
)


def _outcomes(code: str, order: int, kind: str, *, label: Text, unit: Text, definition: Text) -> Indicator:
    return tallied(
        code=code,
        order=order,
        topic=Topic.SERVICE,
        nature=amount(Measure.NUMBER),
        unit=unit,
        year=YearKind.SCHOOL,
        tally=_achieved(kind),
        label=label,
        numerator=label,
        definition=definition,
        source=REPORT,
    )


INDICATORS: tuple[Indicator, ...] = (
    _outcomes(
        "courses_developed",
        401,
        OutcomeKind.COURSE,
        label=_("Courses developed with enterprises"),
        unit=_("courses"),
        definition=_(
            "Courses and teaching materials that came of joint projects and whose ownership the enterprise "
            "has confirmed, each on the day on which it was achieved."
        ),
    ),
    _outcomes(
        "technology_transfers",
        402,
        OutcomeKind.TRANSFER,
        label=_("Patents and technologies transferred"),
        unit=_("transfers"),
        definition=_(
            "Contracts by which patents or other technologies out of joint projects were transferred, each "
            "on its day, once the enterprise has confirmed the ownership. Patents that were only granted do "
            "not count."
        ),
    ),
    tallied(
        code="horizontal_receipts",
        order=403,
        topic=Topic.SERVICE,
        nature=amount(Measure.MONEY),
        unit=_("yuan"),
        year=YearKind.SCHOOL,
        tally=RECEIPTS,
        label=_("Receipts of horizontal services"),
        numerator=_("Receipts of horizontal services"),
        definition=_(
            "What enterprises paid for joint projects of technology, research and technical service, by the "
            "vouchers of the projects, each on its day. What the centre paid, and projects of training and "
            "of curricula, do not count."
        ),
        source=REPORT,
    ),
)
