"""Rounds of selection on the coordinator's screen."""

from __future__ import annotations

import json
from datetime import timedelta

import time_machine
from django.urls import reverse

from core.models import Notification
from internships.models import Outcome, RoundSeat, RoundState, SelectionRound
from internships.operations import rounds, runs
from internships.round_progress import progress_of
from tests.internships.rounding import (
    AFTERWARDS,
    AT_THE_END,
    CONFIRM_BY,
    FOR_ENTERPRISES,
    NOW,
    STUDENTS_UNTIL,
    WHILE_OPEN,
    Selection,
)
from tests.query_counts import assert_query_count
from tests.world import join, signed_in


def page(selection: Selection, tab: str = "") -> str:
    response = signed_in(selection.world.coordinator).get(
        selection.round.get_absolute_url(), {"tab": tab} if tab else {}
    )
    assert response.status_code == 200
    return response.text


def move(selection: Selection, name: str, **data: str):
    address = reverse("internships:round_move", args=[selection.round.pk, name])
    return signed_in(selection.world.coordinator).post(address, data, follow=True)


def test_a_coordinator_prepares_a_round_and_offers_every_post_at_once(world, selection):
    selection.post("Lathe", seats=2, offered=False)
    client = signed_in(world.coordinator)
    with time_machine.travel(NOW, tick=True):
        response = client.post(
            reverse("internships:round_new"),
            {
                "plan": selection.plan.pk,
                "name": "Autumn",
                "opens_at": "2026-11-05T08:00",
                "students_until": "2026-11-12T08:00",
                "closes_at": "2026-11-19T08:00",
                "confirm_by": "2026-11-26T08:00",
            },
        )
        round = SelectionRound.objects.get(name="Autumn")
        assert response.url == round.get_absolute_url()
        client.post(reverse("internships:seat_all", args=[round.pk]))

    assert list(round.seats.values_list("post__name_en", "seats")) == [("Lathe", 2)]


def test_the_seats_of_one_post_are_changed_and_taken_out(world, selection):
    selection.post("Lathe", seats=3)
    seat = RoundSeat.objects.get()
    client = signed_in(world.coordinator)

    client.post(
        reverse("internships:seat_edit", args=[seat.pk]), {"seats": 2, "lower": 2, "closing_place": 1}
    )
    seat.refresh_from_db()
    assert (seat.seats, seat.lower, seat.closing_place) == (2, 2, 1)

    refused = client.post(reverse("internships:seat_edit", args=[seat.pk]), {"seats": 9, "lower": 0})
    assert "has 3 seats left" in refused.text

    client.post(reverse("internships:seat_remove", args=[seat.pk]))
    assert not RoundSeat.objects.exists()


def test_the_page_says_who_has_ranked_and_who_has_not_but_never_how(contest):
    contest.student("Dan")
    with time_machine.travel(WHILE_OPEN):
        text = page(contest)

    assert "3 / 4" in text
    assert "Dan" in text
    assert "Ada" not in text


def test_progress_is_counted_by_class_and_by_enterprise(contest):
    contest.student("Dan")
    contest.seats["Press"].rankings.all().delete()
    with time_machine.travel(WHILE_OPEN):
        text = " ".join(page(contest).split())

    assert f'<td>{contest.school_class}</td><td class="number">3 / 4</td>' in text
    assert '<td class="number">1 / 2</td>' in text


def test_those_without_a_list_are_reminded_with_their_exact_number(contest):
    for name in ("Dan", "Eve"):
        contest.student(name)
    client = signed_in(contest.world.coordinator)
    address = reverse("internships:round_remind", args=[contest.round.pk, "students"])
    with time_machine.travel(WHILE_OPEN, tick=True):
        assert "Remind 2 students without a list?" in client.get(address).text
        refused = client.post(address, {"expected": 3})
        assert "It would be 2 people by now." in refused.text
        assert not Notification.objects.filter(kind="internships.round_closing").exists()

        client.post(address, {"expected": 2})
        assert "Remind 0 students" in client.get(address).text, "once a day"

    reminded = Notification.objects.filter(kind="internships.round_closing")
    assert set(reminded.values_list("recipient__name", flat=True)) == {"Dan", "Eve"}


def test_liaisons_of_posts_without_a_list_are_reminded(contest):
    join(contest.world.liaison)
    contest.seats["Press"].rankings.all().delete()
    client = signed_in(contest.world.coordinator)
    address = reverse("internships:round_remind", args=[contest.round.pk, "enterprises"])
    with time_machine.travel(FOR_ENTERPRISES, tick=True):
        assert "Remind 1 liaison of posts without a list?" in client.get(address).text
        client.post(address, {"expected": 1})

    reminded = Notification.objects.get(kind="internships.round_turn_ends")
    assert reminded.recipient == contest.world.liaison.user


def test_nobody_is_reminded_when_it_is_not_their_time(contest):
    contest.student("Dan")
    address = reverse("internships:round_remind", args=[contest.round.pk, "students"])
    with time_machine.travel(FOR_ENTERPRISES, tick=True):
        answer = signed_in(contest.world.coordinator).post(address, {"expected": 1})

    assert "They do not rank at this time." in answer.text
    assert not Notification.objects.filter(kind="internships.round_closing").exists()


