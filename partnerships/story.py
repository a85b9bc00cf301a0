"""What the centre's own notes tell of an enterprise: its talks and visits (``core.story``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import end_of
from core.story import Happening, StorySource
from partnerships.models import Enterprise, Interaction


def _told(actor: Any, enterprise: Enterprise, until: date, limit: int) -> Iterator[Happening]:
    """The enterprise is told nothing of what was noted about it."""
    rows = Interaction.objects.visible_to(actor).filter(
        enterprise=enterprise.pk, happened_at__lt=end_of(until)
    )
    for one in rows.order_by("-happened_at", "-pk")[:limit]:
        yield Happening(
            on=timezone.localtime(one.happened_at).date(),
            title=one.summary,
            text=one.get_kind_display(),
            url=one.get_absolute_url(),
        )


INTERACTIONS = StorySource(
    name="interactions", label=_("Talks and visits"), icon="message", told=_told, order=90
)
