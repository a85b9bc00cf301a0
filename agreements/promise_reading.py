"""How promises read on a page: each with its periods, what was counted and what both sides say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.apps import apps
from django.utils.translation import gettext as _

from agreements.models import Agreement, Obligation, ObligationConfirmation, ObligationPeriod, Rhythm, Side
from agreements.operations.promises import last_words
from core.access import Actor
from core.look import Chip, Meaning
from core.metrics import Evidence, in_words, metric_of

# More is seldom read; the number says how many there are.
EVIDENCE_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What one side says of a number; ``is_stale`` where the number has changed since."""

    side: str
    word: ObligationConfirmation | None
    counted: Decimal
    measure: str

    @property
    def is_stale(self) -> bool:
        return self.word is not None and self.word.counted != self.counted

    @property
    def who(self) -> str:
        return str(Side(self.side).label)

    @property
    def chip(self) -> Chip:
        if self.word is None:
            return Chip(_("not confirmed yet"), Meaning.INACTIVE, "clock")
        if self.word.is_objection:
            return Chip(_("objects"), Meaning.STOPPED, "alert-circle")
        if self.is_stale:
            return Chip(
                _("confirmed %(number)s") % {"number": in_words(self.word.counted, self.measure)},
                Meaning.SOON,
                "history",
            )
        return Chip(_("confirmed"), Meaning.GOOD, "circle-check")


@dataclass(slots=True)
class PeriodLine:
    period: ObligationPeriod
    words: dict[str, ObligationConfirmation]

    @property
    def said(self) -> list[Said]:
        return [
            Said(side, self.words.get(side), self.period.counted, self.period.measure)
            for side in (Side.CENTRE, Side.ENTERPRISE)
        ]

    @property
    def is_settled(self) -> bool:
        """Whether both sides have confirmed the number as it is."""
        return all(one.word and not one.word.is_objection and not one.is_stale for one in self.said)


@dataclass(slots=True)
class PromiseLine:
    promise: Obligation
    periods: list[PeriodLine] = field(default_factory=list)
    on: date = date.min

    @property
    def current(self) -> PeriodLine | None:
        """The period of the day, else the last one before it, else the first one."""
        begun = [line for line in self.periods if line.period.starts_on <= self.on]
        return begun[-1] if begun else next(iter(self.periods), None)

    @property
    def others(self) -> list[PeriodLine]:
        current = self.current
        return [line for line in self.periods if line is not current]

    @property
    def is_yearly(self) -> bool:
        return self.promise.rhythm == Rhythm.YEARLY


def promise_lines(agreement: Agreement, *, on: date) -> list[PromiseLine]:
    """Every promise of an agreement in its order, with all periods. Three queries."""
    promises = list(agreement.obligations.select_related("enterprise").order_by("order"))
    periods = list(
        ObligationPeriod.objects.filter(agreement=agreement)
        .select_related("enterprise")
        .order_by("starts_on")
    )
    words = last_words(periods) if periods else {}
    found: dict[int, PromiseLine] = {}
    for promise in promises:
        promise.agreement = agreement
        found[promise.pk] = PromiseLine(promise, on=on)
    for period in periods:
        period.agreement, period.obligation = agreement, found[period.obligation_id].promise
        found[period.obligation_id].periods.append(PeriodLine(period, words.get(period.pk, {})))
    return list(found.values())


def by_side(lines: Sequence[PromiseLine]) -> list[tuple[str, list[PromiseLine]]]:
    """What each side promises, the enterprise's first; a side that promises nothing is left out."""
    headings = ((Side.ENTERPRISE, _("The enterprise promises")), (Side.CENTRE, _("The centre promises")))
    found = [(heading, [one for one in lines if one.promise.side == side]) for side, heading in headings]
    return [(heading, some) for heading, some in found if some]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One counted record; without a title where the reader may not see it."""

    occurred_on: date
    quantity: str
    is_planned: bool
    title: str = ""
    url: str = ""


def evidence_of(
    period: ObligationPeriod, *, reader: Actor, on: date, at_portal: bool = False, planned: bool = True
) -> tuple[list[EvidenceRow], int]:
    """The newest records behind a number, and how many there are; three queries and those of the metric.

    Of a record that the reader may not see, or that the portal has no page of, only day and amount are told.

    Args:
        planned: whether also those of days to come.
    """
    rows = period.evidence.order_by("-occurred_on", "-pk")
    if not planned:
        rows = rows.filter(occurred_on__lte=on)
    total = rows.count()
    shown = list(rows[:EVIDENCE_SHOWN])
    metric = metric_of(period.metric)
    told: dict[int, Evidence] = {}
    if metric is not None and shown:
        keys = [one.record_id for one in shown]
        if not at_portal:
            model = apps.get_model(metric.record)
            keys = list(model.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True))
        told = dict(metric.rows(keys)) if keys else {}
    lines = []
    for one in shown:
        evidence = told.get(one.record_id, Evidence(""))
        title = evidence.title_at_portal if at_portal else evidence.title
        url = evidence.url_at_portal if at_portal else evidence.url
        lines.append(
            EvidenceRow(
                one.occurred_on,
                in_words(one.quantity, period.measure),
                one.occurred_on > on,
                title,
                url,
            )
        )
    return lines, total
