"""What of resources is contact with an enterprise: places and devices of one side that the other used."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone

from resources.models import Booking, BookingState


def days() -> Any:
    zone = timezone.get_default_timezone()
    rows = Booking.objects.filter(state=BookingState.USED)
    return rows.annotate(of=F("enterprise"), day=TruncDate("ends_at", tzinfo=zone))
