"""Dashboards of today's records, and those that were frozen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Department
from core.access import NotVisible, Scope
from core.http import PersonRequest
from core.indicators import Departments
from core.views import FormView, ListView
from insights.boards import BOARDS, Board, BoardReading, board_named, contents_of, first_board, read_board
from insights.filters import BoardSnapshotFilters, departments_seen
from insights.forms import FreezeForm
from insights.freezing import freeze_board
from insights.models import BoardSnapshot
from insights.operations import FREEZE, READ
from insights.reading import departments_in
from insights.tables import BoardSnapshotTable
from insights.targets import Standing
from insights.views.indicators import address_on, day_asked, year_asked, year_choices


def require_board(request: PersonRequest, name: str) -> Board:
    """Raises PermissionDenied where one may see no numbers, NotVisible where there is no such board."""
    if not request.user.scope_for(READ):
        raise PermissionDenied
    found = board_named(name)
    if found is None:
        raise NotVisible(f"dashboard {name}")
    return found


@require_safe
def first_of_all(request: PersonRequest) -> HttpResponse:
    """The dashboard that follows from the person's positions."""
    if not request.user.scope_for(READ):
        raise PermissionDenied
    return board(request, first_board(request.user).name)


def department_asked(request: PersonRequest) -> Department | None:
    """The one whose numbers are asked for: the only one that somebody sees where none is."""
    seen = departments_seen(request)
    asked = request.GET.get("department", "")
    if asked.isdecimal() and len(asked) < 10:
        return seen.filter(pk=int(asked)).first()
    scope = request.user.scope_for(READ)
    return seen.first() if not scope.everywhere and len(scope.departments) == 1 else None


@require_safe
def board(request: PersonRequest, name: str) -> HttpResponse:
    """One dashboard: tiles with targets, numbers over the years, charts. A constant number of queries."""
    chosen = require_board(request, name)
    on, kind, department = day_asked(request), year_asked(request), department_asked(request)
    scope = request.user.scope_for(READ)
    departments: Departments = departments_in(scope) if department is None else [department.pk]
    found = read_board(chosen, on, kind, departments)
    query = {"on": on.isoformat(), "year": kind.value}
    if department is not None:
        query["department"] = str(department.pk)
    freeze = reverse("insights:board_freeze", args=[name])
    context = {
        "title": chosen.label,
        "subtitle": f"{_place(scope, department)} · {date_format(on, 'DATE_FORMAT')}",
        "about": chosen.about,
        "boards": [
            {
                "label": one.label,
                "url": f"{reverse('insights:board', args=[one.name])}?{urlencode(query)}",
                "active": one is chosen,
                "count": None,
            }
            for one in BOARDS
        ],
        "on": on,
        "today": timezone.localdate(),
        "years": year_choices(request),
        "departments": list(departments_seen(request)),
        "department": department,
        "is_whole": scope.everywhere,
        "said": with_chips(contents_of(found, _addresses(found))),
        "actions": [
            {"label": _("Frozen dashboards"), "url": reverse("insights:board_snapshot_list"), "icon": "lock"},
            {"label": _("Targets"), "url": reverse("insights:target_list"), "icon": "target"},
            {
                "label": _("One enterprise"),
                "url": reverse("partnerships:enterprise_list"),
                "icon": "timeline",
            },
        ],
        "primary_action": {"label": _("Freeze"), "url": f"{freeze}?{urlencode(query)}", "icon": "lock"}
        if _may_freeze(request, department)
        else None,
    }
    return render(request, "insights/board.html", context)


def _place(scope: Scope, department: Department | None) -> str:
    if department is not None:
        return str(department)
    return _("The whole centre") if scope.everywhere else _("Several departments")


def _may_freeze(request: PersonRequest, department: Department | None) -> bool:
    scope = request.user.scope_for(FREEZE)
    return scope.everywhere if department is None else scope.covers(department.pk)


def _addresses(found: BoardReading) -> dict[str, list[str]]:
    """From each number to its departments and rows."""
    query = f"&year={found.year_kind.value}"
    return {
        code: [
            address_on(one.indicator, year.on, query if one.indicator.adds_up else "") for year in found.years
        ]
        for code, one in found.figures.items()
    }


def with_chips(said: dict[str, Any]) -> dict[str, Any]:
    """How the numbers stand, as chips."""
    topics = [
        {
            **topic,
            "tiles": [
                {**tile, "chip": Standing(tile["standing"]).chip if tile["standing"] else None}
                for tile in topic["tiles"]
            ],
        }
        for topic in said["topics"]
    ]
    return said | {"topics": topics}


# --- Frozen -----------------------------------------------------------------------------------


class FreezeBoard(FormView):
    form_class = FreezeForm
    title = gettext_lazy("Freeze the dashboard")
    submit_label = gettext_lazy("Freeze")
    success_message = gettext_lazy(
        "Frozen: the dashboard and the rows behind its numbers stay as they are now."
    )
    board: Board

    def authorise(self, **kwargs: Any) -> None:
        self.board = require_board(self.request, kwargs["name"])
        if not self.request.user.scope_for(FREEZE):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"day": day_asked(self.request)}}

    def perform(self, form: Any) -> BoardSnapshot:
        department = department_asked(self.request)
        return freeze_board(
            actor=self.request.user,
            board=self.board,
            day=form.cleaned_data["day"],
            year_kind=year_asked(self.request),
            department=department.pk if department else None,
            occasion=form.cleaned_data["occasion"],
            now=timezone.now(),
        )

    def cancel_url(self) -> str:
        return reverse("insights:board", args=[self.board.name])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": f"{self.board.label} · {department_asked(self.request) or _('The whole centre')}",
            "breadcrumbs": [{"label": self.board.label, "url": self.cancel_url()}],
        }


class BoardSnapshotList(ListView):
    capability = READ
    title = gettext_lazy("Frozen dashboards")
    list_name = "insights:board_snapshots"
    table_class = BoardSnapshotTable
    filterset_class = BoardSnapshotFilters
    sorts = {"frozen_at": "frozen_at", "day": "day"}
    default_sort = "-frozen_at"
    search_placeholder = pgettext_lazy("of a snapshot", "What it is for")
    empty_title = gettext_lazy("No dashboard is frozen yet")
    empty_text = gettext_lazy(
        "Open a dashboard, choose the day and freeze it, with the rows behind its numbers."
    )
    empty_icon = "lock"

    def get_queryset(self) -> QuerySet[BoardSnapshot]:
        rows = BoardSnapshot.objects.visible_to(self.request.user)
        return rows.select_related("department", "frozen_by")

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": [{"label": _("Dashboards"), "url": reverse("insights:board_first")}]}


@require_safe
def board_snapshot(request: PersonRequest, pk: int) -> HttpResponse:
    """A dashboard as it stood."""
    rows = BoardSnapshot.objects.visible_to(request.user).select_related("department", "frozen_by")
    kept = rows.filter(pk=pk).first()
    if kept is None:
        raise NotVisible(f"insights.BoardSnapshot {pk}")
    context = {
        "title": kept.said["title"],
        "subtitle": f"{kept.department or _('The whole centre')} · {date_format(kept.day, 'DATE_FORMAT')}",
        "breadcrumbs": [
            {"label": _("Dashboards"), "url": reverse("insights:board_first")},
            {"label": _("Frozen dashboards"), "url": reverse("insights:board_snapshot_list")},
        ],
        "about": kept.said["about"],
        "frozen": kept,
        "said": with_chips(kept.said),
    }
    return render(request, "insights/board.html", context)
