"""Exchanges in people's own calendars, and the public ones in a feed for anybody (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from collaboration.models import Exchange, ExchangeState
from core.calendar import AHEAD, BACK, MOST, Occasion, calendar_from
from core.centre import centre
from core.dates import end_of, start_of


def occasion(exchange: Exchange, *, path: str = "") -> Occasion:
    """The enterprise is fetched along."""
    return Occasion(
        uid=f"exchange-{exchange.pk}",
        starts_at=exchange.starts_at,
        ends_at=exchange.ends_at,
        title=exchange.title,
        description="\n".join(
            filter(None, (f"{exchange.get_kind_display()} · {exchange.enterprise}", exchange.about))
        ),
        place=exchange.place or str(exchange.get_place_kind_display()),
        path=path,
        is_cancelled=exchange.state == ExchangeState.CANCELLED,
    )


def occasions_of(user: Any, first: date, last: date) -> Iterator[Occasion]:
    """What somebody takes part in, holds or looks after, and what was cancelled of it. One query."""
    begin, end = start_of(first), end_of(last)
    part = Q(registrations__state__in=["registered", "waiting", "invited"])
    mine = (
        (part & Q(registrations__student__user=user.pk))
        | (part & Q(registrations__teacher__user=user.pk))
        | (part & Q(registrations__user=user.pk))
        | Q(speakers__teacher__user=user.pk)
        | Q(speakers__contact__user=user.pk)
        | Q(organiser=user.pk)
    )
    keys = Exchange.objects.filter(mine).order_by().values("pk")
    rows = Exchange.objects.filter(pk__in=keys).between(begin, end)
    rows = rows.exclude(state__in=[ExchangeState.PROPOSED, ExchangeState.DECLINED]).with_names()
    name = "me:exchange" if user.is_student else "portal:exchange" if user.is_partner else None
    for exchange in rows.order_by("starts_at", "pk")[:MOST]:
        path = reverse(name, args=[exchange.pk]) if name else exchange.get_absolute_url()
        yield occasion(exchange, path=path)


def public_calendar(*, now: datetime) -> bytes:
    """Public announced exchanges, in the language of the centre."""
    rows = Exchange.objects.public().between(now - BACK, now + AHEAD).with_names().order_by("starts_at", "pk")
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Exchanges with enterprises – %(centre)s") % {"centre": centre().name}
        return calendar_from(name, [], [occasion(one) for one in rows[:MOST]], now=now)
