"""The pages of placements: the board of a plan, the list, one placement, and what a student reads."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from internships.class_watch import watches as class_watches
from internships.models import Student
from placements import watch
from placements.board import board_rows, chip_of, numbers_of
from placements.models import Placement, PlacementState
from placements.operations.readiness import latest_check, recheck
from tests.placements.placing import ENDS_ON, NOW, STARTS_ON, TODAY, Placed, a_student
from tests.query_counts import assert_query_count
from tests.world import come_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def board(placed: Placed) -> str:
    return reverse("placements:board", args=[placed.plan.pk])


@pytest.fixture
def client(placed: Placed):
    return signed_in(placed.world.coordinator)


def shown(client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.text


# --- The board --------------------------------------------------------------------------------


def test_the_board_has_a_row_for_every_student_of_the_cohort_and_nobody_else(placed, client, board):
    waiting = a_student(placed.world, name="王五")
    gone = a_student(placed.world, name="赵六", state="left")
    placed.check()

    page = shown(client, board)

    assert waiting.name in page
    assert placed.placement.student.number in page
    assert gone.number not in page
    assert placed.world.stranger_student.number not in page


def test_each_row_says_where_the_student_stands(placed):
    a_student(placed.world)
    ended = placed.another(state="ended_early", ended_on=TODAY, reason="Moved")
    placed.another(student=ended.student)
    placed.check()

    rows = {row.pk: row for row in board_rows(placed.plan)}

    mine = rows[placed.placement.student_id]
    assert mine.placement["pk"] == placed.placement.pk
    assert "INT-13" in mine.standing["blocking"]
    # The live placement counts, not the one before.
    assert rows[ended.student_id].placement["state"] == PlacementState.OFFERED
    assert sorted(str(chip_of(row).label) for row in rows.values()) == [
        "Offered",
        "Offered",
        "Without a place",
    ]


def test_the_numbers_above_the_board_add_up(placed, in_order):
    a_student(placed.world)
    red = placed.another(mentor=None)
    recheck([placed.placement.pk, red.pk], now=NOW)
    Placement.objects.filter(pk=placed.placement.pk).update(state="in_progress", started_on=TODAY)

    numbers = numbers_of(placed.plan, on=TODAY)

    assert numbers.students == 3
    assert {number.key: number.count for number in numbers.where if number.count} == {
        "unplaced": 1,
        "offered": 1,
        "in_progress": 1,
    }
    assert sum(number.count for number in numbers.where) == numbers.students


def test_the_board_is_narrowed_to_whom_a_rule_stops(placed, client, board):
    free = a_student(placed.world)
    placed.check()

    assert placed.placement.student.number in shown(client, board, blocker="INT-13")
    assert free.number not in shown(client, board, blocker="INT-13")
    assert placed.placement.student.number not in shown(client, board, blocker="INT-19")


@pytest.mark.parametrize(("where", "is_there"), [("unplaced", False), ("offered", True), ("finished", False)])
def test_the_board_is_narrowed_to_where_students_stand(placed, client, board, where, is_there):
    assert (placed.placement.student.number in shown(client, board, where=where)) is is_there


def test_a_list_of_exceptions_stands_above_the_board_and_narrows_it(placed, client, board, monkeypatch):
    monkeypatch.setitem(
        watch._watches,
        "test",
        watch.Watch(
            name="test",
            label="Ends too late",
            icon="alarm",
            advice="Look at the dates.",
            placements=lambda rows, on: rows.filter(ends_on__gt=ENDS_ON),
        ),
    )
    late = placed.another(ends_on=ENDS_ON.replace(day=20))

    page = shown(client, board)
    narrowed = shown(client, board, watch="test")

    assert "Ends too late" in page
    assert late.student.number in narrowed
    assert placed.placement.student.number not in narrowed


def test_a_bulk_act_counts_only_those_for_whom_it_can_be_meant(placed, in_order, client, board):
    waiting = a_student(placed.world)
    keys = [placed.placement.student_id, waiting.pk]

    asked = client.post(board, {"action": "prepare", "selected": keys})
    done = client.post(
        board, {"action": "prepare", "selected": keys, "confirmed": "1", "expected": "1"}, follow=True
    )

    assert "Declare 1 placements ready" in asked.text
    assert "done for 1" in done.text
    assert placed.fresh().state == PlacementState.PREPARED


def test_a_bulk_act_that_meets_a_red_line_says_which_and_goes_on(placed, client, board):
    response = client.post(
        board,
        {"action": "prepare", "selected": [placed.placement.student_id], "confirmed": "1", "expected": "1"},
        follow=True,
    )

    assert "Consent of student and guardian" in response.text
    assert placed.fresh().state == PlacementState.OFFERED


def test_what_is_exported_is_what_is_filtered(placed, client, board):
    waiting = a_student(placed.world)
    response = client.get(board, {"where": "unplaced", "export": "csv", "columns": ["number", "where"]})

    content = b"".join(response.streaming_content).decode()
    assert waiting.number in content
    assert placed.placement.student.number not in content


def test_whoever_only_drafts_plans_does_not_open_the_board(placed, board):
    assert signed_in(placed.world.head).get(board).status_code == 403
    assert signed_in(placed.world.stranger_officer).get(board).status_code == 404


# --- List and detail --------------------------------------------------------------------------


def test_the_list_finds_by_student_post_and_enterprise_and_shows_nobody_of_others(placed, client):
    address = reverse("placements:placement_list")

    for term in (placed.placement.student.name, placed.post.name_en, placed.world.partner.name):
        page = shown(client, address, q=term)
        assert placed.placement.student.number in page
        assert placed.stranger_placement.student.number not in page


def test_an_instructor_sees_the_students_whom_they_guide_and_no_others(placed):
    other = placed.another(instructor=None)

    page = shown(signed_in(placed.world.class_teacher), reverse("placements:mine"))

    assert placed.placement.student.number in page
    assert other.student.number not in page


def test_a_question_is_answered_from_the_check_list(placed, in_order, client, say):
    say(training={"has_protective_gear": False})
    check = placed.check()
    assert "INT-35b" in check.asking
    address = reverse("compliance:decide", args=[check.pk, "INT-35b"])

    assert address in shown(client, placed.placement.get_absolute_url(), tab="readiness")
    response = client.post(address, {"outcome": "fail", "reason": "No helmets were handed out"}, follow=True)

    assert "No helmets were handed out" in response.text
    assert "INT-35b" in latest_check(placed.placement).blocking


def test_a_filing_is_recorded_at_the_post_and_lifts_the_rule(placed, in_order, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    placed.post.works_on_holidays = True
    placed.post.save()
    assert placed.check().blocking == ["INT-23"]
    address = reverse("compliance:waiver_new", args=["post", placed.post.pk])

    response = client.post(
        address,
        {
            "codes": ["INT-23"],
            "number": "GX-2026-7",
            "authority": "Bureau",
            "valid_from": TODAY.isoformat(),
            "valid_until": ENDS_ON.isoformat(),
            "scan": SimpleUploadedFile("filing.pdf", b"%PDF-1.7\n"),
        },
        follow=True,
    )

    assert "GX-2026-7" in response.text
    assert latest_check(placed.placement).blocking == []


def test_a_student_is_placed_from_the_board(placed, client):
    student = a_student(placed.world)
    address = reverse("placements:place", args=[placed.plan.pk])

    response = client.post(
        address,
        {
            "student": student.pk,
            "post": placed.post.pk,
            "arrangement": "assigned",
            "was_free": "yes",
            "starts_on": STARTS_ON.isoformat(),
            "ends_on": placed.plan.ends_on.isoformat(),
        },
    )

    made = Placement.objects.get(student=student)
    assert response.url == made.get_absolute_url()
    assert made.is_host_imposed is False


# --- Students and class teachers --------------------------------------------------------------


def test_a_student_reads_where_they_go_and_what_is_missing(placed):
    come_in(placed.world.student)
    placed.check()

    page = shown(signed_in(placed.world.student.user), reverse("me:today"))

    for words in (placed.post.name_en, placed.instructor.name_latin, placed.world.mentor.name_latin):
        assert words in page
    assert "Tripartite agreement before the start" in page


def test_a_student_reads_nothing_of_another_students_place(placed):
    come_in(placed.world.stranger_student)

    page = shown(signed_in(placed.world.stranger_student.user), reverse("me:today"))

    assert placed.post.name_en not in page
    assert "Guide" in page


def test_a_class_teacher_is_told_who_has_no_place(placed):
    waiting = a_student(placed.world)
    unplaced = next(one for one in class_watches() if one.name == "unplaced")
    students = Student.objects.filter(school_class=placed.world.school_class)

    assert set(unplaced.students(students, TODAY)) == {waiting}


# --- What it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 12])
def test_pages_cost_the_same_for_many_students(placed, client, board, size):
    pks = [placed.another().pk for _number in range(size)]
    for _number in range(size):
        a_student(placed.world)
    recheck(pks, now=NOW)
    mine = signed_in(placed.world.class_teacher)

    assert_query_count("placements:board", client, board)
    assert_query_count("placements:placement_list", client, reverse("placements:placement_list"))
    assert_query_count("placements:mine", mine, reverse("placements:mine"))
    assert_query_count("placements:placement_detail", client, placed.placement.get_absolute_url())
    readiness = f"{placed.placement.get_absolute_url()}?tab=readiness"
    assert_query_count("placements:readiness", client, readiness)


@pytest.mark.parametrize("record", ["student", "post", "enterprise"])
def test_a_placement_stands_on_the_pages_of_student_post_and_enterprise(placed, client, record):
    address = getattr(placed.placement, record).get_absolute_url()
    page = shown(client, address, tab="placements")

    assert placed.placement.get_absolute_url() in page
    assert placed.stranger_placement.get_absolute_url() not in page


def test_of_all_that_match_only_those_are_counted_for_whom_the_act_is_meant(
    placed, client, board, monkeypatch
):
    monkeypatch.setattr("core.views.lists.MOST_AT_ONCE", 3)
    for _number in range(5):
        a_student(placed.world)

    asked = client.post(board, {"action": "prepare", "all_matching": "1", "query": ""})

    assert "Declare 1 placements ready" in asked.text
