"""One list: its verdicts, its rows, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from core.exports import CSV, FORMATS, export_response
from core.http import PersonRequest
from core.imports import operations, work
from core.models import AccessLog, ImportRow, ImportRun
from core.registry import Tab
from core.views.acts import act
from core.views.detail import DetailView
from core.views.imports import breadcrumbs, note_rows, run_of

ROWS_PER_PAGE = 50
VALUES_SHOWN = 3
LONGEST_VALUE = 120

State = ImportRun.State


def _verdicts(run: ImportRun) -> list[dict[str, Any]]:
    return [
        {
            "name": verdict.value,
            "chip": ImportRow(verdict=verdict.value).chip,
            "count": run.count(verdict.value),
        }
        for verdict in ImportRow.Verdict
    ]


def _result(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    return {
        "run": run,
        "verdicts": _verdicts(run),
        "reasons": operations.reasons(run) if run.count(ImportRow.Verdict.REJECTED) else [],
        "columns_url": reverse("core:import_columns", args=[run.pk]),
        "apply_question": ngettext(
            "Write %(count)d row: %(new)d new, %(changed)d changed?",
            "Write %(count)d rows: %(new)d new, %(changed)d changed?",
            run.applicable,
        )
        % {"count": run.applicable, "new": run.count("new"), "changed": run.count("changed")},
    }


def _rows(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """One page of rows, from a number on: constant cost however long the list is."""
    verdict = request.GET.get("verdict", "")
    start = request.GET.get("from", "")
    viewer: Any = request.user
    note_rows(request, run)
    rows = operations.rows_for(viewer, run).order_by("number")
    if verdict in ImportRow.Verdict.values:
        rows = rows.filter(verdict=verdict) if run.count(verdict) else rows.none()
    if start.isdecimal() and len(start) < 10:
        rows = rows.filter(number__gte=int(start))
    page = list(rows[: ROWS_PER_PAGE + 1])
    fed = [field for field in run.spec.fields if run.mapping.get(field.name)]
    return {
        "run": run,
        "verdicts": _verdicts(run),
        "verdict": verdict,
        "headings": [field.label for field in fed[:VALUES_SHOWN]],
        "lines": [
            {
                "row": row,
                "values": [
                    (field.label, str(field.said(row.values) or "")[:LONGEST_VALUE])
                    for field in fed[:VALUES_SHOWN]
                ],
                "changes": [
                    {"label": field.label, "before": before, "after": after}
                    for field in fed
                    for before, after in [(row.changes or {}).get(field.name, (None, None))]
                    if before != after
                ],
            }
            for row in page[:ROWS_PER_PAGE]
        ],
        "next_from": page[ROWS_PER_PAGE].number if len(page) > ROWS_PER_PAGE else None,
    }


class ImportDetail(DetailView):
    template_name = "core/imports/detail.html"
    tabs = [
        Tab(
            name="result",
            label=gettext_lazy("Result"),
            template="core/imports/result.html",
            context=_result,
            order=0,
        ),
        Tab(
            name="rows",
            label=gettext_lazy("Rows"),
            template="core/imports/rows.html",
            context=_rows,
            order=10,
        ),
    ]
    record: ImportRun

    def get_queryset(self) -> QuerySet:
        return ImportRun.objects.visible_to(self.request.user).select_related("uploader", "applied_by")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        response = super().get(request, pk)
        if request.headers.get("HX-Request") and "polled" in request.GET and not self.record.is_working:
            response["HX-Refresh"] = "true"
        return response

    def context(self) -> dict[str, Any]:
        run = self.record
        return {
            "title": run.file_name,
            "subtitle": run.spec.label,
            "chip": run.chip,
            "breadcrumbs": breadcrumbs(),
            "next_step": self.next_step(run),
            "actions": self.actions(run),
            "facts": [
                {"label": _("Uploaded by"), "value": run.uploader or _("a command")},
                {"label": _("File size"), "value": filesizeformat(run.size)},
                {"label": "SHA-256", "value": run.sha256},
            ],
        }

    def next_step(self, run: ImportRun) -> dict[str, Any] | None:
        columns = reverse("core:import_columns", args=[run.pk])
        match run.state:
            case State.UPLOADED:
                return {
                    "text": _("Say which column is what"),
                    "whose": _("You"),
                    "url": columns,
                    "label": _("Columns"),
                }
            case State.CHECKED if run.applicable:
                return {"text": _("Look at the rows, then apply them"), "whose": _("You")}
            case State.FAILED:
                return {
                    "text": run.error,
                    "whose": "",
                    "url": columns,
                    "label": _("Try again"),
                    "meaning": "stopped",
                }
        return None

    def actions(self, run: ImportRun) -> list[dict[str, Any]]:
        actions: list[dict[str, Any]] = []
        if sum(run.counts.values()):
            for fmt, label in (("csv", _("Report as CSV")), ("xlsx", _("Report as Excel (XLSX)"))):
                url = f"{reverse('core:import_report', args=[run.pk])}?format={fmt}"
                actions.append({"label": label, "url": url, "icon": "table-export"})
        if run.state in {State.UPLOADED, State.CHECKED, State.FAILED}:
            actions.append(
                {
                    "label": _("Drop this list"),
                    "url": reverse("core:import_cancel", args=[run.pk]),
                    "icon": "trash",
                    "post": True,
                    "danger": True,
                    "confirm": _("Drop this list? Its file and rows are deleted; nothing has been written."),
                }
            )
        return actions


@act
def apply(request: PersonRequest, pk: int) -> ImportRun:
    expected = request.POST.get("expected", "")
    now = timezone.now()
    run = operations.apply_import(
        actor=request.user, pk=pk, expected=int(expected) if expected.isdecimal() else -1, now=now
    )
    work.begin(run, now=now)
    return run


@act
def cancel(request: PersonRequest, pk: int) -> ImportRun:
    return operations.cancel_import(actor=request.user, pk=pk, now=timezone.now())


@require_safe
def report(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Every row with its verdict, as a file."""
    run = run_of(request, pk)
    fmt = request.GET.get("format", CSV)
    if fmt not in FORMATS:
        raise Http404
    note_rows(request, run, AccessLog.Act.EXPORTED)
    return export_response(
        request,
        filename=f"{run.file_name} {_('report')}",
        columns=operations.report_columns(run),
        queryset=operations.rows_for(request.user, run).order_by("number"),
        fmt=fmt,
    )
