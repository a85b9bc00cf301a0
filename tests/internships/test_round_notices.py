"""Who is told what of a round of selection, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.emails import compose
from core.models import Notification
from internships.models import RoundState, SelectionRound
from internships.operations import rounds, runs
from internships.round_reminders import remind_of_rounds
from tests.factories import StudentFactory, UserFactory
from tests.internships.rounding import (
    AFTERWARDS,
    CLOSES,
    CONFIRM_BY,
    FOR_ENTERPRISES,
    OPENS,
    STUDENTS_UNTIL,
    WHILE_OPEN,
)
from tests.world import World, join

LAST_DAYS = STUDENTS_UNTIL - timedelta(days=1)


def told(what: str) -> list[str]:
    """The names of those who were told one thing, as often as they were."""
    rows = Notification.objects.filter(kind=f"internships.round_{what}")
    return sorted(rows.values_list("recipient__name", flat=True))


def mail(what: str, *, to: str, language: str = "en") -> tuple[str, str]:
    row = Notification.objects.get(kind=f"internships.round_{what}", recipient__name=to)
    row.language, row.email = language, "reader@example.org"
    written = compose(row)
    return str(written.subject), str(written.body)


# --- Students ---------------------------------------------------------------------------------


def test_students_hear_of_a_round_when_they_may_rank_and_once(selection):
    selection.post("Lathe")
    selection.student("Ada")
    StudentFactory.create(name="Eva", user=UserFactory.create(name="Eva"))
    selection.open()
    assert told("opened") == [], "it opens tomorrow"

    for now in (OPENS, WHILE_OPEN):
        remind_of_rounds(now=now)

    assert told("opened") == ["Ada"], "Eva's class has no part in it"
    subject, text = mail("opened", to="Ada")
    assert subject == "Rank the posts you would like: Spring"
    assert f"/me/rounds/{selection.round.pk}/" in Notification.objects.get().data["url"]
    assert "you may rank the posts that you would like" in text


def test_a_round_that_opens_at_once_tells_at_once(selection):
    selection.post("Lathe")
    selection.student("Ada")
    rounds.open_round(actor=selection.coordinator, pk=selection.round.pk, now=OPENS)

    assert told("opened") == ["Ada"]


def test_a_round_of_many_students_is_told_in_as_many_queries_as_one_of_few(
    selection, django_assert_max_num_queries
):
    selection.post("Lathe")
    for number in range(40):
        selection.student(f"Student {number}")
    selection.open()

    with django_assert_max_num_queries(8):
        remind_of_rounds(now=OPENS)

    assert len(told("opened")) == 40


def test_two_days_before_the_end_those_without_a_list_are_reminded(contest):
    contest.student("Dan")
    Notification.objects.all().delete()

    for now in (LAST_DAYS, LAST_DAYS + timedelta(hours=5)):
        remind_of_rounds(now=now)

    assert told("closing") == ["Dan"]
    assert told("opened") == [], "after a standstill the latest only"
    assert "you may rank" in mail("closing", to="Dan")[1]


def test_a_new_deadline_is_a_new_reminder(contest):
    contest.student("Dan")
    remind_of_rounds(now=LAST_DAYS)
    later = STUDENTS_UNTIL + timedelta(days=3)
    rounds.reschedule(
        actor=contest.coordinator, pk=contest.round.pk, reason="Snow", now=LAST_DAYS, students_until=later
    )
    remind_of_rounds(now=later - timedelta(days=1))

    assert told("closing") == ["Dan", "Dan"]


def test_who_hands_in_a_list_is_not_asked_any_more(contest):
    contest.student("Dan")
    remind_of_rounds(now=LAST_DAYS)
    contest.wish("Dan", "Press", now=LAST_DAYS)

    row = Notification.objects.get(kind="internships.round_closing")
    assert row.state == Notification.State.CANCELLED


def test_everybody_hears_the_result_with_the_place_or_that_there_is_none(contest):
    contest.to_the_result()

    assert told("result") == ["Ada", "Ben", "Cai"]
    assert "You have a place: Lathe at" in mail("result", to="Ada")[1]
    assert "number 1 on your list" in mail("result", to="Ada")[1]
    assert "You have no place in the round Spring" in mail("result", to="Ben")[1]


def test_a_mail_is_written_in_the_readers_language(contest):
    contest.to_the_result()

    subject, text = mail("result", to="Ada", language="zh-hans")

    assert subject == "“Spring”的结果已公布"
    assert "您获得了岗位" in text


def test_after_a_new_run_those_hear_of_it_whose_place_changed(contest):
    contest.to_the_result()
    contest.decline("Ada")
    runs.run_again(actor=contest.coordinator, pk=contest.round.pk, reason="Ada moves away", now=AFTERWARDS)
    contest.run()
    contest.publish()

    assert contest.places() == {"Ada": None, "Ben": "Lathe", "Cai": "Press"}
    assert told("place_changed") == ["Ben"], "Ada gave hers up, Cai keeps theirs"
    text = mail("place_changed", to="Ben")[1]
    assert "you now have this place: Lathe" in text
    assert "Ada moves away" in text
    assert told("result") == ["Ada", "Ben", "Cai"], "once each"


def test_the_day_before_the_last_those_without_an_answer_are_reminded(contest):
    contest.to_the_result()
    contest.confirm("Ada")
    remind_of_rounds(now=CONFIRM_BY - timedelta(days=3))
    assert told("answer") == []

    for hours in (20, 10):
        remind_of_rounds(now=CONFIRM_BY - timedelta(hours=hours))

    assert told("answer") == ["Cai"], "Ada has answered, Ben has no place"
    contest.confirm("Cai", now=CONFIRM_BY - timedelta(hours=5))
    row = Notification.objects.get(kind="internships.round_answer")
    assert row.state == Notification.State.CANCELLED


def test_of_a_round_that_is_called_off_nothing_more_goes_out(contest):
    remind_of_rounds(now=WHILE_OPEN)
    rounds.cancel_round(actor=contest.coordinator, pk=contest.round.pk, reason="No plan", now=WHILE_OPEN)

    about = Notification.objects.exclude(kind__in=["internships.round_called_off"])
    assert set(about.values_list("state", flat=True)) == {Notification.State.CANCELLED}
    assert told("called_off") == ["Ada", "Ben", "Cai"]
    assert "No plan" in mail("called_off", to="Ada")[1]
    assert "取消" in mail("called_off", to="Ada", language="zh-hans")[0]


def test_new_times_are_told_with_the_reason_to_those_who_rank_and_not_of_a_draft(contest):
    later = STUDENTS_UNTIL + timedelta(days=3)
    change: dict = {"actor": contest.coordinator, "pk": contest.round.pk, "students_until": later}
    rounds.reschedule(reason="Snow", now=WHILE_OPEN, **change)

    assert told("rescheduled") == ["Ada", "Ben", "Cai"]
    subject, text = mail("rescheduled", to="Ben")
    assert "New times" in subject
    assert "Snow" in text
    SelectionRound.objects.filter(pk=contest.round.pk).update(state="draft")
    rounds.reschedule(reason="", now=LAST_DAYS, **change)
    assert len(told("rescheduled")) == 3


# --- Enterprises ------------------------------------------------------------------------------


@pytest.fixture
def liaison(world: World) -> str:
    join(world.stranger_liaison)
    return join(world.liaison).name


def test_enterprises_with_posts_in_a_round_hear_of_new_times_and_that_it_is_called_off(contest, liaison):
    later = STUDENTS_UNTIL + timedelta(days=3)
    rounds.reschedule(
        actor=contest.coordinator, pk=contest.round.pk, reason="Snow", now=WHILE_OPEN, students_until=later
    )
    rounds.cancel_round(actor=contest.coordinator, pk=contest.round.pk, reason="No plan", now=LAST_DAYS)

    assert told("hosts_rescheduled") == [liaison], "no other enterprise"
    assert told("hosts_called_off") == [liaison]
    assert "No plan" in mail("hosts_called_off", to=liaison)[1]


def test_an_enterprise_hears_that_it_is_its_turn_when_students_lists_are_complete(contest, liaison):
    remind_of_rounds(now=WHILE_OPEN)
    assert told("turn") == []

    for now in (STUDENTS_UNTIL, FOR_ENTERPRISES):
        remind_of_rounds(now=now)

    assert told("turn") == [liaison]
    text = mail("turn", to=liaison)[1]
    assert "Students want to come to 2 posts" in text
    assert "6 wishes" in text
    assert Notification.objects.get(kind="internships.round_turn").data["url"] == "/portal/rounds/"


def test_before_its_time_ends_an_enterprise_with_a_missing_list_is_reminded(contest, liaison):
    ending = CLOSES - timedelta(days=1)
    remind_of_rounds(now=ending)
    assert told("turn_ends") == [], "both posts have a list"
    assert told("turn") == [], "the latest only"

    contest.seats["Press"].rankings.all().delete()
    remind_of_rounds(now=ending)

    assert told("turn_ends") == [liaison]
    assert "1 post of" in mail("turn_ends", to=liaison)[1]


def test_an_enterprise_that_nobody_wants_to_join_is_left_in_peace(selection, liaison):
    selection.post("Lathe")
    selection.student("Ada")
    selection.open()

    remind_of_rounds(now=STUDENTS_UNTIL)

    assert told("turn") == []


# --- Those who run it -------------------------------------------------------------------------


def test_when_the_clock_closes_a_round_those_who_run_it_hear_of_it(contest):
    rounds.close_due_rounds(now=CLOSES)

    expected = sorted({contest.plan.owner.name, contest.coordinator.name})
    assert told("closed") == expected
    assert "Freeze the rankings" in mail("closed", to=expected[0])[1]


def test_who_closes_a_round_is_not_told_so(contest):
    rounds.close_round(actor=contest.coordinator, pk=contest.round.pk, now=CLOSES)

    assert contest.coordinator.name not in told("closed")


def test_when_answers_are_over_they_hear_how_many_there_are(contest):
    contest.to_the_result()
    contest.confirm("Ada")

    for now in (CONFIRM_BY, CONFIRM_BY + timedelta(days=1)):
        remind_of_rounds(now=now)

    assert len(told("answered")) == len(set(told("answered"))) > 0
    text = mail("answered", to=contest.coordinator.name)[1]
    assert "1 students confirmed their place, 0 declined, and 1 did not answer" in text


def test_a_finished_round_is_silent(contest):
    contest.to_the_result()
    rounds.finish_round(actor=contest.coordinator, pk=contest.round.pk, now=CONFIRM_BY)
    contest.round.refresh_from_db()
    assert contest.round.state == RoundState.FINISHED
    before = Notification.objects.count()

    remind_of_rounds(now=CONFIRM_BY + timedelta(days=1))

    assert Notification.objects.count() == before


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_mail_about_a_round_can_be_written(contest, liaison, language):
    """Each through its own template; a fault in one would hold back its mails for ever."""
    contest.student("Dan")
    times: list[datetime] = [OPENS, LAST_DAYS, STUDENTS_UNTIL]
    for now in times:
        remind_of_rounds(now=now)
    contest.seats["Press"].rankings.all().delete()
    remind_of_rounds(now=CLOSES - timedelta(hours=3))
    rounds.close_due_rounds(now=CLOSES)
    runs.freeze_round(actor=contest.coordinator, pk=contest.round.pk, now=AFTERWARDS)
    contest.run()
    contest.publish()
    contest.decline("Ada")
    runs.run_again(actor=contest.coordinator, pk=contest.round.pk, reason="Again", now=AFTERWARDS)
    contest.run()
    contest.publish()
    for now in (CONFIRM_BY - timedelta(hours=3), CONFIRM_BY):
        remind_of_rounds(now=now)

    rows = Notification.objects.filter(kind__startswith="internships.round_")
    assert rows.values("kind").distinct().count() == 9
    for row in rows:
        row.language, row.email = language, "reader@example.org"
        written = compose(row)
        assert "Spring" in str(written.subject) + str(written.body)
