"""A plan before the eyes of whoever decides on it."""

from __future__ import annotations

from typing import Any

from internships.models import Plan
from signing.subjects import Snapshot

FIELDS = (
    "name_en", "name_zh", "kind", "entered_in", "starts_on", "ends_on", "aims", "department_id",
    "responsible_id",
)  # fmt: skip


def snapshot_of_plan(plan: Plan) -> Snapshot:
    """Everything that is approved: itself, its classes, people, tasks and criteria. Six queries."""
    return {
        "plan": {name: getattr(plan, name) for name in FIELDS},
        "classes": sorted(plan.classes.order_by().values_list("pk", flat=True)),
        "majors": sorted(plan.majors.order_by().values_list("code", flat=True)),
        "instructors": sorted(plan.instructors.order_by().values_list("pk", flat=True)),
        "tasks": list(plan.tasks.order_by("order").values_list("title", "learning_outcome", "typical_task")),
        "criteria": list(plan.criteria.order_by("order").values_list("name", "side", "weight")),
    }


def review_of_plan(plan: Plan, before: Snapshot | None, now: Snapshot) -> dict[str, Any]:
    return {
        "plan": plan,
        "classes": plan.classes.all(),
        "majors": plan.majors.all(),
        "instructors": plan.instructors.all(),
        "tasks": plan.tasks.all(),
        "criteria": plan.criteria.all(),
        "changed": [] if before is None else [name for name in now if now[name] != before.get(name)],
    }
