"""The coordinator's board of a plan: where every student stands, and what blocks whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import Tab
from core.views import BulkAct, ListView
from internships.models import Plan, Student
from partnerships.policies import seen
from placements.board import board_rows, in_plan, numbers_of
from placements.filters.board import BoardFilters
from placements.models import LIVE_STATES, Placement, PlacementState
from placements.operations.placing import UnableToPlace
from placements.tables.board import BoardTable
from placements.views.placements import BULK_ACTS, EDIT, READ

S = PlacementState
# For which of the students that were ticked an act can be meant at all.
MEANT_FOR: dict[str, frozenset[str]] = {
    "instructor": LIVE_STATES,
    "mentor": LIVE_STATES,
    "prepare": frozenset({S.OFFERED}),
    "start": frozenset({S.PREPARED}),
    "finish": frozenset({S.IN_PROGRESS}),
    "cancel": frozenset({S.OFFERED, S.PREPARED}),
}


def on_placement(perform: Callable[..., None], plan_id: int, *, user: Any, pk: int, **given: Any) -> None:
    """An act on the placement of a student in the plan, who is what the rows of the board are."""
    placement = Placement.objects.live().filter(plan=plan_id, student=pk).values_list("pk", flat=True).first()
    if placement is None:
        raise UnableToPlace(_("The student has no place in this plan."))
    perform(user=user, pk=placement, **given)


class Board(ListView):
    capability = READ
    title = gettext_lazy("Board of the plan")
    list_name = "placements:board"
    table_class = BoardTable
    filterset_class = BoardFilters
    template_name = "placements/board.html"
    sorts = {"student": "pinyin_key", "school_class": "school_class"}
    default_sort = "school_class"
    search_placeholder = gettext_lazy("Student")
    empty_title = gettext_lazy("Nobody is in this plan")
    empty_text = gettext_lazy("Name its classes, or its majors and the year in which the students entered.")
    empty_icon = "users"
    plan: Plan

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.plan = seen(Plan.objects.all(), self.request.user, kwargs.pop("pk"), READ)
        request.plan = self.plan  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Student]:
        return board_rows(self.plan)

    def primary_action(self) -> dict[str, Any] | None:
        if not self.plan.permits(self.request.user, EDIT) or not self.plan.is_open_to_posts:
            return None
        place = reverse("placements:place", args=[self.plan.pk])
        return {"label": _("Place a student"), "url": place, "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        plan = self.plan
        return {
            "subtitle": str(plan),
            "breadcrumbs": [
                {"label": _("Internship plans"), "url": reverse("internships:plan_list")},
                {"label": str(plan), "url": plan.get_absolute_url()},
            ],
            "actions": [
                {
                    "label": _("Hours by week"),
                    "url": f"{reverse('placements:week_list')}?plan={plan.pk}",
                    "icon": "clock-hour-4",
                }
            ],
            "numbers": numbers_of(plan, on=timezone.localdate()),
            "here": self.request.path,
        }

    def offered_bulk_acts(self) -> dict[str, BulkAct]:
        return {
            name: replace(bulk, perform=partial(on_placement, bulk.perform, self.plan.pk))
            for name, bulk in BULK_ACTS.items()
            if self.plan.permits(self.request.user, bulk.capability)
        }

    def meant_for(self, bulk: BulkAct, rows: QuerySet) -> QuerySet:
        states = MEANT_FOR[self.request.POST["action"]]
        return rows.filter(Exists(in_plan(self.plan).filter(state__in=sorted(states))))


def board_tab(request: Any, plan: Plan) -> dict[str, Any]:
    return {
        "numbers": numbers_of(plan, on=timezone.localdate()),
        "here": reverse("placements:board", args=[plan.pk]),
    }


BOARD_OF_PLAN = Tab(
    name="board",
    label=gettext_lazy("Students"),
    template="placements/board_tab.html",
    context=board_tab,
    order=5,
    capability=READ,
)
