from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import chip_html, deadline_html
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from internships.models import HostVisit, Plan


class PlanTable(RecordTable):
    default_columns = ("name", "kind", "entered_in", "starts_on", "ends_on", "state", "owner")

    name = LinkColumn(verbose_name=_("internship plan"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=_("kind"))
    entered_in = NumberColumn(verbose_name=_("cohort"))
    department = tables.Column(verbose_name=_("department"))
    starts_on = tables.DateColumn(verbose_name=_("first day"))
    ends_on = tables.DateColumn(verbose_name=pgettext_lazy("of an internship", "last day"))
    responsible = tables.Column(verbose_name=_("responsible teacher"))
    state = StateColumn(verbose_name=_("state"))
    owner = tables.Column(verbose_name=_("owner"))

    class Meta:
        model = Plan
        fields = ()

    def render_entered_in(self, value: int) -> str:
        return str(value)  # a year has no thousands separator


class HostVisitTable(RecordTable):
    default_columns = ("enterprise", "visited_on", "conclusion", "valid_until", "recorded_by")

    enterprise = LinkColumn(accessor="enterprise__display_name", verbose_name=_("enterprise"))
    visited_on = RelativeDateColumn(verbose_name=_("visited on"))
    conclusion = tables.Column(verbose_name=_("conclusion"))
    valid_until = tables.Column(verbose_name=_("valid until"))
    record_checked_on = RelativeDateColumn(verbose_name=_("public records checked on"))
    recorded_by = tables.Column(verbose_name=_("recorded by"))

    class Meta:
        model = HostVisit
        fields = ()

    def render_conclusion(self, record: HostVisit) -> SafeString:
        return chip_html(record.standing_chip(timezone.localdate()))

    def value_conclusion(self, record: HostVisit) -> str:
        return str(record.get_conclusion_display())

    def render_valid_until(self, value: Any) -> SafeString:
        return deadline_html(value, soon_days=60)

    def value_valid_until(self, value: Any) -> Any:
        return value
