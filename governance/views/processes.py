"""How the records of the centre move: a list of processes, one of them, and the moves behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import FETCH_PEERS
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Position
from core.access import NotVisible, capability_label
from core.dates import FIRST_DAY, LAST_DAY
from core.http import PersonRequest
from core.transitions import TransitionTable
from core.views.saved import list_views
from governance.diagram import drawn, steps
from governance.figures import address_of, measured, moves_in, seen_rows, standing, stuck
from governance.models import Regulation
from governance.pages import name_of, processes
from governance.querysets import works_here
from signing.models import ApprovalRoute
from signing.subjects import has_approvals

READ = "process.read"
SHOWN = 100


def table_of(request: PersonRequest, label: str) -> TransitionTable:
    """Raises PermissionDenied, NotVisible."""
    if not works_here(request.user):
        raise PermissionDenied
    table = processes().get(label)
    if table is None:
        raise NotVisible(f"process {label}")
    return table


def year_asked(request: PersonRequest) -> int:
    """The calendar year in the address, or this one."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else timezone.localdate().year
    return min(max(year, FIRST_DAY.year), LAST_DAY.year)


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a kind of record is listed, by which states that list narrows, and what one must hold."""

    url_name: str
    states: frozenset[str]
    capability: str


@cache
def lists() -> dict[str, Listed]:
    """By the label of the model. Where a kind has several, the first that can be narrowed by state."""
    found: dict[str, Listed] = {}
    for name, view in list_views():
        model = view.table_class._meta.model
        narrowing = view.filterset_class.base_filters.get("state")
        choices = narrowing.extra.get("choices", ()) if narrowing else ()
        states = frozenset(str(value) for value, _label in choices) if not callable(choices) else frozenset()
        if model is not None and (states or model._meta.label not in found):
            known = found.get(model._meta.label)
            if known is None or not known.states:
                found[model._meta.label] = Listed(name, states, view.capability)
    return found


def rows_address(user: Any, label: str, state: str) -> str:
    """The list of the records in a state, for those who may open it; "" where there is none."""
    listed = lists().get(label)
    if listed is None or state not in listed.states or not user.can(listed.capability):
        return ""
    return f"{reverse(listed.url_name)}?state={state}"


@require_safe
def process_list(request: PersonRequest) -> HttpResponse:
    """Every table of transitions, by app. One query."""
    if not works_here(request.user):
        raise PermissionDenied
    found = processes()
    ruled: dict[str, int] = {}
    rules = Regulation.objects.visible_to(request.user).in_force(timezone.localdate())
    for labels in rules.values_list("applies_to", flat=True):
        for label in labels:
            ruled[label] = ruled.get(label, 0) + 1
    groups = [
        (
            apps.get_app_config(app).verbose_name,
            [
                {
                    "name": name_of(label),
                    "url": reverse("governance:process_detail", args=[label]),
                    "states": len(found[label].states),
                    "moves": len(found[label].moves),
                    "is_approved": has_approvals(found[label].model),
                    "rules": ruled.get(label, 0),
                }
                for label in labels
            ],
        )
        for app, labels in groupby(found, key=lambda label: label.partition(".")[0])
    ]
    context = {
        "title": _("Processes of the centre"),
        "subtitle": _("How each kind of record moves, who decides what, and how long it takes."),
        "groups": groups,
    }
    return render(request, "governance/processes.html", context)


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Processes"), "url": reverse("governance:process_list")}]


@require_safe
def process_detail(request: PersonRequest, label: str) -> HttpResponse:
    """A number of queries that does not depend on how many records or moves there are."""
    table = table_of(request, label)
    rules = Regulation.objects.visible_to(request.user).to_page(label).as_listed(timezone.localdate())
    moves = steps(table)
    routes = routes_of(table)
    holding = positions_with(
        {move["capability"] for move in moves if move["capability"]}
        | {step.capability for route in routes for step in route.steps.all()}
    )
    context: dict[str, Any] = {
        "title": name_of(label),
        "subtitle": _("How these records move, who decides what, and how long it takes."),
        "breadcrumbs": crumbs(),
        "rules": list(rules.order_by("number")),
        "diagram": drawn(table),
        "moves": [
            move
            | {
                "power": capability_label(move["capability"]) if move["capability"] else "",
                "positions": holding.get(move["capability"] or "", []),
            }
            for move in moves
        ],
        "routes": [
            (route, [(step, holding.get(step.capability, [])) for step in route.steps.all()])
            for route in routes
        ],
        **figures(request, table, label),
    }
    return render(request, "governance/process.html", context)


def routes_of(table: TransitionTable) -> list[ApprovalRoute]:
    """The routes whose steps ask for powers over these records. Two queries, or none."""
    if not has_approvals(table.model):
        return []
    kinds = {move.capability.partition(".")[0] for move in table.moves.values() if move.capability}
    rows = ApprovalRoute.objects.filter(is_active=True).prefetch_related("steps")
    return [
        route
        for route in rows
        if any(step.capability.partition(".")[0] in kinds for step in route.steps.all())
    ]


def positions_with(capabilities: set[str]) -> dict[str, list[str]]:
    """The positions that hold each of some powers, in words; one of several departments once. One query."""
    found: dict[str, dict[str, list[Position]]] = {}
    rows = Position.objects.filter(capabilities__overlap=sorted(capabilities)).select_related("department")
    for position in rows if capabilities else []:
        for capability in capabilities.intersection(position.capabilities):
            found.setdefault(capability, {}).setdefault(position.title, []).append(position)
    return {
        capability: [
            str(same[0])
            if len(same) == 1
            else _("%(title)s, in %(count)s departments") % {"title": title, "count": len(same)}
            for title, same in titles.items()
        ]
        for capability, titles in found.items()
    }


def figures(request: PersonRequest, table: TransitionTable, label: str) -> dict[str, Any]:
    """What is measured of the records that this person sees."""
    rows = seen_rows(table, request.user) if request.user.can(READ) else None
    if rows is None:
        return {"is_measured": False}
    year, this_year = year_asked(request), timezone.localdate().year
    address = reverse("governance:process_detail", args=[label])
    there = standing(rows)
    return {
        "is_measured": True,
        "year": year,
        "years": [
            {"label": str(one), "url": f"{address}?year={one}#figures", "active": one == year}
            for one in range(this_year - 4, this_year + 1)
        ],
        "standing": [
            (capfirst(str(state_label)), there.get(state, 0), rows_address(request.user, label, state))
            for state, state_label in table.states.choices
        ],
        "total": sum(there.values()),
        "measured": [
            {
                "label": table.moves[one.name].label,
                "left": dict(table.states.choices).get(one.left, one.left),
                "count": one.count,
                "days": one.days,
                "url": reverse("governance:process_moves", args=[label, one.name])
                + f"?year={year}&from={one.left}",
            }
            for one in measured(table, rows, year)
        ],
        "stuck": stuck(table, rows, timezone.localdate()),
    }


@require_safe
def process_moves(request: PersonRequest, label: str, name: str) -> HttpResponse:
    """The records behind one figure: what waited longest for a move in a year. Some queries."""
    table = table_of(request, label)
    if not request.user.can(READ):
        raise PermissionDenied
    rows = seen_rows(table, request.user)
    if rows is None or name not in table.moves:
        raise NotVisible(f"moves {name} of {label}")
    year = year_asked(request)
    events = moves_in(table, rows, year).filter(verb=f"{table.kind}.{name}")
    if left := request.GET.get("from", ""):
        events = events.filter(left=left)
    shown = list(events.select_related("actor").order_by("-days", "pk")[: SHOWN + 1])
    records = records_of(table, [event.subject_id for event in shown])
    context = {
        "title": capfirst(str(table.moves[name].label)),
        "subtitle": f"{name_of(label)} · {year}",
        "breadcrumbs": [
            *crumbs(),
            {"label": name_of(label), "url": reverse("governance:process_detail", args=[label])},
        ],
        "lines": [
            (record, event, address_of(record) if record else "")
            for event in shown[:SHOWN]
            for record in [records.get(event.subject_id)]
        ],
        "has_more": len(shown) > SHOWN,
    }
    return render(request, "governance/process_moves.html", context)


def records_of(table: TransitionTable, keys: list[int]) -> dict[int, Any]:
    """One query, and one for each key to another table that their names need."""
    rows: Any = table.model._default_manager.filter(pk__in=keys).fetch_mode(FETCH_PEERS)
    return {record.pk: record for record in rows}
