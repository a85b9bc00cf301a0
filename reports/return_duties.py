"""What waits for people of returns: values that they were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from core.bilingual import in_words
from core.duties import MOST, Duty
from reports.models import ReturnGap


def values_asked_for(user: Any, on: date) -> Iterator[Duty]:
    """A line for each return in which they can fill something and were asked to. One query."""
    gaps = ReturnGap.objects.asked_of(user.pk).filter(return_to__asked_at__isnull=False).order_by()
    counted = gaps.values_list("return_to", "return_to__name_en", "return_to__name_zh")
    for _pk, english, chinese, number in counted.annotate(number=Count("pk")).order_by("return_to")[:MOST]:
        words = ngettext("%(count)d value is missing.", "%(count)d values are missing.", number)
        yield Duty(
            title=in_words(english, chinese),
            url=reverse("reports:return_asked"),
            text=words % {"count": number},
        )
