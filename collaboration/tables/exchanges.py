from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.models import Exchange
from core.bilingual import listed
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn


class ExchangeTable(RecordTable):
    default_columns = (
        *("title", "enterprise", "kind", "starts_at", "registered_count", "attended_count", "state"),
    )

    title = LinkColumn(verbose_name=_("exchange"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    direction = tables.Column(
        accessor="get_direction_display", verbose_name=pgettext_lazy("exchange", "direction")
    )
    kind = tables.Column(accessor="get_kind_display", verbose_name=pgettext_lazy("exchange", "kind"))
    department = tables.Column(verbose_name=_("department"))
    starts_at = tables.Column(verbose_name=pgettext_lazy("exchange", "begins"))
    place = tables.Column(verbose_name=pgettext_lazy("exchange", "place"))
    audience = tables.Column(accessor="audience_labels", verbose_name=_("who takes part"))
    capacity = NumberColumn(verbose_name=_("places"))
    registered_count = NumberColumn(verbose_name=pgettext_lazy("exchange", "registered"), default=0)
    attended_count = NumberColumn(verbose_name=pgettext_lazy("exchange", "were there"), default=0)
    hours = NumberColumn(verbose_name=_("hours credited"))
    is_public = tables.BooleanColumn(verbose_name=_("public"))
    proposed_at = RelativeDateColumn(verbose_name=_("proposed at"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Exchange
        fields = ()

    def render_starts_at(self, value: Any) -> str:
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")

    def value_starts_at(self, value: Any) -> Any:
        return timezone.localtime(value).replace(tzinfo=None)

    def render_audience(self, value: Any) -> str:
        return listed(value)

    def value_audience(self, value: Any) -> str:
        return listed(value)
