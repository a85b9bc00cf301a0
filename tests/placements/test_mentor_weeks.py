"""One link a week: the mentor confirms all, says what is different, or stays silent."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.access import NotVisible
from core.models import Notification
from placements import day_watches
from placements.models import Concern, LogEntry, LogState, MentorWeek, Placement, Presence, WorkDay
from placements.operations import weeks as operations
from placements.operations.vouching import Answer
from signing.models import TaskLink
from tests.placements.daily import MONDAY, NOW, STARTED, TODAY, Daily, make_daily
from tests.world import join, signed_in

# The Monday after, at eight in the evening.
AFTERWARDS = NOW + timedelta(days=3)


@pytest.fixture
def daily(world) -> Daily:
    return make_daily(world)


@pytest.fixture
def asked(daily) -> Daily:
    """An entry, a day of nine hours, and four days of the post; both mentors were asked."""
    daily.write()
    daily.work(MONDAY, hours="9")
    operations.ask_mentors(now=AFTERWARDS)
    return daily


def week_of(daily: Daily) -> MentorWeek:
    return MentorWeek.objects.get(contact=daily.world.mentor)


def link_of(daily: Daily) -> TaskLink:
    return TaskLink.objects.get(task="week", subject_id=week_of(daily).pk)


def opened(daily: Daily) -> tuple[Client, str]:
    """A browser without any account, on the page of the week."""
    client, link = Client(), link_of(daily)
    client.post(reverse("link:open", args=[link.token]))
    return client, reverse("week:answer", args=[link.token])


def answer(**said: object) -> Answer:
    return Answer(shown_at=AFTERWARDS, **said)


# --- Asking -----------------------------------------------------------------------------------


def test_each_mentor_is_asked_once_a_week_however_often_the_sweep_runs(asked):
    assert operations.ask_mentors(now=AFTERWARDS) == 0
    assert operations.ask_mentors(now=AFTERWARDS + timedelta(days=1)) == 0

    assert MentorWeek.objects.filter(monday=MONDAY).count() == 2
    told = Notification.objects.filter(kind="placements.week", email=asked.world.mentor.email)
    assert told.count() == 1
    assert week_of(asked).asked_by == asked.world.class_teacher


def test_a_mentor_has_one_link_for_all_their_students(daily):
    daily.write()
    for _number in range(3):
        daily.classmate()
    operations.ask_mentors(now=AFTERWARDS)

    assert TaskLink.objects.filter(task="week", email=daily.world.mentor.email).count() == 1
    told = Notification.objects.get(kind="placements.week", email=daily.world.mentor.email)
    assert told.data["students"] == 4


def test_asking_many_mentors_costs_no_more_queries_than_asking_few(daily, django_assert_max_num_queries):
    from tests.factories import ContactFactory

    for number in range(12):
        mentor = ContactFactory.create(enterprise=daily.world.partner, roles=["mentor"], name=f"M{number}")
        daily.classmate(mentor=mentor)
    with django_assert_max_num_queries(45):
        assert operations.ask_mentors(now=AFTERWARDS) == 14


def test_a_mentor_who_cannot_be_reached_is_given_to_the_instructor_at_once(daily):
    daily.world.mentor.email = daily.world.mentor.phone = ""
    daily.world.mentor.save()
    daily.write()
    operations.ask_mentors(now=AFTERWARDS)

    assert week_of(daily).given_up_at == AFTERWARDS
    told = Notification.objects.get(kind="placements.week_silent", recipient=daily.world.class_teacher)
    assert "李明" in told.data["students"]["zh"]


def test_a_student_whose_internship_is_interrupted_gets_no_hours_of_the_post(daily):
    Placement.objects.filter(pk=daily.placement.pk).update(state="interrupted", reason="ill")
    operations.ask_mentors(now=AFTERWARDS)
    assert not WorkDay.objects.filter(placement=daily.placement).exists()


# --- The page behind the link -----------------------------------------------------------------


@time_machine.travel(AFTERWARDS, tick=False)
def test_one_button_confirms_the_whole_week_without_an_account(asked):
    client, address = opened(asked)
    page = client.get(address)
    text = page.content.decode()
    assert "Turned twelve shafts." in text
    assert "李明" in text or "Li Ming" in text

    done = client.post(address, {"shown_at": page.context["shown_at"]}, follow=True)

    assert done.status_code == 200
    days = WorkDay.objects.filter(placement=asked.placement)
    assert days.count() == 5
    assert {(row.vouched_as, row.vouched_by_contact) for row in days} == {("mentor", asked.world.mentor)}
    assert LogEntry.objects.get().state == LogState.CONFIRMED
    assert week_of(asked).answered_at == AFTERWARDS
    assert link_of(asked).used_at == AFTERWARDS
    assert not Notification.objects.filter(
        kind="placements.week", email=asked.world.mentor.email, state="waiting"
    ).exists()


@time_machine.travel(AFTERWARDS, tick=False)
def test_exceptions_are_said_beside_the_day_and_the_entry(asked):
    entry = LogEntry.objects.get()
    monday, tuesday, *_rest = WorkDay.objects.filter(placement=asked.placement).order_by("day")
    client, address = opened(asked)
    client.post(
        address,
        {
            "shown_at": AFTERWARDS.isoformat(),
            f"hours_{monday.pk}": "7.5",
            f"note_{monday.pk}": "Left early",
            f"absent_{tuesday.pk}": "on",
            f"return_{entry.pk}": "Which machine?",
        },
    )
    monday.refresh_from_db()
    tuesday.refresh_from_db()
    entry.refresh_from_db()
    assert (monday.hours, monday.note, monday.source) == (Decimal("7.5"), "Left early", "mentor")
    assert (tuesday.presence, tuesday.hours) == (Presence.ABSENT, 0)
    assert (entry.state, entry.return_reason) == (LogState.RETURNED, "Which machine?")
    assert all(row.is_vouched for row in WorkDay.objects.filter(placement=asked.placement))


@time_machine.travel(AFTERWARDS, tick=False)
def test_what_is_no_number_of_hours_confirms_nothing_and_stays_on_the_page(asked):
    day = WorkDay.objects.filter(placement=asked.placement).first()
    client, address = opened(asked)
    page = client.post(address, {"shown_at": AFTERWARDS.isoformat(), f"hours_{day.pk}": "viel"})
    assert page.status_code == 422
    assert 'value="viel"' in page.content.decode()
    assert not WorkDay.objects.exclude(vouched_at=None).exists()


def test_what_was_changed_after_the_mentor_looked_goes_on_waiting(asked):
    from placements.operations.log import rewrite_entry

    entry = LogEntry.objects.get()
    rewrite_entry(
        pupil=asked.pupil, pk=entry.pk, happened_on=TODAY, text="Quite another thing.",
        now=AFTERWARDS + timedelta(minutes=1),
    )  # fmt: skip
    said = operations.answer_week(
        witness=asked.mentor, pk=week_of(asked).pk, answer=answer(), now=AFTERWARDS + timedelta(minutes=2)
    )
    assert (said.entries, said.left) == (0, 1)
    entry.refresh_from_db()
    assert entry.state == LogState.SUBMITTED


@time_machine.travel(AFTERWARDS, tick=False)
def test_the_link_of_one_mentor_shows_nobody_elses_students(asked):
    client, address = opened(asked)
    text = client.get(address).content.decode()
    assert "陌生" not in text
    assert "Mo Sheng" not in text
    theirs = WorkDay.objects.filter(placement=asked.stranger_placement).first()
    client.post(address, {"shown_at": AFTERWARDS.isoformat(), f"hours_{theirs.pk}": "1"})
    theirs.refresh_from_db()
    assert (theirs.hours, theirs.is_vouched) == (8, False)


def test_another_mentor_answers_nothing(asked):
    from core.access import THE_SYSTEM
    from placements.instructing import Witness

    stranger = Witness(actor=THE_SYSTEM, contact=asked.stranger_placement.mentor)
    with pytest.raises(NotVisible):
        operations.answer_week(witness=stranger, pk=week_of(asked).pk, answer=answer(), now=AFTERWARDS)
    assert not WorkDay.objects.exclude(vouched_at=None).exists()


@time_machine.travel(AFTERWARDS, tick=False)
def test_opening_the_address_decides_nothing(asked):
    client, link = Client(), link_of(asked)
    assert client.get(reverse("week:answer", args=[link.token])).status_code == 302
    client.get(reverse("link:task", args=[link.token]))
    assert week_of(asked).answered_at is None
    assert not WorkDay.objects.exclude(vouched_at=None).exists()


@time_machine.travel(AFTERWARDS, tick=False)
def test_the_link_of_another_task_opens_no_week(asked):
    link = link_of(asked)
    TaskLink.objects.filter(pk=link.pk).update(task="question", opened_at=AFTERWARDS)
    assert Client().get(reverse("week:answer", args=[link.token])).status_code == 404


@time_machine.travel(AFTERWARDS, tick=False)
def test_a_problem_goes_out_with_the_confirmation_and_becomes_a_concern(asked):
    client, address = opened(asked)
    client.post(
        address,
        {
            "shown_at": AFTERWARDS.isoformat(),
            "problem_about": asked.placement.pk,
            "problem": "Falls asleep at the machine.",
        },
    )
    concern = Concern.objects.get()
    assert (concern.text, concern.raised_by) == ("Falls asleep at the machine.", "mentor")
    assert (concern.placement, concern.contact) == (asked.placement, asked.world.mentor)
    assert week_of(asked).answered_at == AFTERWARDS


@time_machine.travel(AFTERWARDS, tick=False)
def test_a_problem_about_somebody_elses_student_is_no_problem_of_ours(asked):
    client, address = opened(asked)
    refused = client.post(
        address,
        {
            "shown_at": AFTERWARDS.isoformat(),
            "problem_about": asked.stranger_placement.pk,
            "problem": "x",
        },
    )
    assert refused.status_code == 404
    assert not Concern.objects.exists()
    assert week_of(asked).answered_at is None


# --- At the portal ----------------------------------------------------------------------------


@time_machine.travel(AFTERWARDS, tick=False)
def test_a_mentor_with_an_account_confirms_at_the_portal(asked):
    client = signed_in(join(asked.world.mentor))
    week = week_of(asked)
    assert reverse("portal:week", args=[week.pk]) in client.get(reverse("portal:interns")).content.decode()
    address = reverse("portal:week", args=[week.pk])
    assert "Turned twelve shafts." in client.get(address).content.decode()
    client.post(address, {"shown_at": AFTERWARDS.isoformat()})

    week.refresh_from_db()
    assert week.answered_at == AFTERWARDS
    assert {row.vouched_by for row in WorkDay.objects.filter(placement=asked.placement)} == {
        asked.world.mentor.user
    }


def test_a_liaison_reads_and_confirms_nothing(asked):
    client = signed_in(join(asked.world.liaison))
    assert (
        client.post(
            reverse("portal:week", args=[week_of(asked).pk]), {"shown_at": AFTERWARDS.isoformat()}
        ).status_code
        == 404
    )
    assert not WorkDay.objects.exclude(vouched_at=None).exists()


# --- Silence ----------------------------------------------------------------------------------


def test_a_silent_mentor_is_reminded_once_then_the_instructor_hears_of_it_never_the_student(asked):
    operations.remind_mentors(now=AFTERWARDS + timedelta(days=1))
    assert Notification.objects.filter(kind="placements.week").count() == 2
    for _again in range(2):
        operations.remind_mentors(now=AFTERWARDS + timedelta(days=2))
    reminders = Notification.objects.filter(kind="placements.week", data__is_reminder=True)
    assert reminders.count() == 2

    operations.give_up_on_mentors(now=AFTERWARDS + timedelta(days=3))
    assert not Notification.objects.filter(kind="placements.week_silent").exists()
    for _again in range(2):
        operations.give_up_on_mentors(now=AFTERWARDS + timedelta(days=4))
    told = Notification.objects.filter(kind="placements.week_silent")
    assert {one.recipient for one in told} == {
        asked.world.class_teacher,
        asked.stranger_placement.plan.owner,
    }
    assert not Notification.objects.filter(recipient=asked.pupil.user).exists()
    later = TODAY + timedelta(days=7)
    assert asked.placement in day_watches.with_a_silent_mentor(Placement.objects.all(), later)


@time_machine.travel(AFTERWARDS, tick=False)
def test_the_instructor_confirms_instead_and_it_is_recorded_as_such(asked):
    address = reverse("placements:mentor_week", args=[week_of(asked).pk])
    client = signed_in(asked.world.class_teacher)
    assert "Turned twelve shafts." in client.get(address).content.decode()
    client.post(address, {"shown_at": AFTERWARDS.isoformat()})

    assert {row.vouched_as for row in WorkDay.objects.filter(placement=asked.placement)} == {"instructor"}
    assert LogEntry.objects.get().is_by_the_school
    assert week_of(asked).answered_at is None, "the mentor has not answered"
    assert signed_in(asked.world.stranger_officer).get(address).status_code == 404


@time_machine.travel(AFTERWARDS, tick=False)
def test_the_days_of_one_student_are_confirmed_on_their_page(asked):
    client = signed_in(asked.world.class_teacher)
    client.post(
        reverse("placements:days_confirm", args=[asked.placement.pk]),
        {"shown_at": AFTERWARDS.isoformat()},
    )
    assert all(row.is_by_the_school for row in WorkDay.objects.filter(placement=asked.placement))


# --- Mails ------------------------------------------------------------------------------------


def test_the_mail_to_a_mentor_carries_the_link_and_no_name_of_a_student(asked, mailoutbox):
    from core.delivery import deliver_due

    deliver_due(now=AFTERWARDS + timedelta(hours=14))
    sent = next(mail for mail in mailoutbox if asked.world.mentor.email in mail.to[0])
    assert re.search(r"/link/[^/\s]+/", sent.body)
    assert "李明" not in sent.body


# --- Reminding students -----------------------------------------------------------------------


def test_a_student_without_a_log_is_reminded_once_a_week(daily):
    from placements.log_reminders import remind_of_logs

    assert remind_of_logs(on=STARTED + timedelta(days=4), now=NOW) == 0
    assert remind_of_logs(on=TODAY, now=NOW) == 2
    assert remind_of_logs(on=TODAY, now=NOW) == 0
    daily.write()
    assert remind_of_logs(on=TODAY + timedelta(days=3), now=AFTERWARDS) == 1, "only the other one"
    assert day_watches.without_a_log(Placement.objects.all(), TODAY).get() == daily.stranger_placement
