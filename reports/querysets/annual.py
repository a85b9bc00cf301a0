"""Rows of annual reports, and who sees them."""

from __future__ import annotations

from typing import Any, ClassVar, Self, cast

from django.db.models import Count, Q

from core.access import Actor, ScopedQuerySet
from core.search import search

EDIT = "annual_report.edit"


class ReportQuerySet(ScopedQuerySet):
    """Annual reports: those of one's departments, and those of which one writes a chapter."""

    read_capability: ClassVar[str] = "annual_report.read"

    def own(self, actor: Actor) -> Q:
        chapters: Any = self.model._meta.get_field("chapters").related_model
        mine = chapters._default_manager.order_by().filter(responsible=actor.pk)
        return Q(pk__in=mine.values("report"))

    def published(self) -> Self:
        return self.filter(state="published")

    def with_progress(self) -> Self:
        """With ``written``: how many chapters are finished, of ``to_write``."""
        asked = Q(chapters__kind="text") | Q(chapters__codes=[])
        return self.annotate(
            to_write=Count("chapters", filter=asked),
            written=Count("chapters", filter=asked & Q(chapters__is_finished=True)),
        )

    def matching(self, text: str) -> Self:
        return cast(Self, search(self, text))


class ChapterQuerySet(ScopedQuerySet):
    """Chapters. Whoever answers for one may write it, whatever their powers."""

    read_capability: ClassVar[str] = "annual_report.read"
    department_field: ClassVar[str] = "report__department_id"

    def own(self, actor: Actor) -> Q:
        mine = self.model._default_manager.order_by().filter(responsible=actor.pk)
        return Q(report__in=mine.values("report"))

    def permitting(self, actor: Actor, capability: str) -> Self:
        rows = super().permitting(actor, capability)
        if capability != EDIT or actor.pk is None or actor.scope_for(capability).everywhere:
            return rows
        return self.filter(Q(responsible=actor.pk) | Q(pk__in=rows.values("pk")))


class OfReportQuerySet(ScopedQuerySet):
    """What belongs to a report as a whole: its numbers, its papers."""

    read_capability: ClassVar[str] = "annual_report.read"
    department_field: ClassVar[str] = "report__department_id"

    def own(self, actor: Actor) -> Q:
        reports: Any = self.model._meta.get_field("report").related_model
        rows = reports._default_manager.order_by()
        return Q(report__in=rows.filter(rows.own(actor)).values("pk"))
