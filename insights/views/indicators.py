"""Indicators by today's records: all of them, one, and the rows behind each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.dates import plausible_day
from core.exports import rows_response
from core.filters import RecordFilterSet
from core.http import PersonRequest
from core.indicators import (
    COUNTED,
    REST,
    Departments,
    Group,
    Indicator,
    Kind,
    Rows,
    Topic,
    indicator_of,
    indicators,
)
from core.models import AccessLog
from core.paging import Page, bounded_count
from core.personal import note_export
from core.school_years import YearKind
from core.views import FormView, ListView
from core.views.lists import EXPORT_FORMATS
from core.windows import years_before
from insights.boards import is_redefined, plain
from insights.filters import searching
from insights.forms import FreezeForm
from insights.models import Snapshot, Target
from insights.operations import FREEZE, READ, freeze_indicator
from insights.reading import Reading, course, departments_in, reading, standing_of, total_on
from insights.source_rows import address_of, export_columns, table_of, told_in_turn
from insights.targets import SET, against, targets_for

RECENT = 5
ONE_DAY = timedelta(days=1)


def require_indicator(request: PersonRequest, code: str, on: date = date.max) -> Indicator:
    """As it is defined on a day, added up over the kind of year that the address asks for.

    Raises PermissionDenied where one may read none, NotVisible where there is none of the name.
    """
    if not request.user.scope_for(READ):
        raise PermissionDenied
    found = indicator_of(code, on=on)
    if found is None:
        raise NotVisible(f"indicator {code}")
    return found.of_year(year_asked(request))


def year_asked(request: HttpRequest) -> YearKind:
    """School years, unless the address asks for calendar years."""
    return YearKind.CALENDAR if request.GET.get("year") == YearKind.CALENDAR else YearKind.SCHOOL


def day_asked(request: HttpRequest) -> date:
    """No later than today: of a day that has not come nothing is known."""
    today = timezone.localdate()
    return min(plausible_day(request.GET.get("on", "")) or today, today)


def chart_of(indicator: Indicator, points: Any) -> dict[str, Any]:
    return {
        "id": indicator.code,
        "title": str(indicator.label),
        "kind": "line",
        "unit": str(indicator.unit),
        "labels": [date_format(day, "SHORT_DATE_FORMAT") for day, _group in points],
        "series": [
            {"name": str(indicator.label), "values": [plain(group.value) for _day, group in points]},
        ],
        "note": _("The definition changed in these years: the numbers are not quite comparable.")
        if is_redefined(indicator.code, [day for day, _group in points])
        else "",
    }


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Indicators"), "url": reverse("insights:indicator_list")}]


@require_safe
def indicator_list(request: PersonRequest) -> HttpResponse:
    """Each with its number, its share and its course over the years."""
    scope = request.user.scope_for(READ)
    if not scope:
        raise PermissionDenied
    on, departments = day_asked(request), departments_in(scope)
    before_on = years_before(on, 1)
    lines: dict[str, list[dict[str, Any]]] = {}
    targets = targets_for([one.code for one in indicators(on)], on, year_asked(request), departments)
    for registered in indicators(on):
        indicator = registered.of_year(year_asked(request))
        now = indicator.sum(indicator.count(on, departments))
        before = total_on(indicator, before_on, departments, year_asked(request))
        lines.setdefault(indicator.topic, []).append(
            {
                "indicator": indicator,
                "url": address_on(indicator, on, year_query(request, indicator)),
                "now": now,
                "made_of": made_of(now),
                "before": before,
                "change": change_in_words(now, before),
                **_before_target(targets.get(indicator.code), indicator, now, on, departments),
            }
        )
    context = {
        "title": _("Indicators"),
        "subtitle": _("What is counted, of what, on which day; every number leads to its rows."),
        "on": on,
        "before_on": before_on,
        "today": timezone.localdate(),
        "years": year_choices(request),
        "topics": [
            {"name": topic.value, "label": topic.label, "lines": lines[topic]}
            for topic in Topic
            if topic in lines
        ],
        "is_whole": scope.everywhere,
        "actions": [
            {"label": _("Frozen indicators"), "url": reverse("insights:snapshot_list"), "icon": "lock"}
        ],
    }
    return render(request, "insights/indicator_list.html", context)


def _before_target(
    target: Target | None, indicator: Indicator, now: Group, on: date, departments: Departments
) -> dict[str, Any]:
    """The target of the year and how the number stands; one count more where it does not add up."""
    if target is None:
        return {"target": None, "standing": None}
    began = target.first_day - ONE_DAY
    start = 0 if indicator.adds_up else total_on(indicator, began, departments).value
    state = against(target, now.value, start, on)
    return {"target": target, "standing": state.chip if state else None}


def address_on(indicator: Indicator, on: date, query: str = "") -> str:
    return f"{reverse('insights:indicator_detail', args=[indicator.code])}?on={on.isoformat()}{query}"


def made_of(group: Group) -> str:
    """ "4 of 9"; nothing where nothing divides."""
    if not group.nature.has_denominator or group.is_empty:
        return ""
    return _("%(counted)s of %(whole)s") % {"counted": group.counted_in_words, "whole": group.denominator}


def change_in_words(now: Group, before: Group) -> str:
    """From a year before: percentage points of a share, else how much more or less."""
    if now.value is None or before.value is None:
        return ""
    change = Decimal(str(now.value)) - Decimal(str(before.value))
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    if now.nature.kind == Kind.SHARE:
        return _("%(change)s points") % {"change": f"{sign}{number_format(abs(change), decimal_pos=1)}"}
    return sign + now.nature.in_words(abs(change))


@require_safe
def indicator_detail(request: PersonRequest, code: str) -> HttpResponse:
    """One of them on a day: its definition, each department, the years before, what was frozen of it."""
    on = day_asked(request)
    indicator = require_indicator(request, code, on)
    departments = departments_in(request.user.scope_for(READ))
    found = reading(indicator, on, departments)
    frozen = Snapshot.objects.visible_to(request.user).of(code).select_related("frozen_by")
    context = {
        "title": indicator.label,
        "subtitle": date_format(on, "DATE_FORMAT"),
        "breadcrumbs": crumbs(),
        "indicator": indicator,
        "basis": indicator.basis(on) if indicator.basis else "",
        "on": on,
        "today": timezone.localdate(),
        "has_since": indicator.since > date.min,
        "reading": found,
        "number_label": _("Share") if indicator.nature.kind == Kind.SHARE else indicator.unit,
        "table": table_rows(found, _addresses(request, indicator, on)),
        "total": table_rows(replace(found, lines=[]), _addresses(request, indicator, on))[-1],
        "chart": chart_of(indicator, course(indicator, on, departments, known=found.total)),
        "frozen": list(frozen[:RECENT]),
        "targets": _targets(request, indicator, on),
        "target_new": f"{reverse('insights:target_new')}?code={code}" if request.user.scope_for(SET) else "",
        "papers": papers(
            reverse("insights:indicator_paper", args=[code, on.isoformat()]), year_query(request, indicator)
        ),
        "years": year_choices(request) if indicator.adds_up else [],
        "primary_action": _freeze_action(request, indicator, on),
    }
    return render(request, "insights/indicator_detail.html", context)


def _targets(request: PersonRequest, indicator: Indicator, on: date) -> list[dict[str, Any]]:
    """Those of the year of a day that this person sees, the whole centre first. Two counts for each at the
    most, and there is one for each department at the most."""
    kind = year_asked(request)
    rows = Target.objects.visible_to(request.user).filter(
        code=indicator.code, year_kind=kind, year=kind.year_of(on)
    )
    scope = request.user.scope_for(READ)
    found: list[dict[str, Any]] = []
    for target in rows.with_names().order_by(F("department").asc(nulls_first=True)):
        if not (scope.everywhere or target.department_id):
            found.append({"target": target, "now": None, "chip": None})
            continue
        now, state = standing_of(target, on)
        found.append({"target": target, "now": now, "chip": state.chip if state else None})
    return found


def year_query(request: HttpRequest, indicator: Indicator, sign: str = "&") -> str:
    """What an address says of the kind of year, where it matters and is not the usual one."""
    asked = year_asked(request)
    return f"{sign}year={asked.value}" if indicator.adds_up and asked != YearKind.SCHOOL else ""


def year_choices(request: HttpRequest) -> list[dict[str, Any]]:
    """School or calendar years, for what adds up since the year began."""
    asked = year_asked(request)
    return [{"value": kind.value, "label": kind.label, "active": kind == asked} for kind in YearKind]


def _freeze_action(request: PersonRequest, indicator: Indicator, on: date) -> dict[str, Any] | None:
    if not request.user.scope_for(FREEZE):
        return None
    address = reverse("insights:indicator_freeze", args=[indicator.code])
    query = year_query(request, indicator)
    return {"label": _("Freeze"), "url": f"{address}?on={on.isoformat()}{query}", "icon": "lock"}


def _addresses(request: HttpRequest, indicator: Indicator, on: date) -> dict[str, str]:
    return rows_addresses(indicator, on, year_query(request, indicator, "?"))


def rows_addresses(indicator: Indicator, on: date, query: str) -> dict[str, str]:
    """Where the rows of each part are."""
    return {
        part: reverse("insights:indicator_rows", args=[indicator.code, on.isoformat(), part]) + query
        for part in (COUNTED, REST, *(one.code for one in indicator.parts))
        if indicator.knows(part)
    }


def papers(address: str, query: str = "") -> list[dict[str, Any]]:
    """The files to download: a workbook, and a PDF in each language and in both."""
    kinds = [
        ("xlsx", "Excel (XLSX)", "file-type-xls"),
        ("en", _("PDF in English"), "file-type-pdf"),
        ("zh", _("PDF in Chinese"), "file-type-pdf"),
        ("both", _("PDF in both languages"), "file-type-pdf"),
    ]
    return [
        {"label": label, "url": f"{address}?as={name}{query}", "icon": icon} for name, label, icon in kinds
    ]


def table_rows(found: Reading, addresses: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row a department and one for all, each number with the address of its rows."""
    rows = []
    for name, group in [
        *((line.name, line.group) for line in found.lines),
        (pgettext("sum", "Together"), found.total),
    ]:
        has_parts = len(found.parts) > 1
        rows.append(
            {
                "name": name,
                "group": group,
                "counted_url": _of_department(addresses[COUNTED], group.department),
                "rest": group.rest,
                "rest_url": _of_department(addresses.get(REST, ""), group.department),
                "parts": [
                    (
                        label,
                        found.nature.sum_in_words(group.parts.get(code, 0)),
                        _of_department(addresses.get(code, addresses[COUNTED]), group.department),
                    )
                    for code, label in (found.parts if has_parts else ())
                ],
            }
        )
    return rows


