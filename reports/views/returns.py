"""Returns on the pages of the staff: the list, one of them with its tables, what is asked of oneself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from accounts.models import User
from core.access import capability_label
from core.http import PersonRequest
from core.look import relative_date_html
from core.paging import Ordering
from core.registry import Tab
from core.views import DetailView, ListView
from internships.views.posts import in_readers_language
from reports.lists.returns import ReturnFilters, ReturnTable
from reports.models import PaperLanguage, Return, ReturnGap, ReturnOrder, ReturnRow, ReturnState
from reports.returns.cells import is_empty, shown, unpacked
from reports.returns.definitions import definition_of
from reports.returns.fields import Definition, Sheet
from reports.returns.files import MOST_AT_ONCE
from reports.returns.gaps import gaps_seen_by
from reports.returns.rows import (
    found_in,
    frame_of,
    loaded,
    records_of,
    sizes_of,
    values_of,
)
from reports.returns.sources import Row, scope
from reports.returns.workbook import field_of, name_people
from reports.transitions.returns import EDIT, READ, SUBMIT
from reports.views.return_comparing import comparing_tab
from reports.views.return_persons import merged, note_persons, students_in

PER_PAGE = 25


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Returns"), "url": reverse("reports:return_list")}]


class ReturnList(ListView):
    capability = READ
    title = gettext_lazy("Returns")
    list_name = "reports:returns"
    table_class = ReturnTable
    filterset_class = ReturnFilters
    sorts = {
        "name": "name_en_key",
        "year": "year",
        "reference_day": "reference_day",
        "updated_at": "updated_at",
    }
    default_sort = "-year"
    search_placeholder = gettext_lazy("Title")
    empty_title = gettext_lazy("No returns yet")
    empty_text = gettext_lazy(
        "Begin one: its tables fill themselves, and what is missing is listed by person."
    )
    empty_icon = "table-export"

    def get_queryset(self) -> QuerySet[Return]:
        rows = Return.objects.visible_to(self.request.user)
        return rows.select_related("department").defer("search_text", "search_bigrams", "definition")

    def ordering(self) -> tuple[str, Ordering]:
        order, ordering = super().ordering()
        return order, in_readers_language(ordering)

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Begin a return"), "url": reverse("reports:return_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        return {
            "subtitle": _("What authorities ask of a year, filled from the records, with what is missing.")
        }


# --- A table --------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Line:
    """One row as a page shows it: cells are (column, words, state); a state is "missing" or "proposed"."""

    name: str
    url: str
    cells: list[tuple[Any, str, str]] = field(default_factory=list)


def table_of(sheet: Sheet, definition: Definition, request: Any, one: Return) -> dict[str, Any]:
    """A page of its rows: of today's records, or as they were submitted. Constant queries."""
    text = request.GET.get("q", "").strip()[:100]
    number = request.GET.get("page", "1")
    if one.is_submitted:
        page, lines, persons = _kept_lines(sheet, one, text, number)
    else:
        page, lines, persons = _live_lines(sheet, request, one, text, number)
    note_persons(request, persons)
    query = urlencode({"tab": sheet.key, "q": text})
    return {
        "sheet": sheet,
        "lines": lines,
        "page": page,
        "q": text,
        "page_url": f"{one.get_absolute_url()}?{query}&page=",
        "answer_links": _answer_links(sheet, request.user, one),
        "is_live": not one.is_submitted,
        "hidden": 0 if one.is_submitted else _hidden(sheet, definition, request.user, one),
    }


def _live_lines(sheet: Sheet, request: Any, one: Return, text: str, number: str) -> Any:
    records = records_of(sheet.rows, frame_of(one), request.user)
    if records is None:
        page, keys = None, []
    else:
        found = found_in(sheet.rows, records, text)
        page = Paginator(found.values_list("pk", flat=True), PER_PAGE).get_page(number)
        keys = list(page.object_list)
    rows = loaded(one, sheet, keys)
    return page, [_line(sheet, row) for row in rows], merged(row.persons for row in rows)


