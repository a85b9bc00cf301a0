"""What the database itself keeps of a round from students and enterprises, whatever a page forgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from catalogue.models import Region
from core.walls import inside
from internships.me import round_reading
from internships.models import (
    ExcludedPair,
    Outcome,
    Post,
    PostRanking,
    ReachableRegion,
    RoundRun,
    RoundSeat,
    SchoolClass,
    SelectionRound,
    Student,
    StudentRanking,
)
from internships.portal import rounds as portal_rounds
from internships.round_walls import OUTCOME_COLUMNS, ROUND_COLUMNS, RUN_COLUMNS, WISH_COLUMNS
from tests.factories import SchoolClassFactory
from tests.internships.rounding import AFTERWARDS, WHILE_OPEN, Selection, a_contest
from tests.world import World, join, signed_in


@pytest.fixture
def contest(world: World) -> Selection:
    """Ours, and beside it a seat of the stranger's post in the same round, wanted by Dan alone."""
    contest = a_contest(world)
    for student in contest.students.values():
        student.user.is_student = True
        student.user.save()
    region = Region.objects.filter(level="prefecture").first()
    for student in contest.students.values():
        ReachableRegion.objects.create(round=contest.round, student=student, region=region)
    post = contest.post("Rival", enterprise=world.stranger, offered=False)
    contest.seats["Rival"] = RoundSeat.objects.create(round=contest.round, post=post, seats=1)
    Post.objects.update(region=region)
    contest.student("Dan")
    contest.wish("Dan", "Rival")
    contest.rank("Rival", "Dan")
    return contest


@pytest.fixture
def as_ada(contest: Selection) -> Iterator[Selection]:
    with inside(person_id=contest.students["Ada"].user.pk):
        yield contest


@pytest.fixture
def as_liaison(world: World, contest: Selection) -> Iterator[Selection]:
    person = join(world.liaison)
    with inside(enterprise_id=world.partner.pk, person_id=person.pk):
        yield contest


def students_in(model: type) -> set[str]:
    keys = set(model.objects.order_by().values_list("student", flat=True))
    return set(Student.objects.filter(pk__in=keys).values_list("name", flat=True))


# --- Students ---------------------------------------------------------------------------------


def test_without_any_filter_a_student_finds_their_own_wishes_only(as_ada):
    assert students_in(StudentRanking) == {"Ada"}
    assert students_in(ReachableRegion) == {"Ada"}
    assert not PostRanking.objects.exists(), "how enterprises rank is theirs"
    assert {seat.pk for seat in RoundSeat.objects.all()} == {seat.pk for seat in as_ada.seats.values()}


def test_a_student_of_another_class_finds_no_round_at_all(contest):
    contest.student("Eva", school_class=SchoolClassFactory.create(entered_in=2023))
    with inside(person_id=contest.students["Eva"].user.pk):
        assert not SelectionRound.objects.only(*ROUND_COLUMNS).exists()
        assert not RoundSeat.objects.exists()
        assert not StudentRanking.objects.only(*WISH_COLUMNS).exists()


def test_a_round_that_is_not_open_yet_is_the_coordinators(selection):
    selection.post("Lathe")
    selection.student("Ada")
    with inside(person_id=selection.students["Ada"].user.pk):
        assert not SelectionRound.objects.only(*ROUND_COLUMNS).exists()
        assert not RoundSeat.objects.exists()


def test_before_it_is_published_nobody_finds_a_result(contest):
    contest.freeze()
    contest.run()
    assert Outcome.objects.exists()
    with inside(person_id=contest.students["Ada"].user.pk):
        assert not RoundRun.objects.only(*RUN_COLUMNS).exists()
        assert not Outcome.objects.only(*OUTCOME_COLUMNS).exists()


