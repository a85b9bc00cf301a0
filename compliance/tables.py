from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models import Rule
from core.tables import NumberColumn, RecordTable, StateColumn, TwoLineColumn


class RuleTable(RecordTable):
    default_columns = ("title", "severity", "source", "evidence", "stage", "is_gate")

    title = TwoLineColumn(
        accessor="title", second="code", order_by=("code",), verbose_name=pgettext_lazy("of the law", "rule")
    )
    text = tables.Column(verbose_name=_("in words"))
    severity = StateColumn(verbose_name=pgettext_lazy("of a rule", "weight"))
    source = tables.Column(accessor="instrument", verbose_name=_("instrument and article"))
    evidence = tables.Column(verbose_name=_("evidence"))
    stage = tables.Column(verbose_name=_("looked at"))
    is_gate = tables.Column(verbose_name=_("stands in the way"))
    pack = tables.Column(accessor="version__pack", verbose_name=_("rule pack"))
    number = NumberColumn(accessor="version__number", verbose_name=_("version"))
    code = tables.Column(verbose_name=pgettext_lazy("of a rule", "number"))

    class Meta:
        model = Rule
        fields = ()

    def render_source(self, record: Rule) -> str:
        return record.source

    def value_source(self, record: Rule) -> str:
        return record.source

    def render_is_gate(self, record: Rule) -> str:
        return str(_("yes") if record.is_gate else _("advises"))

    def value_is_gate(self, record: Rule) -> str:
        return self.render_is_gate(record)