def _line(sheet: Sheet, row: Row) -> Line:
    from_records = values_of(sheet, row)
    line = Line(name=str(row.label), url=row.url)
    for column in sheet.fields:
        value = from_records[column.key]
        state = ""
        if column.key in row.proposed and is_empty(value):
            value, state = row.proposed[column.key], "proposed"
        words = shown(column, value)
        line.cells.append((column, words, state or ("" if words else "missing" if column.required else "")))
    return line


def _kept_lines(sheet: Sheet, one: Return, text: str, number: str) -> Any:
    rows = ReturnRow.objects.filter(return_to=one, sheet=sheet.key).order_by("number")
    if text:
        rows = rows.filter(name_zh__icontains=text) | rows.filter(name_en__icontains=text)
    page = Paginator(rows, PER_PAGE).get_page(number)
    kept = list(page.object_list)
    lines = []
    for row in kept:
        cells = [
            (column, words, "" if words or not column.required else "missing")
            for column in sheet.fields
            for words in [shown(column, unpacked(row.cells.get(column.key)))]
        ]
        lines.append(Line(name=row.name, url=row.url, cells=cells))
    return page, lines, merged(row.persons for row in kept)


def _answer_links(sheet: Sheet, user: User, one: Return) -> list[dict[str, str]]:
    if not one.is_draft or not one.permits(user, EDIT):
        return []
    return [
        {"label": column.name, "url": reverse("reports:return_answer", args=[one.pk, sheet.key, column.key])}
        for column in sheet.fields
        if column.may_be_answered
    ]


def _hidden(sheet: Sheet, definition: Definition, user: User, one: Return) -> int:
    return next(size.hidden for size in sizes_of(one, definition, user) if size.sheet is sheet)


# --- The overview ---------------------------------------------------------------------------------


def overview_of(definition: Definition, request: Any, one: Return) -> dict[str, Any]:
    kept = {each.language: each for each in one.files.order_by()}
    orders = ReturnOrder.objects.filter(return_to=one, ordered_by=request.user.pk)
    if one.is_submitted:
        orders = orders.none()
    is_large = not one.is_submitted and one.row_count > MOST_AT_ONCE
    return {
        "one": one,
        "definition": definition,
        "sizes": _sizes(one, definition, request.user),
        **missing_for(request.user, one),
        "proposed": one.answers.filter(is_proposed=True).count(),
        "may_edit": one.is_draft and one.permits(request.user, EDIT),
        "is_large": is_large,
        "orders": orders.order_by("-ordered_at")[:5],
        "files": [
            {
                "label": language.label,
                "kept": kept.get(language.value),
                "url": reverse("reports:return_file", args=[one.pk, language.value]),
                "order_url": reverse("reports:return_order", args=[one.pk, language.value]),
                "is_being_made": one.is_submitted and language.value not in kept and not one.submit_error,
            }
            for language in PaperLanguage
        ],
    }


def _sizes(one: Return, definition: Definition, user: User) -> list[dict[str, Any]]:
    address = one.get_absolute_url()
    if one.is_submitted:
        counted = dict(one.rows.order_by().values_list("sheet").annotate(number=Count("pk")))
        return [
            {"sheet": each, "seen": counted.get(each.key, 0), "hidden": 0, "url": f"{address}?tab={each.key}"}
            for each in definition.sheets
        ]
    return [
        {
            "sheet": size.sheet,
            "seen": size.seen,
            "hidden": size.hidden,
            "url": f"{address}?tab={size.sheet.key}",
        }
        for size in sizes_of(one, definition, user)
    ]


# --- What is missing ------------------------------------------------------------------------------


def gaps_shown(user: User, one: Return, given: Any) -> Any:
    """Those that the reader sees, narrowed to a person and a column."""
    gaps = ReturnGap.objects.filter(return_to=one).order_by("pk")
    if not one.is_submitted:
        gaps = gaps.filter(gaps_seen_by(user))
    if (person := given.get("person", "")).isdecimal():
        gaps = gaps.filter(people__contains=[int(person[:9])])
    table, _dot, column = given.get("field", "").partition(".")
    if column:
        gaps = gaps.filter(sheet=table, field=column)
    return gaps


def missing_seen(request: Any, one: Return) -> int:
    return int(gaps_shown(request.user, one, {}).count())


