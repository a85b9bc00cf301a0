"""The calendar of exchanges and its feeds, read by a strict parser: what RFC 5545 asks for, and no more."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.operations import open_calendar_feed
from collaboration.exchange_feed import occasions_of
from collaboration.views.exchange_calendar import period
from core.calendar import calendar_of
from tests.collaboration.exchanging import BEGINS, ENDS, NOW, an_exchange, registered
from tests.world import come_in, join, signed_in

pytestmark = pytest.mark.django_db

LINE = re.compile(rb"[A-Z-]+(;[A-Z-]+=(\"[^\"]*\"|[^\";:,]+))*:[^\x00-\x08\x0a-\x1f]*")


def parse_strictly(content: bytes) -> list[dict[str, str]]:
    """The events of a file, unfolded and with balanced components; anything else than RFC 5545 fails."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines), "lines are folded at 75 octets"
    assert b"\n" not in content.replace(b"\r\n", b"")
    unfolded: list[bytes] = []
    for line in lines:
        if line.startswith(b" "):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    events: list[dict[str, str]] = []
    opened: list[str] = []
    for line in unfolded:
        assert LINE.fullmatch(line), line
        name, _colon, value = line.decode().partition(":")
        if name == "BEGIN":
            opened.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert opened.pop() == value
        elif opened[-1] == "VEVENT":
            key = name.partition(";")[0]
            assert key not in events[-1], f"{key} twice"
            events[-1][key] = value
    assert opened == []
    assert unfolded[0] == b"BEGIN:VCALENDAR"
    assert {b"VERSION:2.0"} <= set(unfolded)
    assert any(line.startswith(b"PRODID:") for line in unfolded)
    assert len({event["UID"] for event in events}) == len(events)
    for event in events:
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert {"UID", "DTSTART", "SUMMARY"} <= event.keys()
    assert not Calendar.from_ical(content).errors
    return events


def test_the_public_feed_has_what_is_public_in_utc_and_nobody_in_it(world, time_machine_at):
    long = "新能源汽车，检修；" * 20
    shown = an_exchange(world, is_public=True, title=long[:150], about="第一行\n第二行; 与逗号, 反斜杠\\")
    registered(shown, student=world.student)
    an_exchange(world, title="内部")
    an_exchange(world, title="未发布", is_public=True, state="agreed", code="")

    response = Client().get(reverse("collaboration:public_calendar"))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = parse_strictly(response.content)
    assert (event["DTSTART"], event["DTEND"]) == ("20261120T060000Z", "20261120T080000Z")
    assert event["STATUS"] == "CONFIRMED"
    (read,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(read["summary"]) == long[:150]
    assert str(read["description"]).endswith("第一行\n第二行; 与逗号, 反斜杠\\")
    assert world.student.name not in response.content.decode()


@pytest.fixture
def time_machine_at():
    import time_machine

    with time_machine.travel(NOW, tick=False):
        yield


def test_everybody_has_what_they_take_part_in_in_their_own_calendar(world):
    mine = an_exchange(world, title="我的讲座")
    registered(mine, user=world.teacher)
    an_exchange(world, title="别人的")
    gone = an_exchange(world, title="取消的", state="cancelled", answer="停电")
    registered(gone, user=world.teacher)
    withdrawn = an_exchange(world, title="退出的")
    registered(withdrawn, user=world.teacher, state="withdrawn", seat=None)

    events = parse_strictly(calendar_of(world.teacher, now=NOW))

    assert {event["SUMMARY"]: event["STATUS"] for event in events} == {
        "我的讲座": "CONFIRMED", "取消的": "CANCELLED"
    }  # fmt: skip
    assert all(event["URL"].endswith("/") for event in events)


def test_the_last_day_that_is_asked_for_is_included(world):
    exchange = an_exchange(world)
    registered(exchange, user=world.teacher)
    day = timezone.localdate(BEGINS)

    def titles(first: date, last: date) -> list[str]:
        return [one.title for one in occasions_of(world.teacher, first, last)]

    assert titles(day, day) == [exchange.title]
    assert titles(day - timedelta(days=5), day) == [exchange.title]
    assert titles(day - timedelta(days=5), day - timedelta(days=1)) == []
    assert titles(day + timedelta(days=1), day + timedelta(days=5)) == []


def test_everybody_is_led_to_the_page_that_is_theirs(world):
    exchange = an_exchange(world)
    registered(exchange, student=world.student)
    registered(exchange, user=world.teacher)
    exchange.speakers.create(contact=world.liaison)
    readers = {
        come_in(world.student): reverse("me:exchange", args=[exchange.pk]),
        join(world.liaison): reverse("portal:exchange", args=[exchange.pk]),
        world.teacher: exchange.get_absolute_url(),
    }

    for user, page in readers.items():
        (event,) = parse_strictly(calendar_of(user, now=NOW))
        assert event["URL"].endswith(page)


def test_a_calendar_program_reads_it_at_the_address_with_the_secret(world, time_machine_at):
    registered(an_exchange(world, title="我的讲座"), user=world.teacher)
    _feed, secret = open_calendar_feed(actor=world.teacher, now=NOW)

    response = Client().get(reverse("calendar_feed", args=[secret]))

    assert [event["SUMMARY"] for event in parse_strictly(response.content)] == ["我的讲座"]


# --- The page -----------------------------------------------------------------------------------


def test_a_week_begins_on_monday_and_a_month_on_its_first_day():
    assert period("week", date(2026, 11, 22)) == (date(2026, 11, 16), date(2026, 11, 23))
    assert period("month", date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert period("list", date(2027, 2, 28)) == (date(2027, 2, 1), date(2027, 3, 1))


@pytest.mark.parametrize("view", ["month", "week", "list", "nonsense"])
def test_without_script_the_page_is_a_list_that_leads_on(world, view):
    exchange = an_exchange(world)
    an_exchange(
        world, title="很久以后", starts_at=BEGINS + timedelta(days=60), ends_at=ENDS + timedelta(days=60)
    )
    client = signed_in(world.director)

    page = client.get(reverse("collaboration:exchange_calendar"), {"view": view, "on": "2026-11-20"})

    text = page.content.decode()
    assert f'href="{exchange.get_absolute_url()}"' in text
    assert "很久以后" not in text
    assert ("data-calendar" in text) == (view != "list")
    assert 'rel="next"' in text


def test_the_drawn_calendar_is_told_what_one_sees_between_two_instants(world):
    exchange = an_exchange(world)
    address = reverse("collaboration:exchange_calendar_events")
    asked = {"start": "2026-11-01T00:00:00+08:00", "end": "2026-12-13T00:00:00+08:00"}

    (event,) = signed_in(world.director).get(address, asked).json()
    assert event["url"] == exchange.get_absolute_url()
    assert (event["start"], event["end"]) == ("2026-11-20T14:00:00", "2026-11-20T16:00:00")
    assert signed_in(world.teacher).get(address, asked).json() == []
    for nonsense in ({}, {"start": "x", "end": "y"}, asked | {"end": "2036-01-01T00:00:00+08:00"}):
        assert signed_in(world.director).get(address, nonsense).json() == []
