"""The check-list of a placement: every rule before the start, what was found, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.checklist import Place, lines_of, with_places
from core.registry import Tab
from internships.models import Plan, Post
from partnerships.models import Enterprise
from placements.models import Placement
from placements.operations.readiness import is_being_checked, latest_check
from placements.standing import ready_chip


def place_of(placement: Placement, *, may_edit: bool, reads: frozenset[str]) -> Place | None:
    """Where one of the facts that a rule looks at is entered: papers first, then what stands below."""
    kinds = {path.partition(".")[0] for path in reads}
    if kinds & {"consents", "agreement", "insurance", "training"}:
        return Place(_("Papers"), f"{placement.get_absolute_url()}?tab=papers")
    if may_edit and reads & {"placement.school_instructor", "placement.host_mentor"}:
        return Place(_("Choose who guides"), reverse("placements:placement_guides", args=[placement.pk]))
    if may_edit and reads & {"placement.lodging"}:
        return Place(
            _("Say where the student sleeps"), reverse("placements:placement_lodging", args=[placement.pk])
        )
    below: dict[str, Post | Plan | Enterprise] = {
        "post": placement.post,
        "plan": placement.plan,
        "host": placement.enterprise,
    }
    return next(
        (Place(str(one), one.get_absolute_url()) for kind, one in below.items() if kind in kinds), None
    )


def readiness(request: Any, placement: Placement) -> dict[str, Any]:
    """Four queries."""
    check = latest_check(placement)
    is_due = is_being_checked(placement)
    may_edit = placement.is_live and placement.permits(request.user, "placement.edit")
    may_waive = placement.permits(request.user, "rule.waive")
    return {
        "placement": placement,
        "check": check,
        "check_chip": ready_chip(check.blocking, check.asking, is_due=is_due) if check else None,
        "is_due": is_due,
        "groups": with_places(
            lines_of(check),
            lambda reads: place_of(placement, may_edit=may_edit, reads=reads),
        )
        if check
        else [],
        "may_decide": placement.permits(request.user, "rule.decide"),
        "waive_url": reverse("compliance:waiver_new", args=["placement", placement.pk]) if may_waive else "",
        "check_url": reverse("placements:placement_check", args=[placement.pk]) if may_edit else "",
    }


READINESS = Tab(
    name="readiness",
    label=gettext_lazy("Readiness"),
    template="placements/readiness.html",
    context=readiness,
    order=5,
)
