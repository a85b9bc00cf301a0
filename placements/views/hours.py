"""Hours of all students by week."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.models import AccessLog
from core.paging import Page
from core.personal import note_export, note_reading
from core.views import ListView
from placements.filters.hours import WeekFilters
from placements.hours import by_week
from placements.models import Placement, WorkDay
from placements.tables.hours import WeekTable


class WeekList(ListView):
    """One row for each student and week."""

    capability = "placement.read"
    title = gettext_lazy("Hours by week")
    list_name = "placements:weeks"
    table_class = WeekTable
    filterset_class = WeekFilters
    sorts = {"week": "day"}
    default_sort = "-week"
    search_placeholder = gettext_lazy("Student, post or enterprise")
    empty_title = pgettext_lazy("hours of students", "Nothing has been handed in yet")
    empty_text = gettext_lazy(
        "Students say how long they worked; where they do not, the hours of their post count."
    )
    empty_icon = "clock-hour-4"

    def authorise(self) -> None:
        """Instructors look after their own students here, whatever their powers."""
        user = self.request.user
        if not user.scope_for(self.capability) and not Placement.objects.visible_to(user).exists():
            raise PermissionDenied

    def get_queryset(self) -> QuerySet[WorkDay]:
        rows = WorkDay.objects.visible_to(self.request.user)
        return by_week(rows).select_related(
            "placement__student__school_class", "placement__enterprise", "placement__plan", "placement__post"
        )

    def context(self, filterset: Any, page: Page, order: str) -> dict[str, Any]:
        note_reading(self.request, [row.placement for row in page.rows], data=AccessLog.Data.RECORD)
        return super().context(filterset, page, order)

    def note_exported(self, rows: QuerySet) -> None:
        placements = Placement.objects.filter(pk__in=rows.order_by().values("placement"))
        note_export(self.request, placements, data=AccessLog.Data.RECORD)