def missing_for(user: User, one: Return) -> dict[str, int]:
    """How many of the values that are missing a reader sees, and how many more there are. One query."""
    if one.is_submitted:
        return {"missing": one.missing, "missing_hidden": 0}
    seen = Count("pk", filter=gaps_seen_by(user))
    counted = one.gaps.order_by().aggregate(whole=Count("pk"), seen=seen)
    return {"missing": counted["seen"], "missing_hidden": counted["whole"] - counted["seen"]}


def missing_of(definition: Definition, request: Any, one: Return) -> dict[str, Any]:
    """A page of what is missing, and how much each person can fill. Constant queries."""
    gaps = gaps_shown(request.user, one, request.GET)
    whole = gaps_shown(request.user, one, {})
    page = Paginator(gaps, PER_PAGE).get_page(request.GET.get("page", "1"))
    lines: list[Any] = name_people(list(page.object_list))
    note_persons(request, students_in(lines))
    for gap in lines:
        gap.column = field_of(definition, gap)
        table = definition.sheet(gap.sheet)
        gap.table = table.name if table else gap.sheet
        gap.power_label = capability_label(gap.power) if gap.power else ""
        gap.fill_url = gap.url or _answer_url(one, gap, request.user)
    counts: dict[int, int] = whole.by_person()
    people = User.objects.in_bulk(counts)
    query = urlencode({"tab": "missing", **{name: request.GET.get(name, "") for name in ("person", "field")}})
    return {
        "one": one,
        **missing_for(request.user, one),
        "gaps": lines,
        "page": page,
        "page_url": f"{one.get_absolute_url()}?{query}&page=",
        "person": request.GET.get("person", ""),
        "field": request.GET.get("field", ""),
        "by_person": [
            {"key": str(key), "name": str(people[key]), "count": counts[key]}
            for key in sorted(counts, key=lambda each: -counts[each])
            if key in people
        ],
        "fields": [
            {"key": f"{sheet.key}.{column.key}", "name": f"{sheet.name} · {column.name}"}
            for sheet in definition.sheets
            for column in sheet.fields
            if column.may_be_required
        ],
        "may_edit": one.is_draft and one.permits(request.user, EDIT),
        "export_url": f"{reverse('reports:return_missing', args=[one.pk])}?{query}",
    }


def _answer_url(one: Return, gap: Any, user: User) -> str:
    if not one.is_draft or not one.permits(user, EDIT):
        return ""
    address = reverse("reports:return_answer", args=[one.pk, gap.sheet, gap.field])
    return address if gap.record == scope.RECORD else f"{address}?row={gap.record_id}"


# --- One return -----------------------------------------------------------------------------------


