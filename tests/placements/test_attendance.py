"""Hours and leave: what students say, what the calendar says, what the rules find."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from compliance.choices import Outcome, Stage
from compliance.models import Evaluation
from compliance.operations import judged
from core.access import NotVisible
from core.models import Notification
from core.transitions import TransitionRefused
from core.workdays import WorkCalendar
from internships.me.pupil import Pupil
from internships.models import Post
from placements import day_watches
from placements.models import Leave, LeaveState, Placement, Presence, WorkDay
from placements.operations import leave as leaves
from placements.operations.attendance import (
    Hours,
    UnableToHandIn,
    fill_from_posts,
    hand_in_days,
    usual_days,
)
from placements.operations.vouching import Answer, vouch
from placements.weeks import days_of_week, monday_of, name_of_week, week_named
from tests.placements.daily import MONDAY, NOW, TODAY, Daily, make_daily
from tests.world import signed_in

SATURDAY = MONDAY - timedelta(days=2)


@pytest.fixture
def daily(world) -> Daily:
    return make_daily(world)


def found_in(placement: Placement, monday: date) -> dict[str, str]:
    """The outcome of each rule for a week."""
    check = Evaluation.objects.current().about(placement).get(stage=Stage.DAY, occasion=name_of_week(monday))
    return {one.code: one.outcome for one in judged(check)}


def confirm_all(daily: Daily, **said: object) -> None:
    vouch(
        witness=daily.mentor,
        keys=[daily.placement.pk],
        until=TODAY,
        answer=Answer(shown_at=NOW, **said),
        now=NOW,
    )


# --- Weeks ------------------------------------------------------------------------------------


@given(st.dates(date(1990, 1, 1), date(2150, 1, 1)))
def test_a_day_lies_in_its_week_and_the_week_is_found_by_its_name(day):
    monday = monday_of(day)
    assert day in days_of_week(monday)
    assert monday.isoweekday() == 1
    assert week_named(name_of_week(monday)) == monday


@given(st.text(max_size=12))
def test_any_text_is_a_week_or_none(text):
    found = week_named(text)
    assert found is None or name_of_week(found) == text


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sets(st.integers(0, 6)),
    st.integers(0, 6),
    st.integers(0, 3),
)
def test_nobody_is_usually_at_work_on_a_rest_day_a_holiday_or_on_leave(day, holidays, begin, length):
    week = days_of_week(monday_of(day))
    calendar = WorkCalendar(country="CN", holidays=frozenset(week[number] for number in holidays))
    first = week[begin]
    leave = Leave(first_on=first, last_on=first + timedelta(days=length))
    usual = usual_days(Placement(), week, calendar, [leave])
    assert all(calendar.is_workday(one) for one in usual)
    assert not any(leave.first_on <= one <= leave.last_on for one in usual)


# --- Handing in -------------------------------------------------------------------------------


def test_an_ordinary_week_keeps_the_rules(daily):
    daily.work(*days_of_week(MONDAY)[:5], begins_at=time(8, 30), ends_at=time(17, 30))

    found = found_in(daily.placement, MONDAY)
    assert (found["INT-23b"], found["INT-24b"]) == (Outcome.PASS, Outcome.PASS)


def test_nine_hours_a_day_break_the_rule_with_its_article_on_the_page(daily):
    daily.work(MONDAY, hours="9", begins_at=time(8), ends_at=time(18))

    assert found_in(daily.placement, MONDAY)["INT-24b"] == Outcome.FAIL
    page = signed_in(daily.world.class_teacher).get(f"{daily.placement.get_absolute_url()}?tab=days")
    assert "Article 17 (inferred); 1995, Article 3" in page.content.decode()
    watched = day_watches.with_hours_against_the_rules(Placement.objects.all(), TODAY)
    assert list(watched) == [daily.placement]


def test_work_on_a_saturday_and_at_night_is_found(daily):
    daily.work(SATURDAY, hours="4", begins_at=time(8), ends_at=time(12))
    assert found_in(daily.placement, monday_of(SATURDAY))["INT-23b"] == Outcome.FAIL

    daily.work(MONDAY, hours="6", begins_at=time(20), ends_at=time(2))
    assert found_in(daily.placement, MONDAY)["INT-24b"] == Outcome.FAIL


def test_a_night_is_found_beside_days_of_which_nobody_said_when_they_began(daily):
    daily.work(MONDAY, hours="6", begins_at=time(22), ends_at=time(6))
    daily.work(MONDAY + timedelta(days=1))
    assert found_in(daily.placement, MONDAY)["INT-24b"] == Outcome.FAIL
    watched = day_watches.with_hours_against_the_rules(Placement.objects.all(), TODAY)
    assert list(watched) == [daily.placement]


@pytest.mark.parametrize(("shift", "outcome"), [("day", Outcome.PASS), ("rotating", Outcome.NO_DATA)])
def test_without_a_begin_only_a_post_of_day_shifts_is_known_to_have_no_night(daily, shift, outcome):
    Post.objects.filter(pk=daily.placement.post_id).update(shift=shift)
    daily.work(*days_of_week(MONDAY)[:5])
    assert found_in(daily.placement, MONDAY)["INT-24b"] == outcome


def test_in_a_year_that_is_not_confirmed_a_rest_day_is_a_question_not_a_breach(daily):
    day = date(2027, 3, 6)  # a Saturday
    later = NOW + timedelta(days=120)
    hand_in_days(
        pupil=daily.pupil,
        placement_pk=daily.placement.pk,
        days={day: Hours(hours=Decimal(4))},
        now=later,
    )
    assert found_in(daily.placement, monday_of(day))["INT-23b"] == Outcome.NEEDS_PERSON


def test_correcting_the_hours_clears_the_breach(daily):
    daily.work(MONDAY, hours="9", begins_at=time(8), ends_at=time(18))
    daily.work(MONDAY, hours="8", begins_at=time(8), ends_at=time(17))

    assert found_in(daily.placement, MONDAY)["INT-24b"] == Outcome.PASS
    assert not day_watches.with_hours_against_the_rules(Placement.objects.all(), TODAY).exists()


@pytest.mark.parametrize(
    ("day", "said", "why"),
    [
        (TODAY + timedelta(days=1), Hours(hours=Decimal(8)), "at the latest today"),
        (date(2026, 10, 30), Hours(hours=Decimal(8)), "at the latest today"),
        (TODAY, Hours(hours=Decimal(25)), "less than or equal to 24"),
        (TODAY, Hours(hours=Decimal(8), begins_at=time(8), ends_at=time(12)), "between begin and end"),
        (TODAY, Hours(hours=Decimal(8), begins_at=time(8)), "both the begin and the end"),
    ],
)
def test_impossible_hours_are_refused_and_nothing_is_kept(daily, day, said, why):
    with pytest.raises(UnableToHandIn, match=why):
        hand_in_days(pupil=daily.pupil, placement_pk=daily.placement.pk, days={day: said}, now=NOW)
    assert not WorkDay.objects.exists()


def test_what_the_mentor_confirmed_the_student_does_not_change(daily):
    daily.work(TODAY)
    confirm_all(daily)
    daily.work(TODAY, hours="4")
    assert WorkDay.objects.get().hours == 8


def test_nobody_hands_in_for_another_student(daily):
    with pytest.raises(NotVisible):
        hand_in_days(
            pupil=daily.stranger_pupil,
            placement_pk=daily.placement.pk,
            days={TODAY: Hours(hours=Decimal(8))},
            now=NOW,
        )
    assert not WorkDay.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_a_week_is_handed_in_with_what_is_usual_on_one_page(daily):
    client = signed_in(daily.pupil.user)
    page = client.get(reverse("me:days"))
    usual = {line["day"]: line["usual"] for line in page.context["lines"]}
    assert usual == dict.fromkeys(days_of_week(MONDAY)[:5], Decimal(8))

    given = {f"hours_{day:%Y%m%d}": "8" for day in usual}
    answer = client.post(reverse("me:days_hand_in", args=[name_of_week(MONDAY)]), given, follow=True)
    assert "Handed in." in answer.content.decode()
    assert WorkDay.objects.filter(placement=daily.placement, source="student").count() == 5


@time_machine.travel(NOW, tick=False)
def test_what_is_no_number_is_refused_in_words(daily):
    client = signed_in(daily.pupil.user)
    address = reverse("me:days_hand_in", args=[name_of_week(MONDAY)])
    answer = client.post(address, {f"hours_{TODAY:%Y%m%d}": "viele", "next": reverse("me:days")}, follow=True)
    assert "this is no number of hours" in answer.content.decode()
    assert not WorkDay.objects.exists()


# --- From the post ----------------------------------------------------------------------------


def test_days_of_which_nobody_has_said_anything_have_the_hours_of_the_post(daily):
    daily.work(MONDAY, hours="6")
    rows = Placement.objects.filter(pk=daily.placement.pk).select_related("post")

    assert fill_from_posts(list(rows), monday=MONDAY, now=NOW) == 4
    days = {row.day: (row.hours, row.source) for row in WorkDay.objects.all()}
    assert days[MONDAY] == (6, "student")
    assert days[TODAY] == (8, "post")
    assert SATURDAY + timedelta(days=7) not in days
    assert fill_from_posts(list(rows), monday=MONDAY, now=NOW) == 0


@time_machine.travel(NOW, tick=False)
def test_days_that_the_student_leaves_blank_are_not_filled_with_the_hours_of_the_post(daily):
    week = days_of_week(MONDAY)
    given = {f"hours_{day:%Y%m%d}": "8" if day < week[3] else "" for day in week[:5]}
    given |= {f"absent_{week[4]:%Y%m%d}": "on", f"note_{week[4]:%Y%m%d}": "In bed with a cold"}
    client = signed_in(daily.pupil.user)
    client.post(reverse("me:days_hand_in", args=[name_of_week(MONDAY)]), given)
    rows = Placement.objects.filter(pk=daily.placement.pk).select_related("post")

    assert fill_from_posts(list(rows), monday=MONDAY, now=NOW) == 0
    said = {row.day: (row.presence, row.hours, row.source, row.note) for row in WorkDay.objects.all()}
    assert said == {
        **dict.fromkeys(week[:3], (Presence.WORKED, 8, "student", "")),
        week[3]: (Presence.ABSENT, 0, "student", ""),
        week[4]: (Presence.ABSENT, 0, "student", "In bed with a cold"),
    }
    page = client.get(reverse("me:days")).content.decode()
    assert "In bed with a cold" in page
    staff = signed_in(daily.world.class_teacher).get(f"{daily.placement.get_absolute_url()}?tab=days")
    assert "In bed with a cold" in staff.content.decode()


def test_who_was_not_there_may_say_later_that_they_were(daily):
    daily.work(MONDAY, hours="0", note="I do not remember")
    daily.work(MONDAY, hours="6")
    row = WorkDay.objects.get()
    assert (row.presence, row.hours, row.note) == (Presence.WORKED, 6, "")


def test_hours_typed_beside_i_was_not_there_do_not_count(daily):
    (row,) = daily.work(MONDAY, hours="8", begins_at=time(8), ends_at=time(17), is_absent=True)
    assert (row.presence, row.hours, row.begins_at) == (Presence.ABSENT, 0, None)


def test_nobody_is_absent_on_a_day_of_rest_or_leave(daily):
    leave = ask(daily)
    leaves.grant_leave(actor=daily.world.class_teacher, pk=leave.pk, now=NOW)
    assert daily.work(SATURDAY, TODAY, hours="0") == []
    assert not WorkDay.objects.exists()


def test_what_the_student_says_of_an_absence_stays_where_the_mentor_agrees(daily):
    (row,) = daily.work(MONDAY, hours="0", note="In bed with a cold")
    confirm_all(daily, hours={row.pk: Decimal(0)})
    row.refresh_from_db()
    assert (row.presence, row.note, row.is_vouched) == (Presence.ABSENT, "In bed with a cold", True)


# --- Leave ------------------------------------------------------------------------------------


def ask(daily: Daily, first: date = TODAY, last: date = TODAY) -> Leave:
    return leaves.ask_for_leave(
        pupil=daily.pupil,
        placement_pk=daily.placement.pk,
        first_on=first,
        last_on=last,
        reason="To the dentist",
        now=NOW,
    )


def test_leave_is_asked_for_granted_and_told_to_the_mentor_without_its_reason(daily):
    leave = ask(daily)
    asked = Notification.objects.get(kind="placements.leave_asked")
    assert asked.recipient == daily.world.class_teacher

    rows = Placement.objects.filter(pk=daily.placement.pk).select_related("post")
    fill_from_posts(list(rows), monday=MONDAY, now=NOW)
    granted = leaves.grant_leave(actor=daily.world.class_teacher, pk=leave.pk, now=NOW)

    assert (granted.state, granted.decided_by) == (LeaveState.GRANTED, daily.world.class_teacher)
    assert not WorkDay.objects.filter(day=TODAY).exists(), "hours that nobody worked"
    assert Notification.objects.get(kind="placements.leave_decided").recipient == daily.pupil.user
    told = Notification.objects.get(kind="placements.leave_granted")
    assert told.email == daily.world.mentor.email
    fill_from_posts(list(rows), monday=MONDAY, now=NOW)
    assert not WorkDay.objects.filter(day=TODAY).exists()


def test_nobody_under_age_is_away_without_a_guardian(daily):
    daily.world.student.born_on = date(2010, 1, 1)
    daily.world.student.save()
    leave = ask(daily)
    with pytest.raises(leaves.UnableToGiveLeave, match="guardian"):
        leaves.grant_leave(actor=daily.world.class_teacher, pk=leave.pk, now=NOW)
    leave.refresh_from_db()
    assert leave.state == LeaveState.ASKED

    granted = leaves.grant_leave(
        actor=daily.world.class_teacher,
        pk=leave.pk,
        guardian=daily.world.guardian,
        guardian_agreed_on=TODAY,
        now=NOW,
    )
    assert (granted.guardian, granted.guardian_agreed_on) == (daily.world.guardian, TODAY)


def test_leave_is_refused_for_a_reason_only_and_the_mentor_hears_nothing(daily):
    leave = ask(daily)
    with pytest.raises(TransitionRefused, match="reason"):
        leaves.refuse_leave(actor=daily.world.class_teacher, pk=leave.pk, answer="", now=NOW)
    leaves.refuse_leave(actor=daily.world.class_teacher, pk=leave.pk, answer="An audit day", now=NOW)
    leave.refresh_from_db()
    assert (leave.state, leave.answer) == (LeaveState.REFUSED, "An audit day")
    assert not Notification.objects.filter(kind="placements.leave_granted").exists()


def test_days_are_asked_for_once_and_taken_back_before_they_begin(daily):
    leave = ask(daily, TODAY + timedelta(days=3), TODAY + timedelta(days=4))
    with pytest.raises(leaves.UnableToGiveLeave, match="already"):
        ask(daily, TODAY + timedelta(days=4), TODAY + timedelta(days=6))
    assert leaves.withdraw_leave(pupil=daily.pupil, pk=leave.pk, now=NOW).state == LeaveState.WITHDRAWN
    assert ask(daily, TODAY + timedelta(days=4), TODAY + timedelta(days=6)).pk


def test_whoever_does_not_instruct_decides_nothing(daily):
    leave = ask(daily)
    daily.placement.instructor = None
    daily.placement.save()
    with pytest.raises(PermissionDenied):
        leaves.grant_leave(actor=daily.world.class_teacher, pk=leave.pk, now=NOW)
    with pytest.raises(NotVisible):
        leaves.grant_leave(actor=daily.world.stranger_officer, pk=leave.pk, now=NOW)
    leave.refresh_from_db()
    assert leave.state == LeaveState.ASKED


@time_machine.travel(NOW, tick=False)
def test_leave_is_asked_for_on_the_students_page_and_decided_on_the_staffs(daily):
    client = signed_in(daily.pupil.user)
    client.post(
        reverse("me:leave_new"),
        {"first_on": f"{TODAY}", "last_on": f"{TODAY}", "reason": "To the dentist"},
    )
    leave = Leave.objects.get()
    instructor = signed_in(daily.world.class_teacher)
    page = instructor.get(f"{daily.placement.get_absolute_url()}?tab=days").content.decode()
    assert "To the dentist" in page
    answer = instructor.post(
        reverse("placements:leave_decide", args=[leave.pk]), {"decision": "grant", "answer": "Get well"}
    )
    assert answer.status_code == 302
    assert "Get well" in client.get(reverse("me:days")).content.decode()


def test_a_student_withdraws_nobody_elses_leave(daily):
    leave = ask(daily)
    stranger: Pupil = daily.stranger_pupil
    assert signed_in(stranger.user).post(reverse("me:leave_withdraw", args=[leave.pk])).status_code == 404
    leave.refresh_from_db()
    assert leave.state == LeaveState.ASKED


def test_an_absence_that_the_mentor_notes_has_no_hours(daily):
    (row,) = daily.work(TODAY, begins_at=time(8), ends_at=time(17))
    confirm_all(daily, hours={row.pk: Decimal(0)}, notes={row.pk: "Did not come"})
    row.refresh_from_db()
    assert (row.presence, row.hours, row.note, row.begins_at) == (Presence.ABSENT, 0, "Did not come", None)
    assert row.is_vouched
