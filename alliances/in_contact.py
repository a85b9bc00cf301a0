"""What of alliances is contact with an enterprise: meetings at which it was."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone

from alliances.models import Meeting, MeetingState


def days() -> Any:
    zone = timezone.get_default_timezone()
    rows = Meeting.objects.filter(state=MeetingState.HELD)
    return rows.annotate(of=F("attended__enterprise"), day=TruncDate("starts_at", tzinfo=zone))