class ReturnDetail(DetailView):
    record: Return

    def get_queryset(self) -> QuerySet[Return]:
        rows = Return.objects.visible_to(self.request.user)
        return rows.select_related("department", "made_by", "submitted_by", "corrects", "corrected_by")

    @property
    def definition(self) -> Definition:
        found = definition_of(self.record.kind, self.record.definition)
        if found is None:
            raise Http404
        return found

    def offered_tabs(self) -> list[Tab]:
        definition = self.definition
        self.tabs = [  # type: ignore[misc]  # of this return
            Tab(
                name="overview",
                label=_("Overview"),
                template="reports/return_overview.html",
                context=partial(overview_of, definition),
                order=0,
            ),
            *(
                Tab(
                    name=sheet.key,
                    label=sheet.name,
                    template="reports/return_table.html",
                    context=partial(table_of, sheet, definition),
                    order=number,
                )
                for number, sheet in enumerate(() if self.record.is_discarded else definition.sheets, start=1)
            ),
            Tab(
                name="missing",
                label=pgettext("in a return", "Missing"),
                template="reports/return_missing.html",
                context=partial(missing_of, definition),
                order=90,
                count=missing_seen,
            ),
            *([comparing_tab(definition)] if self.record.is_submitted else []),
        ]
        return super().offered_tabs()

    def context(self) -> dict[str, Any]:
        one = self.record
        later = getattr(one, "corrected_by", None)
        return {
            "title": one.name,
            "chip": one.chip,
            "subtitle": f"{date_format(one.reference_day)} · {one.department or _('The whole centre')}",
            "breadcrumbs": crumbs(),
            **self.acts(later),
            "next_step": self.next_step(later),
            "facts": [
                {"label": _("Year"), "value": one.year_in_words},
                {"label": _("Reference day"), "value": date_format(one.reference_day)},
                {"label": _("Department"), "value": one.department or _("The whole centre")},
                {"label": _("Version"), "value": one.version},
                {
                    "label": _("Corrects"),
                    "value": _("version %(number)s") % {"number": one.corrects.version}
                    if one.corrects
                    else "",
                    "url": one.corrects.get_absolute_url() if one.corrects else "",
                    "help": one.correction_reason,
                },
                {
                    "label": _("Corrected by"),
                    "value": _("version %(number)s") % {"number": later.version} if later else "",
                    "url": later.get_absolute_url() if later else "",
                },
                {
                    "label": _("Looked through"),
                    "value": relative_date_html(one.looked_at) if one.looked_at else "",
                },
                {"label": _("Entered by"), "value": one.made_by or ""},
                {"label": _("Submitted by"), "value": one.submitted_by or ""},
                {
                    "label": _("Submitted on"),
                    "value": date_format(timezone.localtime(one.submitted_at)) if one.submitted_at else "",
                    "help": one.submit_reason,
                },
            ],
        }

    def acts(self, later: Return | None) -> dict[str, Any]:
        one, user = self.record, self.request.user
        address = lambda name: reverse(f"reports:return_{name}", args=[one.pk])  # noqa: E731 — five uses
        actions: list[dict[str, Any]] = []
        primary = None
        if one.is_draft and one.permits(user, SUBMIT):
            primary = {
                "label": pgettext("return to an authority", "Submit"),
                "url": address("submit"),
                "icon": "send",
            }
        if one.is_draft and one.permits(user, EDIT):
            actions = [
                {"label": _("Look through again"), "url": address("look"), "icon": "refresh", "post": True},
                {"label": _("Ask them"), "url": address("ask"), "icon": "bell"},
                {"label": _("Another reference day"), "url": address("edit"), "icon": "calendar-event"},
                {
                    "label": pgettext("return to an authority", "Discard it"),
                    "url": address("discard"),
                    "icon": "trash",
                },
            ]
        if one.is_submitted and later is None and one.permits(user, EDIT):
            actions = [{"label": _("Correct it"), "url": address("correct"), "icon": "edit"}]
        return {"primary_action": primary, "actions": actions}

    def next_step(self, later: Return | None) -> dict[str, Any] | None:
        if later is not None:
            return {
                "text": _("There is a later version of this return."),
                "url": later.get_absolute_url(),
                "label": _("Open it"),
                "meaning": "soon",
            }
        if self.record.state == ReturnState.SUBMITTING:
            return {
                "text": _("It is being submitted: rows and spreadsheet are made now, and nobody changes it."),
                "meaning": "soon",
            }
        if self.record.is_draft:
            return {"text": _("What is missing is filled where it is kept; then the return is submitted.")}
        return None


# --- What is asked of oneself ---------------------------------------------------------------------


@require_safe
def asked(request: PersonRequest) -> HttpResponse:
    """What one can fill in the returns that are being gathered, whatever one’s powers."""
    gaps = ReturnGap.objects.asked_of(request.user.pk).select_related("return_to").order_by("return_to", "pk")
    page = Paginator(gaps, PER_PAGE).get_page(request.GET.get("page", "1"))
    lines: list[Any] = list(page.object_list)
    note_persons(request, students_in(lines))
    for gap in lines:
        definition = definition_of(gap.return_to.kind)
        gap.column = field_of(definition, gap) if definition else gap.field
        gap.fill_url = gap.url or _answer_url(gap.return_to, gap, request.user)
    return render(
        request,
        "reports/return_asked.html",
        {
            "title": _("Asked of me for returns"),
            "subtitle": _("Values that are missing in returns and that you can fill, where they are kept."),
            "gaps": lines,
            "page": page,
            "page_url": "?page=",
        },
    )
