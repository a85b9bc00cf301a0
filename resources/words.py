"""Times, and what is read before them, as a page says them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from resources.models import Resource


def before_booking(resource: Resource) -> str:
    """What whoever books reads first: the safety rules, where there are any."""
    if not resource.safety_rules:
        return ""
    return _("Safety rules: %(rules)s") % {"rules": resource.safety_rules}


def span_in_words(first: datetime, last: datetime) -> str:
    """The day with its hours, or both days."""
    first, last = timezone.localtime(first), timezone.localtime(last)
    begins = f"{date_format(first)} {time_format(first)}"
    if first.date() == last.date():
        return f"{begins} – {time_format(last)}"
    return f"{begins} – {date_format(last)} {time_format(last)}"
