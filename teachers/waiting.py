"""What waits for the teacher affairs office, of every kind of evidence together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, cast

from django.db.models import CharField, F, Value

from core.access import Actor
from teachers.models import Evidence
from teachers.policies import CONFIRM
from teachers.transitions.evidence import KINDS


def waiting_of_kind(actor: Actor, model: type[Evidence]) -> Any:
    """What of one kind this person may confirm. Their own is left out: a colleague decides on that."""
    rows = cast("Any", model).objects.permitting(actor, CONFIRM).waiting()
    return rows.exclude(teacher__user=actor.pk).order_by()


def waiting_for(actor: Actor, models: Iterable[type[Evidence]] = KINDS) -> Any:
    """What this person may confirm, as ``slug``, ``pk``, ``teacher_id`` and ``entered_at``, oldest first.

    One query for all kinds.
    """
    first, *others = (
        waiting_of_kind(actor, model)
        .annotate(slug=Value(model.slug, output_field=CharField()))
        .values("slug", "pk", "teacher_id", "entered_at")
        for model in models
    )
    return first.union(*others, all=True).order_by("entered_at", "slug", "pk")


def waiting_by_department() -> Counter[int]:
    """How many pieces wait for whoever confirms in each department. One query a kind."""
    counts: Counter[int] = Counter()
    for model in KINDS:
        rows = cast("Any", model).objects.waiting().order_by()
        counts.update(rows.values_list(F("teacher__department"), flat=True))
    return counts
