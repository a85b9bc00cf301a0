"""The pages of resources, bookings and contributions: of the staff, of enterprises, behind the walls."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.calendar import calendar_of
from core.story import story_for, story_of
from core.walls import inside
from insights import resource_queues
from resources.models import (
    Booking,
    BookingState,
    Contribution,
    ContributionState,
    ContributionStatement,
    Resource,
)
from resources.walls import BOOKING_COLUMNS, CONTRIBUTION_COLUMNS, RESOURCE_COLUMNS, STATEMENT_COLUMNS
from tests.access.resources import statement
from tests.query_counts import assert_query_count
from tests.resources.resourcing import (
    BEGINS,
    ENDS,
    NOW,
    a_booking,
    a_contribution,
    a_maintenance,
    a_resource,
    an_office,
    opening,
    partner,
)
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(world):
    return an_office(world)


@pytest.fixture
def liaison(world):
    return signed_in(partner(world.liaison).user)


def page(client, name: str, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def soon(hours: int = 24):
    return (timezone.localtime() + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)


# --- The staff ----------------------------------------------------------------------------------


def test_the_office_finds_resources_by_what_they_are_and_whether_they_are_free(world, office):
    client = signed_in(office)
    now = timezone.now()
    taken = a_resource(world, name="占用车间", capacity=60)
    a_booking(taken, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    theirs = a_resource(
        world,
        name="企业基地",
        kind="base",
        enterprise=world.partner,
        is_shared=False,
        next_check_on=timezone.localdate(),
    )

    def found(**query) -> tuple[bool, bool]:
        text = page(client, "resources:resource_list", **query)
        return "占用车间" in text, "企业基地" in text

    assert found() == (True, True)
    assert found(kind="base") == (False, True)
    assert found(owner="centre") == (True, False)
    assert found(enterprise=world.partner.pk) == (False, True)
    assert found(free_now="on") == (False, True)
    assert found(check="on") == (False, True)
    assert found(places=50) == (True, False)
    assert found(shared="on") == (True, False)
    assert found(q="精工机械") == (False, True)
    exported = client.get(reverse("resources:resource_list"), {"export": "csv"})
    assert "占用车间" in b"".join(exported).decode("utf-8-sig")
    assert theirs.name in page(client, "partnerships:enterprise_detail", world.partner.pk, tab="resources")


def test_a_resource_is_entered_with_its_hours_and_changed(world, office):
    client = signed_in(office)
    said = {
        "name": "焊接车间",
        "kind": "workshop",
        "department": world.mechanics.pk,
        "place": "实训楼 101",
        "capacity": 24,
        "opens_1": "08:00",
        "closes_1": "17:00",
    }
    refused = client.post(reverse("resources:resource_new"), said | {"opens_2": "09:00"})
    assert refused.status_code == 422
    assert not Resource.objects.exists()

    client.post(reverse("resources:resource_new"), said)

    made = Resource.objects.get()
    assert [str(one.opens) for one in made.hours.all()] == ["08:00:00"]
    client.post(
        reverse("resources:resource_edit", args=[made.pk]), said | {"capacity": 30, "opens_1": "09:00"}
    )
    made.refresh_from_db()
    assert (made.capacity, str(made.hours.get().opens)) == (30, "09:00:00")


def test_a_resource_is_booked_on_its_page_and_the_refusal_stays_with_what_was_typed(world, office):
    client, resource = signed_in(office), a_resource(world)
    at = soon()
    said = {
        "starts_at": f"{at:%Y-%m-%dT%H:%M}",
        "ends_at": f"{at + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "purpose": "数控2401 实训",
        "people": 30,
        "enterprise": world.partner.pk,
    }
    address = reverse("resources:booking_new", args=[resource.pk])
    client.post(address, said)
    booking = Booking.objects.get()
    assert (booking.state, booking.enterprise) == (BookingState.APPROVED, world.partner)

    again = client.post(address, said)
    assert again.status_code == 422
    assert "next free time" in again.content.decode()

    text = page(client, "resources:resource_calendar", resource.pk, view="day", on=f"{at:%Y-%m-%d}")
    assert "数控2401 实训" in text
    shown = client.get(
        reverse("resources:resource_events", args=[resource.pk]),
        {"start": f"{at - timedelta(days=1):%Y-%m-%d}", "end": f"{at + timedelta(days=1):%Y-%m-%d}"},
    ).json()
    assert [one["start"] for one in shown] == [at.replace(tzinfo=None).isoformat()]
    assert "数控2401" in calendar_of(office, now=timezone.now()).decode()
    client.post(reverse("resources:booking_cancel", args=[booking.pk]), {"reason": "调课"})
    booking.refresh_from_db()
    assert (booking.state, booking.reason) == (BookingState.CANCELLED, "调课")


def test_totals_and_the_tab_of_an_enterprise_show_what_counts(world, office):
    a_contribution(world.partner, state="confirmed", title="算数的")
    a_contribution(world.partner, title="待确认的", value=Decimal(7))
    client = signed_in(office)

    text = page(client, "resources:contribution_totals")
    tab = page(client, "partnerships:enterprise_detail", world.partner.pk, tab="contributions")

    assert "480,000.00" in text
    assert "7.00" not in text
    assert "算数的" in tab
    assert "待确认的" in tab


def test_home_shows_what_waits_only_to_those_who_can_act(world, office):
    now = timezone.now()
    resource = a_resource(world, next_check_on=timezone.localdate())
    a_booking(
        resource, state="requested", starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2)
    )
    a_booking(resource, starts_at=now - timedelta(hours=5), ends_at=now - timedelta(hours=4))
    a_maintenance(resource, starts_at=now - timedelta(hours=9), ends_at=now - timedelta(hours=8))
    a_contribution(world.partner, by_enterprise=True)
    today = timezone.localdate()

    def numbers(user) -> list[int]:
        return [
            len(resource_queues.bookings(user, now=now).lines),
            len(resource_queues.contributions(user).lines),
            len(resource_queues.maintenance(user, today, now=now).lines),
        ]

    assert numbers(office) == [2, 1, 2]
    assert numbers(world.officer) == [0, 0, 0]


def test_the_story_of_an_enterprise_tells_what_was_given_and_used(world, office):
    today = timezone.localdate()
    a_contribution(world.partner, state="confirmed", title="捐赠的设备")
    a_contribution(world.partner, title="未确认")
    a_booking(a_resource(world), state="used", enterprise=world.partner)
    until = max(today, ENDS.date())

    told = [line.happening.title for line in story_of(office, world.partner, until=until, limit=10)]

    assert "捐赠的设备" in told
    assert "数控2401 实训" in told
    assert "未确认" not in told
    me = partner(world.liaison)
    with inside(enterprise_id=world.partner.pk, person_id=me.pk):
        theirs = [line.happening.title for line in story_for(me, until=until, limit=10)]
    assert {"捐赠的设备", "数控2401 实训"} <= set(theirs)


# --- Enterprises --------------------------------------------------------------------------------


def test_a_liaison_asks_for_a_time_and_sees_that_others_have_one_but_not_what(world, liaison):
    resource, at = a_resource(world), soon()
    opening(resource, range(1, 8))
    at = at.replace(hour=9)
    a_booking(
        resource,
        purpose="别家的秘密",
        enterprise=world.stranger,
        starts_at=at,
        ends_at=at + timedelta(hours=2),
    )
    text = page(liaison, "portal:resource", resource.pk, view="day", on=f"{at:%Y-%m-%d}")
    assert "Taken" in text
    assert "别家的秘密" not in text
    said = {
        "starts_at": f"{at:%Y-%m-%dT%H:%M}",
        "ends_at": f"{at + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "purpose": "职工培训",
        "people": 10,
    }
    refused = liaison.post(reverse("portal:booking_new", args=[resource.pk]), said)
    assert refused.status_code == 422
    assert "别家的秘密" not in refused.content.decode()

    later = at + timedelta(hours=3)
    said |= {
        "starts_at": f"{later:%Y-%m-%dT%H:%M}",
        "ends_at": f"{later + timedelta(hours=1):%Y-%m-%dT%H:%M}",
    }
    answer = liaison.post(reverse("portal:booking_new", args=[resource.pk]), said)

    assert answer.status_code == 302
    assert Booking.objects.get(enterprise=world.partner).state == BookingState.REQUESTED
    assert "职工培训" in page(liaison, "portal:resources")
    assert "职工培训" in page(liaison, "portal:home")


def test_a_liaison_tells_confirms_and_reverses_contributions(world, liaison):
    said = {
        "giver": "enterprise",
        "kind": "funds",
        "title": "奖学金",
        "given_on": f"{timezone.localdate():%Y-%m-%d}",
        "value": "50000",
    }
    liaison.post(reverse("portal:contribution_new"), said)
    told = Contribution.objects.get()
    assert (told.by_enterprise, told.state, told.value) == (True, "told", Decimal(50000))
    liaison.post(reverse("portal:contribution_edit", args=[told.pk]), said | {"value": "60000"})
    told.refresh_from_db()
    assert told.value == Decimal(60000)
    ours = a_contribution(world.partner, giver="centre", title="实训室使用", kind="venue")
    assert "实训室使用" in page(liaison, "portal:contributions")

    liaison.post(reverse("portal:contribution_confirm", args=[ours.pk]))
    liaison.post(reverse("portal:contribution_reverse", args=[ours.pk]), {"reason": "重复"})

    ours.refresh_from_db()
    assert ours.state == ContributionState.CONFIRMED
    assert ours.reversals.get().state == ContributionState.TOLD
    liaison.post(reverse("portal:contribution_withdraw", args=[told.pk]), {"reason": "填错"})
    told.refresh_from_db()
    assert (told.state, told.reason) == (ContributionState.WITHDRAWN, "填错")


def test_a_stranger_sees_none_of_it(world):
    resource = a_resource(world, name="不开放", is_shared=False)
    theirs = a_resource(world, name="企业车间", enterprise=world.partner, is_shared=False)
    a_resource(world, name="开放的")
    a_resource(world, name="停用的", state="out", out_reason="坏")
    a_booking(resource, enterprise=world.partner)
    a_booking(theirs)
    a_contribution(world.partner)
    statement(world)

    def seen(enterprise) -> list[set]:
        with inside(enterprise_id=enterprise.pk, person_id=world.director.pk):
            return [
                {one.name for one in Resource.objects.only(*RESOURCE_COLUMNS)},
                {one.pk for one in Booking.objects.only(*BOOKING_COLUMNS)},
                {one.pk for one in Contribution.objects.only(*CONTRIBUTION_COLUMNS)},
                {one.pk for one in ContributionStatement.objects.only(*STATEMENT_COLUMNS)},
            ]

    assert seen(world.stranger) == [{"开放的"}, set(), set(), set()]
    own = seen(world.partner)
    assert own[0] == {"开放的", "企业车间", "不开放"}
    assert [len(one) for one in own[1:]] == [2, 1, 1]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("resources_resource", "keeper_id"),
        ("resources_resource", "next_check_on"),
        ("resources_booking", "booked_by_id"),
        ("resources_booking", "answered_by_id"),
        ("resources_maintenance", "cause"),
        ("resources_contribution", "told_by_id"),
        ("resources_contribution", "decided_by_id"),
        ("resources_contributionstatement", "error"),
    ],
)
def test_people_of_the_centre_and_maintenance_are_closed(world, table, column):
    me = partner(world.liaison)
    with (
        inside(enterprise_id=world.partner.pk, person_id=me.pk),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {column} FROM {table}")


# --- What pages cost ----------------------------------------------------------------------------


def test_pages_cost_the_same_however_many_there_are(world, office, liaison):
    resource = a_resource(world, next_check_on=NOW.date())
    opening(resource)
    for number in range(6):
        start = BEGINS + timedelta(days=number)
        a_booking(resource, enterprise=world.partner, starts_at=start, ends_at=start + timedelta(hours=1))
        a_contribution(world.partner, title=f"设备 {number}", state="confirmed")
        a_resource(world, name=f"车间 {number}")
    work = timedelta(days=60)
    a_maintenance(resource, starts_at=BEGINS + work, ends_at=ENDS + work)
    client = signed_in(office)
    booking, contribution = Booking.objects.first(), Contribution.objects.first()
    for name, where, address in (
        ("resources", client, reverse("resources:resource_list")),
        ("resource", client, resource.get_absolute_url()),
        ("resource maintenance", client, f"{resource.get_absolute_url()}?tab=maintenance"),
        ("resource calendar", client, reverse("resources:resource_calendar", args=[resource.pk])),
        ("bookings", client, reverse("resources:booking_list")),
        ("booking", client, booking.get_absolute_url()),
        ("contributions", client, reverse("resources:contribution_list")),
        ("contribution", client, contribution.get_absolute_url()),
        ("contribution totals", client, reverse("resources:contribution_totals")),
        ("statements of contributions", client, reverse("resources:statement_list")),
        ("portal resources", liaison, reverse("portal:resources")),
        ("portal resource", liaison, reverse("portal:resource", args=[resource.pk])),
        ("portal booking", liaison, reverse("portal:booking", args=[booking.pk])),
        ("portal contributions", liaison, reverse("portal:contributions")),
        ("portal contribution", liaison, reverse("portal:contribution", args=[contribution.pk])),
    ):
        assert_query_count(name, where, address)
