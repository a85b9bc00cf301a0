"""What contact is: the same for warnings, for the indicator and for the rule on a year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from assessments.counted import days_since_contact
from assessments.counters import Span
from assessments.models import EarlyWarning, Reason
from assessments.sweeps import sweep
from core.contact import contacts_between, last_contacts, ways_of_contact
from partnerships.models import Enterprise, Interaction
from tests.alliances.allying import a_meeting, an_alliance
from tests.collaboration.exchanging import an_exchange
from tests.projects.joining import a_project
from tests.resources.resourcing import a_booking, a_resource
from tests.training.teaching import a_course, enrolled

pytestmark = pytest.mark.django_db
ON, EVER = date(2027, 1, 4), (date(2026, 11, 1), date(2027, 1, 4))


def met_in_a_project(world):
    a_project(world).meetings.create(held_on=date(2026, 12, 1), minutes="对齐进度。", place="会议室")


def met_as_partner_of_a_project(world):
    project = a_project(world, enterprise=world.stranger)
    project.partners.create(enterprise=world.partner)
    project.meetings.create(held_on=date(2026, 12, 1), minutes="对齐进度。", place="会议室")


def reached_a_milestone(world):
    a_project(world).milestones.create(
        title="样机", side="enterprise", due_on=date(2026, 12, 1), done_on=date(2026, 12, 1)
    )


def sent_people_to_a_course(world):
    course = a_course(world, state="running")
    session = course.sessions.earliest("starts_at")
    for name in ("马建军", "丁一"):
        enrolled(course, world.partner, name).attendance.create(session=session, was_there=True)


def was_at_a_meeting_of_an_alliance(world):
    alliance = an_alliance(world)
    a_meeting(alliance).attended.set(alliance.members.all())


def used_a_resource(world):
    a_booking(a_resource(world), enterprise=world.partner, state="used")


def held_an_exchange(world):
    an_exchange(world, state="held")


WAYS = (
    met_in_a_project,
    met_as_partner_of_a_project,
    reached_a_milestone,
    sent_people_to_a_course,
    was_at_a_meeting_of_an_alliance,
    used_a_resource,
    held_an_exchange,
)


def quiet() -> set[int]:
    sweep(on=ON, now=timezone.now())
    return set(EarlyWarning.objects.open().filter(reason=Reason.QUIET).values_list("enterprise", flat=True))


@pytest.fixture
def long_ago(world) -> Enterprise:
    """Our partner was last talked to two hundred days before."""
    day = ON - timedelta(days=200)
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 9))
    Interaction.objects.create(enterprise=world.partner, kind="call", summary="电话", happened_at=at)
    return world.partner


@pytest.mark.parametrize("took_place", WAYS)
def test_whatever_was_done_together_is_contact_for_all_who_ask(world, long_ago, took_place):
    assert long_ago.pk in quiet()
    span = Span(enterprises=[long_ago.pk], study_year=2026, first=EVER[0], last=ON)
    assert days_since_contact(span)[long_ago.pk].value == 200

    took_place(world)

    assert long_ago.pk not in quiet()
    last = last_contacts(ON)[long_ago.pk]
    assert EVER[0] <= last <= ON
    assert days_since_contact(span)[long_ago.pk].value == (ON - last).days
    assert contacts_between(*EVER, long_ago.pk) == 1


def test_every_app_that_does_something_with_enterprises_says_what_of_it_is_contact():
    assert {way.name for way in ways_of_contact()} == {
        *("interactions", "supervision", "exchanges", "project_meetings", "project_meetings_of_partners"),
        *("milestones", "courses", "alliance_meetings", "bookings"),
    }
