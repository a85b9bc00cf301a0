from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.look import chip_html, deadline_html
from core.tables import LinkColumn, RecordTable, RelativeDateColumn, StateColumn
from placements.models import Concern


class ConcernTable(RecordTable):
    default_columns = ("reference", "kind", "severity", "enterprise", "raised_at", "state", "due_on")

    reference = LinkColumn(empty_values=(), verbose_name=pgettext_lazy("internship", "concern"))
    kind = tables.Column(
        accessor="get_kind_display", verbose_name=pgettext_lazy("concern", "what it is about")
    )
    severity = tables.Column(verbose_name=pgettext_lazy("concern", "how bad it is"))
    enterprise = tables.Column(verbose_name=_("enterprise"))
    student = tables.Column(accessor="placement__student", verbose_name=_("student"))
    raised_by = tables.Column(accessor="get_raised_by_display", verbose_name=_("raised by"))
    raised_at = RelativeDateColumn(verbose_name=_("raised"))
    handler = tables.Column(verbose_name=_("looked into by"))
    state = StateColumn(verbose_name=_("state"))
    due_on = tables.Column(verbose_name=_("next action until"))

    class Meta:
        model = Concern
        fields = ()

    def render_severity(self, record: Concern) -> SafeString:
        return chip_html(record.severity_chip)

    def value_severity(self, record: Concern) -> str:
        return str(record.get_severity_display())

    def render_due_on(self, value: Any) -> SafeString:
        return deadline_html(value, soon_days=3)

    def value_due_on(self, value: Any) -> Any:
        return value
