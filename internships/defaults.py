"""The approval route that comes with the program, for internship plans."""

from __future__ import annotations

from django.db import transaction

from signing.models import ApprovalRoute, Reach, RouteStep

ROUTE = ("Internship plan: head, then the centre", "实习方案：系主任、中心领导")
STEPS = (
    ("Head of department", "系主任", "plan.review", Reach.DEPARTMENT),
    ("Centre", "中心领导", "plan.approve", Reach.CENTRE),
)


@transaction.atomic
def load_defaults() -> ApprovalRoute:
    """Add the route where it is missing. What the centre made of it since stays as it is."""
    route, is_new = ApprovalRoute.objects.get_or_create(name_en=ROUTE[0], defaults={"name_zh": ROUTE[1]})
    if is_new:
        RouteStep.objects.bulk_create(
            RouteStep(
                route=route, order=order, name_en=name_en, name_zh=name_zh, capability=capability, reach=reach
            )
            for order, (name_en, name_zh, capability, reach) in enumerate(STEPS, start=1)
        )
    return route
