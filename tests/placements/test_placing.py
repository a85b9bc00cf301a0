"""How students come to their placements, and that nobody takes a seat twice."""

from __future__ import annotations

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from core.access import NotVisible
from core.models import AuditEvent
from internships.eligibility import exclusions_for
from internships.models import Exclusion, Student
from internships.occupancy import known_placements
from internships.operations import rounds
from placements.models import Arrangement, Placement
from placements.operations import placing
from placements.operations.readiness import latest_check
from placements.seats import beside_rounds, free_seats
from tests.factories import PlacementFactory
from tests.internships.rounding import AFTERWARDS, TIMES, Selection, a_contest, make_selection
from tests.internships.rounding import NOW as ROUND_NOW
from tests.placements.placing import ENDS_ON, NOW, STARTS_ON, a_student
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def given_out(world: World) -> Selection:
    """Ada has the lathe, Ben or Cai the press; both have confirmed."""
    contest = a_contest(world)
    contest.to_the_result()
    for name, post in contest.places().items():
        if post is not None:
            contest.confirm(name)
    return contest


def place(selection: Selection, **given) -> int:
    actor = selection.coordinator
    return placing.place_from_round(actor=actor, round_id=selection.round.pk, now=AFTERWARDS, **given)


def test_confirmed_places_become_placements_once(given_out):
    assert place(given_out, expected=2) == 2
    assert place(given_out) == 0

    made = Placement.objects.select_related("outcome__seat", "post")
    assert {one.student.name for one in made} == {
        name for name, post in given_out.places().items() if post is not None
    }
    for one in made:
        assert one.post_id == one.outcome.seat.post_id
        assert one.arrangement == Arrangement.SELECTION
        assert one.is_host_imposed is False
        assert latest_check(one) is not None
    assert AuditEvent.objects.filter(verb="placement.place").count() == 2


def test_another_number_than_the_one_agreed_to_makes_nothing(given_out):
    with pytest.raises(placing.UnableToPlace, match="2 places"):
        place(given_out, expected=3)

    assert not Placement.objects.exists()


def test_whoever_was_placed_meanwhile_is_left_out_and_counted(given_out):
    outcome = given_out.outcome("Ada")
    Placement.objects.create(
        plan=given_out.plan,
        student=outcome.student,
        post=outcome.seat.post,
        enterprise=outcome.seat.post.enterprise,
        department=given_out.plan.department,
        starts_on=given_out.plan.starts_on,
        ends_on=given_out.plan.ends_on,
    )

    found = placing.placeable_in(given_out.round)

    assert (found.count, found.placed_otherwise) == (1, 1)
    assert place(given_out) == 1


def test_a_place_that_was_given_up_is_not_made_again(given_out):
    place(given_out)
    Placement.objects.update(state="cancelled", reason="Moved away")

    assert place(given_out) == 0


def test_nothing_is_made_of_a_round_that_was_not_published(world):
    contest = a_contest(world)

    with pytest.raises(placing.UnableToPlace, match="published"):
        place(contest)


def test_making_placements_needs_the_power(given_out):
    world = given_out.world

    for who, refusal in ((world.head, PermissionDenied), (world.stranger_officer, NotVisible)):
        with pytest.raises(refusal):
            placing.place_from_round(actor=who, round_id=given_out.round.pk, now=AFTERWARDS)
    assert not Placement.objects.exists()


# --- Directly ---------------------------------------------------------------------------------


def directly(placed, student, **given):
    return placing.place_student(
        actor=placed.world.coordinator, plan=placed.plan, student=student, post=placed.post, now=NOW, **given
    )


def test_a_student_is_placed_directly_and_checked_at_once(placed):
    made = directly(placed, a_student(placed.world), is_host_imposed=False)

    assert (made.starts_on, made.ends_on) == (placed.plan.starts_on, placed.plan.ends_on)
    assert made.mentor == placed.world.mentor
    check = latest_check(made)
    assert "INT-13" in check.blocking
    assert "INT-10" not in check.blocking


