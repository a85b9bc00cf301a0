"""What waits for the teacher affairs office, of every kind of evidence together."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from django.db.models import CharField, F, Value

from core.access import Actor
from teachers.policies import CONFIRM
from teachers.transitions.evidence import KINDS


def waiting_for(actor: Actor) -> Any:
    """What this person may confirm, as ``slug``, ``pk``, ``teacher_id`` and ``entered_at``, oldest first.

    One query for all kinds. Their own is left out: a colleague decides on that.
    """
    first, *others = (
        cast("Any", model)
        .objects.permitting(actor, CONFIRM)
        .waiting()
        .exclude(teacher__user=actor.pk)
        .order_by()
        .annotate(slug=Value(model.slug, output_field=CharField()))
        .values("slug", "pk", "teacher_id", "entered_at")
        for model in KINDS
    )
    return first.union(*others, all=True).order_by("entered_at", "slug", "pk")


def waiting_by_department() -> Counter[int]:
    """How many pieces wait for whoever confirms in each department. One query a kind."""
    counts: Counter[int] = Counter()
    for model in KINDS:
        rows = cast("Any", model).objects.waiting().order_by()
        counts.update(rows.values_list(F("teacher__department"), flat=True))
    return counts
