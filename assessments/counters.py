"""What an indicator can be counted from: numbers of a year for many enterprises at once.

What can be promised can be counted here as well, under ``metric.<code>`` (:mod:`core.metrics`). An app that
has another number registers a :class:`Counter` from its ``AppConfig.ready``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.models import Obligation, ObligationEvidence
from core.access import Text
from core.metrics import OCCURRENCE, Giver, Measure, Metric, in_words, metric_of, metrics

OF_METRIC = "metric."
MOST_EVIDENCE = 50
"""So many records are kept with a number; how many there were is kept as well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Of which enterprises, in which days, both included; ``agreement`` narrows it to what counts for it."""

    enterprises: Sequence[int]
    study_year: int
    first: date
    last: date
    agreement: int | None = None


@dataclass(slots=True)
class Counted:
    """A number and the records behind it; ``None`` where nothing is known. ``left_out`` is why it does not
    concern what is assessed, "" where it does."""

    value: Decimal | None = None
    evidence: list[dict[str, Any]] = field(default_factory=list)
    evidence_count: int = 0
    left_out: str = ""

    def add(self, record: str, pk: int, on: date, quantity: Decimal) -> None:
        self.evidence_count += 1
        if len(self.evidence) < MOST_EVIDENCE:
            kept = {"record": record, "pk": pk, "on": on.isoformat(), "quantity": str(quantity)}
            self.evidence.append(kept)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counter:
    """One number that an indicator can be counted from.

    Attributes:
        code: never changed, schemes keep it.
        unit: behind the number, "%" or "" .
        count: an entry for each enterprise of which something is known; a constant number of queries.
    """

    code: str
    label: Text
    definition: Text
    count: Callable[[Span], Mapping[int, Counted]]
    measure: Measure = Measure.NUMBER
    unit: str = ""
    order: int = 50

    def in_words(self, value: Decimal | None) -> str:
        if value is None:
            return "—"
        return f"{in_words(value, self.measure)}{f' {self.unit}' if self.unit else ''}"


def _of_metric(metric: Metric, span: Span) -> Mapping[int, Counted]:
    """What really happened in the days; nothing is a number as well. One query.

    For an agreement it is what names it, and of what names none that from which its promises were counted
    (docs/promises.md), so that both numbers agree. What it does not promise, and nothing names it for, is
    left out. Two queries more.
    """
    found = {enterprise: Counted(Decimal(0)) for enterprise in span.enterprises}
    rows = metric.occurrences().order_by().values(*OCCURRENCE)
    rows = rows.filter(occurred_on__range=(span.first, span.last), enterprise__in=list(span.enterprises))
    # Who gave is told row by row: a metric may unfold it from one record for both sides.
    asked = Giver.ENTERPRISE if Giver.ENTERPRISE in metric.givers else Giver.CENTRE
    attributed: set[int] = set()
    if span.agreement is not None:
        attributed = _attributed(metric, asked, span)
        rows = rows.filter(Q(agreement=span.agreement) | Q(agreement=None))
    for row in rows.order_by("occurred_on", "record_id"):
        if row["giver"] != asked:
            continue
        if span.agreement is not None and row["agreement"] is None and row["record_id"] not in attributed:
            continue
        counted = found[row["enterprise"]]
        quantity = Decimal(row["quantity"])
        counted.value = (counted.value or Decimal(0)) + quantity
        counted.add(metric.record, row["record_id"], row["occurred_on"], quantity)
    if span.agreement is not None and not _promises(metric, asked, span):
        for counted in found.values():
            if not counted.evidence_count:
                counted.value = None
                counted.left_out = _("This agreement promises nothing of the kind, and nothing names it.")
    return found


def _attributed(metric: Metric, side: Giver, span: Span) -> set[int]:
    """Keys of the records that were counted for promises of the agreement. One query."""
    rows = ObligationEvidence.objects.filter(
        metric=metric.code,
        side=side,
        period__agreement=span.agreement,
        period__enterprise__in=list(span.enterprises),
    )
    return set(rows.order_by().values_list("record_id", flat=True))


def _promises(metric: Metric, side: Giver, span: Span) -> bool:
    """One query."""
    promised = Obligation.objects.filter(agreement=span.agreement, metric=metric.code, side=side)
    return promised.filter(enterprise__in=list(span.enterprises)).exists()


def _counter_of(metric: Metric) -> Counter:
    return Counter(
        code=f"{OF_METRIC}{metric.code}",
        label=metric.label,
        definition=metric.definition,
        count=partial(_of_metric, metric),
        measure=metric.measure,
        order=100 + metric.order,
    )


# --- The register -----------------------------------------------------------------------------

_counters: dict[str, Counter] = {}


def register_counter(counter: Counter) -> None:
    """Let an indicator be counted from it. Called from ``AppConfig.ready``."""
    _counters[counter.code] = counter


def counters() -> list[Counter]:
    found = [*_counters.values(), *(_counter_of(metric) for metric in metrics())]
    return sorted(found, key=lambda one: (one.order, one.code))


def counter_of(code: str) -> Counter | None:
    """``None`` where nothing counts it any more: an indicator then has no value."""
    if code.startswith(OF_METRIC):
        metric = metric_of(code.removeprefix(OF_METRIC))
        return _counter_of(metric) if metric else None
    return _counters.get(code)


def count_all(codes: Sequence[str], span: Span) -> Mapping[str, Mapping[int, Counted]]:
    """Each code for all enterprises of the span; a constant number of queries a code."""
    found: dict[str, Mapping[int, Counted]] = defaultdict(dict)
    for code in dict.fromkeys(codes):
        counter = counter_of(code)
        if counter is not None and span.enterprises:
            found[code] = counter.count(span)
    return found
