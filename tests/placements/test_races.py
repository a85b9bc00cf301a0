"""Two at once: a placement starts once, a seat is given once, a round is placed once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from compliance.models import Evaluation
from core.errors import Refused
from placements import facts
from placements.models import Placement, PlacementState, RecheckDue, WeekCredit
from placements.operations import placements as operations
from placements.operations import placing, readiness
from placements.operations.alternation_credits import confirm_week, confirm_week_as_host
from tests.internships.rounding import AFTERWARDS, a_contest
from tests.placements.alternating import NOW as AFTER_THE_TERM
from tests.placements.alternating import in_force, week
from tests.placements.placing import NOW, a_student, make_placed, papers_in_order
from tests.threads import in_threads
from tests.world import join, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_order(monkeypatch):
    monkeypatch.setattr(facts, "_providers", [*facts._providers, papers_in_order])


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each answered, or refused."""
    answers: list[object] = []

    def answering(work: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                answers.append(work())
            except (Refused, ValidationError) as refusal:
                answers.append(refusal)

        return run

    in_threads(*(answering(work) for work in works))
    return answers


def refused(answers: list[object]) -> int:
    return sum(isinstance(answer, (Refused, ValidationError)) for answer in answers)


def test_of_two_who_start_a_placement_one_does():
    placed = make_placed(make_world())
    world, pk = placed.world, placed.placement.pk
    operations.prepare_placement(actor=world.coordinator, pk=pk, now=NOW)

    answers = at_once(
        *(
            lambda actor=actor: operations.start_placement(actor=actor, pk=pk, now=NOW)
            for actor in (world.coordinator, world.director)
        )
    )

    assert refused(answers) == 1
    assert placed.fresh().state == PlacementState.IN_PROGRESS


def test_the_last_seat_is_given_once():
    placed = make_placed(make_world())
    world = placed.world
    placed.post.seats = 2
    placed.post.save()
    students = [a_student(world), a_student(world)]

    answers = at_once(
        *(
            lambda student=student, actor=actor: placing.place_student(
                actor=actor, plan=placed.plan, student=student, post=placed.post, now=NOW
            )
            for student, actor in zip(students, (world.coordinator, world.director), strict=True)
        )
    )

    assert refused(answers) == 1
    assert Placement.objects.filter(post=placed.post).count() == 2


def test_two_who_place_a_round_make_its_placements_once():
    contest = a_contest(make_world())
    contest.to_the_result()
    for name, post in contest.places().items():
        if post is not None:
            contest.confirm(name)

    answers = at_once(
        *(
            lambda: placing.place_from_round(
                actor=contest.coordinator, round_id=contest.round.pk, now=AFTERWARDS
            ),
        )
        * 2
    )

    assert sorted(answers) == [0, 2]
    assert Placement.objects.count() == 2


def test_of_school_and_enterprise_who_confirm_a_week_at_once_one_does():
    world = make_world()
    schedule = in_force(world, "SE")
    liaison, pk = join(world.liaison), week(schedule, 2).pk
    given = {"pk": pk, "absences": {}, "now": AFTER_THE_TERM}

    answers = at_once(
        lambda: confirm_week(actor=world.class_teacher, **given),
        lambda: confirm_week_as_host(actor=liaison, enterprise_id=world.partner.pk, **given),
    )

    assert refused(answers) == 1
    assert WeekCredit.objects.filter(week=pk, student=world.student).count() == 1


def test_two_workers_check_what_is_marked_once_between_them(monkeypatch):
    placed = make_placed(make_world())
    for _number in range(5):
        placed.another()
    monkeypatch.setattr(readiness, "AT_A_TIME", 2)
    readiness.mark(Placement.objects.filter(plan=placed.plan).values_list("pk", flat=True), now=NOW)

    settled = at_once(*(lambda: readiness.recheck_marked(now=NOW) for _worker in range(2)))

    assert sum(settled) == 6
    assert not RecheckDue.objects.exists()
    assert Evaluation.objects.current().count() == 6
