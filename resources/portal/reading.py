"""Resources, bookings and contributions as the portal reads them: behind the walls."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import NotVisible
from partnerships.portal.partner import Partner
from resources.models import Booking, Contribution, ContributionStatement, Resource
from resources.walls import BOOKING_COLUMNS, CONTRIBUTION_COLUMNS, RESOURCE_COLUMNS, STATEMENT_COLUMNS


def shown_resources() -> QuerySet[Resource]:
    """What the centre offers, the enterprise's own, and what it has booked."""
    return Resource.objects.only(*RESOURCE_COLUMNS)


def shown_resource(pk: int) -> Resource:
    """Raises NotVisible."""
    resource = shown_resources().filter(pk=pk).first()
    if resource is None:
        raise NotVisible(f"resources.Resource {pk}")
    return resource


def own_bookings(partner: Partner) -> Any:
    rows = Booking.objects.filter(enterprise=partner.enterprise.pk).select_related("resource")
    return rows.only(*BOOKING_COLUMNS, *(f"resource__{name}" for name in RESOURCE_COLUMNS))


def own_booking(partner: Partner, pk: int) -> Booking:
    """Raises NotVisible."""
    booking = own_bookings(partner).filter(pk=pk).first()
    if booking is None:
        raise NotVisible(f"resources.Booking {pk}")
    booking.enterprise = partner.enterprise
    found: Booking = booking
    return found


def own_contributions(partner: Partner) -> Any:
    return Contribution.objects.filter(enterprise=partner.enterprise.pk).only(*CONTRIBUTION_COLUMNS)


def own_contribution(partner: Partner, pk: int) -> Contribution:
    """Raises NotVisible."""
    contribution = own_contributions(partner).filter(pk=pk).first()
    if contribution is None:
        raise NotVisible(f"resources.Contribution {pk}")
    contribution.enterprise = partner.enterprise
    found: Contribution = contribution
    return found


def own_statements(partner: Partner) -> QuerySet[ContributionStatement]:
    rows = ContributionStatement.objects.filter(enterprise=partner.enterprise.pk)
    return rows.only(*STATEMENT_COLUMNS)


def crumbs_of_resources() -> list[dict[str, Any]]:
    return [{"label": _("Resources and bookings"), "url": reverse("portal:resources")}]


def crumbs_of_contributions() -> list[dict[str, Any]]:
    return [{"label": _("Contributions"), "url": reverse("portal:contributions")}]