def test_of_a_published_result_a_student_finds_their_own(contest):
    contest.student("Eve")
    contest.wish("Eve", "Lathe")
    Student.objects.filter(name="Eve").update(state="on_leave")
    contest.to_the_result()
    assert ExcludedPair.objects.exists()
    with inside(person_id=contest.students["Ada"].user.pk):
        assert students_in(Outcome) == {"Ada"}
        assert not ExcludedPair.objects.exists()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("selectionround", "seed"),
        ("studentranking", "place"),
        ("roundrun", "snapshot"),
        ("roundrun", "reason"),
        ("outcome", "wishes"),
        ("outcome", "choice"),
        ("outcome", "reason"),
    ],
)
def test_how_students_rank_and_the_seed_are_closed_to_everybody_outside(as_ada, table, column):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"SELECT {column} FROM internships_{table}")


def test_a_page_of_a_student_that_forgets_its_filter_shows_no_other_wish(contest, monkeypatch):
    monkeypatch.setattr(round_reading, "own_wishes", lambda _pupil: StudentRanking.objects.all())
    monkeypatch.setattr(
        round_reading, "own_rounds", lambda _pupil: SelectionRound.objects.only(*ROUND_COLUMNS)
    )
    monkeypatch.setattr(round_reading, "own_outcomes", lambda _pupil: Outcome.objects.only(*OUTCOME_COLUMNS))
    address = reverse("me:round", args=[contest.round.pk])
    contest.wish("Ben", "Rival")
    with time_machine.travel(WHILE_OPEN, tick=True):
        text = signed_in(contest.students["Ada"].user).get(address).text
        stranger = contest.student("Eva", school_class=SchoolClassFactory.create(entered_in=2023))
        stranger.user.is_student = True
        stranger.user.save()
        assert signed_in(stranger.user).get(address).status_code == 404

    rival = contest.seats["Rival"].pk
    assert f'name="place_{rival}" value=""' in text, "Ben's wish is not on Ada's list"


# --- Enterprises ------------------------------------------------------------------------------


def test_without_any_filter_an_enterprise_finds_its_own_seats_and_who_wants_them(as_liaison):
    assert {str(seat.post) for seat in RoundSeat.objects.select_related("post")} == {"Lathe", "Press"}
    assert students_in(StudentRanking) == {"Ada", "Ben", "Cai"}
    assert students_in(PostRanking) == {"Ada", "Ben", "Cai"}
    assert not ReachableRegion.objects.exists()
    assert not ExcludedPair.objects.exists()
    assert set(Student.objects.values_list("name", flat=True)) == {"Ada", "Ben", "Cai"}


def test_an_enterprise_finds_whom_the_published_result_sends_to_it_and_nobody_else(world, contest):
    contest.to_the_result()
    assert contest.places()["Dan"] == "Rival"
    with inside(enterprise_id=world.partner.pk, person_id=join(world.liaison).pk):
        assert students_in(Outcome) == {"Ada", "Cai"}


def test_a_page_of_an_enterprise_that_forgets_its_filter_shows_no_rival(world, contest, monkeypatch):
    monkeypatch.setattr(portal_rounds, "own_posts", lambda _partner: Post.objects.all())
    monkeypatch.setattr(portal_rounds, "asking", lambda _seat: StudentRanking.objects.all())
    client = signed_in(join(world.liaison))
    with time_machine.travel(AFTERWARDS, tick=True):
        assert "Rival" not in client.get(reverse("portal:rounds")).text
        rival = reverse("portal:round_seat", args=[contest.seats["Rival"].pk])
        assert client.get(rival).status_code == 404
        own = client.get(reverse("portal:round_seat", args=[contest.seats["Lathe"].pk])).text

    assert "Ada" in own
    assert "Dan" not in own


@pytest.mark.parametrize("column", ["number", "born_on", "identity", "phone", "email"])
def test_of_those_who_want_to_come_no_enterprise_reads_more_than_name_and_class(as_liaison, column):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"SELECT {column} FROM internships_student")
    assert SchoolClass.objects.only("id", "name").exists()
