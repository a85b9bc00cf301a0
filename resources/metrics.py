"""What can be promised of contributions and of the use of resources, and is counted from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Case, CharField, DateField, DecimalField, F, Value, When
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.metrics import Evidence, Giver, Measure, Metric
from resources.models import Booking, BookingState, Contribution, ContributionKind

K = ContributionKind
QUANTITY = DecimalField(max_digits=14, decimal_places=2)
BOTH = frozenset(Giver)
COLUMNS = ("enterprise", "agreement", "giver", "occurred_on", "quantity", "record_id")


def given(kind: str, column: str) -> Callable[[], Any]:
    """Contributions of a kind that count, each on the day on which it was given."""

    def occurrences() -> Any:
        rows = Contribution.objects.counted().filter(kind=kind).order_by()
        return rows.annotate(
            occurred_on=F("given_on"), quantity=Cast(F(column), QUANTITY), record_id=F("pk")
        ).values(*COLUMNS)

    return occurrences


def used() -> Any:
    """Bookings that were used, on their last day at the centre, given by the owner of the resource."""
    owner = Case(
        When(resource__enterprise=None, then=Value(Giver.CENTRE.value)),
        default=Value(Giver.ENTERPRISE.value),
        output_field=CharField(),
    )
    last_day = TruncDate("ends_at", tzinfo=timezone.get_default_timezone(), output_field=DateField())
    rows = Booking.objects.filter(state=BookingState.USED, enterprise__isnull=False).order_by()
    return rows.annotate(
        giver=owner, occurred_on=last_day, quantity=Cast(F("used_hours"), QUANTITY), record_id=F("pk")
    ).values(*COLUMNS)


def rows_of_contributions(keys: Sequence[int]) -> Mapping[int, Evidence]:
    """One query."""
    found = Contribution.objects.filter(pk__in=keys).order_by().values_list("pk", "title")
    return {
        pk: Evidence(
            title=title,
            url=reverse("resources:contribution_detail", args=[pk]),
            title_at_portal=title,
            url_at_portal=reverse("portal:contribution", args=[pk]),
        )
        for pk, title in found
    }


def rows_of_bookings(keys: Sequence[int]) -> Mapping[int, Evidence]:
    """One query."""
    found = Booking.objects.filter(pk__in=keys).order_by().values_list("pk", "purpose", "resource__name")
    return {
        pk: Evidence(
            title=(title := f"{purpose} · {resource}"),
            url=reverse("resources:booking_detail", args=[pk]),
            title_at_portal=title,
            url_at_portal=reverse("portal:booking", args=[pk]),
        )
        for pk, purpose, resource in found
    }


def _metric(
    code: str,
    label: str | Promise,
    definition: str | Promise,
    kind: str,
    measure: Measure,
    *,
    order: int,
) -> Metric:
    return Metric(
        code=code,
        label=label,
        definition=definition,
        measure=measure,
        givers=BOTH,
        occurrences=given(kind, "value" if measure == Measure.MONEY else "extent"),
        record=Contribution._meta.label,
        rows=rows_of_contributions,
        order=order,
    )


WORTH = _("Its value as both sides have confirmed it, on the day on which it was given.")
METRICS = (
    _metric(
        "contribution_equipment",
        _("Equipment given, pieces"),
        _("Each piece that was given, lent or shared and confirmed by both sides, on its day."),
        K.EQUIPMENT,
        Measure.NUMBER,
        order=60,
    ),
    _metric(
        "contribution_equipment_value",
        _("Equipment given, value"),
        WORTH,
        K.EQUIPMENT,
        Measure.MONEY,
        order=61,
    ),
    _metric("contribution_funds", _("Funds given"), WORTH, K.FUNDS, Measure.MONEY, order=62),
    _metric(
        "contribution_venue_hours",
        _("Hours of venues given"),
        _("Hours that both sides have confirmed, on the day on which they were given."),
        K.VENUE,
        Measure.HOURS,
        order=63,
    ),
    _metric(
        "contribution_people_hours",
        _("Hours of technicians and teachers given"),
        _("Hours that both sides have confirmed, on the day on which they were given."),
        K.HOURS,
        Measure.HOURS,
        order=64,
    ),
    _metric(
        "contribution_technology", _("Technology given, value"), WORTH, K.TECHNOLOGY, Measure.MONEY, order=65
    ),
    Metric(
        code="resource_hours",
        label=_("Hours for which resources were used"),
        definition=_(
            "Hours recorded when a booked place or device of one side was used by the other, on its last day."
        ),
        measure=Measure.HOURS,
        givers=BOTH,
        occurrences=used,
        record=Booking._meta.label,
        rows=rows_of_bookings,
        order=66,
    ),
)
