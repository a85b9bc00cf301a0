"""A student at work since the second of November 2026, and one who is nobody's business here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from internships.me.pupil import Pupil
from internships.models import PlanTask
from placements.instructing import Witness
from placements.models import LogEntry, Placement, PlacementState, WorkDay
from placements.operations.attendance import Hours, hand_in_days
from placements.operations.log import write_entry
from tests.factories import ContactFactory, PlacementFactory, PostFactory, StudentFactory
from tests.internships.placing import numeric_control, open_plan
from tests.world import World, come_in

# A Friday, in the third week at work; 18:00 in the centre's time.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
STARTED = date(2026, 11, 2)
MONDAY = date(2026, 11, 16)


@dataclass
class Daily:
    """
    Attributes:
        placement: the world's student at the partner, under way, with mentor and instructor.
        stranger_placement: the other student, of the other department, at the stranger enterprise.
    """

    world: World
    placement: Placement
    task: PlanTask
    pupil: Pupil
    stranger_placement: Placement
    stranger_pupil: Pupil

    @property
    def mentor(self) -> Witness:
        """As the mentor speaks by link: without an account."""
        from core.access import THE_SYSTEM

        return Witness(actor=THE_SYSTEM, contact=self.world.mentor)

    @property
    def instructor(self) -> Witness:
        return Witness(actor=self.world.class_teacher)

    def write(self, text: str = "Turned twelve shafts.", **fields: Any) -> LogEntry:
        given: dict[str, Any] = {"happened_on": TODAY, "now": NOW, "placement_pk": self.placement.pk}
        return write_entry(pupil=self.pupil, text=text, **given | fields)

    def work(self, *days: date, hours: str = "8", **fields: Any) -> list[WorkDay]:
        given = {day: Hours(hours=Decimal(hours), **fields) for day in days}
        return hand_in_days(pupil=self.pupil, placement_pk=self.placement.pk, days=given, now=NOW)

    def classmate(self, **fields: Any) -> Placement:
        given: dict[str, Any] = {
            "student": StudentFactory.create(school_class=self.world.school_class),
            "post": self.placement.post,
            "state": PlacementState.IN_PROGRESS,
            "started_on": STARTED,
            "starts_on": STARTED,
            "mentor": self.world.mentor,
            "instructor": self.world.school_class.class_teacher,
        }
        return PlacementFactory.create(**given | fields)


def make_daily(world: World) -> Daily:
    plan = open_plan(world, state="running", owner=world.director)
    plan.majors.add(numeric_control())
    plan.classes.add(world.school_class)
    task = PlanTask.objects.create(
        plan=plan, order=1, title="Set up a lathe", learning_outcome="Sets up a lathe alone."
    )
    post = PostFactory.create(
        plan=plan,
        enterprise=world.partner,
        mentor=world.mentor,
        pay_per_month=Decimal(3000),
        same_post_wage=Decimal(4000),
        lowest_tier_wage=Decimal(3100),
        works_independently=True,
    )
    stranger_post = PostFactory.create(
        plan__department=world.tourism, plan__state="running", enterprise=world.stranger
    )
    stranger_mentor = ContactFactory.create(enterprise=world.stranger, roles=["mentor"])
    under_way: dict[str, Any] = {
        "state": PlacementState.IN_PROGRESS,
        "starts_on": STARTED,
        "started_on": STARTED,
        "ends_on": STARTED + timedelta(days=180),
    }
    placement = PlacementFactory.create(
        student=world.student,
        post=post,
        mentor=world.mentor,
        instructor=world.school_class.class_teacher,
        **under_way,
    )
    stranger = PlacementFactory.create(
        student=world.stranger_student, post=stranger_post, mentor=stranger_mentor, **under_way
    )
    return Daily(
        world=world,
        placement=placement,
        task=task,
        pupil=Pupil(come_in(world.student), world.student),
        stranger_placement=stranger,
        stranger_pupil=Pupil(come_in(world.stranger_student), world.stranger_student),
    )
