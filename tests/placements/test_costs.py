"""What the pages of days and of the end cost: the same for a few students as for many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from placements.models import Leave, MentorWeek, Payment
from placements.operations.weeks import ask_mentors
from placements.weeks import month_of
from tests.placements.daily import MONDAY, NOW, STARTED, TODAY, Daily, make_daily
from tests.placements.ending import a_plan, an_ended_placement, another_student, confirmed
from tests.placements.graduating import in_the_last_year
from tests.query_counts import assert_query_count
from tests.world import join, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("size", [7, 14])]


def days_of(daily: Daily, size: int) -> None:
    """So many days of the student, and so many colleagues with a mentor's week to confirm."""
    for number in range(size):
        day = TODAY - timedelta(days=number)
        daily.write(f"Turned {number} shafts.", happened_on=day)
        daily.work(day)
        Leave.objects.create(
            placement=daily.placement, first_on=TODAY, last_on=TODAY, reason="Family", asked_at=NOW
        )
        Payment.objects.create(
            placement=daily.classmate(),
            month=month_of(STARTED),
            period_from=STARTED,
            period_until=STARTED + timedelta(days=27),
            amount=3000,
            paid_on=TODAY,
            recorded_at=NOW,
        )


def test_pages_of_days_cost_the_same_for_many(world, time_machine, size):
    time_machine.move_to(NOW, tick=False)
    daily = make_daily(world)
    days_of(daily, size)
    ask_mentors(now=NOW)
    week = MentorWeek.objects.get(contact=world.mentor, monday=MONDAY - timedelta(days=7))
    detail = daily.placement.get_absolute_url()
    office, mentor = signed_in(world.director), signed_in(join(world.mentor))
    student = Client()
    student.force_login(daily.pupil.user)

    for tab in ("log", "days", "pay"):
        assert_query_count(f"placements:placement_detail?tab={tab}", office, f"{detail}?tab={tab}")
    assert_query_count("placements:mentor_week", office, reverse("placements:mentor_week", args=[week.pk]))
    month = f"?plan={daily.placement.plan_id}&month={month_of(STARTED):%Y-%m}"
    assert_query_count("placements:pay_month", office, reverse("placements:pay_month") + month)
    assert_query_count("placements:week_list", office, reverse("placements:week_list"))
    narrowed = f"?plan={daily.placement.plan_id}&week={TODAY}&unconfirmed=on&q={daily.placement.student.name}"
    assert_query_count("placements:week_list?…", office, reverse("placements:week_list") + narrowed)
    for page in ("interns", "home"):
        assert_query_count(f"portal:{page}", mentor, reverse(f"portal:{page}"))
    assert_query_count("portal:week", mentor, reverse("portal:week", args=[week.pk]))
    assert_query_count("portal:intern", mentor, reverse("portal:intern", args=[daily.placement.pk]))
    for page in ("today", "log", "days", "pay"):
        assert_query_count(f"me:{page}", student, reverse(f"me:{page}"))


def test_pages_of_the_end_cost_the_same_for_many(world, size):
    plan = a_plan(world)
    own = an_ended_placement(world, plan=plan)
    confirmed(world, own)
    for _number in range(size):
        confirmed(world, an_ended_placement(world, plan=plan, post=own.post, student=another_student(world)))
        an_ended_placement(world, plan=plan, post=own.post, student=another_student(world))
    in_the_last_year(world)
    office, instructor = signed_in(world.director), signed_in(world.class_teacher)
    mentor = signed_in(join(world.mentor))

    for name in ("result_list", "graduate_list", "rates", "vacancy_list"):
        assert_query_count(f"placements:{name}", office, reverse(f"placements:{name}"))
    assert_query_count("internships:plan_detail?tab=ends", office, f"{plan.get_absolute_url()}?tab=ends")
    detail = own.get_absolute_url()
    assert_query_count("placements:placement_detail?tab=evaluation", office, f"{detail}?tab=evaluation")
    grid = reverse("placements:evaluation_grid", args=[plan.pk])
    assert_query_count("placements:evaluation_grid", instructor, grid)
    assert_query_count("portal:evaluations", mentor, reverse("portal:evaluations"))
