"""A day at work, on phones: the student writes it down, the mentor confirms it by link."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from placements.models import LogEntry, MentorWeek, Placement, WorkDay
from placements.operations.weeks import ask_mentors
from placements.weeks import monday_of
from signing.models import TaskLink
from tests.journeys.barriers import barriers
from tests.placements.daily import make_daily
from tests.world import join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}}


def under_way():
    """At work for three weeks by the clock of the wall, which a browser looks at."""
    daily = make_daily(make_world())
    today = timezone.localdate()
    Placement.objects.all().update(
        starts_on=today - timedelta(days=21),
        started_on=today - timedelta(days=21),
        ends_on=today + timedelta(days=90),
    )
    return daily


def test_a_student_writes_on_the_phone_and_the_mentor_confirms_by_link(window):
    daily = under_way()
    page = window(daily.pupil.user, **PHONE)
    page.goto("/me/")
    page.get_by_role("link", name=re.compile("Write down what you did today")).click()
    page.get_by_text("Set up a lathe").click()
    page.get_by_label("What I did").fill("Set the tool offsets of the CK6140.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in. Your mentor sees it.")).to_be_visible()
    entry = LogEntry.objects.get()
    assert [task.title for task in entry.tasks.all()] == ["Set up a lathe"]
    assert page.complaints == []

    # A week later the mentor is asked about it.
    LogEntry.objects.update(happened_on=monday_of(timezone.localdate()) - timedelta(days=5))
    ask_mentors(now=timezone.now())
    week = MentorWeek.objects.get(contact=daily.world.mentor)
    link = TaskLink.objects.get(task="week", subject_id=week.pk)
    phone = window(**PHONE)
    phone.goto(link.get_absolute_url())
    phone.get_by_role("button", name=re.compile("打开|Open it")).click()
    expect(phone.get_by_text("Set the tool offsets of the CK6140.")).to_be_visible()
    phone.get_by_text(re.compile("情况有出入|Something is different")).first.click()
    phone.get_by_label(re.compile("小时|Hours")).first.fill("6")
    phone.get_by_role("button", name=re.compile("全部确认|Confirm all")).click()
    expect(phone.get_by_text(re.compile("没有待确认的内容|Nothing is left"))).to_be_visible()

    entry.refresh_from_db()
    assert entry.vouched_by_contact == daily.world.mentor
    days = WorkDay.objects.filter(placement=daily.placement)
    assert {row.is_vouched for row in days} == {True}
    assert days.order_by("day").first().hours == 6
    assert phone.complaints == []


def test_the_pages_of_days_have_no_barrier(looking):
    daily = under_way()
    today = timezone.localdate()
    daily.write(happened_on=today - timedelta(days=8), now=timezone.now())
    ask_mentors(now=timezone.now())
    week = MentorWeek.objects.get(contact=daily.world.mentor)
    student = looking(daily.pupil.user)
    entry = LogEntry.objects.get()
    assert not barriers(
        student,
        "/me/",
        "/me/log/",
        f"/me/log/{entry.pk}/",
        "/me/days/",
        "/me/leave/new/",
        "/me/pay/",
    )
    mentor = looking(join(daily.world.mentor))
    assert not barriers(
        mentor,
        "/portal/interns/",
        f"/portal/interns/{daily.placement.pk}/",
        f"/portal/weeks/{week.pk}/",
    )
    staff = looking(daily.world.director)
    detail = daily.placement.get_absolute_url()
    assert not barriers(
        staff,
        f"{detail}?tab=log",
        f"{detail}?tab=days",
        f"{detail}?tab=pay",
        f"/placements/weeks/{week.pk}/",
        "/placements/pay/",
        f"{detail}pay/new/",
    )
