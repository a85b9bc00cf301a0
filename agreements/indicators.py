"""How many agreements bind on a day, and with how many enterprises; for any day, past or present."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement
from core.indicators import Column, Part, Shape, Topic
from core.metrics import Measure
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
from partnerships.models import Enterprise, SizeBand

LARGE, OTHER = "large", "other"
SIZES = (
    Part(code=LARGE, label=pgettext_lazy("size of enterprises", "Large")),
    Part(code=OTHER, label=pgettext_lazy("size of enterprises", "Medium, small, micro or not known")),
)
LAW = "教职成〔2018〕1号"
# One line for each enterprise, with the department of the agreement that began first: it counts there.
_PARTNERS = """
SELECT DISTINCT ON (party.enterprise_id) party.enterprise_id AS pk, agreement.department_id AS department,
       CASE WHEN enterprise.size_band = 'large' THEN 'large' ELSE 'other' END AS part, {weight} AS weight
FROM ({agreements}) agreement
JOIN agreements_party party ON party.agreement_id = agreement.id AND party.enterprise_id IS NOT NULL
JOIN partnerships_enterprise enterprise ON enterprise.id = party.enterprise_id
ORDER BY party.enterprise_id, agreement.starts_on, agreement.id"""


def partners(on: date, weight: str = "1", **narrowed: object) -> Statement:
    """The enterprises with an agreement in force on a day, each once.

    Args:
        weight: SQL of how much one counts.
        narrowed: which agreements are looked at.
    """
    agreements = Agreement.objects.in_force_on(on).filter(**narrowed).order_by()
    text, parameters = agreements.values("id", "department_id", "starts_on").query.sql_with_params()
    return Statement(_PARTNERS.format(agreements=text, weight=weight), tuple(parameters))


ENTERPRISE_SAYS = (
    (Column(code="name", label=_("Enterprise")), enterprise_in_words),
    (Column(code="code", label=_("Registration code")), lambda one: one.code or ""),
    (
        Column(code="size", label=_("Size"), choices=dict(SizeBand.choices)),
        lambda one: one.size_band,
    ),
    (
        Column(code="department", label=_("Looked after by")),
        lambda one: department_in_words(one.department),
    ),
)


def enterprises(statement: object) -> Tally:
    """A tally of enterprises."""
    return Tally(
        model=Enterprise,
        statement=statement,  # type: ignore[arg-type]  # one of those above
        says=ENTERPRISE_SAYS,
        related=["department"],
        name_field="pinyin_key",
        found_by=["name", "name_en", "code"],
    )


AGREEMENTS = Tally(
    model=Agreement,
    statement=lambda _first, on: of_queryset(Agreement.objects.in_force_on(on), department="department"),
    says=(
        (Column(code="name", label=_("Agreement")), lambda one: in_two(one.title_en, one.title_zh)),
        (Column(code="reference", label=_("Reference")), lambda one: one.number or ""),
        (
            Column(code="enterprise", label=_("Enterprise")),
            lambda one: in_two(one.counterparty_name_en, one.counterparty_name),
        ),
        (
            Column(code="department", label=_("Department")),
            lambda one: department_in_words(one.department),
        ),
        (Column(code="starts_on", label=_("First day"), shape=Shape.DATE), lambda one: one.starts_on),
        (Column(code="last_day", label=_("Last day"), shape=Shape.DATE), lambda one: one.last_day),
    ),
    related=["department"],
    name_field="title_zh_key",
    found_by=["title_en", "title_zh", "reference", "counterparty_name"],
)

INDICATORS = (
    tallied(
        code="agreements_in_force",
        order=100,
        topic=Topic.PARTNERS,
        nature=amount(Measure.NUMBER),
        unit=_("agreements"),
        tally=AGREEMENTS,
        label=_("Agreements in force"),
        numerator=_("Agreements in force"),
        definition=_(
            "Agreements of any type that all parties have signed and whose term covers the day, each once, "
            "in the department that keeps it. The last day is that of the text with its amendments, or the "
            "day for which it was terminated. One that is suspended does not count from the day of the "
            "suspension."
        ),
        source=LAW,
    ),
    tallied(
        code="partner_enterprises",
        order=101,
        topic=Topic.PARTNERS,
        nature=amount(Measure.NUMBER),
        unit=_("enterprises"),
        tally=enterprises(lambda _first, on: partners(on)),
        parts=SIZES,
        label=_("Enterprises with an agreement"),
        numerator=_("Enterprises with an agreement in force"),
        definition=_(
            "Enterprises that are party to at least one agreement in force on the day. Each counts once, in "
            "the department of the agreement that began first. The size is that of the national bands as it "
            "is known now."
        ),
        source=LAW,
    ),
)
