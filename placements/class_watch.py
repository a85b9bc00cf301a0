"""What a class teacher watches over: who of the class has no place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from internships.class_watch import Watch
from internships.models import Plan, PlanKind
from placements.models import Placement, PlacementState


def unplaced(students: Any, on: date) -> Any:
    """Those for whose class a post internship is going on, or to come, and who have no place in it."""
    plans = Plan.objects.open_to_posts().filter(kind=PlanKind.POST, ends_on__gte=on)
    mine = plans.filter(
        Q(classes=OuterRef("school_class"))
        | Q(
            classes=None,
            entered_in=OuterRef("school_class__entered_in"),
            majors=OuterRef("school_class__major"),
        )
    )
    placed = Placement.objects.exclude(state=PlacementState.CANCELLED).filter(
        student=OuterRef("pk"), plan__in=plans.values("pk")
    )
    return students.filter(Exists(mine), ~Exists(placed))


UNPLACED = Watch(
    name="unplaced",
    label=_("Without a place"),
    icon="user-question",
    advice=_("Talk with them and their parents; tell the coordinator what they look for."),
    students=unplaced,
    order=30,
)
