"""Frozen indicators: the list, one beside what the records say now, and its rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.access import NotVisible
from core.exports import rows_response
from core.filters import RecordFilterSet
from core.indicators import COUNTED, REST, Column, Kind
from core.models import AccessLog
from core.paging import Page
from core.personal import record_access
from core.registry import Tab
from core.views import DetailView, ListView
from core.views.lists import EXPORT_FORMATS
from insights.filters import FrozenRowFilters, SnapshotFilters
from insights.models import Snapshot, SnapshotGroup, SnapshotRow
from insights.operations import READ
from insights.reading import LISTED, Reading, comparison, departments_in, frozen_reading, moved
from insights.source_rows import address_of, export_columns, table_of
from insights.tables import SnapshotTable
from insights.views.indicators import crumbs, papers, table_rows


class SnapshotList(ListView):
    capability = READ
    title = gettext_lazy("Frozen indicators")
    list_name = "insights:snapshots"
    table_class = SnapshotTable
    filterset_class = SnapshotFilters
    sorts = {"frozen_at": "frozen_at", "day": "day"}
    default_sort = "-frozen_at"
    search_placeholder = pgettext_lazy("of a snapshot", "What it is for")
    empty_title = gettext_lazy("Nothing is frozen yet")
    empty_text = gettext_lazy(
        "Open an indicator, choose the day and freeze it, with every row behind the number."
    )
    empty_icon = "lock"

    def get_queryset(self) -> QuerySet[Snapshot]:
        groups = SnapshotGroup.objects.visible_to(self.request.user)
        rows = Snapshot.objects.visible_to(self.request.user).select_related("frozen_by")
        return rows.prefetch_related(Prefetch("groups", groups))

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


def seen_reading(request: Any, snapshot: Snapshot) -> Reading:
    """What this person sees of it. One query."""
    return frozen_reading(snapshot, SnapshotGroup.objects.visible_to(request.user).of(snapshot))


def row_addresses(snapshot: Snapshot) -> dict[str, str]:
    return {
        part: reverse("insights:snapshot_rows", args=[snapshot.pk, part])
        for part in (*snapshot.wholes, *(code for code, _label in snapshot.parts))
    }


def _numbers(request: HttpRequest, snapshot: Any) -> dict[str, Any]:
    found = seen_reading(request, snapshot)
    addresses = row_addresses(snapshot)
    return {
        "snapshot": snapshot,
        "number_label": _("Share") if snapshot.kind == Kind.SHARE else snapshot.said("unit"),
        "reading": found,
        "table": table_rows(found, addresses),
        "total": table_rows(replace(found, lines=[]), addresses)[-1],
        "words": {name: snapshot.said(name) for name in snapshot.words},
        "papers": papers(reverse("insights:snapshot_paper", args=[snapshot.pk])),
    }


def _today(request: Any, snapshot: Any) -> dict[str, Any]:
    """What the records say of the same day now, and of whom it is something else."""
    departments = departments_in(request.user.scope_for(READ))
    found = seen_reading(request, snapshot)
    compared = comparison(snapshot, found, departments)
    others, count = moved(snapshot, found, departments) if compared else ([], 0)
    note_frozen(request, others, act=AccessLog.Act.OPENED)
    return {
        "snapshot": snapshot,
        "comparison": compared,
        "moved": others,
        "moved_count": count,
        "unlisted": max(0, count - LISTED),
    }


class SnapshotDetail(DetailView):
    record: Snapshot
    tabs = [
        Tab(
            name="numbers",
            label=gettext_lazy("As frozen"),
            template="insights/snapshot_numbers.html",
            context=_numbers,
            order=10,
        ),
        Tab(
            name="today",
            label=gettext_lazy("By the records of today"),
            template="insights/snapshot_today.html",
            context=_today,
            order=20,
        ),
    ]

    def get_queryset(self) -> QuerySet[Snapshot]:
        return Snapshot.objects.visible_to(self.request.user).select_related("frozen_by")

    def context(self) -> dict[str, Any]:
        snapshot = self.record
        return {
            "title": snapshot.said("label"),
            "subtitle": _("%(day)s · %(occasion)s")
            % {"day": date_format(snapshot.day, "DATE_FORMAT"), "occasion": snapshot.occasion},
            "breadcrumbs": [
                *crumbs(),
                {"label": _("Frozen indicators"), "url": reverse("insights:snapshot_list")},
            ],
            "facts": [
                {"label": _("As of the day"), "value": date_format(snapshot.day, "DATE_FORMAT")},
                {"label": pgettext("of a snapshot", "What it is for"), "value": snapshot.occasion},
                {
                    "label": _("Frozen at"),
                    "value": date_format(timezone.localtime(snapshot.frozen_at), "DATETIME_FORMAT"),
                },
                {"label": _("Frozen by"), "value": snapshot.frozen_by},
                {"label": _("Instrument"), "value": snapshot.said("source")},
                {"label": _("Version of the definition"), "value": snapshot.version},
            ],
        }


class SnapshotRows(ListView):
    """Rows as they were frozen, to whoever sees the numbers of their department: they prove them."""

    capability = READ
    title = gettext_lazy("Source rows")
    list_name = "insights:snapshot_rows"
    filterset_class = FrozenRowFilters
    sorts = {"name": "sorted_as"}
    default_sort = "name"
    template_name = "insights/indicator_rows.html"
    search_placeholder = gettext_lazy("Name or staff number")
    empty_title = gettext_lazy("Nobody was counted here")
    empty_icon = "lock"
    snapshot: Snapshot
    part: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Snapshot.objects.visible_to(self.request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"insights.Snapshot {kwargs['pk']}")
        if kwargs["part"] not in row_addresses(found):
            raise Http404
        self.snapshot, self.part = found, kwargs["part"]
        return super().dispatch(request)

    @cached_property
    def columns(self) -> list[Column]:
        """Of all kinds of records that the part has. One query."""
        known: dict[str, Column] = {}
        records = SnapshotRow.objects.of(self.snapshot).in_part(self.part).order_by()
        for record in records.values_list("record", flat=True).distinct():
            known |= {one.code: one for one in self.snapshot.columns_of(record)}
        return list(known.values())

    @cached_property
    def table_class(self) -> Any:  # type: ignore[override]  # what rows say depends on the snapshot
        return table_of(self.columns)

    def get_queryset(self) -> QuerySet[SnapshotRow]:
        return SnapshotRow.objects.visible_to(self.request.user).of(self.snapshot).in_part(self.part)

    def context(self, filterset: RecordFilterSet, page: Page, order: str) -> dict[str, Any]:
        note_frozen(self.request, page.rows, act=AccessLog.Act.OPENED)
        for row in page.rows:
            row.told = row.values_of(self.columns)
            row.record_url = address_of(apps.get_model(row.record)(pk=row.subject_id))
        return super().context(filterset, page, order)

    def extra_context(self) -> dict[str, Any]:
        labels = {COUNTED: self.snapshot.said("numerator"), REST: self.snapshot.rest_label}
        labels |= dict(self.snapshot.part_labels())
        shown = self.snapshot.parts_shown
        return {
            "title": self.snapshot.said("label"),
            "subtitle": f"{labels[self.part]} · {date_format(self.snapshot.day, 'DATE_FORMAT')}",
            "breadcrumbs": [
                *crumbs(),
                {"label": _("Frozen indicators"), "url": reverse("insights:snapshot_list")},
                {"label": str(self.snapshot), "url": self.snapshot.get_absolute_url()},
            ],
            "parts": [
                {"label": labels[part], "url": address, "active": part == self.part, "count": None}
                for part, address in row_addresses(self.snapshot).items()
                if part in shown
            ],
        }

    def export(self, filterset: RecordFilterSet) -> HttpResponseBase:
        fmt = self.request.GET["export"]
        if fmt not in EXPORT_FORMATS:
            raise Http404
        rows = filterset.qs.order_by("sorted_as", "pk")
        note_frozen(self.request, rows, act=AccessLog.Act.EXPORTED)
        shown = set(self.shown_columns())
        columns = [one for one in self.columns if one.code.replace("-", "_") in shown]
        return rows_response(
            filename=f"{self.snapshot.code}-{self.snapshot.day.isoformat()}-{self.part}",
            columns=export_columns(columns),
            rows=(row.values_of(columns) for row in rows.iterator()),
            fmt=fmt,
        )


def note_frozen(request: Any, rows: Any, *, act: AccessLog.Act) -> None:
    """What was frozen says as much of people as their records do."""
    subjects: dict[str, list[int]] = defaultdict(list)
    pairs = (
        ((row.record, row.subject_id) for row in rows)
        if isinstance(rows, list)
        else rows.order_by().values_list("record", "subject_id")
    )
    for record, pk in pairs:
        subjects[record].append(pk)
    for record, pks in subjects.items():
        record_access(
            actor=request.user,
            model=apps.get_model(record),
            subject_ids=pks,
            data=AccessLog.Data.RECORD,
            purpose=request.resolver_match.view_name,
            now=timezone.now(),
            act=act,
        )
