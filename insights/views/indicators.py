"""Indicators by today's records: all of them, one, and the rows behind each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.dates import plausible_day
from core.exports import rows_response
from core.filters import RecordFilterSet
from core.http import PersonRequest
from core.indicators import COUNTED, REST, Departments, Indicator, Rows, indicator_of, indicators
from core.models import AccessLog
from core.paging import Page, bounded_count
from core.personal import note_export
from core.views import FormView, ListView
from core.views.lists import EXPORT_FORMATS
from insights.filters import SourceFilters
from insights.forms import FreezeForm
from insights.models import Snapshot
from insights.operations import FREEZE, READ, freeze_indicator
from insights.reading import Reading, course, departments_in, reading
from insights.source_rows import address_of, export_columns, table_of, told_in_turn

RECENT = 5


def require_indicator(request: PersonRequest, code: str) -> Indicator:
    """Raises PermissionDenied where one may read none, NotVisible where there is none of the name."""
    if not request.user.scope_for(READ):
        raise PermissionDenied
    found = indicator_of(code)
    if found is None:
        raise NotVisible(f"indicator {code}")
    return found


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
            {"name": str(indicator.label), "values": [group.percent for _day, group in points]},
        ],
    }


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Indicators"), "url": reverse("insights:indicator_list")}]


@require_safe
def indicator_list(request: PersonRequest) -> HttpResponse:
    """Each with its number, its share and its course over the years."""
    scope = request.user.scope_for(READ)
    if not scope:
        raise PermissionDenied
    on = day_asked(request)
    lines = []
    for indicator in indicators():
        points = course(indicator, on, departments_in(scope))
        group = dict(points).get(on)
        before = [earlier for day, earlier in points if day < on]
        lines.append(
            {
                "indicator": indicator,
                "group": group,
                "change": _change(group, before[-1]) if group and before else None,
                "chart": chart_of(indicator, points),
            }
        )
    context = {
        "title": _("Indicators"),
        "subtitle": _("What is counted, of what, on which day; every number leads to its rows."),
        "on": on,
        "today": timezone.localdate(),
        "lines": lines,
        "is_whole": scope.everywhere,
        "actions": [
            {"label": _("Frozen indicators"), "url": reverse("insights:snapshot_list"), "icon": "lock"}
        ],
    }
    return render(request, "insights/indicator_list.html", context)


def _change(now: Any, before: Any) -> float | None:
    """In percentage points."""
    if now.percent is None or before.percent is None:
        return None
    return round(now.percent - before.percent, 1)


@require_safe
def indicator_detail(request: PersonRequest, code: str) -> HttpResponse:
    """One of them on a day: its definition, each department, the years before, what was frozen of it."""
    indicator = require_indicator(request, code)
    on = day_asked(request)
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
        "reading": found,
        "table": table_rows(found, _addresses(indicator, on)),
        "total": table_rows(replace(found, lines=[]), _addresses(indicator, on))[-1],
        "chart": chart_of(indicator, course(indicator, on, departments, known=found.total)),
        "frozen": list(frozen[:RECENT]),
        "papers": papers(reverse("insights:indicator_paper", args=[code, on.isoformat()])),
        "primary_action": _freeze_action(request, code, on),
    }
    return render(request, "insights/indicator_detail.html", context)


def _freeze_action(request: PersonRequest, code: str, on: date) -> dict[str, Any] | None:
    if not request.user.scope_for(FREEZE):
        return None
    address = reverse("insights:indicator_freeze", args=[code])
    return {"label": _("Freeze"), "url": f"{address}?on={on.isoformat()}", "icon": "lock"}


def _addresses(indicator: Indicator, on: date) -> dict[str, str]:
    return {
        part: reverse("insights:indicator_rows", args=[indicator.code, on.isoformat(), part])
        for part in (COUNTED, REST, *(one.code for one in indicator.parts))
    }


def papers(address: str) -> list[dict[str, Any]]:
    """The files to download: a workbook, and a PDF in each language and in both."""
    kinds = [
        ("xlsx", "Excel (XLSX)", "file-type-xls"),
        ("en", _("PDF in English"), "file-type-pdf"),
        ("zh", _("PDF in Chinese"), "file-type-pdf"),
        ("both", _("PDF in both languages"), "file-type-pdf"),
    ]
    return [{"label": label, "url": f"{address}?as={name}", "icon": icon} for name, label, icon in kinds]


def table_rows(found: Reading, addresses: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row a department and one for all, each number with the address of its rows."""
    rows = []
    for name, group in [
        *((line.name, line.group) for line in found.lines),
        (pgettext("sum", "Together"), found.total),
    ]:
        query = f"?department={group.department}" if group.department else ""
        has_parts = len(found.parts) > 1
        rows.append(
            {
                "name": name,
                "group": group,
                "counted_url": addresses[COUNTED] + query,
                "rest": group.denominator - group.numerator,
                "rest_url": addresses[REST] + query,
                "parts": [
                    (label, group.parts.get(code, 0), addresses.get(code, addresses[COUNTED]) + query)
                    for code, label in (found.parts if has_parts else ())
                ],
            }
        )
    return rows


# --- Rows -------------------------------------------------------------------------------------


class IndicatorRows(ListView):
    """The records behind a number. Whoever sees the number sees of its rows those that they see anyway."""

    capability = READ
    title = gettext_lazy("Source rows")
    list_name = "insights:indicator_rows"
    filterset_class = SourceFilters
    default_sort = "name"
    template_name = "insights/indicator_rows.html"
    search_placeholder = gettext_lazy("Name or staff number")
    empty_title = gettext_lazy("Nobody is counted here")
    empty_text = gettext_lazy("On this day nobody of whom you see the records belonged to this part.")
    empty_icon = "chart-bar"
    personal_data = AccessLog.Data.RECORD
    indicator: Indicator
    day: date
    part: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.indicator = require_indicator(self.request, kwargs["code"])
        day = plausible_day(kwargs["day"])
        if day is None or day > timezone.localdate() or not self.indicator.knows(kwargs["part"]):
            raise Http404
        self.day, self.part = day, kwargs["part"]
        return super().dispatch(request)

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
                {"label": self.indicator.label, "url": f"{address}?on={self.day.isoformat()}"},
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
        query = f"?department={asked}" if asked.isdecimal() else ""
        return [
            {
                "label": part_label(self.indicator, part),
                "url": address + query,
                "active": part == self.part,
                "count": None,
            }
            for part, address in _addresses(self.indicator, self.day).items()
            if part in (COUNTED, REST) or len(self.indicator.parts) > 1
        ]

    def export(self, filterset: RecordFilterSet) -> HttpResponseBase:
        fmt = self.request.GET["export"]
        if fmt not in EXPORT_FORMATS:
            raise Http404
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
            return _("Not counted")
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
            actor=self.request.user, code=self.indicator.code, now=timezone.now(), **form.cleaned_data
        )

    def cancel_url(self) -> str:
        return reverse("insights:indicator_detail", args=[self.indicator.code])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": self.indicator.label,
            "breadcrumbs": [*crumbs(), {"label": self.indicator.label, "url": self.cancel_url()}],
        }
