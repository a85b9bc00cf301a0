"""The check-list of a placement: every rule before the start, what was found, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from compliance.checklist import lines_of
from core.registry import Tab
from placements.models import Placement
from placements.operations.readiness import is_being_checked, latest_check
from placements.standing import ready_chip


def readiness(request: Any, placement: Placement) -> dict[str, Any]:
    """Four queries."""
    check = latest_check(placement)
    is_due = is_being_checked(placement)
    may_check = placement.is_live and placement.permits(request.user, "placement.edit")
    may_waive = placement.permits(request.user, "rule.waive")
    return {
        "placement": placement,
        "check": check,
        "check_chip": ready_chip(check.blocking, check.asking, is_due=is_due) if check else None,
        "is_due": is_due,
        "groups": lines_of(check) if check else [],
        "may_decide": placement.permits(request.user, "rule.decide"),
        "waive_url": reverse("compliance:waiver_new", args=["placement", placement.pk]) if may_waive else "",
        "check_url": reverse("placements:placement_check", args=[placement.pk]) if may_check else "",
    }


READINESS = Tab(
    name="readiness",
    label=gettext_lazy("Readiness"),
    template="placements/readiness.html",
    context=readiness,
    order=5,
)
