"""What lapses or lies undone stands on lists and is told once a week to whoever can do something."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.emails import compose
from core.models import Notification
from core.notifications import notify
from placements.day_watches import without_a_log
from placements.lapses import (
    SILENT,
    WATCHES,
    insurance_ending,
    not_begun,
    not_enrolled,
    not_finished,
    silent_students,
    unsigned_before_start,
    without_a_result,
)
from placements.models import InsurancePolicy, Insured, LogEntry, Placement, WorkDay
from placements.operations.attendance import fill_from_posts
from placements.operations.weeks import placements_in
from placements.watch import counted, watch_named
from placements.weekly_reminders import KINDS, remind_weekly
from placements.weeks import monday_of
from tests.placements.caring import begin
from tests.placements.ending import LAST_DAY, an_ended_placement, confirmed
from tests.placements.placing import NOW, STARTS_ON, TODAY, Placed
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def sweep(on: date) -> int:
    return remind_weekly(on=on, now=NOW + (on - TODAY))


def told(kind: str) -> list[Any]:
    return list(Notification.objects.filter(kind=f"placements.{kind}").order_by("pk"))


def insure(placed: Placed, until: date) -> None:
    policy, _made = InsurancePolicy.objects.get_or_create(
        number="P-1",
        insurer="PICC",
        defaults={
            "department": placed.world.mechanics,
            "covers_from": STARTS_ON,
            "covers_until": placed.placement.ends_on,
        },
    )
    Insured.objects.update_or_create(
        placement=placed.placement,
        policy=policy,
        defaults={"covers_from": STARTS_ON, "covers_until": until},
    )


def test_an_insurance_that_ends_within_a_month_is_told_each_week_to_whoever_looks_after_the_plan(placed):
    ends = TODAY + timedelta(days=40)
    insure(placed, ends)
    begin(placed.placement)
    rows = Placement.objects.all()
    LogEntry.objects.create(placement=placed.placement, happened_on=ends, text="x", written_at=NOW)

    assert not insurance_ending(rows, ends - timedelta(days=31)).exists()
    assert insurance_ending(rows, ends - timedelta(days=30)).get() == placed.placement
    on = ends - timedelta(days=28)  # a Saturday or any other day: the key names its week
    sweep(on)
    assert len(told("insurance_ends")) == 1
    assert sweep(on) == 0
    sweep(on + timedelta(days=7))
    assert len(told("insurance_ends")) == 2

    first = told("insurance_ends")[0]
    assert first.recipient == placed.plan.owner
    assert first.data["count"] == 1
    assert f"plan={placed.plan.pk}" in first.data["url"]


def test_an_insurance_to_the_last_day_does_not_end_too_soon(placed):
    insure(placed, placed.placement.ends_on)

    assert not insurance_ending(Placement.objects.all(), placed.placement.ends_on).exists()


def test_an_agreement_that_is_not_signed_two_weeks_before_the_start_is_told(placed):
    rows = Placement.objects.filter(plan=placed.plan)

    assert not unsigned_before_start(rows, STARTS_ON - timedelta(days=15)).exists()
    assert unsigned_before_start(rows, STARTS_ON - timedelta(days=14)).get() == placed.placement
    sweep(STARTS_ON - timedelta(days=10))

    assert placed.plan.owner in {row.recipient for row in told("unsigned")}
    body = str(compose(told("unsigned")[0]).body)
    assert "2026" in body


def test_an_internship_without_a_result_is_told_to_the_instructor(world):
    placement = an_ended_placement(world)
    after = LAST_DAY + timedelta(days=14)

    assert not without_a_result(Placement.objects.all(), after - timedelta(days=1)).exists()
    assert remind_weekly(on=after, now=NOW + (after - TODAY)) == 1
    assert told("unjudged")[0].recipient == world.class_teacher

    confirmed(world, placement)
    assert not without_a_result(Placement.objects.all(), after).exists()


def test_who_should_have_begun_is_told_to_the_instructor_each_week(placed):
    rows = Placement.objects.filter(pk=placed.placement.pk)
    next_day = STARTS_ON + timedelta(days=1)

    assert not not_begun(rows, STARTS_ON).exists()
    assert not_begun(rows, next_day).get() == placed.placement
    sweep(next_day)
    sweep(next_day + timedelta(days=7))
    teacher = placed.world.class_teacher
    assert [row.recipient for row in told("not_begun") if row.recipient == teacher] == [teacher, teacher]
    assert "watch=not_begun" in told("not_begun")[0].data["url"]

    begin(placed.placement)
    assert not not_begun(rows, next_day).exists()


def test_whose_last_day_is_over_is_told_and_asked_for_no_more_days(placed):
    begin(placed.placement)
    last = STARTS_ON + timedelta(days=20)
    Placement.objects.filter(pk=placed.placement.pk).update(ends_on=last)
    rows = Placement.objects.filter(pk=placed.placement.pk)

    assert not not_finished(rows, last).exists()
    assert without_a_log(rows, last).exists()
    assert not_finished(rows, last + timedelta(days=1)).get() == placed.placement
    assert not without_a_log(rows, last + timedelta(days=1)).exists()
    sweep(last + timedelta(days=1))
    assert [row.recipient for row in told("not_finished")] == [placed.world.class_teacher]
    monday = monday_of(last)
    assert placements_in(monday).exists()
    assert not placements_in(monday + timedelta(days=7)).exists()
    later = NOW + timedelta(days=40)
    fill_from_posts(list(rows), monday=monday, now=later)
    fill_from_posts(list(rows), monday=monday + timedelta(days=7), now=later)
    assert max(WorkDay.objects.values_list("day", flat=True)) <= last


def test_an_intern_who_is_not_enrolled_is_told_to_whoever_looks_after_the_plan(placed):
    begin(placed.placement)
    rows = Placement.objects.filter(pk=placed.placement.pk)
    assert not not_enrolled(rows, TODAY).exists()
    type(placed.world.student).objects.filter(pk=placed.world.student.pk).update(state="graduated")

    assert not_enrolled(rows, TODAY).get() == placed.placement
    sweep(TODAY)

    assert [row.recipient for row in told("not_enrolled")] == [placed.plan.owner]


def test_a_class_teacher_hears_of_students_who_write_nothing(placed):
    begin(placed.placement)
    on = STARTS_ON + timedelta(days=12)
    students = type(placed.world.student).objects.all()

    assert silent_students(students, on).get() == placed.world.student
    sweep(on)
    assert [row.recipient for row in told("class_silent")] == [placed.world.class_teacher]

    LogEntry.objects.create(
        placement=placed.placement, happened_on=on - timedelta(days=2), text="Turned a shaft", written_at=NOW
    )
    assert not silent_students(students, on).exists()


def test_they_stand_on_boards_lists_and_the_page_of_the_class(placed):
    for watch in WATCHES:
        assert watch_named(watch.name) is watch
    begin(placed.placement)
    names = {one.watch.name for one in counted(Placement.objects.all(), STARTS_ON - timedelta(days=5))}
    assert "unsigned_soon" in names

    page = signed_in(placed.world.class_teacher).get("/classes/mine/").content.decode()
    assert str(SILENT.label) in page


def test_every_kind_has_words_in_both_languages(placed):
    data = {
        "count": 2,
        "about": {"zh": "岗位实习", "en": "Post internship"},
        "starts_on": "2026-11-02",
        "url": "/",
    }
    for kind in KINDS:
        notify(key=f"x:{kind.name}", kind=kind.name, recipient=placed.world.director, data=data, now=NOW)
        row = Notification.objects.get(kind=kind.name)
        for language, words in (("en", "Post internship"), ("zh-hans", "岗位实习")):
            row.recipient.language = language
            assert words in str(compose(row).body)
