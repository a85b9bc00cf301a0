"""What the demonstration says of days at work holds together."""

from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest

from insights.demonstration.days import days_at_work
from placements.models import LogEntry, LogState, MentorWeek, Payment, Placement, WorkDay
from tests.placements.daily import NOW, STARTED, make_daily


@pytest.mark.django_db
def test_students_who_have_begun_have_written_worked_and_been_paid(world):
    daily = make_daily(world)
    for _number in range(12):
        daily.classmate()
    office = SimpleNamespace(
        on=STARTED + timedelta(days=20), coordinator=world.coordinator, word=lambda english, _chinese: english
    )
    mine = list(
        Placement.objects.filter(plan=daily.placement.plan)
        .select_related("post", "instructor")
        .order_by("pk")
    )

    days_at_work(office, mine, Random("days"), NOW)

    assert LogEntry.objects.filter(state=LogState.CONFIRMED, vouched_by_contact=world.mentor).exists()
    days = WorkDay.objects.all()
    assert days.filter(vouched_at=None).exists()
    assert not days.filter(day__lt=STARTED).exists()
    assert {row.day.isoweekday() for row in days} <= {1, 2, 3, 4, 5}
    assert MentorWeek.objects.filter(contact=world.mentor, answered_at=None).count() == 0
    assert 0 < Payment.objects.count() < len(mine)
