"""Resources at the portal: what the school offers, the enterprise's own, and when each is free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.look import Chip, Meaning
from core.registry import Direction, PartnerDeadline, PartnerFigure
from core.walls import outside
from partnerships.portal.partner import PartnerRequest
from resources.hours import Span
from resources.models import Booking, BookingState, ContributionState, Resource, ResourcePhoto, Side
from resources.portal.proposals import may_change
from resources.portal.reading import (
    crumbs_of_resources,
    own_bookings,
    own_contributions,
    shown_resource,
    shown_resources,
)
from resources.reading import taken
from resources.views.calendar import Shown, as_events, calendar_context

B = BookingState
SHOWN = 100


@require_safe
def resource_list(request: PartnerRequest) -> HttpResponse:
    """What waits for an answer, one's bookings, one's own resources, and what the school offers."""
    partner, now = request.partner, timezone.now()
    term = request.GET.get("q", "").strip()
    rows = shown_resources().order_by("name", "pk")
    offered = rows.filter(enterprise=None, is_shared=True, state="active")
    if term:
        offered = offered.filter(Q(name__icontains=term) | Q(place__icontains=term))
    bookings = list(own_bookings(partner).order_by("-starts_at", "-pk")[:SHOWN])
    waiting = [one for one in bookings if waits_for(one)]
    coming = [one for one in bookings if one not in waiting and one.holds and one.ends_at > now]
    context = {
        "title": _("Resources and bookings"),
        "subtitle": _(
            "Places and equipment for practice: ask for times at the school, and answer for what is yours."
        ),
        "groups": [
            (_("Waiting for your answer"), waiting),
            (pgettext("booking", "To come"), coming[::-1]),
            (_("Past"), [one for one in bookings if one not in waiting and one not in coming][:30]),
        ],
        "own": list(rows.filter(enterprise=partner.enterprise.pk)),
        "offered": list(offered[:SHOWN]),
        "search_term": term,
        "may_propose": partner.is_liaison,
    }
    return render(request, "portal/resources.html", context)


def waits_for(booking: Booking) -> bool:
    """Whether the enterprise answers next."""
    return booking.state == B.REQUESTED and not booking.by_enterprise


def busy(resource: Resource, partner: Any) -> Any:
    """What holds a resource: one's own bookings by name, of others only that it is taken."""

    def between(first: datetime, last: datetime) -> list[Shown]:
        own = list(own_bookings(partner).filter(resource=resource.pk).holding().between(first, last))
        known = {Span(one.starts_at, one.ends_at) for one in own}
        with outside():
            others = set(taken(resource.pk, first, last)) - known
        found = [
            Shown(
                Span(one.starts_at, one.ends_at),
                one.purpose,
                one.chip,
                reverse("portal:booking", args=[one.pk]),
            )
            for one in own
        ]
        found += [Shown(span, _("Taken"), Chip(_("Taken"), Meaning.INACTIVE, "ban")) for span in others]
        return sorted(found, key=lambda one: one.span)

    return between


@require_safe
def resource_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    """Its rules, hours, photos and calendar."""
    partner = request.partner
    resource = shown_resource(pk)
    is_own = resource.enterprise_id == partner.enterprise.pk
    here = reverse("portal:resource", args=[pk])
    context = calendar_context(request, resource, here, busy(resource, partner)) | {
        "title": resource.name,
        "chip": resource.chip,
        "subtitle": f"{resource.get_kind_display()} · {resource.place}",
        "breadcrumbs": crumbs_of_resources(),
        "hours": list(resource.hours.all()),
        "photos": list(resource.photos.all()),
        "majors": list(resource.majors.all()),
        "is_own": is_own,
        "may_change": is_own and partner.is_liaison and may_change(resource),
        "may_book": not is_own and resource.is_active and resource.is_shared and partner.is_liaison,
        "events_url": reverse("portal:resource_events", args=[pk]),
    }
    return render(request, "portal/resource.html", context)


@require_safe
def events(request: PartnerRequest, pk: int) -> JsonResponse:
    return as_events(request, busy(shown_resource(pk), request.partner))


@require_safe
def photo(request: PartnerRequest, pk: int, photo_id: int) -> HttpResponseBase:
    resource = shown_resource(pk)
    kept = ResourcePhoto.objects.filter(parent=resource, pk=photo_id).first()
    if kept is None:
        raise NotVisible(f"resources.ResourcePhoto {photo_id}")
    return serve(request, kept)


# --- Home ---------------------------------------------------------------------------------------


def figures(partner: Any, on: date) -> Iterator[PartnerFigure]:
    """What was given and confirmed in twelve months, and hours of resources used. Two queries."""
    begin = on - timedelta(days=365)
    rows = own_contributions(partner).counted().filter(given_on__range=(begin, on))
    sums = {
        row["giver"]: row["total"] for row in rows.order_by().values("giver").annotate(total=Sum("value"))
    }
    labels = {
        Side.ENTERPRISE: (_("What your enterprise gave"), Direction.GIVEN),
        Side.CENTRE: (_("What the school gave you"), Direction.RECEIVED),
    }
    for side, (label, direction) in labels.items():
        if side in sums:
            yield PartnerFigure(
                label=label,
                value=f"¥{number_format(sums[side], 0, force_grouping=True)}",
                direction=direction,
                text=_("confirmed by both sides, in twelve months"),
                url=reverse("portal:contributions"),
            )
    used = own_bookings(partner).filter(state=B.USED, starts_at__range=(_at(begin), _at(on, time.max)))
    hours = {Direction.GIVEN: Decimal(0), Direction.RECEIVED: Decimal(0)}
    for owner, total in used.order_by().values_list("resource__enterprise").annotate(Sum("used_hours")):
        hours[Direction.RECEIVED if owner is None else Direction.GIVEN] += total
    for direction, total in hours.items():
        if total:
            received = direction == Direction.RECEIVED
            yield PartnerFigure(
                label=_("Resources of the school used")
                if received
                else _("Your resources used by the school"),
                value=pgettext("use of a resource", "%(hours)s hours") % {"hours": f"{total.normalize():f}"},
                direction=direction,
                text=_("in twelve months"),
                url=reverse("portal:resources"),
            )


def _at(day: date, hour: time = time.min) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def deadlines(partner: Any, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Bookings to come or to answer, and contributions to confirm. Two queries."""
    rows = own_bookings(partner).filter(
        state__in=[B.REQUESTED, B.APPROVED], starts_at__range=(_at(first), _at(last, time.max))
    )
    for one in rows.order_by("starts_at", "pk")[:SHOWN]:
        yield PartnerDeadline(
            on=timezone.localdate(one.starts_at),
            title=f"{one.resource.name}: {one.purpose}",
            text=_("waits for your answer") if waits_for(one) else str(one.get_state_display()),
            url=reverse("portal:booking", args=[one.pk]),
        )
    waiting = own_contributions(partner).filter(state=ContributionState.TOLD, by_enterprise=False)
    for contribution in waiting.order_by("given_on", "pk")[:SHOWN]:
        yield PartnerDeadline(
            on=first,
            title=contribution.title,
            text=_("waits for you to confirm it"),
            url=reverse("portal:contribution", args=[contribution.pk]),
        )