def test_as_long_as_nobody_says_whether_the_host_was_imposed_nobody_starts(placed, in_order):
    made = directly(placed, a_student(placed.world), starts_on=STARTS_ON)

    assert latest_check(made).blocking == ["INT-10"]


def test_a_full_post_takes_nobody(placed):
    for _number in range(placed.post.seats - 1):
        directly(placed, a_student(placed.world))
    assert free_seats(placed.post, first=STARTS_ON, last=ENDS_ON) == 0

    with pytest.raises(placing.UnableToPlace, match="all 4"):
        directly(placed, a_student(placed.world))

    assert Placement.objects.filter(post=placed.post).count() == placed.post.seats


def test_a_cancelled_place_leaves_its_seat(placed):
    Placement.objects.filter(pk=placed.placement.pk).update(state="cancelled", reason="Moved away")

    assert free_seats(placed.post, first=STARTS_ON, last=ENDS_ON) == placed.post.seats


def test_seats_that_a_round_gives_out_are_not_free(given_out):
    lathe = given_out.seats["Lathe"].post
    first, last = given_out.plan.starts_on, given_out.plan.ends_on

    assert free_seats(lathe, first=first, last=last) == 0
    place(given_out)
    assert free_seats(lathe, first=first, last=last) == 0
    Placement.objects.filter(post=lathe).update(state="cancelled", reason="Moved away")
    assert free_seats(lathe, first=first, last=last) == 1
    assert beside_rounds(first, last) == {lathe.pk: -1}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda placed, student: Student.objects.filter(pk=student.pk).update(state="on_leave"), "leave"),
        (lambda placed, student: placed.plan.classes.set([placed.world.stranger_class]), "class"),
        (lambda placed, student: setattr(placed.post, "state", "closed") or placed.post.save(), "Closed"),
        (lambda placed, student: setattr(placed.plan, "state", "closed") or placed.plan.save(), "Closed"),
        (lambda placed, student: placed.another(student=student), "already"),
    ],
)
def test_who_cannot_have_the_place_is_told_why(placed, change, said):
    student = a_student(placed.world)
    change(placed, student)
    before = Placement.objects.count()

    with pytest.raises(placing.UnableToPlace, match=said):
        directly(placed, Student.objects.get(pk=student.pk))

    assert Placement.objects.count() == before


def test_days_outside_the_plan_are_refused(placed):
    with pytest.raises(placing.UnableToPlace, match="outside"):
        directly(placed, a_student(placed.world), ends_on=placed.plan.ends_on.replace(year=2028))


# --- What rounds of selection are told ----------------------------------------------------------


def test_a_round_gives_no_second_place_to_whoever_was_placed_directly(world):
    selection = make_selection(world)
    selection.post("Lathe", seats=2)
    ada, ben = selection.student("Ada"), selection.student("Ben")
    PlacementFactory.create(
        student=ada, post=selection.post("Press", offered=False), plan=selection.plan, state="offered"
    )

    assert set(exclusions_for(round=selection.round, student_id=ada.pk).values()) == {Exclusion.PLACED}
    assert exclusions_for(round=selection.round, student_id=ben.pk) == {}


def test_a_seat_that_was_given_directly_is_not_offered_in_a_round(placed):
    round = rounds.prepare_round(
        actor=placed.world.director, plan=placed.plan, name="Late", now=ROUND_NOW, **TIMES
    )

    rounds.offer_all_seats(actor=placed.world.director, pk=round.pk, now=ROUND_NOW)

    assert round.seats.get(post=placed.post).seats == placed.post.seats - 1


def test_the_page_of_a_post_says_how_many_seats_are_free(placed):
    Placement.objects.filter(pk=placed.placement.pk).update(state="in_progress", started_on=STARTS_ON)
    with time_machine.travel(NOW, tick=True):
        page = signed_in(placed.world.coordinator).get(placed.post.get_absolute_url()).text

    assert "Interns today" in page
    seen = known_placements().occupancy_of(placed.post, STARTS_ON)
    assert (seen.held, seen.interns) == (1, 1)
