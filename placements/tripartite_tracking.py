"""Where the agreements of a plan stand: made, sent, signed by whom, overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from internships.models import Plan
from placements.models import (
    STANDING,
    Placement,
    Tripartite,
    TripartiteSignature,
    TripartiteState,
)


def with_agreement(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Each placement with its agreement's key, state, last day, and the parties that have signed."""
    papers = Tripartite.objects.filter(placement=OuterRef("pk"), amendment_no=0, state__in=STANDING)
    signed = TripartiteSignature.objects.filter(
        tripartite__placement=OuterRef("pk"), tripartite__amendment_no=0, tripartite__state__in=STANDING
    )
    return rows.annotate(
        paper_id=Subquery(papers.values("pk")[:1]),
        paper_number=Subquery(papers.values("number")[:1]),
        paper_state=Subquery(papers.values("state")[:1]),
        paper_due_on=Subquery(papers.values("due_on")[:1]),
        paper_signed_by=ArraySubquery(signed.order_by("pk").values("party")),
    )


def counts_of(plan: Plan, on: date) -> dict[str, int]:
    """How many live placements have no agreement, one that is made, out, overdue, signed. Two queries."""
    live = Placement.objects.live().filter(plan=plan)
    papers = Tripartite.objects.filter(placement__in=live, amendment_no=0)
    found: dict[str, Any] = papers.aggregate(
        **{
            state.value: Count("pk", filter=Q(state=state))
            for state in (TripartiteState.MADE, TripartiteState.OUT, TripartiteState.SIGNED)
        },
        overdue=Count("pk", filter=Q(state=TripartiteState.OUT, due_on__lt=on)),
    )
    total = live.count()
    missing = total - found["made"] - found["out"] - found["signed"]
    return found | {"total": total, "missing": missing, "to_make": missing + found["made"]}
