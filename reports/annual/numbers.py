"""The numbers of an annual report: of its year and the two before, with the target, live or as frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.models import Survey
from assessments.models.surveys import Group as Asked
from assessments.survey_results import results_of
from core.access import Text
from core.indicators import Departments, Words, in_both, spoken
from core.school_years import YearKind, in_words
from insights.boards import Board, Figure, Year, plain, read_board, years_of
from insights.targets import Standing, against
from reports.models import AnnualReport

SATISFACTION = "satisfaction."
SATISFACTION_LABELS: dict[str, Text] = {
    Asked.LIAISON: gettext_lazy("Satisfaction of enterprises"),
    Asked.MENTOR: gettext_lazy("Satisfaction of mentors"),
    Asked.STUDENT: gettext_lazy("Satisfaction of students"),
    Asked.INSTRUCTOR: gettext_lazy("Satisfaction of school instructors"),
}
POINTS = pgettext_lazy("satisfaction", "points of 5")
OF_SURVEYS = gettext_lazy(
    "The mean of all answers, of 1 to 5, in the surveys of the school year about the partnership with each "
    "enterprise, once they are over. Groups with fewer than three anonymous answers are left out."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A number of one year: as it is said, and as pictures draw it."""

    words: Words
    plain: float | int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """All that a report says of one number.

    Attributes:
        years: the two years before and the report's own, as :attr:`Numbers.years` names them.
        is_counted: whether it can be frozen with its rows: somebody was counted.
        snapshot: the key of what was frozen.
        labels, short: the years in words, and as pictures write them.
        on: the days of the years, as addresses write them.
    """

    code: str
    label: Words
    definition: Words
    unit: Words
    years: Sequence[Value]
    labels: Sequence[Words]
    short: Sequence[str]
    on: Sequence[str]
    target: Words | None = None
    target_plain: float | int | None = None
    standing: str = ""
    adds_up: bool = False
    is_indicator: bool = True
    is_counted: bool = True
    is_redefined: bool = False
    snapshot: int | None = None

    @property
    def now(self) -> Value:
        return self.years[-1]

    @property
    def chip(self) -> Any:
        return Standing(self.standing).chip if self.standing else None

    @property
    def is_share(self) -> bool:
        return str(self.unit.en) == "%"

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, said: Mapping[str, Any], snapshot: int | None) -> Told:
        """As it was kept."""
        words = {name: Words(*said[name]) for name in ("label", "definition", "unit")}
        return cls(
            **{
                **said,
                **words,
                "labels": [Words(*one) for one in said["labels"]],
                "years": [Value(words=Words(*one["words"]), plain=one["plain"]) for one in said["years"]],
                "target": Words(*said["target"]) if said["target"] else None,
                "snapshot": snapshot,
            }
        )


type Numbers = dict[str, Told]


def numbers_of(report: AnnualReport, codes: Iterable[str], today: date) -> Numbers:
    """As they are told: what was frozen where it was, else today's count.

    One query where they are frozen; else those of ``insights.boards.read_board`` and three of the surveys.
    """
    wanted = list(dict.fromkeys(codes))
    if report.is_frozen:
        return frozen_numbers(report, wanted)
    return live_numbers(report, wanted, report.reporting_day(today))


def frozen_numbers(report: AnnualReport, codes: Sequence[str] | None = None) -> Numbers:
    rows = report.numbers.order_by()
    if codes is not None:
        rows = rows.filter(code__in=codes)
    found = {one.code: Told.from_data(one.said, one.snapshot_id) for one in rows}
    return found if codes is None else {code: found[code] for code in codes if code in found}


def live_numbers(report: AnnualReport, codes: Sequence[str], on: date) -> Numbers:
    """By today's records."""
    kind = report.kind_of_year
    board = Board(
        name="report",
        label="",
        about="",
        icon="",
        codes=[code for code in codes if not code.startswith(SATISFACTION)],
        charts=(),
        opens_for=bool,
    )
    found = read_board(board, on, kind, report.within, target_of=report.department_id)
    told = {code: _told(code, figure, found.years, kind) for code, figure in found.figures.items()}
    groups = [code.removeprefix(SATISFACTION) for code in codes if code.startswith(SATISFACTION)]
    if groups:
        told |= _satisfaction(groups, years_of(on, kind), kind, report.within)
    return {code: told[code] for code in codes if code in told}


