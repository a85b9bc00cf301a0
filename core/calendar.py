"""Deadlines as any calendar program shows them. The apps put theirs in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.centre import centre

# Calendar programs fetch everything each time, so the feed ends somewhere.
BACK = timedelta(days=31)
AHEAD = timedelta(days=400)
MOST = 2000
FETCH_AGAIN = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """One day on which something ends or has to be decided.

    Attributes:
        uid: which deadline it is, unique among all; one that moves to another day keeps it.
        path: the page where one can act.
    """

    uid: str
    on: date
    title: str
    description: str = ""
    path: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Something that people come to, from an instant to another.

    Attributes:
        uid, path: as those of a deadline; nothing may be open to whoever reads the calendar.
        is_cancelled: it stays in the calendar as such, so that a program that has it takes it out.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str = ""
    place: str = ""
    path: str = ""
    is_cancelled: bool = False


type Provider = Callable[[Any, date, date], Iterable[Deadline]]
"""The deadlines that a user may see from one day to another, both included, the nearest ``MOST`` at most."""

type OccasionProvider = Callable[[Any, date, date], Iterable[Occasion]]
"""The occasions of a user from one day to another, both included, the nearest ``MOST`` at most."""

_providers: dict[str, Provider] = {}
_occasions: dict[str, OccasionProvider] = {}


def register_deadlines(name: str, provider: Provider) -> None:
    """Put an app's deadlines into everybody's calendar. Called from ``AppConfig.ready``."""
    _providers[name] = provider


def register_occasions(name: str, provider: OccasionProvider) -> None:
    """Put what people come to into their calendars. Called from ``AppConfig.ready``."""
    _occasions[name] = provider


def deadlines_of(user: Any, *, first: date, last: date) -> list[Deadline]:
    """What the person may see, by day, in the active language; a few queries per app."""
    found = [deadline for provide in _providers.values() for deadline in provide(user, first, last)]
    return sorted(found, key=lambda deadline: (deadline.on, deadline.uid))[:MOST]


def calendar_of(user: Any, *, now: datetime) -> bytes:
    """The person's deadlines and occasions as an iCalendar file (RFC 5545), in their language."""
    today = timezone.localdate(now)
    first, last = today - BACK, today + AHEAD
    with translation.override(user.language):
        name = _("Deadlines – %(centre)s") % {"centre": centre().name}
        occasions = [one for provide in _occasions.values() for one in provide(user, first, last)]
        return calendar_from(name, deadlines_of(user, first=first, last=last), occasions, now=now)


def calendar_from(
    name: str, deadlines: Iterable[Deadline], occasions: Iterable[Occasion], *, now: datetime
) -> bytes:
    """An iCalendar file (RFC 5545); times are in UTC, which needs no table of time zones in the file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Partnership centre//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FETCH_AGAIN, parameters={"VALUE": "DURATION"})
    for deadline in deadlines:
        calendar.add_component(_event(deadline, now))
    for occasion in occasions:
        calendar.add_component(_timed_event(occasion, now))
    return calendar.to_ical()


def _timed_event(occasion: Occasion, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{occasion.uid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", occasion.starts_at.astimezone(UTC))
    event.add("dtend", occasion.ends_at.astimezone(UTC))
    event.add("summary", occasion.title)
    event.add("status", "CANCELLED" if occasion.is_cancelled else "CONFIRMED")
    if occasion.place:
        event.add("location", occasion.place)
    if occasion.description:
        event.add("description", occasion.description)
    if occasion.path:
        event.add("url", urljoin(f"{settings.SITE_URL}/", occasion.path))
    return event


def _event(deadline: Deadline, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{deadline.uid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("dtstart", deadline.on)
    event.add("dtend", deadline.on + timedelta(days=1))
    event.add("summary", deadline.title)
    event.add("transp", "TRANSPARENT")  # it takes none of the day's hours
    if deadline.description:
        event.add("description", deadline.description)
    if deadline.path:
        event.add("url", urljoin(f"{settings.SITE_URL}/", deadline.path))
    return event
