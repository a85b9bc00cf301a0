"""Files of an indicator, of today's records or frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.dates import plausible_day
from core.exports import XLSX_MIME
from core.http import PersonRequest
from core.indicators import COUNTED, in_both, spoken
from core.models import AccessLog
from core.personal import note_export
from core.rendering.context import Language
from insights.models import Snapshot, SnapshotRow
from insights.operations import READ
from insights.papers import Sheet, Statement, pdf, workbook
from insights.reading import departments_in, reading
from insights.source_rows import told_in_turn
from insights.views.indicators import require_indicator
from insights.views.snapshots import note_frozen, seen_reading

LANGUAGES: dict[str, Language] = {"en": "en", "zh": "zh-hans", "both": "both"}


@require_safe
def indicator_paper(request: PersonRequest, code: str, day: str) -> HttpResponse:
    """By the records of now; the rows are those that the person sees."""
    on = _day(day)
    indicator = require_indicator(request, code, on)
    departments = departments_in(request.user.scope_for(READ))
    sheets = []
    for part in indicator.wholes():
        rows = indicator.rows(on, departments, part)
        seen = rows.queryset.visible_to(request.user)
        if rows.is_personal:
            note_export(request, seen, data=AccessLog.Data.RECORD)
        keys = seen.order_by(rows.name_field, "pk").values_list("pk", flat=True)
        title = spoken(indicator.numerator if part == COUNTED else indicator.rest_label())
        sheets.append(Sheet(title=title, columns=rows.columns, rows=told_in_turn(keys, rows.tell)))
    statement = Statement(
        words=indicator.words(on),
        reading=reading(indicator, on, departments),
        reference=f"{code} {on.isoformat()}",
        drawn_by=request.user,
        sheets=sheets,
    )
    return _answer(request, statement, f"{code}-{on.isoformat()}")


@require_safe
def snapshot_paper(request: PersonRequest, pk: int) -> HttpResponse:
    """As it was frozen."""
    snapshot = Snapshot.objects.visible_to(request.user).select_related("frozen_by").filter(pk=pk).first()
    if snapshot is None:
        raise NotVisible(f"insights.Snapshot {pk}")
    sheets = []
    for part in snapshot.wholes:
        rows = SnapshotRow.objects.visible_to(request.user).of(snapshot).in_part(part)
        title = snapshot.said("numerator") if part == COUNTED else in_both(lambda: snapshot.rest_label)
        note_frozen(request, rows, act=AccessLog.Act.EXPORTED)
        for record in snapshot.columns:
            told = _frozen(rows.filter(record=record).order_by("sorted_as", "pk"), snapshot, record)
            sheets.append(Sheet(title=title, columns=snapshot.columns_of(record), rows=told))
    statement = Statement(
        words={name: snapshot.said(name) for name in snapshot.words},
        reading=seen_reading(request, snapshot),
        reference=f"{snapshot.code} {snapshot.day.isoformat()} #{snapshot.pk}",
        snapshot=snapshot,
        sheets=sheets,
    )
    return _answer(request, statement, f"{snapshot.code}-{snapshot.day.isoformat()}-{snapshot.pk}")


def _frozen(rows: Any, snapshot: Snapshot, record: str) -> Iterator[Mapping[str, Any]]:
    columns = snapshot.columns_of(record)
    return (row.values_of(columns) for row in rows.iterator())


def _day(text: str) -> date:
    found = plausible_day(text)
    if found is None or found > timezone.localdate():
        raise Http404
    return found


def _answer(request: PersonRequest, statement: Statement, name: str) -> HttpResponse:
    wanted = request.GET.get("as", "xlsx")
    if wanted == "xlsx":
        response = HttpResponse(workbook(statement), content_type=XLSX_MIME)
    elif wanted in LANGUAGES:
        response = HttpResponse(pdf(statement, LANGUAGES[wanted]), content_type="application/pdf")
        name = f"{name}-{wanted}"
    else:
        raise Http404
    ending = "xlsx" if wanted == "xlsx" else "pdf"
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}")
    response["Cache-Control"] = "private, no-store"
    return response