def _told(code: str, figure: Figure, years: Sequence[Year], kind: YearKind) -> Told:
    indicator, nature = figure.indicator, figure.now.nature
    target, standing = None, ""
    if (wanted := figure.target) is not None:
        start = 0 if indicator.adds_up else figure.totals[-2].value
        state = against(wanted, figure.now.value, start, years[-1].on)
        target, standing = in_both(partial(nature.in_words, wanted.value)), state.value if state else ""
    return Told(
        code=code,
        label=spoken(indicator.label),
        definition=spoken(indicator.definition),
        unit=spoken(indicator.unit),
        years=[
            Value(words=in_both(partial(getattr, total, "in_words")), plain=plain(total.value))
            for total in figure.totals
        ],
        labels=[year.label for year in years],
        short=[_short(kind, year.on) for year in years],
        on=[year.on.isoformat() for year in years],
        target=target,
        target_plain=plain(figure.target.value) if figure.target else None,
        standing=standing,
        adds_up=indicator.adds_up,
        is_counted=bool(figure.groups),
        is_redefined=figure.is_redefined,
    )


def _short(kind: YearKind, on: date) -> str:
    year = kind.year_of(on)
    return str(year) if kind is YearKind.CALENDAR else in_words(year)


# --- Satisfaction -------------------------------------------------------------------------------


def _satisfaction(
    groups: Sequence[str], years: Sequence[Year], kind: YearKind, departments: Departments
) -> Numbers:
    """The means of the surveys of each year: of the school year, or of the one that ended in a calendar
    year. Two queries a year."""
    means = [_means(_study_year(kind, year.on), departments) for year in years]
    return {
        f"{SATISFACTION}{group}": Told(
            code=f"{SATISFACTION}{group}",
            label=spoken(SATISFACTION_LABELS[group]),
            definition=spoken(OF_SURVEYS),
            unit=spoken(POINTS),
            years=[_points(found.get(group)) for found in means],
            labels=[year.label for year in years],
            short=[_short(kind, year.on) for year in years],
            on=[year.on.isoformat() for year in years],
            is_indicator=False,
            is_counted=False,
        )
        for group in groups
    }


def _study_year(kind: YearKind, on: date) -> int:
    return on.year - 1 if kind is YearKind.CALENDAR else kind.year_of(on)


def _means(study_year: int, departments: Departments) -> dict[str, Decimal]:
    surveys = Survey.objects.filter(study_year=study_year).closed(timezone.localdate())
    if departments is not None:
        surveys = surveys.filter(enterprise__department__in=list(departments))
    counts: dict[str, int] = {}
    sums: dict[str, Decimal] = {}
    for shown in results_of(surveys.order_by().values_list("pk", flat=True)).values():
        for group, result in shown.items():
            counts[group] = counts.get(group, 0) + result.count
            sums[group] = sums.get(group, Decimal(0)) + result.mean * result.count
    return {group: (sums[group] / counts[group]).quantize(Decimal("0.01")) for group in counts}


def _points(mean: Decimal | None) -> Value:
    if mean is None:
        return Value(words=Words("—", "—"))
    return Value(words=in_both(lambda: number_format(mean, decimal_pos=2)), plain=float(mean))


# --- What changed since they were frozen ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changed:
    """A number of the report's year that reads otherwise by today's records."""

    then: Told
    now: Told


def changed_since(report: AnnualReport) -> list[Changed]:
    """Against the count of the same day by today's records. The queries of :func:`live_numbers`."""
    if report.frozen_day is None:
        return []
    then = frozen_numbers(report)
    now = live_numbers(report, list(then), report.frozen_day)
    return [
        Changed(then[code], now[code])
        for code in then
        if code in now and then[code].now.words != now[code].now.words
    ]


def with_value(told: Told, words: Words, value: Any) -> Told:
    """With another number for the report's own year: the one that was frozen."""
    return replace(told, years=[*told.years[:-1], Value(words=words, plain=plain(value))])
