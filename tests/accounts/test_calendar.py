"""A person's deadlines at a secret address, for calendar programs."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.models import CalendarFeed, User
from accounts.operations import open_calendar_feed, revoke_calendar_feed
from core import calendar
from core.access import NotVisible
from core.calendar import AHEAD, BACK, Deadline, calendar_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 3, 2)
LEAP_DAY = date(2028, 2, 29)


@pytest.fixture
def officer() -> User:
    return User.objects.create_user("officer@centre.example", name="陈专员", language="zh-hans")


@pytest.fixture
def deadlines(monkeypatch) -> list[Deadline]:
    """What an app puts in; the test fills it."""
    given: list[Deadline] = []
    monkeypatch.setattr(calendar, "_providers", {"tests": lambda user, first, last: given})
    return given


def fetch(client, secret: str):
    return client.get(reverse("calendar_feed", args=[secret]))


def events(content: bytes) -> list:
    return Calendar.from_ical(content).walk("VEVENT")


def test_whoever_knows_the_address_reads_the_deadlines(client, officer, deadlines, time_machine):
    time_machine.move_to(NOW)
    _feed, secret = open_calendar_feed(actor=officer, now=NOW)
    deadlines.append(Deadline(uid="agreement-7-notice", on=TODAY, title="合作协议, 通知; 期限", path="/a/7/"))
    response = fetch(client, secret)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(response.content)
    assert event["SUMMARY"] == "合作协议, 通知; 期限"
    assert event.decoded("DTSTART") == TODAY
    assert event.decoded("DTEND") == TODAY + timedelta(days=1)
    assert event["URL"].endswith("/a/7/")
    assert CalendarFeed.objects.get().last_read_at == NOW


def test_the_file_keeps_to_the_letter_of_the_format(officer, deadlines):
    deadlines.append(
        Deadline(
            uid="long",
            on=LEAP_DAY,
            title="职业学校校企合作协议" * 20,
            description="two\nlines, a comma; done",
        )
    )
    content = calendar_of(officer, now=NOW)

    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no character is cut in two
    unfolded = content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line) for line in unfolded)
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-1] == "END:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20280229" in unfolded
    assert "DTEND;VALUE=DATE:20280301" in unfolded
    assert "DESCRIPTION:two\\nlines\\, a comma\\; done" in unfolded
    for name in ("VERSION:2.0", "CALSCALE:GREGORIAN"):
        assert unfolded.count(name) == 1
    assert sum(line.startswith(("UID:", "DTSTAMP:")) for line in unfolded) == 2


def test_a_deadline_that_moves_stays_the_same_event(officer, deadlines):
    deadlines.append(Deadline(uid="agreement-7-end", on=TODAY, title="Ends"))
    (before,) = events(calendar_of(officer, now=NOW))
    deadlines[0] = Deadline(uid="agreement-7-end", on=TODAY + timedelta(days=365), title="Ends")
    (after,) = events(calendar_of(officer, now=NOW))

    assert before["UID"] == after["UID"] == "agreement-7-end@127.0.0.1"


def test_the_calendar_speaks_its_owners_language(officer, deadlines):
    assert "期限提醒" in str(Calendar.from_ical(calendar_of(officer, now=NOW))["X-WR-CALNAME"])
    officer.language = "en"
    assert "Deadlines" in str(Calendar.from_ical(calendar_of(officer, now=NOW))["X-WR-CALNAME"])


def test_apps_are_asked_for_the_days_around_today_only(officer, monkeypatch):
    asked = []
    provider = lambda user, first, last: asked.append((user, first, last)) or []  # noqa: E731
    monkeypatch.setattr(calendar, "_providers", {"tests": provider})
    calendar_of(officer, now=NOW)

    assert asked == [(officer, TODAY - BACK, TODAY + AHEAD)]


def test_a_revoked_address_answers_as_if_it_had_never_been(client, officer, deadlines):
    feed, secret = open_calendar_feed(actor=officer, now=NOW)
    revoke_calendar_feed(actor=officer, pk=feed.pk, now=NOW)

    assert fetch(client, secret).status_code == fetch(client, "never-was").status_code == 404
    assert CalendarFeed.objects.get().last_read_at is None


def test_a_new_address_ends_the_old_one(client, officer, deadlines):
    _feed, old = open_calendar_feed(actor=officer, now=NOW)
    _feed, new = open_calendar_feed(actor=officer, now=NOW)

    assert (fetch(client, old).status_code, fetch(client, new).status_code) == (404, 200)


def test_somebody_who_left_publishes_nothing(client, officer, deadlines):
    _feed, secret = open_calendar_feed(actor=officer, now=NOW)
    User.objects.update(is_active=False)

    assert fetch(client, secret).status_code == 404


def test_the_database_does_not_know_the_secret(officer):
    feed, secret = open_calendar_feed(actor=officer, now=NOW)

    assert len(secret) >= 43
    assert feed.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(CalendarFeed.objects.values().get())


def test_nobody_revokes_the_address_of_another(officer):
    feed, _secret = open_calendar_feed(actor=officer, now=NOW)
    other = User.objects.create_user("other@centre.example", name="Other")
    with pytest.raises(NotVisible):
        revoke_calendar_feed(actor=other, pk=feed.pk, now=NOW)

    feed.refresh_from_db()
    assert feed.revoked_at is None


def test_the_page_shows_a_new_address_once(client, officer, deadlines):
    client.force_login(officer)
    page = reverse("accounts:calendar")
    made = client.post(page)
    (address,) = set(re.findall(r"http://[^\"]+\.ics", made.content.decode()))

    assert client.get(address).status_code == 200
    assert ".ics" not in client.get(page).content.decode()
    assert made["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