def _of_department(address: str, department: int | None) -> str:
    if not department or not address:
        return address
    return f"{address}{'&' if '?' in address else '?'}department={department}"


# --- Rows -------------------------------------------------------------------------------------


class IndicatorRows(ListView):
    """The records behind a number. Whoever sees the number sees of its rows those that they see anyway."""

    capability = READ
    title = gettext_lazy("Source rows")
    list_name = "insights:indicator_rows"
    default_sort = "name"
    template_name = "insights/indicator_rows.html"
    search_placeholder = gettext_lazy("Name or staff number")
    empty_title = gettext_lazy("Nobody is counted here")
    empty_text = gettext_lazy("On this day nobody of whom you see the records belonged to this part.")
    empty_icon = "chart-bar"
    indicator: Indicator
    day: date
    part: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        day = plausible_day(kwargs["day"])
        self.indicator = require_indicator(self.request, kwargs["code"], day or date.max)
        if day is None or day > timezone.localdate() or not self.indicator.knows(kwargs["part"]):
            raise Http404
        self.day, self.part = day, kwargs["part"]
        return super().dispatch(request)

    @property
    def personal_data(self) -> AccessLog.Data | None:  # type: ignore[override]  # as the rows are
        return AccessLog.Data.RECORD if self.rows.is_personal else None

    @cached_property
    def departments(self) -> Departments:
        """Where one reads indicators, or the one of these that was asked for."""
        seen = departments_in(self.request.user.scope_for(READ))
        asked = self.request.GET.get("department", "")
        if not asked.isdecimal() or len(asked) > 9:
            return seen
        return [int(asked)] if seen is None or int(asked) in seen else []

    @cached_property
    def rows(self) -> Rows:
        return self.indicator.rows(self.day, self.departments, self.part)

    @property
    def filterset_class(self) -> Any:  # type: ignore[override]  # where it looks depends on the rows
        return searching(tuple(self.rows.found_by))

    @cached_property
    def table_class(self) -> Any:  # type: ignore[override]  # what rows say depends on the indicator
        return table_of(self.rows.columns)

    @property
    def sorts(self) -> dict[str, str]:  # type: ignore[override]
        return {"name": self.rows.name_field}

    def get_queryset(self) -> QuerySet:
        return self.rows.queryset.visible_to(self.request.user)

    def context(self, filterset: RecordFilterSet, page: Page, order: str) -> dict[str, Any]:
        told = self.rows.tell([row.pk for row in page.rows])
        for row in page.rows:
            row.told, row.record_url = told.get(row.pk, {}), address_of(row)
        return super().context(filterset, page, order)

    def extra_context(self) -> dict[str, Any]:
        address = reverse("insights:indicator_detail", args=[self.indicator.code])
        return {
            "title": self.indicator.label,
            "subtitle": f"{part_label(self.indicator, self.part)} · {date_format(self.day, 'DATE_FORMAT')}",
            "breadcrumbs": [
                *crumbs(),
                {
                    "label": self.indicator.label,
                    "url": f"{address}?on={self.day.isoformat()}{year_query(self.request, self.indicator)}",
                },
            ],
            "hidden_count": self.hidden_count(),
            "parts": self._tabs(),
        }

    def hidden_count(self) -> int:
        """How many are counted whose records this person does not see. Two queries where there may be any."""
        rows = self.rows.queryset
        if self.request.user.scope_for(rows.read_capability).everywhere:
            return 0
        (counted, _is_capped), (seen, _is_capped) = bounded_count(rows), bounded_count(self.get_queryset())
        return counted - seen

    def _tabs(self) -> list[dict[str, Any]]:
        asked = self.request.GET.get("department", "")
        department = int(asked) if asked.isdecimal() and len(asked) < 10 else None
        shown = self.indicator.shown_parts()
        return [
            {
                "label": part_label(self.indicator, part),
                "url": _of_department(address, department),
                "active": part == self.part,
                "count": None,
            }
            for part, address in _addresses(self.request, self.indicator, self.day).items()
            if part in shown
        ]

    def export(self, filterset: RecordFilterSet) -> HttpResponseBase:
        fmt = self.request.GET["export"]
        if fmt not in EXPORT_FORMATS:
            raise Http404
        if self.rows.is_personal:
            note_export(self.request, filterset.qs, data=AccessLog.Data.RECORD)
        shown = set(self.shown_columns())
        columns = [one for one in self.rows.columns if one.code.replace("-", "_") in shown]
        _order, ordering = self.ordering()
        keys = filterset.qs.order_by(*ordering.expressions()).values_list("pk", flat=True)
        return rows_response(
            filename=f"{self.indicator.code}-{self.day.isoformat()}-{self.part}",
            columns=export_columns(columns),
            rows=told_in_turn(keys, self.rows.tell),
            fmt=fmt,
        )


def part_label(indicator: Indicator, part: str) -> str:
    match part:
        case "counted":
            return str(indicator.numerator)
        case "rest":
            return str(indicator.rest_label())
    return next(str(one.label) for one in indicator.parts if one.code == part)


# --- Freezing ---------------------------------------------------------------------------------


class Freeze(FormView):
    form_class = FreezeForm
    title = gettext_lazy("Freeze the indicator")
    submit_label = gettext_lazy("Freeze")
    success_message = gettext_lazy("Frozen: number, definition and rows stay as they are now.")
    indicator: Indicator

    def authorise(self, **kwargs: Any) -> None:
        self.indicator = require_indicator(self.request, kwargs["code"])
        if not self.request.user.scope_for(FREEZE):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"day": day_asked(self.request)}}

    def perform(self, form: Any) -> Snapshot:
        return freeze_indicator(
            actor=self.request.user,
            code=self.indicator.code,
            year_kind=year_asked(self.request),
            now=timezone.now(),
            **form.cleaned_data,
        )

    def cancel_url(self) -> str:
        return reverse("insights:indicator_detail", args=[self.indicator.code])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": self.indicator.label,
            "breadcrumbs": [*crumbs(), {"label": self.indicator.label, "url": self.cancel_url()}],
        }
