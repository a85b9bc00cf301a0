"""The calendar of exchanges: by month and by week, as a list without script, and as feeds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from collaboration.exchange_feed import public_calendar
from collaboration.models import Exchange, ExchangeState
from core.dates import plausible_day, start_of
from core.http import PersonRequest

VIEWS = {
    "month": (pgettext_lazy("calendar", "Month"), "dayGridMonth"),
    "week": (pgettext_lazy("calendar", "Week"), "timeGridWeek"),
    "list": (gettext_lazy("List"), ""),
}
MOST = 500
# A month's page shows six weeks; nobody is asked for years at once.
LONGEST = timedelta(days=100)
GIVEN_UP = (ExchangeState.DECLINED, ExchangeState.CANCELLED)


def period(view: str, on: date) -> tuple[date, date]:
    """The first day, and the day after the last: of the week, which begins on Monday, or of the month."""
    if view == "week":
        first = on - timedelta(days=on.weekday())
        return first, first + timedelta(days=7)
    first = on.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def shown_to(user: Any, first: datetime, last: datetime) -> Any:
    rows = Exchange.objects.visible_to(user).between(first, last).exclude(state__in=GIVEN_UP)
    return rows.with_names().order_by("starts_at", "pk")


@require_safe
def calendar(request: PersonRequest) -> HttpResponse:
    """A month or a week, drawn where there is script; below it the same as a list. One query for them."""
    view = request.GET.get("view", "month")
    view = view if view in VIEWS else "month"
    on = plausible_day(request.GET.get("on", "")) or timezone.localdate()
    first, end = period(view, on)
    rows = list(shown_to(request.user, start_of(first), start_of(end))[:MOST])
    by_day = groupby(rows, key=lambda one: timezone.localdate(one.starts_at))
    here = reverse("collaboration:exchange_calendar")

    def address(day: date, name: str = view) -> str:
        return f"{here}?view={name}&on={day.isoformat()}"

    context = {
        "title": _("Calendar of exchanges"),
        "breadcrumbs": [{"label": _("Exchanges"), "url": reverse("collaboration:exchange_list")}],
        "view": view,
        "views": [
            {"label": label, "url": address(on, name), "active": name == view}
            for name, (label, _drawn) in VIEWS.items()
        ],
        "drawn_as": VIEWS[view][1],
        "on": on,
        "heading": date_format(first, "YEAR_MONTH_FORMAT")
        if view != "week"
        else f"{date_format(first)} – {date_format(end - timedelta(days=1))}",
        "previous_url": address(first - timedelta(days=1)),
        "today_url": address(timezone.localdate()),
        "next_url": address(end),
        "days": [(day, list(found)) for day, found in by_day],
        "events_url": reverse("collaboration:exchange_calendar_events"),
        "feed_url": reverse("accounts:calendar"),
        "public_url": reverse("collaboration:public_calendar"),
    }
    return render(request, "collaboration/calendar.html", context)


@require_safe
def events(request: PersonRequest) -> JsonResponse:
    """What FullCalendar asks for between ``start`` and ``end``; nothing where they cannot be read."""
    first, last = (_instant(request.GET.get(name, "")) for name in ("start", "end"))
    if first is None or last is None or not first < last <= first + LONGEST:
        return JsonResponse([], safe=False)
    rows = shown_to(request.user, first, last)[:MOST]
    found = [
        {
            "title": f"{one.title} · {one.enterprise}",
            "start": _as_at_the_centre(one.starts_at),
            "end": _as_at_the_centre(one.ends_at),
            "url": one.get_absolute_url(),
            "meaning": one.chip.meaning.value,
        }
        for one in rows
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


@require_safe
@login_not_required
def public_feed(request: HttpRequest) -> HttpResponse:
    """Public exchanges as an iCalendar file, for anybody; neither people nor how many come stand in it."""
    response = HttpResponse(public_calendar(now=timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response
