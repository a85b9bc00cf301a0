"""What one side of an agreement can promise the other, and how it is counted from real records.

An app registers its metrics from ``AppConfig.ready``; whoever keeps promises knows them only from here,
by their code. Nothing here touches a model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import Text


class Giver(StrEnum):
    """The side by which something is given."""

    CENTRE = "centre"
    ENTERPRISE = "enterprise"


class Measure(StrEnum):
    """What a quantity is of. Money is in the currency of the centre, in whole units with two decimals."""

    NUMBER = "number"
    DAYS = "days"
    HOURS = "hours"
    MONEY = "money"


OCCURRENCE: Final = ("enterprise", "agreement", "giver", "occurred_on", "quantity", "record_id")
"""What every occurrence says, in this order."""


class Evidence(NamedTuple):
    """What a page says of a record that was counted; an address is "" where there is no page of it.

    At the portal it is called ``title_at_portal``, which says no more than the wall opens of the record, and
    never falls back on the title that the staff reads.
    """

    title: str
    url: str = ""
    title_at_portal: str = ""
    url_at_portal: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """Something that can be promised and is counted, never typed in.

    Attributes:
        code: never changed, promises keep it.
        definition: what is counted, and on which day, in words.
        givers: which sides can promise it.
        occurrences: a queryset of what really happened, whose ``values`` are those of :data:`OCCURRENCE`:
            keys of the enterprise and of the agreement or ``None``, by which :class:`Giver`, on which day it
            counts (what lasts, on its last day), how much, and the key of the record, which is there once
            for a giver.
        record: label of the model that ``record_id`` is a key of.
        rows: what a page says of some records, in a constant number of queries. It is only asked about
            records that the reader may see.
    """

    code: str
    label: Text
    definition: Text
    measure: Measure
    givers: frozenset[Giver]
    occurrences: Callable[[], Any]
    record: str
    rows: Callable[[Sequence[int]], Mapping[int, Evidence]]
    order: int = 50

    def statement(self) -> tuple[str, tuple[Any, ...]]:
        """SQL of the occurrences, with the columns of :data:`OCCURRENCE` in order, and its parameters."""
        text, parameters = self.occurrences().order_by().values(*OCCURRENCE).query.sql_with_params()
        return text, tuple(parameters)


def in_words(quantity: Decimal, measure: Measure | str) -> str:
    """A quantity as a page says it: "12", "3.5 days", "1,200 hours", "50,000.00"."""
    if measure == Measure.MONEY:
        return number_format(quantity, decimal_pos=2, use_l10n=True, force_grouping=True)
    plain = quantity.normalize() if quantity != quantity.to_integral_value() else Decimal(int(quantity))
    said = number_format(plain, use_l10n=True, force_grouping=True)
    plural = 1 if quantity == 1 else 2
    match measure:
        case Measure.DAYS:
            return ngettext("%(number)s day", "%(number)s days", plural) % {"number": said}
        case Measure.HOURS:
            return ngettext("%(number)s hour", "%(number)s hours", plural) % {"number": said}
    return said


def side_in_words(giver: Giver | str) -> str:
    return _("the enterprise") if giver == Giver.ENTERPRISE else _("the centre")


# --- The register -----------------------------------------------------------------------------

_metrics: dict[str, Metric] = {}


def register_metric(metric: Metric) -> None:
    """Let it be promised and counted. Called from ``AppConfig.ready``."""
    _metrics[metric.code] = metric


def metrics() -> list[Metric]:
    return sorted(_metrics.values(), key=lambda one: (one.order, one.code))


def metric_of(code: str) -> Metric | None:
    """``None`` where there is none any more; what was promised and counted stays."""
    return _metrics.get(code)
