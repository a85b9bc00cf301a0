"""The calendar of one resource: a day or a week, as a list without script."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.dates import plausible_day, start_of
from core.http import PersonRequest
from core.look import Chip, Meaning
from resources.hours import Span
from resources.models import Booking, Maintenance, Resource
from resources.views.resources import crumbs

VIEWS = {
    "week": (pgettext_lazy("calendar", "Week"), "timeGridWeek"),
    "day": (pgettext_lazy("calendar", "Day"), "timeGridDay"),
    "month": (pgettext_lazy("calendar", "Month"), "dayGridMonth"),
}
MOST = 500
LONGEST = timedelta(days=100)


class Shown(NamedTuple):
    """One thing that holds the resource, as the calendar shows it."""

    span: Span
    title: str
    chip: Chip
    url: str = ""


def period(view: str, on: date) -> tuple[date, date]:
    """The first day, and the day after the last."""
    if view == "day":
        return on, on + timedelta(days=1)
    if view == "week":
        first = on - timedelta(days=on.weekday())
        return first, first + timedelta(days=7)
    first = on.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def shown_between(resource: Resource, first: datetime, last: datetime) -> list[Shown]:
    """What the staff sees of a resource. Two queries."""
    bookings = Booking.objects.filter(resource=resource.pk).holding().between(first, last)
    works = Maintenance.objects.filter(resource=resource.pk).closing().between(first, last)
    found = [
        Shown(
            Span(one.starts_at, one.ends_at),
            " · ".join(filter(None, (one.purpose, str(one.enterprise or "")))),
            one.chip,
            one.get_absolute_url(),
        )
        for one in bookings.select_related("enterprise").order_by("starts_at")[:MOST]
    ]
    found += [
        Shown(Span(one.starts_at, one.ends_at), str(one), Chip(_("Maintenance"), Meaning.STOPPED, "tools"))
        for one in works.order_by("starts_at")[:MOST]
    ]
    return sorted(found, key=lambda one: one.span)


def calendar_context(
    request: Any, resource: Resource, here: str, rows: Any, *, default: str = "week"
) -> dict[str, Any]:
    """What both sides' pages share; ``rows`` answers what is shown between two instants."""
    view = request.GET.get("view", default)
    view = view if view in VIEWS else default
    on = plausible_day(request.GET.get("on", "")) or timezone.localdate()
    first, end = period(view, on)
    shown = rows(start_of(first), start_of(end))
    by_day = groupby(shown, key=lambda one: timezone.localdate(one.span.starts_at))

    def address(day: date, name: str = view) -> str:
        return f"{here}?view={name}&on={day.isoformat()}"

    return {
        "title": _("Calendar: %(resource)s") % {"resource": resource.name},
        "resource": resource,
        "views": [
            {"label": label, "url": address(on, name), "active": name == view}
            for name, (label, _drawn) in VIEWS.items()
        ],
        "drawn_as": VIEWS[view][1],
        "on": on,
        "heading": date_format(first) if view == "day" else _heading(first, end),
        "previous_url": address(first - timedelta(days=1)),
        "today_url": address(timezone.localdate()),
        "next_url": address(end),
        "days": [(day, list(found)) for day, found in by_day],
    }


def _heading(first: date, end: date) -> str:
    return f"{date_format(first)} – {date_format(end - timedelta(days=1))}"


def as_events(request: Any, rows: Any) -> JsonResponse:
    """What FullCalendar asks for between ``start`` and ``end``; nothing where they cannot be read."""
    first, last = (_instant(request.GET.get(name, "")) for name in ("start", "end"))
    if first is None or last is None or not first < last <= first + LONGEST:
        return JsonResponse([], safe=False)
    found = [
        {
            "title": one.title,
            "start": _as_at_the_centre(one.span.starts_at),
            "end": _as_at_the_centre(one.span.ends_at),
            "url": one.url,
            "meaning": one.chip.meaning.value,
        }
        for one in rows(first, last)
    ]
    return JsonResponse(found, safe=False)


def _as_at_the_centre(instant: datetime) -> str:
    """Without a zone, so that a browser elsewhere draws the hours of the centre."""
    return timezone.localtime(instant).replace(tzinfo=None).isoformat()


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    if found is None:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _seen(request: PersonRequest, pk: int) -> Resource:
    found = Resource.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"resources.Resource {pk}")
    resource: Resource = found
    return resource


@require_safe
def calendar(request: PersonRequest, pk: int) -> HttpResponse:
    resource = _seen(request, pk)
    context = calendar_context(
        request,
        resource,
        reverse("resources:resource_calendar", args=[pk]),
        lambda first, last: shown_between(resource, first, last),
    )
    context |= {
        "breadcrumbs": [*crumbs(), {"label": resource.name, "url": resource.get_absolute_url()}],
        "events_url": reverse("resources:resource_events", args=[pk]),
    }
    return render(request, "resources/calendar.html", context)


@require_safe
def events(request: PersonRequest, pk: int) -> JsonResponse:
    resource = _seen(request, pk)
    return as_events(request, lambda first, last: shown_between(resource, first, last))
