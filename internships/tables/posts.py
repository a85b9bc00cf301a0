from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from core.bilingual import listed
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from internships.models import Post


class PostTable(RecordTable):
    default_columns = ("name", "enterprise", "plan", "seats", "region", "pay", "state")

    name = LinkColumn(verbose_name=_("post"))
    enterprise = tables.Column(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    plan = tables.Column(verbose_name=_("plan"), default=_("all year"))
    majors = tables.ManyToManyColumn(verbose_name=_("majors"), transform=str)
    seats = NumberColumn(verbose_name=_("seats"))
    region = tables.Column(accessor="region__name", verbose_name=_("region"))
    pay = NumberColumn(accessor="pay_per_month", verbose_name=_("pay a month"))
    shift = tables.Column(accessor="get_shift_display", verbose_name=_("shifts"))
    lodging = tables.Column(accessor="get_lodging_display", verbose_name=_("lodging"))
    hazards = tables.Column(accessor="hazard_labels", verbose_name=_("hazards"))
    department = tables.Column(verbose_name=_("department"))
    state = StateColumn(verbose_name=_("state"))
    offered_at = RelativeDateColumn(verbose_name=_("offered at"))
    updated_at = RelativeDateColumn(verbose_name=_("last changed"))

    class Meta:
        model = Post
        fields = ()

    def render_pay(self, value: Any) -> str:
        return number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)

    def value_pay(self, value: Any) -> Any:
        return value

    def value_majors(self, record: Post) -> str:
        return listed(record.majors.all())

    def render_hazards(self, value: list[str]) -> str:
        return listed(value)

    def value_hazards(self, value: list[str]) -> str:
        return listed(value)
