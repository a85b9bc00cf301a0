"""Dashboards: numbers for a task, this year's beside two years before, with targets and charts.

What a page shows is made here as plain values, so that a frozen one shows the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Department
from core.access import Text
from core.indicators import Departments, Group, Indicator, Topic, Words, in_both, indicator_of, summed
from core.school_years import YearKind
from insights.models import Target
from insights.reading import total_on
from insights.targets import against, targets_for

if TYPE_CHECKING:
    from accounts.models import User

BEFORE = 2
"""So many whole years stand beside the one that goes on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """Several numbers of one unit in one picture: over the years, or by department on the day."""

    title: Text
    codes: Sequence[str]
    by_department: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """Attributes:
    codes: the indicators that are shown, in order.
    opens_for: whose first page of figures it is; asked in the order of :data:`BOARDS`.
    """

    name: str
    label: Text
    about: Text
    icon: str
    codes: Sequence[str]
    charts: Sequence[Chart]
    opens_for: Callable[[User], bool]


COMPLIANCE = ("consent_rate", "tripartite_rate", "insurance_rate", "internship_match_rate")
GRADUATES = ("destination_rate", "match_rate", "graduates_retained")
MONEY = ("funds_pledged", "funds_received", "equipment_value", "horizontal_receipts", "training_income")
RATES = gettext_lazy("How internships meet the rules")
BOARDS = (
    Board(
        name="director",
        label=pgettext_lazy("dashboard", "Director"),
        about=gettext_lazy("The whole cooperation of the centre: partners, people, money, results."),
        icon="building-community",
        codes=(
            *("agreements_in_force", "partner_enterprises", "partners_per_major", "bases_per_major"),
            *("dual_qualified_share", "part_time_share", "destination_rate", "match_rate"),
            *(*MONEY, "courses_developed", "technology_transfers", "order_class_students"),
        ),
        charts=(
            Chart(
                title=gettext_lazy("Enterprises with an agreement"),
                codes=["partner_enterprises"],
                by_department=True,
            ),
            Chart(
                title=gettext_lazy("Partners and bases for each major"),
                codes=["partners_per_major", "bases_per_major"],
            ),
            Chart(title=gettext_lazy("What became of graduates"), codes=["destination_rate", "match_rate"]),
            Chart(title=gettext_lazy("Money and equipment"), codes=MONEY),
        ),
        opens_for=lambda user: user.can("agreement.approve"),
    ),
    Board(
        name="teachers",
        label=pgettext_lazy("dashboard", "Teacher affairs"),
        about=gettext_lazy(
            "Dual-qualified teachers, practice in enterprises, people from enterprises who teach."
        ),
        icon="chalkboard",
        codes=(
            *("dual_qualified_share", "practice_coverage", "part_time_share"),
            *("teacher_practice_days", "part_time_hours", "part_time_fees"),
        ),
        charts=(
            Chart(
                title=gettext_lazy("Shares among the teachers"),
                codes=["dual_qualified_share", "practice_coverage", "part_time_share"],
            ),
            Chart(
                title=gettext_lazy("Share of dual-qualified teachers"),
                codes=["dual_qualified_share"],
                by_department=True,
            ),
            Chart(title=gettext_lazy("Days of teachers in enterprises"), codes=["teacher_practice_days"]),
            Chart(title=gettext_lazy("Hours taught by people from enterprises"), codes=["part_time_hours"]),
        ),
        opens_for=lambda user: user.can("teacher.edit"),
    ),
    Board(
        name="coordinator",
        label=pgettext_lazy("dashboard", "Internships"),
        about=gettext_lazy("Interns and the rules, order classes, what became of graduates."),
        icon="school",
        codes=(*COMPLIANCE, "order_class_students", "alternation_hours", *GRADUATES),
        charts=(
            Chart(title=RATES, codes=COMPLIANCE),
            Chart(title=gettext_lazy("Consent of guardians"), codes=["consent_rate"], by_department=True),
            Chart(title=gettext_lazy("What became of graduates"), codes=["destination_rate", "match_rate"]),
            Chart(title=gettext_lazy("Destination rate"), codes=["destination_rate"], by_department=True),
        ),
        opens_for=lambda user: user.can("placement.edit"),
    ),
    Board(
        name="department",
        label=pgettext_lazy("dashboard", "Department"),
        about=gettext_lazy("One department with its enterprises, teachers and students."),
        icon="building",
        codes=(
            *("agreements_in_force", "partner_enterprises", "partners_per_major", "bases_per_major"),
            *("dual_qualified_share", "practice_coverage", "part_time_hours", "joint_teaching_hours"),
            *(*COMPLIANCE, *GRADUATES, "equipment_value", "funds_received"),
        ),
        charts=(
            Chart(
                title=gettext_lazy("Partners and bases for each major"),
                codes=["partners_per_major", "bases_per_major"],
            ),
            Chart(title=RATES, codes=COMPLIANCE),
            Chart(
                title=gettext_lazy("Shares among the teachers"),
                codes=["dual_qualified_share", "practice_coverage"],
            ),
            Chart(title=gettext_lazy("What became of graduates"), codes=["destination_rate", "match_rate"]),
        ),
        opens_for=lambda user: not user.scope_for("indicator.read").everywhere,
    ),
)


def board_named(name: str) -> Board | None:
    return next((one for one in BOARDS if one.name == name), None)


def first_board(user: User) -> Board:
    """The one that follows from a person's positions."""
    return next((one for one in BOARDS if one.opens_for(user)), BOARDS[0])


