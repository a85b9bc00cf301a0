"""Placements on the pages of other records: of a student, of a post, of an enterprise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.registry import Tab
from placements.models import Placement
from placements.standing import ready_chip, with_checks

SHOWN = 100


def placements_of(field: str) -> Callable[[HttpRequest, Any], dict[str, Any]]:
    def context(request: HttpRequest, record: Any) -> dict[str, Any]:
        """One query."""
        rows = Placement.objects.visible_to(request.user).filter(**{field: record})  # type: ignore[arg-type]
        found = with_checks(rows).with_names().order_by("-starts_on", "-pk")[:SHOWN]
        return {
            "shows_student": field != "student",
            "placements": [
                (
                    placement,
                    ready_chip(placement.blocking, placement.asking, is_due=placement.is_due)
                    if placement.is_live
                    else None,
                )
                for placement in found
            ],
            "list_url": f"{reverse('placements:placement_list')}?enterprise={record.pk}"
            if field == "enterprise"
            else "",
        }

    return context


def _tab(field: str, label: Any, order: int) -> Tab:
    return Tab(
        name="placements",
        label=label,
        template="placements/of_record.html",
        context=placements_of(field),
        order=order,
        capability="placement.read",
    )


PLACEMENTS_OF = {
    "internships.Student": _tab("student", _("Internships"), 20),
    "internships.Post": _tab("post", _("Interns"), 20),
    "partnerships.Enterprise": _tab("enterprise", _("Interns"), 65),
}
