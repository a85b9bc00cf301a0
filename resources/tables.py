from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import deadline_html
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from resources.models import Booking, Contribution, Resource


class ResourceTable(RecordTable):
    default_columns = ("name", "kind", "owner", "place", "capacity", "next_check_on", "state")

    name = LinkColumn(verbose_name=_("resource"))
    number = tables.Column(verbose_name=pgettext_lazy("resource", "number"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=pgettext_lazy("resource", "kind"))
    owner = tables.Column(verbose_name=pgettext_lazy("resource", "whose it is"))
    department = tables.Column(verbose_name=_("department"))
    place = tables.Column(verbose_name=pgettext_lazy("resource", "place"))
    capacity = NumberColumn(verbose_name=pgettext_lazy("resource", "capacity"))
    is_shared = tables.BooleanColumn(verbose_name=pgettext_lazy("resource", "may be booked by enterprises"))
    keeper = tables.Column(verbose_name=pgettext_lazy("resource", "responsible person"))
    next_check_on = tables.Column(verbose_name=_("next safety check"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Resource
        fields = ()

    def render_next_check_on(self, value: Any, record: Resource) -> SafeString:
        return deadline_html(value, done=not record.is_active, today=timezone.localdate())

    def value_next_check_on(self, value: Any) -> Any:
        return value


def _instant(value: Any) -> str:
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


class BookingTable(RecordTable):
    default_columns = ("purpose", "resource", "enterprise", "starts_at", "ends_at", "people", "state")

    purpose = LinkColumn(verbose_name=_("booking"))
    resource = tables.Column(accessor="resource__name", verbose_name=_("resource"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    starts_at = tables.Column(verbose_name=pgettext_lazy("booking", "from"))
    ends_at = tables.Column(verbose_name=pgettext_lazy("booking", "until"))
    people = NumberColumn(verbose_name=pgettext_lazy("booking", "people"))
    booked_by = tables.Column(verbose_name=pgettext_lazy("booking", "asked for by"))
    booked_at = RelativeDateColumn(verbose_name=pgettext_lazy("booking", "asked for at"))
    used_people = NumberColumn(verbose_name=_("people who came"))
    used_hours = NumberColumn(verbose_name=_("hours used"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Booking
        fields = ()

    def render_starts_at(self, value: Any) -> str:
        return _instant(value)

    def value_starts_at(self, value: Any) -> Any:
        return timezone.localtime(value).replace(tzinfo=None)

    def render_ends_at(self, value: Any) -> str:
        return _instant(value)

    def value_ends_at(self, value: Any) -> Any:
        return timezone.localtime(value).replace(tzinfo=None)


class ContributionTable(RecordTable):
    default_columns = ("title", "kind", "enterprise", "giver", "given_on", "value", "state")

    title = LinkColumn(verbose_name=_("contribution"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=pgettext_lazy("contribution", "kind"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    giver = tables.Column(
        accessor="get_giver_display", verbose_name=pgettext_lazy("contribution", "given by")
    )
    given_on = tables.Column(verbose_name=pgettext_lazy("contribution", "given on"))
    value = NumberColumn(verbose_name=_("value (yuan)"))
    extent = NumberColumn(verbose_name=pgettext_lazy("contribution", "quantity"))
    ownership = tables.Column(
        accessor="get_ownership_display",
        verbose_name=pgettext_lazy("contribution", "whose it is afterwards"),
    )
    lent_until = tables.Column(verbose_name=pgettext_lazy("contribution", "lent until"))
    agreement = tables.Column(verbose_name=_("under the agreement"))
    department = tables.Column(verbose_name=_("department"))
    told_at = RelativeDateColumn(verbose_name=pgettext_lazy("contribution", "told at"))
    state = StateColumn(verbose_name=_("state"))

    class Meta:
        model = Contribution
        fields = ()

    def render_value(self, value: Any) -> str:
        return number_format(value, 2, force_grouping=True)

    def value_value(self, value: Any) -> Any:
        return value
