"""What of the register is contact with an enterprise: visits and talks that were written down."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone

from partnerships.models import Interaction


def days() -> Any:
    zone = timezone.get_default_timezone()
    return Interaction.objects.annotate(of=F("enterprise"), day=TruncDate("happened_at", tzinfo=zone))
