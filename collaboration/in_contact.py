"""What of exchanges is contact with an enterprise: those that were held."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone

from collaboration.models import Exchange, ExchangeState


def days() -> Any:
    zone = timezone.get_default_timezone()
    rows = Exchange.objects.filter(state__in=[ExchangeState.HELD, ExchangeState.CLOSED])
    return rows.annotate(of=F("enterprise"), day=TruncDate("starts_at", tzinfo=zone))
