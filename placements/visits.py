"""Visits of instructors: when the next one is due, and what rules of law are told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import ngettext

from core.access import Actor
from core.bilingual import listed
from core.calendar import MOST, Deadline
from placements.models import Mood, Placement, PlacementState, SupervisionVisit, VisitedStudent
from placements.models.visits import PROPOSED_DAYS
from placements.visit_querysets import with_next_visit

if TYPE_CHECKING:
    from accounts.models import User

EDIT = "placement.edit"
# Shown as due before the day has come, so that visits to one host can be made on one trip.
AHEAD = timedelta(days=7)


def may_visit(actor: Actor, placement: Placement) -> bool:
    """Whether somebody records visits to a student: the instructor, or whoever keeps the placement.

    Costs a query unless the instructor is fetched along.
    """
    instructor = placement.instructor
    is_instructor = instructor is not None and actor.pk is not None and instructor.user_id == actor.pk
    return is_instructor or placement.permits(actor, EDIT)


def placements_visited_by(actor: Actor) -> Any:
    """The placements to which somebody may record visits."""
    kept = Placement.objects.permitting(actor, EDIT)
    if actor.pk is None:
        return kept
    return Placement.objects.filter(Q(instructor__user=actor.pk) | Q(pk__in=kept.values("pk")))


def with_due(placements: Any) -> Any:
    """Placements with ``last_visit_on`` and ``visit_due_on``."""
    return with_next_visit(placements, SupervisionVisit.objects.all(), proposed_days=PROPOSED_DAYS)


def due(placements: Any, on: date) -> Any:
    """Those whose student is at the host and should have been visited by a day, the longest overdue first."""
    working = with_due(placements.filter(state=PlacementState.IN_PROGRESS))
    return working.filter(visit_due_on__lte=on).order_by("visit_due_on", "pk")


def needing_help(placements: Any, on: date) -> Any:
    """Those of whom the last visit says that they need help."""
    last = VisitedStudent.objects.filter(placement=OuterRef("pk")).order_by("-visit__visited_on", "-visit_id")
    said = placements.under_way().annotate(last_mood=Subquery(last.values("mood")[:1]))
    return said.filter(last_mood=Mood.HELP)


def facts_of_visits(
    placements: Sequence[Placement], *, until: date | None = None
) -> Mapping[int, dict[str, Any]]:
    """What rules ask of visits (INT-29) at which the student was met. One query for any number of placements.

    Args:
        until: later visits say nothing of a week that was over.
    """
    met = VisitedStudent.objects.filter(placement__in=[one.pk for one in placements], was_met=True)
    if until is not None:
        met = met.filter(visit__visited_on__lte=until)
    found = {
        line["placement"]: line
        for line in met.order_by()
        .values("placement")
        .annotate(count=Count("pk"), last_on=Max("visit__visited_on"))
    }
    facts: dict[int, dict[str, Any]] = {}
    for placement in placements:
        line = found.get(placement.pk)
        visits = {"count": line["count"], "last_on": line["last_on"]} if line else {"count": 0}
        facts[placement.pk] = {"visits": visits}
    return facts


def deadlines(user: User, first: date, last: date) -> Iterator[Deadline]:
    """The next visits of somebody's own students, one entry for each host and day."""
    own = Placement.objects.filter(instructor__user=user.pk, state=PlacementState.IN_PROGRESS)
    rows = (
        with_due(own).filter(visit_due_on__range=(first, last)).order_by("visit_due_on", "enterprise", "pk")
    )
    by_host: dict[tuple[date, int], list[Any]] = {}
    for placement in rows.select_related("enterprise", "student")[:MOST]:
        by_host.setdefault((placement.visit_due_on, placement.enterprise_id), []).append(placement)
    for (day, _enterprise), found in by_host.items():
        count = len(found)
        yield Deadline(
            uid=f"visit-{found[0].pk}",
            on=day,
            title=ngettext(
                "Visit %(count)d student: %(enterprise)s", "Visit %(count)d students: %(enterprise)s", count
            )
            % {"count": count, "enterprise": found[0].enterprise},
            description=listed(placement.student for placement in found),
            path=reverse("placements:visits_due"),
        )
