"""What enterprises promised and gave in money and equipment, added up over a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from agreements.models import ObligationPeriod
from core.indicators import Column, Indicator, Part, Shape, Topic
from core.metrics import Giver, Measure
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
from resources.models import Contribution, ContributionKind, Ownership

LAW = "教职成〔2018〕1号"
FUNDS_METRIC = "contribution_funds"
YUAN = _("yuan")


def given(kind: str, part: Any = None) -> Tally:
    """Contributions of enterprises that both sides have confirmed, on the day on which they were given."""

    def statement(first: date, on: date) -> Statement:
        rows = Contribution.objects.counted().filter(
            kind=kind, giver=Giver.ENTERPRISE, given_on__range=(first, on)
        )
        return of_queryset(rows, department="department", part=part, weight="value")

    return Tally(
        model=Contribution,
        statement=statement,
        says=(
            (Column(code="name", label=_("What was given")), lambda one: in_two(one.title, one.title)),
            (
                Column(code="enterprise", label=_("Enterprise")),
                lambda one: enterprise_in_words(one.enterprise),
            ),
            (
                Column(code="department", label=_("Department")),
                lambda one: department_in_words(one.department),
            ),
            (Column(code="given_on", label=_("Given on"), shape=Shape.DATE), lambda one: one.given_on),
            (
                Column(code="value", label=_("Value in yuan"), shape=Shape.NUMBER),
                lambda one: float(one.value),
            ),
        ),
        related=["enterprise", "department"],
        name_field="title",
        found_by=["title", "enterprise__name", "enterprise__name_en"],
    )


def pledged(first: date, on: date) -> Statement:
    """What agreements promise of enterprises' money, on the day on which it is due."""
    rows = ObligationPeriod.objects.filter(
        metric=FUNDS_METRIC, side=Giver.ENTERPRISE, due_on__range=(first, on)
    )
    return of_queryset(rows, department="agreement__department", weight="promised")


PLEDGES = Tally(
    model=ObligationPeriod,
    statement=pledged,
    says=(
        (
            Column(code="name", label=_("Agreement")),
            lambda one: in_two(one.agreement.title_en, one.agreement.title_zh),
        ),
        (Column(code="enterprise", label=_("Enterprise")), lambda one: enterprise_in_words(one.enterprise)),
        (Column(code="due_on", label=_("Due on"), shape=Shape.DATE), lambda one: one.due_on),
        (
            Column(code="promised", label=_("Promised, in yuan"), shape=Shape.NUMBER),
            lambda one: float(one.promised),
        ),
        (
            Column(code="counted", label=_("Received for it, in yuan"), shape=Shape.NUMBER),
            lambda one: float(one.counted),
        ),
    ),
    related=["agreement", "enterprise"],
    name_field="due_on",
    found_by=["agreement__title_en", "agreement__title_zh", "enterprise__name"],
)

INDICATORS: tuple[Indicator, ...] = (
    tallied(
        code="funds_pledged",
        order=300,
        topic=Topic.GIVEN,
        nature=amount(Measure.MONEY),
        unit=YUAN,
        year=YearKind.SCHOOL,
        tally=PLEDGES,
        label=_("Funds pledged by enterprises"),
        numerator=_("Funds pledged by enterprises"),
        definition=_(
            "Money that enterprises promise in agreements that all have signed, each year of a yearly "
            "promise and each single one on the day on which it is due, in the department of the agreement."
        ),
        source=LAW,
    ),
    tallied(
        code="funds_received",
        order=301,
        topic=Topic.GIVEN,
        nature=amount(Measure.MONEY),
        unit=YUAN,
        year=YearKind.SCHOOL,
        tally=given(ContributionKind.FUNDS),
        label=_("Funds received from enterprises"),
        numerator=_("Funds received from enterprises"),
        definition=_(
            "Money that enterprises gave and both sides have confirmed, on the day on which it was given, "
            "whether it was promised or not. What was taken back does not count."
        ),
        source=LAW,
    ),
    tallied(
        code="equipment_value",
        order=302,
        topic=Topic.GIVEN,
        nature=amount(Measure.MONEY),
        unit=YUAN,
        year=YearKind.SCHOOL,
        tally=given(ContributionKind.EQUIPMENT, F("ownership")),
        parts=[Part(code=one.value, label=one.label) for one in Ownership],
        label=_("Value of equipment from enterprises"),
        numerator=_("Value of equipment from enterprises"),
        definition=_(
            "Value of the equipment that enterprises gave for good, lent or share with the centre, as both "
            "sides have confirmed it, on the day on which it was given. What was taken back does not count; "
            "what is lent counts once, in the year in which it came."
        ),
        source=LAW,
    ),
)
