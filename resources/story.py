"""What is told of an enterprise: what was given and confirmed, and which resources were used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import end_of
from core.story import Happening, StorySource
from resources.models import Booking, BookingState, Contribution
from resources.walls import BOOKING_COLUMNS, CONTRIBUTION_COLUMNS


def _given(rows: Any, until: date, limit: int, name: str) -> Iterator[Happening]:
    found = rows.counted().filter(given_on__lte=until).order_by("-given_on", "-pk")[:limit]
    for one in found:
        said = (
            _("The enterprise gave: %(kind)s, ¥%(value)s")
            if one.is_given_by_enterprise
            else _("The centre gave: %(kind)s, ¥%(value)s")
        )
        value = number_format(one.value, 2, force_grouping=True)
        yield Happening(
            on=one.given_on,
            title=one.title,
            text=said % {"kind": one.get_kind_display(), "value": value},
            url=reverse(name, args=[one.pk]),
        )


def contributions_told(actor: Any, enterprise: Any, until: date, limit: int) -> Iterable[Happening]:
    rows = Contribution.objects.visible_to(actor).filter(enterprise=enterprise.pk)
    return _given(rows, until, limit, "resources:contribution_detail")


def contributions_told_to_partner(partner: Any, until: date, limit: int) -> Iterable[Happening]:
    rows = Contribution.objects.filter(enterprise=partner.enterprise.pk).only(*CONTRIBUTION_COLUMNS)
    return _given(rows, until, limit, "portal:contribution")


def _used(rows: Any, until: date, limit: int, name: str) -> Iterator[Happening]:
    rows = rows.filter(state=BookingState.USED, starts_at__lt=end_of(until)).select_related("resource")
    for one in rows.order_by("-starts_at", "-pk")[:limit]:
        yield Happening(
            on=timezone.localdate(one.starts_at),
            title=one.purpose,
            text=_("%(resource)s was used for %(hours)s hours")
            % {"resource": one.resource.name, "hours": f"{one.used_hours.normalize():f}"},
            url=reverse(name, args=[one.pk]),
        )


def bookings_told(actor: Any, enterprise: Any, until: date, limit: int) -> Iterable[Happening]:
    rows = Booking.objects.visible_to(actor).filter(enterprise=enterprise.pk)
    return _used(rows, until, limit, "resources:booking_detail")


def bookings_told_to_partner(partner: Any, until: date, limit: int) -> Iterable[Happening]:
    rows = Booking.objects.filter(enterprise=partner.enterprise.pk)
    rows = rows.only(*BOOKING_COLUMNS, "resource__name")
    return _used(rows, until, limit, "portal:booking")


STORIES = (
    StorySource(
        name="contributions",
        label=gettext_lazy("Contributions"),
        icon="package",
        told=contributions_told,
        told_to_partner=contributions_told_to_partner,
        order=60,
    ),
    StorySource(
        name="bookings",
        label=gettext_lazy("Use of resources"),
        icon="tool",
        told=bookings_told,
        told_to_partner=bookings_told_to_partner,
        order=62,
    ),
)
