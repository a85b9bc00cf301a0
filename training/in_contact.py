"""What of courses is contact with an enterprise: sessions at which its people were."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone

from training.models import Session


def days() -> Any:
    zone = timezone.get_default_timezone()
    rows = Session.objects.filter(attendance__was_there=True)
    return rows.annotate(of=F("attendance__enrolment__enterprise"), day=TruncDate("starts_at", tzinfo=zone))
