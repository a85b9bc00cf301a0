"""What the tests of visits, concerns and guardians share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from placements.models import Concern, Placement, PlacementState
from placements.operations.concerns import raise_concern
from tests.factories import PositionFactory, UserFactory
from tests.placements.placing import Placed
from tests.world import appoint, come_in

# Two weeks after the first day.
LATER = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 16)
SECRET = "He makes us work until two in the morning."


def begin(*placements: Placement) -> None:
    """The students are at their hosts."""
    for placement in placements:
        Placement.objects.filter(pk=placement.pk).update(
            state=PlacementState.IN_PROGRESS, started_on=placement.starts_on
        )
        placement.refresh_from_db()


def a_concern(placed: Placed, **fields: Any) -> Concern:
    """The world's student tells what is wrong, in confidence."""
    student = placed.world.student
    given: dict[str, Any] = {
        "actor": student.user or come_in(student),
        "placement_id": placed.placement.pk,
        "raised_by": "student",
        "text": SECRET,
        "severity": "serious",
        "kind": "overwork",
        "is_anonymous": True,
        "uploads": [ContentFile(b"%PDF-1.7\n", name="night-shifts.pdf")],
        "now": LATER,
    }
    return raise_concern(**given | fields)


def holder_of(capability: str, department: Any, **person: Any) -> User:
    """Somebody whose position gives one power in one department, and nothing else."""
    return appoint(
        UserFactory.create(**person),
        PositionFactory.create(department=department, capabilities=[capability]),
    )
