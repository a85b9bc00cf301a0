from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString

from core import look

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", **attributes: str) -> SafeString:
    """``{% icon "building" %}``, ``{% icon "lock" label=_("Locked") class="text-danger" %}``."""
    return look.icon(name, label=label, css=attributes.get("class", ""))


@register.simple_tag
def state_chip(chip: look.Chip) -> SafeString:
    return look.chip_html(chip)


@register.simple_tag
def relative_time(value: date | datetime | None) -> SafeString:
    return look.relative_date_html(value)


@register.simple_tag
def deadline(due_on: date | None, soon_days: int = 30, done: bool = False) -> SafeString:
    return look.deadline_html(due_on, soon_days=soon_days, done=bool(done))


@register.simple_tag
def difference(before: str, after: str) -> SafeString:
    """Two texts as one, with what was taken out and put in marked."""
    return look.difference_html(before or "", after or "")


@register.filter
def chart_rows(chart: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The table of a chart: one row per label with the value of every series."""
    values = zip(*(series["values"] for series in chart["series"]), strict=True)
    return zip(chart["labels"], values, strict=True)
