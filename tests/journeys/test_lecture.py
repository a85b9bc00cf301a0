"""A lecture from the proposal of the enterprise to the hours that it is credited with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.models import ObligationPeriod
from collaboration.models import Credit, Exchange, Registration
from tests.agreements.office import furnish
from tests.agreements.promising import adopted, count, periods, promise
from tests.collaboration.test_exchange_calendar import parse_strictly
from tests.journeys.barriers import DESK
from tests.teachers.samples import own_record
from tests.world import World, come_in, join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Five-axis milling today"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def promised(world) -> ObligationPeriod:
    """Two lectures a year by the enterprise."""
    office = furnish(world)
    today = timezone.localdate()
    agreement = adopted(office, starts_on=today - timedelta(days=100), ends_on=today + timedelta(days=900))
    written = promise(office, agreement, side="enterprise", metric="exchange_lectures", quantity=Decimal(2))
    return periods(written)[0]


def moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def moved_to(exchange: Exchange, begins: datetime) -> None:
    """The clock of the test stands still; the lecture comes to it."""
    Exchange.objects.filter(pk=exchange.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=2))


def test_a_lecture_goes_from_the_proposal_to_credited_hours(looking: Callable[..., Page], world, promised):
    teacher = own_record(world)
    liaison, centre = looking(join(world.liaison)), looking(world.director)
    begins = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)

    # The enterprise proposes, the centre agrees and announces.
    liaison.goto(reverse("portal:exchanges"))
    liaison.get_by_role("link", name="Propose an exchange").click()
    liaison.locator("#id_kind").select_option("lecture")
    liaison.locator("#id_title").fill(TITLE)
    liaison.locator("#id_starts_at").fill(moment(begins))
    liaison.locator("#id_ends_at").fill(moment(begins + timedelta(hours=2)))
    liaison.locator("#id_place").fill("Hall 2")
    liaison.get_by_label("Students").check()
    liaison.get_by_label("Teachers and staff").check()
    liaison.locator("#id_capacity").fill("40")
    liaison.locator("#id_is_public").check()
    liaison.locator("form button[type=submit].btn-primary").last.click()
    expect(liaison.get_by_role("heading", name=TITLE)).to_be_visible()
    lecture = Exchange.objects.get(title=TITLE)

    centre.goto(lecture.get_absolute_url())
    for act in ("agree", "announce"):
        centre.goto(reverse(f"collaboration:exchange_{act}", args=[lecture.pk]))
        centre.locator("form button[type=submit].btn-primary").last.click()
        centre.wait_for_url(f"**{lecture.get_absolute_url()}")
    expect(centre.get_by_text("Announced").first).to_be_visible()

    # It stands in the public calendar, as a strict reader reads it.
    feed = centre.request.get(reverse("collaboration:public_calendar"))
    (event,) = parse_strictly(feed.body())
    assert event["SUMMARY"] == TITLE
    assert "Hall 2" in event["LOCATION"]

    # A student and a teacher take part, and sign in with the code of the day.
    student, lecturer = looking(come_in(world.student)), looking(world.class_teacher)
    student.goto(reverse("me:exchange", args=[lecture.pk]))
    student.locator("form[action$='/register/'] button").click()
    expect(student.get_by_text("Withdraw")).to_be_visible()
    lecturer.goto(lecture.get_absolute_url())
    lecturer.locator("form[action$='/register/'] button").click()
    expect(lecturer.get_by_role("button", name="Withdraw")).to_be_visible()
    moved_to(lecture, timezone.now() - timedelta(minutes=5))
    code = Exchange.objects.get(pk=lecture.pk).code
    for person, name in ((student, "me:exchange_sign_in"), (lecturer, "collaboration:exchange_sign_in")):
        person.goto(reverse(name, args=[lecture.pk]))
        person.locator("#id_code").fill(code)
        person.locator("form button[type=submit].btn-primary").last.click()
        person.wait_for_url(lambda address: "sign-in" not in address)
    assert Registration.objects.filter(exchange=lecture, attended=True).count() == 2

    # Signing in has made it held. The centre closes it, the hours are credited, the promise is counted.
    moved_to(lecture, timezone.now() - timedelta(hours=3))
    centre.goto(reverse("collaboration:exchange_close", args=[lecture.pk]))
    centre.locator("#id_hours").fill("2")
    centre.locator("form button[type=submit].btn-primary").last.click()
    expect(centre.get_by_text("Closed").first).to_be_visible()
    assert Credit.objects.get(exchange=lecture, teacher=teacher).hours == Decimal(2)
    count(timezone.localdate())
    promised.refresh_from_db()
    assert promised.counted == Decimal(1)

    # Both sides read it in the story of their partnership.
    for page, address in (
        (centre, f"{world.partner.get_absolute_url()}?tab=partnership"),
        (liaison, reverse("portal:our_partnership")),
    ):
        page.set_viewport_size(DESK)
        page.goto(address)
        expect(page.locator("#story").get_by_role("link", name=TITLE)).to_be_visible()
        assert not page.complaints
