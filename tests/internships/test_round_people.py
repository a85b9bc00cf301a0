"""A round of selection for those it is about: students on their phones, enterprises at the portal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db.models import Value
from django.test import Client
from django.urls import reverse

from catalogue.models import Region
from core.models import AccessLog
from internships.me.pupil import Pupil
from internships.models import (
    Answer,
    Part,
    Post,
    PostRanking,
    ReachableRegion,
    Student,
    StudentRanking,
)
from internships.operations import student_profiles
from internships.portal import rounds as portal_rounds
from tests.factories import SchoolClassFactory
from tests.internships.rounding import AFTERWARDS, FOR_ENTERPRISES, WHILE_OPEN, Selection, a_contest
from tests.world import World, join, signed_in


@pytest.fixture
def contest(world: World) -> Selection:
    contest = a_contest(world)
    for student in contest.students.values():
        student.user.is_student = True
        student.user.save()
    return contest


@pytest.fixture
def while_open() -> Iterator[None]:
    with time_machine.travel(WHILE_OPEN, tick=True):
        yield


@pytest.fixture
def afterwards() -> Iterator[None]:
    with time_machine.travel(AFTERWARDS, tick=True):
        yield


def as_student(contest: Selection, name: str) -> Client:
    return signed_in(contest.students[name].user)


def address(contest: Selection, act: str = "") -> str:
    return reverse(f"me:round{'_' if act else ''}{act}", args=[contest.round.pk])


def numbers(contest: Selection, **places: int | str) -> dict[str, str]:
    return {f"place_{contest.seats[name].pk}": str(place) for name, place in places.items()}


# --- Students ---------------------------------------------------------------------------------


def test_a_student_ranks_with_numbers_and_equal_numbers_are_a_tie(contest, while_open):
    client = as_student(contest, "Ada")

    response = client.post(address(contest, "rank"), numbers(contest, Lathe=2, Press=2), follow=True)

    assert "Your list is handed in: 2 posts." in response.text
    assert set(
        StudentRanking.objects.filter(student=contest.students["Ada"]).values_list(
            "seat__post__name_en", "place"
        )
    ) == {("Lathe", 1), ("Press", 1)}


def test_a_rank_that_is_no_number_changes_nothing(contest, while_open):
    response = as_student(contest, "Ada").post(
        address(contest, "rank"), numbers(contest, Lathe="first") | {"next": address(contest)}, follow=True
    )

    assert "“first” is no rank" in response.text
    assert StudentRanking.objects.filter(student=contest.students["Ada"]).count() == 2


def test_what_waits_stands_on_the_first_page(contest, while_open):
    contest.student("Dan")
    contest.students["Dan"].user.is_student = True
    contest.students["Dan"].user.save()

    assert "Rank the posts you would like" in as_student(contest, "Dan").get(reverse("me:today")).text
    assert "Rank the posts you would like" not in as_student(contest, "Ada").get(reverse("me:today")).text


def test_a_student_reads_why_and_confirms(contest, afterwards):
    contest.to_the_result()

    assert (
        "1 ranked above you (your rank 2, last placed 1)"
        in as_student(contest, "Ben").get(address(contest)).text
    )
    ada = as_student(contest, "Ada")
    assert "You have a place: confirm or decline it" in ada.get(reverse("me:today")).text
    ada.post(address(contest, "confirm"))

    assert contest.outcome("Ada").answer == Answer.CONFIRMED


def test_a_student_declines_with_a_reason_only(contest, afterwards):
    contest.to_the_result()
    client = as_student(contest, "Ada")

    client.post(address(contest, "decline"), {"reason": "", "next": address(contest)})
    assert contest.outcome("Ada").answer == Answer.NONE

    client.post(address(contest, "decline"), {"reason": "Moves away"})
    assert contest.outcome("Ada").answer == Answer.DECLINED


def test_before_it_is_published_nobody_reads_a_result(contest, afterwards):
    contest.freeze()
    contest.run()

    text = as_student(contest, "Ada").get(address(contest)).text

    assert "Confirm this place" not in text
    assert "last placed" not in text


def test_the_round_of_another_class_is_not_there(contest, while_open):
    contest.student("Eva", school_class=SchoolClassFactory.create(entered_in=2023))
    contest.students["Eva"].user.is_student = True
    contest.students["Eva"].user.save()
    client = as_student(contest, "Eva")

    assert client.get(address(contest)).status_code == 404
    assert client.post(address(contest, "rank"), numbers(contest, Lathe=1)).status_code == 404
    assert "Spring" not in client.get(reverse("me:rounds")).text
    assert not StudentRanking.objects.filter(student=contest.students["Eva"]).exists()


def located(contest: Selection, name: str, region: Region) -> None:
    Post.objects.filter(pk=contest.seats[name].post_id).update(region=region)


def test_a_student_names_where_they_can_go_and_posts_elsewhere_leave_their_list(contest, while_open):
    near, far = Region.objects.filter(level="prefecture")[:2]
    located(contest, "Lathe", near)
    located(contest, "Press", far)
    client = as_student(contest, "Ada")
    assert "You can go anywhere." in client.get(address(contest)).text

    page = client.post(address(contest, "reach"), {"regions": [near.pk]}, follow=True).text

    assert "1 post out of reach has left your list." in page
    assert f"You can go to: {near.name}" in page
    wishes = StudentRanking.objects.filter(student=contest.students["Ada"])
    assert [wish.seat for wish in wishes] == [contest.seats["Lathe"]]


def test_only_places_at_which_the_round_has_posts_can_be_ticked(contest, while_open):
    near, elsewhere = Region.objects.filter(level="prefecture")[:2]
    located(contest, "Lathe", near)
    client = as_student(contest, "Ada")

    answer = client.post(address(contest, "reach"), {"regions": [elsewhere.pk]})

    assert answer.status_code == 422
    assert not ReachableRegion.objects.exists()
    assert StudentRanking.objects.filter(student=contest.students["Ada"]).count() == 2


def test_after_the_time_to_rank_nobody_changes_where_they_can_go(contest):
    near = Region.objects.filter(level="prefecture").first()
    located(contest, "Lathe", near)
    with time_machine.travel(FOR_ENTERPRISES, tick=True):
        answer = as_student(contest, "Ada").post(address(contest, "reach"), {"regions": [near.pk]})

    assert "Students do not rank at this time" in answer.text
    assert not ReachableRegion.objects.exists()


def test_the_board_narrows_to_where_a_student_can_go(contest, while_open):
    near, far = Region.objects.filter(level="prefecture")[:2]
    located(contest, "Lathe", near)
    located(contest, "Press", far)
    client = as_student(contest, "Ada")
    board = reverse("me:posts")
    assert "Where I can go" not in client.get(board).text, "nothing was named"
    client.post(address(contest, "reach"), {"regions": [near.pk]})

    text = client.get(board, {"in_reach": "on"}).text

    assert "Lathe" in text
    assert "Press" not in text


def test_a_post_of_a_plan_that_is_over_is_not_offered_on_the_board(contest, afterwards):
    contest.to_the_result()
    type(contest.plan).objects.filter(pk=contest.plan.pk).update(state="closed")
    client = as_student(contest, "Ada")

    assert "Lathe" not in client.get(reverse("me:posts")).text
    assert "Lathe" in client.get(address(contest)).text, "but the result is still explained"


# --- Enterprises ------------------------------------------------------------------------------


def seat_address(contest: Selection, post: str, act: str = "seat") -> str:
    return reverse(f"portal:round_{act}", args=[contest.seats[post].pk])


def test_an_enterprise_ranks_those_who_want_to_come(world, contest, while_open):
    client = signed_in(join(world.liaison))
    assert "3 students want to come, 3 ranked" in client.get(reverse("portal:rounds")).text
    assert "Ada" in client.get(seat_address(contest, "Lathe")).text

    chosen = {f"place_{contest.students[name].pk}": place for name, place in (("Ben", "1"), ("Cai", "1"))}
    client.post(seat_address(contest, "Lathe", "rank"), chosen)

    assert set(
        PostRanking.objects.filter(seat=contest.seats["Lathe"]).values_list("student__name", "place")
    ) == {("Ben", 1), ("Cai", 1)}


def test_what_waits_to_be_ranked_stands_on_the_enterprises_first_page(world, contest, while_open):
    contest.seats["Press"].rankings.all().delete()
    client = signed_in(join(world.liaison))

    home, rounds = client.get(reverse("portal:home")).text, client.get(reverse("portal:rounds")).text

    assert "Rank the students who want to come: Press" in home
    assert "Rank the students who want to come: Lathe" not in home
    assert rounds.count("Your list is missing") == 1


def test_an_enterprise_never_sees_how_students_rank(world, contest, while_open):
    contest.wish("Ada", "Press", "Lathe")
    text = signed_in(join(world.liaison)).get(seat_address(contest, "Lathe")).text

    assert f'name="place_{contest.students["Ada"].pk}" value="1"' in text, "its own list only"


def show(student: Student, *parts: Part) -> None:
    """A profile with everything in it, of which the parts are allowed."""
    pupil = Pupil(student.user, student)
    student_profiles.save_profile(
        pupil=pupil, about=f"I am {student.name}", skills=[f"Skill of {student.name}"], now=WHILE_OPEN
    )
    for kind in ("certificate", "work"):
        student_profiles.add_entry(
            pupil=pupil, upload=None, now=WHILE_OPEN, kind=kind, title=f"{kind} of {student.name}"
        )
    for part in parts:
        student_profiles.give_consent(pupil=pupil, part=part, now=WHILE_OPEN)


def test_an_enterprise_sees_of_an_applicant_what_they_allow_and_no_more(world, contest, while_open):
    show(contest.students["Ada"], Part.FOUND, Part.WORK)
    show(contest.students["Ben"])
    show(contest.students["Cai"])

    text = signed_in(join(world.liaison)).get(seat_address(contest, "Lathe")).text

    for shown in ("I am Ada", "Skill of Ada", "work of Ada"):
        assert shown in text
    for hidden in ("certificate of Ada", "I am Ben", "Skill of Ben", "work of Ben", "I am Cai"):
        assert hidden not in text
    assert text.count("Shows no profile.") == 2
    assert contest.students["Ada"].number not in text


def test_what_is_withdrawn_is_gone_from_the_page_at_once(world, contest, while_open):
    ada = contest.students["Ada"]
    show(ada, Part.FOUND, Part.WORK)
    student_profiles.withdraw_consent(pupil=Pupil(ada.user, ada), part=Part.FOUND, now=WHILE_OPEN)

    text = signed_in(join(world.liaison)).get(seat_address(contest, "Lathe")).text

    assert "work of Ada" not in text
    assert "I am Ada" not in text


def test_a_page_that_forgets_the_consent_shows_nothing_more(world, contest, while_open, monkeypatch):
    show(contest.students["Ben"])
    monkeypatch.setattr(portal_rounds, "allowed", lambda _part: Value(True))

    text = signed_in(join(world.liaison)).get(seat_address(contest, "Lathe")).text

    assert "Ben" in text
    assert "I am Ben" not in text
    assert "work of Ben" not in text


def test_who_looked_at_applicants_stands_in_the_log_of_access(world, contest, while_open):
    signed_in(join(world.liaison)).get(seat_address(contest, "Lathe"))

    noted = AccessLog.objects.get(purpose="portal:round_seat")
    assert set(noted.subject_ids) == {student.pk for student in contest.students.values()}


def test_after_the_result_an_enterprise_reads_who_comes_and_what_they_answer(world, contest, afterwards):
    contest.to_the_result()
    contest.confirm("Ada")

    client = signed_in(join(world.liaison))
    lathe, press = (client.get(seat_address(contest, post)).text for post in ("Lathe", "Press"))

    assert "Who comes" in lathe
    assert "Confirmed" in lathe
    assert "Waiting for an answer" in press
    assert "Hand the list in" not in lathe


def test_before_the_result_is_published_it_reads_nothing_of_it(world, contest, afterwards):
    contest.freeze()
    contest.run()

    text = signed_in(join(world.liaison)).get(seat_address(contest, "Lathe")).text

    assert "Who comes" not in text
    assert "as soon as the result is published" in text


def test_another_enterprise_sees_neither_seat_nor_students(world, contest, while_open):
    client = signed_in(join(world.stranger_liaison))

    assert client.get(seat_address(contest, "Lathe")).status_code == 404
    assert client.post(seat_address(contest, "Lathe", "rank"), {}).status_code in {403, 404}
    assert "Lathe" not in client.get(reverse("portal:rounds")).text
    assert PostRanking.objects.filter(seat=contest.seats["Lathe"]).count() == 3


def test_a_mentor_reads_but_does_not_rank(world, contest, while_open):
    contest.seats["Lathe"].post.mentor = world.mentor
    contest.seats["Lathe"].post.save()
    client = signed_in(join(world.mentor))

    assert client.get(seat_address(contest, "Lathe")).status_code == 200
    assert client.post(seat_address(contest, "Lathe", "rank"), {}).status_code == 403
    assert PostRanking.objects.filter(seat=contest.seats["Lathe"]).count() == 3
