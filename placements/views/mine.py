"""The page of an instructor: the students one guides."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.views import BulkAct
from placements.models import Placement
from placements.views.placements import PlacementList
from placements.watch import counted


class MyStudents(PlacementList):
    """For everybody who works at the centre: it shows nobody but those whom one guides oneself."""

    title = gettext_lazy("My students")
    list_name = "placements:mine"
    template_name = "placements/mine.html"
    empty_title = gettext_lazy("You guide nobody at present")
    empty_text = gettext_lazy("Students stand here once the coordinator has chosen you as their instructor.")
    empty_icon = "users"

    def authorise(self) -> None:
        """The rows are one's own."""

    def get_queryset(self) -> QuerySet[Placement]:
        return super().get_queryset().filter(instructor__user=self.request.user)

    def offered_bulk_acts(self) -> dict[str, BulkAct]:
        return {}

    def extra_context(self) -> dict[str, Any]:
        mine = Placement.objects.filter(instructor__user=self.request.user)
        return {"watched": counted(mine, timezone.localdate()), "here": self.request.path}