def test_who_holds_a_place_already_is_not_waited_for_in_a_fill_in_round(contest):
    contest.to_the_result()
    contest.confirm("Ada")
    later = AT_THE_END + timedelta(days=5)
    rounds.finish_round(actor=contest.coordinator, pk=contest.round.pk, now=AT_THE_END)
    times = {
        name: later + timedelta(days=days)
        for name, days in zip(
            ("opens_at", "students_until", "closes_at", "confirm_by"), (0, 3, 6, 9), strict=True
        )
    }
    fill_in = rounds.prepare_fill_in(
        actor=contest.coordinator, follows=contest.round, name="Fill-in", now=AT_THE_END, **times
    )
    rounds.open_round(actor=contest.coordinator, pk=fill_in.pk, now=later)

    assert progress_of(fill_in).students == 2
    opened = Notification.objects.filter(kind="internships.round_opened", subject_id=fill_in.pk)
    assert set(opened.values_list("recipient__name", flat=True)) == {"Ben", "Cai"}


def test_what_cannot_be_done_yet_says_why(contest):
    with time_machine.travel(WHILE_OPEN):
        assert "Enterprises may rank until" in page(contest)


def test_a_round_is_cancelled_with_a_reason_only(contest):
    with time_machine.travel(WHILE_OPEN):
        assert move(contest, "cancel").status_code == 422
        move(contest, "cancel", reason="The plan was withdrawn")

    assert SelectionRound.objects.get().state == RoundState.CANCELLED


def test_from_the_freeze_to_the_published_result_on_the_screen(contest):
    from internships.round_work import work_on_all

    with time_machine.travel(AFTERWARDS):
        for name in ("close", "freeze", "start"):
            move(contest, name)
        assert "Queued" in page(contest, "result")
        status = signed_in(contest.world.coordinator).get(
            reverse("internships:round_status", args=[contest.round.pk])
        )
        assert 'hx-trigger="every 2s"' in status.text
        work_on_all(now=AFTERWARDS)
        assert "Which choice students would get: not published yet" in page(contest, "result")
        move(contest, "publish")

    assert contest.places() == {"Ada": "Lathe", "Ben": None, "Cai": "Press"}
    text = page(contest, "result")
    assert contest.round.runs.get().result_sha256 in text
    assert contest.round.seed in page(contest)


def test_the_seed_is_not_on_the_page_before_the_rankings_close(contest):
    assert contest.round.seed not in page(contest)
    assert contest.round.seed_sha256 in page(contest)


def test_the_frozen_rankings_can_be_taken_away_and_checked(contest):
    run = contest.to_the_result()

    answer = signed_in(contest.world.coordinator).get(reverse("internships:run_snapshot", args=[run.pk]))

    assert json.loads(answer.content)["seed"] == contest.round.seed
    assert answer.content.decode() == run.snapshot


def test_an_outcome_is_explained_without_anybodys_name(contest):
    contest.to_the_result()

    text = signed_in(contest.world.coordinator).get(contest.outcome("Ben").get_absolute_url()).text

    assert "1 ranked above you (your rank 2, last placed 1)" in text
    assert "Ada" not in text
    assert "Cai" not in text


def test_the_list_of_outcomes_narrows_and_goes_out_as_a_file(contest):
    contest.to_the_result()
    contest.decline("Cai")
    client = signed_in(contest.world.coordinator)
    address = reverse("internships:outcome_list")

    assert "Ada" in client.get(address, {"answer": "none", "round": contest.round.pk}).text
    assert "Ada" not in client.get(address, {"unplaced": "on"}).text
    exported = client.get(address, {"answer": "declined", "export": "csv"})
    content = b"".join(exported.streaming_content).decode()
    assert "Cai" in content
    assert "Ada" not in content
    assert "Too far" in client.get(address, {"columns": ["student", "reason"]}).text


def test_only_the_outcomes_that_count_are_listed(contest):
    contest.to_the_result()
    contest.decline("Ada")
    runs.run_again(actor=contest.coordinator, pk=contest.round.pk, reason="Ada left", now=AFTERWARDS)
    contest.run()

    assert Outcome.objects.count() == 6
    assert Outcome.objects.that_count().count() == 3


def test_a_fill_in_round_is_prepared_from_the_finished_one(contest):
    contest.to_the_result()
    with time_machine.travel(CONFIRM_BY + timedelta(hours=1)):
        move(contest, "finish")
        later = STUDENTS_UNTIL + timedelta(days=60)
        response = signed_in(contest.world.coordinator).post(
            reverse("internships:round_fill_in", args=[contest.round.pk]),
            {
                "name": "Left over",
                "opens_at": f"{later:%Y-%m-%dT08:00}",
                "students_until": f"{later + timedelta(days=1):%Y-%m-%dT08:00}",
                "closes_at": f"{later + timedelta(days=2):%Y-%m-%dT08:00}",
                "confirm_by": f"{later + timedelta(days=3):%Y-%m-%dT08:00}",
            },
        )
        fill_in = SelectionRound.objects.get(name="Left over")
        assert response.url == fill_in.get_absolute_url()

    assert fill_in.follows == contest.round
    assert fill_in.seats.count() == 2, "nobody has confirmed"


def test_a_stranger_finds_nothing(contest):
    contest.to_the_result()
    client = signed_in(contest.world.stranger_officer)

    for address in (contest.round.get_absolute_url(), contest.outcome("Ada").get_absolute_url()):
        assert client.get(address).status_code in {403, 404}
    assert client.get(reverse("internships:outcome_list")).status_code == 403


def test_pages_of_a_round_ask_the_same_however_many_take_part(world, contest):
    contest.to_the_result()
    client = signed_in(world.coordinator)
    for name, tab in (("round progress", ""), ("round seats", "seats"), ("round result", "result")):
        assert_query_count(
            name,
            client,
            f"{contest.round.get_absolute_url()}?tab={tab}" if tab else contest.round.get_absolute_url(),
        )
    assert_query_count("list of rounds", client, reverse("internships:round_list"))
    assert_query_count("list of seats of rounds", client, reverse("internships:seat_list"))
    assert_query_count("list of outcomes", client, reverse("internships:outcome_list"))
