"""What the database itself keeps back of timetables and of changes, whatever a page forgets to ask."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from core.walls import inside
from placements.models import AlternationSchedule, AlternationWeek, PlacementChange, WeekCredit
from placements.operations.alternation_credits import confirm_week
from placements.operations.changes import ask_change
from tests.placements.alternating import NOW, a_schedule, in_force, marked, week
from tests.placements.caring import LATER, begin
from tests.placements.placing import a_student, make_placed
from tests.world import come_in, join

pytestmark = pytest.mark.django_db


def seen(model, **who) -> list[int]:
    """Rows without any filter of ours."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic, inside(**who):
        return sorted(model._base_manager.values_list("pk", flat=True))


@pytest.fixture
def credited(world) -> AlternationSchedule:
    """A timetable with a week at each place confirmed, for the world's student and a classmate."""
    a_student(world)
    schedule = in_force(world, "SE")
    for number in (1, 2):
        confirm_week(actor=world.coordinator, pk=week(schedule, number).pk, absences={}, now=NOW)
    return schedule


def test_an_enterprise_reads_its_own_timetables_and_what_was_credited_there(world, credited):
    partner = {"enterprise_id": world.partner.pk, "person_id": join(world.liaison).pk}

    assert seen(AlternationSchedule, **partner) == [credited.pk]
    assert len(seen(AlternationWeek, **partner)) == 2
    there = WeekCredit.objects.filter(week__place="enterprise")
    assert seen(WeekCredit, **partner) == sorted(there.values_list("pk", flat=True))


def test_a_stranger_enterprise_reads_nothing_of_it(world, credited):
    stranger = {"enterprise_id": world.stranger.pk, "person_id": join(world.stranger_liaison).pk}

    for model in (AlternationSchedule, AlternationWeek, WeekCredit):
        assert seen(model, **stranger) == []


def test_a_student_reads_the_timetable_of_the_class_and_nobody_elses_hours(world, credited):
    own, stranger = come_in(world.student), come_in(world.stranger_student)

    assert seen(AlternationSchedule, person_id=own.pk) == [credited.pk]
    mine = WeekCredit.objects.filter(student=world.student)
    assert seen(WeekCredit, person_id=own.pk) == sorted(mine.values_list("pk", flat=True))
    for model in (AlternationSchedule, AlternationWeek, WeekCredit):
        assert seen(model, person_id=stranger.pk) == []


def test_drafts_are_read_by_neither(world):
    marked(world, a_schedule(world), "SE")

    for who in (
        {"enterprise_id": world.partner.pk, "person_id": join(world.liaison).pk},
        {"person_id": come_in(world.student).pk},
    ):
        assert seen(AlternationSchedule, **who) == []
        assert seen(AlternationWeek, **who) == []


@pytest.fixture
def asked(world) -> dict[str, PlacementChange]:
    """What the student asks for, and what the liaison of their host does."""
    placed = make_placed(world)
    begin(placed.placement)
    given = {"placement_id": placed.placement.pk, "now": LATER}
    return {
        "student": ask_change(
            actor=come_in(world.student), asked_by="student", kind="early_end", reason="Private", **given
        ),
        "enterprise": ask_change(
            actor=join(world.liaison),
            asked_by="enterprise",
            kind="hours",
            reason="Less to do",
            to={"hours_per_day": 6},
            **given,
        ),
    }


def test_an_enterprise_reads_what_it_asked_for_and_never_why_a_student_asks(world, asked):
    own = [asked["enterprise"].pk]
    for contact in (world.liaison, world.mentor):
        user = contact.user or join(contact)
        assert seen(PlacementChange, enterprise_id=world.partner.pk, person_id=user.pk) == own
    signatory = join(world.signatory)
    assert seen(PlacementChange, enterprise_id=world.partner.pk, person_id=signatory.pk) == []
    stranger = join(world.stranger_liaison)
    assert seen(PlacementChange, enterprise_id=world.stranger.pk, person_id=stranger.pk) == []


def test_a_student_reads_what_they_asked_for(world, asked):
    assert seen(PlacementChange, person_id=world.student.user.pk) == [asked["student"].pk]


def test_nobody_outside_the_centre_writes_into_a_timetable(world, credited):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        inside(enterprise_id=world.partner.pk, person_id=join(world.liaison).pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE placements_weekcredit SET missed = 0")