# --- What a board says ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """A year of which the board says something, by its last day or the day that is looked at."""

    label: Words
    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number over the years, by department on the last of the days, and its target."""

    indicator: Indicator
    totals: Sequence[Group]
    groups: Sequence[Group]
    target: Target | None
    is_redefined: bool = False
    """Its definition changed between these years."""

    @property
    def now(self) -> Group:
        return self.totals[-1]


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardReading:
    board: Board
    on: date
    year_kind: YearKind
    years: Sequence[Year]
    figures: dict[str, Figure]
    names: dict[int, Words]


def years_of(on: date, kind: YearKind) -> list[Year]:
    """The two years before, whole, and the year of the day up to it."""
    year = kind.year_of(on)
    found = [
        Year(label=in_both(partial(kind.in_words, one)), on=kind.last_day(one))
        for one in range(year - BEFORE, year)
    ]
    return [*found, Year(label=in_both(lambda: _in_part(kind, year, on)), on=on)]


def _in_part(kind: YearKind, year: int, on: date) -> str:
    if on == kind.last_day(year):
        return kind.in_words(year)
    return _("%(year)s to %(day)s") % {
        "year": kind.in_words(year),
        "day": date_format(on, "MONTH_DAY_FORMAT"),
    }


def read_board(
    board: Board, on: date, kind: YearKind, departments: Departments, *, target_of: int | None = None
) -> BoardReading:
    """The queries of three counts for each number, one for the targets, one for the names.

    Args:
        target_of: the department whose targets stand beside the numbers, where several are looked at.
    """
    years = years_of(on, kind)
    owners = departments if target_of is None else frozenset({target_of})
    targets = targets_for(board.codes, on, kind, owners)
    figures = {}
    for code in board.codes:
        registered = indicator_of(code, on=on)
        if registered is None:
            continue
        indicator = registered.of_year(kind)
        groups = indicator.count(on, departments)
        before = [total_on(indicator, year.on, departments, kind) for year in years[:-1]]
        figures[code] = Figure(
            indicator=indicator,
            totals=[*before, summed(groups, indicator.nature)],
            groups=groups,
            target=targets.get(code),
            is_redefined=is_redefined(code, [year.on for year in years]),
        )
    known = {group.department for one in figures.values() for group in one.groups if group.department}
    return BoardReading(
        board=board,
        on=on,
        year_kind=kind,
        years=years,
        figures=figures,
        names={
            one.pk: Words(one.name_en or one.name_zh, one.name_zh or one.name_en)
            for one in Department.objects.filter(pk__in=known)
        },
    )


def is_redefined(code: str, days: Iterable[date]) -> bool:
    """Whether these days are counted by more than one version of the definition; no queries."""
    versions = {found.version for day in days if (found := indicator_of(code, on=day))}
    return len(versions) > 1


def contents_of(found: BoardReading, addresses: dict[str, list[str]]) -> dict[str, Any]:
    """Everything that the page shows, in the language that is spoken; no queries.

    Args:
        addresses: where each number leads, for each of the years; "" where it leads nowhere.
    """
    tiles = [_tile(found, code, one, addresses.get(code, [])) for code, one in found.figures.items()]
    return {
        "title": str(found.board.label),
        "about": str(found.board.about),
        "years": [str(year.label) for year in found.years],
        "topics": [
            {"label": str(topic.label), "tiles": some}
            for topic in Topic
            if (some := [tile for tile in tiles if tile["topic"] == topic])
        ],
        "charts": [_chart(found, chart, number) for number, chart in enumerate(found.board.charts)],
    }


def _tile(found: BoardReading, code: str, figure: Figure, addresses: Sequence[str]) -> dict[str, Any]:
    indicator, now = figure.indicator, figure.now
    said: dict[str, Any] = {
        "code": code,
        "topic": indicator.topic,
        "label": str(indicator.label),
        "definition": str(indicator.definition),
        "value": now.in_words,
        "unit": "" if now.nature.kind == "share" or now.nature.measure != "number" else str(indicator.unit),
        "made_of": f"{now.counted_in_words} / {now.denominator}" if now.denominator else "",
        "years": [
            {"label": str(year.label), "value": total.in_words, "url": url}
            for year, total, url in zip(
                found.years, figure.totals, [*addresses] or [""] * len(found.years), strict=True
            )
        ],
        "url": addresses[-1] if addresses else "",
        "target": "",
        "standing": "",
        "note": _("The definition changed in these years.") if figure.is_redefined else "",
    }
    if figure.target is not None:
        start = 0 if indicator.adds_up else figure.totals[-2].value
        state = against(figure.target, now.value, start, found.on)
        said["target"] = now.nature.in_words(figure.target.value)
        said["standing"] = state.value if state else ""
    return said


def _chart(found: BoardReading, chart: Chart, number: int) -> dict[str, Any]:
    figures = [found.figures[code] for code in chart.codes if code in found.figures]
    said: dict[str, Any] = {
        "id": f"{found.board.name}-{number}",
        "title": str(chart.title),
        "kind": "bar",
        "unit": str(figures[0].indicator.unit)
        if len({str(one.indicator.unit) for one in figures}) == 1
        else "",
        "note": "",
    }
    if chart.by_department:
        groups = sorted(figures[0].groups, key=lambda one: _department(found, one))
        return said | {
            "labels": [_department(found, one) for one in groups],
            "series": [{"name": str(found.years[-1].label), "values": [plain(one.value) for one in groups]}],
        }
    # A line for each number where they share a unit; the years stand side by side.
    return said | {
        "labels": [str(year.label) for year in found.years],
        "series": [
            {"name": str(one.indicator.label), "values": [plain(total.value) for total in one.totals]}
            for one in figures
        ],
    }


def _department(found: BoardReading, group: Group) -> str:
    if group.department is None:
        return _("The whole centre")
    return str(found.names[group.department])


def plain(value: Any) -> int | float | None:
    """As scripts read it."""
    return value if value is None or isinstance(value, int) else float(value)
